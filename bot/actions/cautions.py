"""What somebody should hear before relying on a pause: services may stop first. Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.slack.language import _, _n
from bot.slack.render.text import day
from state.rules.suspension import Countdown, Cutoff


def too_late_to_pay(countdown: Countdown, promised: date, now: datetime) -> str:
    """The warning for a promise later than what is known to come; empty where there is none."""
    lost, stops = countdown.terminates, countdown.suspends
    if lost and lost.day <= promised:
        moment, days = _moment(lost), (promised - lost.day).days
        if lost.at <= now:
            return _("Mind that data was lost on {moment}.", moment=moment)
        if not days:
            return _("Mind that data is lost on {moment}, that very day.", moment=moment)
        return _n(
            "Mind that data is lost on {moment}, {number} day before that.",
            "Mind that data is lost on {moment}, {number} days before that.",
            days,
            moment=moment,
        )
    return _stops_first(stops, promised, now) if stops and stops.day <= promised else ""


def _stops_first(stops: Cutoff, promised: date, now: datetime) -> str:
    moment, days = _moment(stops), (promised - stops.day).days
    if stops.at <= now:
        return _("Mind that services stopped on {moment}.", moment=moment)
    if not days:
        return _("Mind that services stop on {moment}, that very day.", moment=moment)
    return _n(
        "Mind that services stop on {moment}, {number} day before that.",
        "Mind that services stop on {moment}, {number} days before that.",
        days,
        moment=moment,
    )


def silent_too_long(countdown: Countdown, until: datetime | None, now: datetime) -> str:
    """The warning for silence beyond the moment at which something is taken away."""
    stops, lost = countdown.suspends, countdown.terminates
    if stops and _falls_into(stops, until, now):
        if until:
            return _("Mind that services stop on {moment}, before that.", moment=_moment(stops))
        return _("Mind that services stop on {moment}.", moment=_moment(stops))
    if lost and _falls_into(lost, until, now):
        if until:
            return _("Mind that data is lost on {moment}, before that.", moment=_moment(lost))
        return _("Mind that data is lost on {moment}.", moment=_moment(lost))
    return ""


def _falls_into(cutoff: Cutoff, until: datetime | None, now: datetime) -> bool:
    return now < cutoff.at and (until is None or cutoff.at <= until)


def _moment(cutoff: Cutoff) -> str:
    """`Mon 23 Nov 2026`, and the hour where it is known."""
    if cutoff.hour is None:
        return day(cutoff.day)
    local = cutoff.at.astimezone(ZoneInfo(cutoff.zone))
    time = f"{local:%H:%M} {local.tzname()}"
    return _("{date} at {time}", date=day(local.date()), time=time)
