"""What somebody should hear before relying on a pause: services may stop first. Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.slack.render.text import count, day
from state.suspension import Countdown, Cutoff


def too_late_to_pay(countdown: Countdown, promised: date, now: datetime) -> str:
    """The warning for a promise later than what is known to come; empty where there is none."""
    lost, stops = countdown.terminates, countdown.suspends
    if lost and lost.day <= promised:
        return _warning("data is lost", "data was lost", lost, promised, now)
    if stops and stops.day <= promised:
        return _warning("services stop", "services stopped", stops, promised, now)
    return ""


def silent_too_long(countdown: Countdown, until: datetime | None, now: datetime) -> str:
    """The warning for silence beyond the moment at which something is taken away."""
    for cutoff, what in (
        (countdown.suspends, "services stop"),
        (countdown.terminates, "data is lost"),
    ):
        if cutoff and now < cutoff.at and (until is None or cutoff.at <= until):
            before = ", before that" if until else ""
            return f" Mind that {what} on {_moment(cutoff)}{before}."
    return ""


def _warning(comes: str, came: str, cutoff: Cutoff, promised: date, now: datetime) -> str:
    if cutoff.at <= now:
        return f" Mind that {came} on {_moment(cutoff)}."
    days = (promised - cutoff.day).days
    before = f"{count(days, 'day')} before that" if days else "that very day"
    return f" Mind that {comes} on {_moment(cutoff)}, {before}."


def _moment(cutoff: Cutoff) -> str:
    """`Mon 23 Nov 2026`, and the hour where it is known."""
    if cutoff.hour is None:
        return day(cutoff.day)
    local = cutoff.at.astimezone(ZoneInfo(cutoff.zone))
    return f"{day(local.date())} at {local:%H:%M} {local.tzname()}"
