"""When services stop and when data is lost, if nobody pays; and how long that still is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from state.model import NO_COUNTDOWN, Countdown, Cutoff

__all__ = [
    "UNKNOWN",
    "Countdown",
    "Cutoff",
    "Suspension",
    "countdown",
    "days_left",
    "first_after",
    "time_left",
]

UNKNOWN = NO_COUNTDOWN
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
# not strftime: a locale must not change what is said
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Suspension:
    """What a provider does to services that are not paid for. None: it is not known."""

    suspend_after: int | None  # days after the due date; 0: on the due date itself
    terminate_after: int | None  # days after the due date; then data is lost
    zone: str  # IANA name of the zone the provider counts days in
    hour: time | None = None  # local time at which it happens


@lru_cache(maxsize=8_192)
def countdown(policy: Suspension | None, due: date | None) -> Countdown:
    """What becomes of an invoice that is due then; nothing is guessed."""
    if policy is None or due is None:
        return UNKNOWN
    return Countdown(
        _cutoff(policy, due, policy.suspend_after), _cutoff(policy, due, policy.terminate_after)
    )


def first_after(ends: Countdown, moment: datetime) -> datetime | None:
    """The next moment at which something is taken away; None if nothing is known."""
    both = (ends.suspends, ends.terminates)
    return min((end.at for end in both if end and end.at > moment), default=None)


def time_left(cutoff: Cutoff, now: datetime) -> str:
    """How long it still is, in words: `in 14 hours, Mon 01:00 MST`, `today`, `since Mon 16 Nov`.

    With a known hour less than two days are told in whole hours and more in whole days of
    24 hours, rounded down: nobody is told of more time than there is. Without it, by the days of
    the provider's calendar.
    """
    today = now.astimezone(ZoneInfo(cutoff.zone)).date()
    if cutoff.hour is None:
        return _by_calendar(cutoff.day, today)
    left = cutoff.at - now
    if left <= timedelta():
        return f"since {_date(cutoff.day, today)}"
    return f"in {_span(left)}, {_moment(cutoff, today)}"


def days_left(cutoff: Cutoff, now: datetime) -> int:
    """Whole days that are left, as the words count them; negative or 0 when it is over."""
    if cutoff.hour is not None:
        return (cutoff.at - now) // DAY
    return (cutoff.day - now.astimezone(ZoneInfo(cutoff.zone)).date()).days


def _cutoff(policy: Suspension, due: date, days: int | None) -> Cutoff | None:
    """A cutoff; None where it is not known or lies outside the calendar."""
    if days is None:
        return None
    try:
        day = due + timedelta(days=days)
        local = datetime.combine(day, policy.hour or time(), ZoneInfo(policy.zone))
        return Cutoff(local.astimezone(UTC), day, policy.hour, policy.zone)
    except OverflowError:
        return None


def _by_calendar(day: date, today: date) -> str:
    days = (day - today).days
    if days == 0:
        return "today"
    if days < 0:
        return f"since {_date(day, today)}"
    return f"{'tomorrow' if days == 1 else f'in {days} days'}, {_date(day, today)}"


def _span(left: timedelta) -> str:
    """A time span in the unit a person would use, rounded down."""
    if left >= 2 * DAY:
        return f"{left // DAY} days"
    if left < MINUTE:
        return "less than a minute"
    unit, name = (HOUR, "hour") if left >= HOUR else (MINUTE, "minute")
    count = left // unit
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _moment(cutoff: Cutoff, today: date) -> str:
    """A moment as the provider's clock shows it; its date too when the weekday is not enough."""
    local = cutoff.at.astimezone(ZoneInfo(cutoff.zone))
    near = (local.date() - today).days < 7
    day = WEEKDAYS[local.weekday()] if near else _date(local.date(), today)
    name = local.tzname() or cutoff.zone
    # many zones have no letters of their own
    return f"{day} {local:%H:%M} {f'UTC{name}' if name[0] in '+-' else name}"


def _date(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"
