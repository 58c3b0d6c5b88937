"""How grave it is that an invoice is not paid: by the time left, not by its age."""

from datetime import date, datetime
from enum import IntEnum

from state.rules.calendar import local_day
from state.rules.suspension import Countdown, Cutoff, days_left

# Dates differ by two days at most between zones, so what is due later than this is calm for sure.
SUSPENSION_NEARS = 2 + 2  # days before services stop
LOSS_NEARS = 3 + 2  # days before data is lost


class Severity(IntEnum):
    """From what can wait to what is lost."""

    CALM = 0  # not due yet, or nobody knows when
    DUE = 1  # today
    OVERDUE = 2
    CRITICAL = 3  # services stop within two days, due or not
    SUSPENDED = 4  # the moment has passed at which services stop
    LAST_CALL = 5  # data is lost within three days, or that moment has passed


def severity(due: date | None, countdown: Countdown, now: datetime, zone: str) -> Severity:
    """How grave it is now. `zone` is the account's; "today" is read in it."""
    if _within(countdown.terminates, 3, now):
        return Severity.LAST_CALL
    if countdown.suspends is not None and countdown.suspends.at <= now:
        return Severity.SUSPENDED
    if _within(countdown.suspends, 2, now):
        return Severity.CRITICAL
    return _by_due_date(due, now, zone)


def _within(cutoff: Cutoff | None, days: int, now: datetime) -> bool:
    return cutoff is not None and days_left(cutoff, now) <= days


def _by_due_date(due: date | None, now: datetime, zone: str) -> Severity:
    if due is None:
        return Severity.CALM
    today = local_day(now, zone)
    if due == today:
        return Severity.DUE
    return Severity.OVERDUE if due < today else Severity.CALM
