"""When services stop and when data is lost, in words; nothing at all where nobody knows.

The words are counted from the moment the invoice was read, which stands beside them where a
message stays: it may be read later.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.slack.language import _, _n, full_date, near_date, short_date, weekday
from state.model import Cutoff, InvoiceView
from state.rules.severity import Severity, severity

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def countdown(view: InvoiceView) -> str:
    """`services stop in 2 days, Mon 01:00 MST; data is lost in 9 days, Mon 30 Nov`."""
    return "; ".join(_parts(view))


def countdown_sentence(view: InvoiceView) -> str:
    """The same as a sentence with a full stop; empty where nothing is known."""
    return _sentence(countdown(view))


def alarm(view: InvoiceView) -> str:
    """What is taken away next, where that is near or over: `Services stop tomorrow, Sat 21 Nov`.

    It stands first wherever it is said; empty while there is time.
    """
    return _capital(_part(view, _near(view), _from_now))


def alarm_sentence(view: InvoiceView) -> str:
    """The same as a sentence with a full stop."""
    return _sentence(alarm(view))


def alarm_dated(view: InvoiceView) -> str:
    """The same with its date alone, within a headline that is read later; it begins small."""
    return _part(view, _near(view), _on_its_day)


def beside_alarm(view: InvoiceView) -> str:
    """What the alarm leaves to be said, as a sentence; all of it where there is no alarm."""
    first = _part(view, _near(view), _from_now)
    return _sentence("; ".join(part for part in _parts(view) if part != first))


def countdown_field(view: InvoiceView) -> str:
    """For a message that stays: each with its date and as of when it was counted."""
    ends, as_of = view.countdown, view.countdown.as_of
    first = ends.suspends or ends.terminates
    if as_of is None or first is None or not _parts(view):
        return ""
    counted = short_date(as_of.astimezone(ZoneInfo(first.zone)).date())
    words = _capital(countdown(view))
    return _("{countdown} (as of {counted})", countdown=words, counted=counted)


def countdown_line(view: InvoiceView) -> str:
    """The same with its sign, for a line of its own."""
    words = countdown_field(view)
    return f"⏳ {words}" if words else ""


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
        return _("since {date}", date=_date(cutoff.day, today))
    return _in(left, _moment(cutoff, today))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _sentence(words: str) -> str:
    said = _capital(words)
    # in some languages a shortened month brings its own
    return said if not said or said.endswith(".") else f"{said}."


def _parts(view: InvoiceView) -> list[str]:
    return [part for one in _Loss if (part := _part(view, one, _from_now))]


class _Loss(Enum):
    """What a provider takes away, in its order."""

    SERVICES = auto()
    DATA = auto()


def _near(view: InvoiceView) -> _Loss | None:
    """What is taken away next if that is near, or else what was; None while there is time."""
    ends, now = view.countdown, view.countdown.as_of
    if now is None:
        return None
    grave = severity(view.invoice.due, ends, now, view.account.timezone)
    if grave < Severity.CRITICAL:
        return None
    if grave is Severity.LAST_CALL and (ends.suspends is None or _is_over(ends.suspends, now)):
        return _Loss.DATA
    return _Loss.SERVICES if ends.suspends is not None else None


def _part(view: InvoiceView, what: _Loss | None, told: Callable[[Cutoff, datetime], str]) -> str:
    """`services stop` with when that is; empty where it is not known or not owed."""
    ends, now = view.countdown, view.countdown.as_of
    end = ends.terminates if what is _Loss.DATA else ends.suspends
    if what is None or now is None or end is None or not view.invoice.is_owed:
        return ""
    when, over = told(end, now), _is_over(end, now)
    if what is _Loss.SERVICES:
        if over:
            return _("services may be stopped {when}", when=when)
        return _("services stop {when}", when=when)
    if over:
        return _("data may be lost {when}", when=when)
    return _("data is lost {when}", when=when)


def _from_now(end: Cutoff, now: datetime) -> str:
    return time_left(end, now)


def _on_its_day(end: Cutoff, now: datetime) -> str:
    """Its date, which is right whenever it is read."""
    shown = _date(end.day, now.astimezone(ZoneInfo(end.zone)).date())
    return _("since {date}", date=shown) if _is_over(end, now) else _("on {date}", date=shown)


def _is_over(end: Cutoff, now: datetime) -> bool:
    if end.hour is None:  # some time on its day
        return end.at + _DAY <= now
    return end.at <= now


def _by_calendar(day: date, today: date) -> str:
    days, date_ = (day - today).days, _date(day, today)
    if days == 0:
        return _("today")
    if days < 0:
        return _("since {date}", date=date_)
    if days == 1:
        return _("tomorrow, {date}", date=date_)
    return _n("in {number} day, {moment}", "in {number} days, {moment}", days, moment=date_)


def _in(left: timedelta, moment: str) -> str:
    """A time span in the unit a person would use, rounded down, and its end."""
    if left >= 2 * _DAY:
        days = left // _DAY
        return _n("in {number} day, {moment}", "in {number} days, {moment}", days, moment=moment)
    if left >= _HOUR:
        hours = left // _HOUR
        return _n("in {number} hour, {moment}", "in {number} hours, {moment}", hours, moment=moment)
    if left < _MINUTE:
        return _("in less than a minute, {moment}", moment=moment)
    minutes = left // _MINUTE
    return _n(
        "in {number} minute, {moment}", "in {number} minutes, {moment}", minutes, moment=moment
    )


def _moment(cutoff: Cutoff, today: date) -> str:
    """A moment as the provider's clock shows it; its date too when the weekday is not enough."""
    local = cutoff.at.astimezone(ZoneInfo(cutoff.zone))
    near = (local.date() - today).days < 7
    day = weekday(local) if near else _date(local.date(), today)
    name = local.tzname() or cutoff.zone
    # many zones have no letters of their own
    return f"{day} {local:%H:%M} {f'UTC{name}' if name[0] in '+-' else name}"


def _date(day: date, today: date) -> str:
    return near_date(day) if day.year == today.year else full_date(day)
