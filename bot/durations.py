"""Spans of time as people write them in the configuration: `30m`, `4h`, `3d`, `2w`."""

import re
from datetime import timedelta

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
PATTERN = re.compile(r"(\d{1,6})\s*([smhdw])", re.ASCII)


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
