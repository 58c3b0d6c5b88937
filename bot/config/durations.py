"""Time as people write it in the configuration: spans `30m`, `3d`; moments `Mon 09:00`."""

import re
from dataclasses import dataclass
from datetime import time, timedelta

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
PATTERN = re.compile(r"(\d{1,6})\s*([smhdw])", re.ASCII)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOMENT = re.compile(r"(?:([a-z]+)\s+)?([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A moment that comes again every day or every week, on a local clock."""

    weekday: int | None  # 0 is Monday; None: every day
    at: time

    def __str__(self) -> str:
        day = "" if self.weekday is None else f"{DAYS[self.weekday].title()} "
        return f"{day}{self.at:%H:%M}"


def recurrence(text: object) -> Recurrence:
    """Read `Mon 09:00`, or `09:00` for every day; ValueError says what one looks like."""
    match = MOMENT.fullmatch(text.strip().lower()) if isinstance(text, str) else None
    if match is None or match[1] not in (None, *DAYS, *NAMES):
        raise ValueError('write it as "Mon 09:00" or, for every day, as "09:00"')
    weekday = None if match[1] is None else DAYS.index(match[1][:3])
    return Recurrence(weekday, time(int(match[2]), int(match[3])))


def parse(text: object) -> timedelta:
    """Read a span; ValueError says what one looks like."""
    match = PATTERN.fullmatch(text.strip().lower()) if isinstance(text, str) else None
    if match is None:
        raise ValueError('write a span of time as "30m", "4h" or "3d"')
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def words(span: timedelta) -> str:
    """The span in its largest fitting units: `2 h 5 min`, `3 days`, `40 s`."""
    seconds = max(0, round(span.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{hours // 24} days"
