"""When services stop and when data is lost, if nobody pays; and how many days are left."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from state.model import NO_COUNTDOWN, Countdown, Cutoff
from state.rules.calendar import local_day

__all__ = [
    "UNKNOWN",
    "Countdown",
    "Cutoff",
    "Suspension",
    "countdown",
    "days_left",
    "first_after",
]

UNKNOWN = NO_COUNTDOWN
DAY = timedelta(days=1)


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


def days_left(cutoff: Cutoff, now: datetime) -> int:
    """Whole days that are left, as the words count them; negative or 0 when it is over."""
    if cutoff.hour is not None:
        return (cutoff.at - now) // DAY
    return (cutoff.day - local_day(now, cutoff.zone)).days


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
