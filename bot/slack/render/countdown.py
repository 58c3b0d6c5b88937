"""When services stop and when data is lost, in words; nothing at all where nobody knows.

The words are counted from the moment the invoice was read, which stands beside them where a
message stays: it may be read later.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.slack.render.text import day
from state.model import Cutoff, InvoiceView
from state.suspension import time_left


def countdown(view: InvoiceView) -> str:
    """`services stop in 2 days, Mon 01:00 MST; data is lost in 9 days, Mon 30 Nov`."""
    return "; ".join(_parts(view))


def countdown_sentence(view: InvoiceView) -> str:
    """The same as a sentence with a full stop; empty where nothing is known."""
    words = countdown(view)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def countdown_field(view: InvoiceView) -> str:
    """For a message that stays: each with its date and as of when it was counted."""
    ends, as_of = view.countdown, view.countdown.as_of
    first = ends.suspends or ends.terminates
    if as_of is None or first is None or not _parts(view):
        return ""
    counted_on = " ".join(day(as_of.astimezone(ZoneInfo(first.zone)).date()).split()[1:3])
    return f"{countdown_sentence(view)[:-1]} (as of {counted_on})"


def countdown_line(view: InvoiceView) -> str:
    """The same with its sign, for a line of its own."""
    words = countdown_field(view)
    return f"⏳ {words}" if words else ""


def _parts(view: InvoiceView) -> list[str]:
    ends, now = view.countdown, view.countdown.as_of
    if now is None or not view.invoice.is_owed:
        return []
    named = (
        (ends.suspends, "services stop", "services may be stopped"),
        (ends.terminates, "data is lost", "data may be lost"),
    )
    return [
        f"{gone if _is_over(end, view) else coming} {time_left(end, now)}"
        for end, coming, gone in named
        if end is not None
    ]


def _is_over(end: Cutoff, view: InvoiceView) -> bool:
    now = view.countdown.as_of
    if now is None:
        return False
    if end.hour is None:  # some time on its day
        return end.at + timedelta(days=1) <= now
    return end.at <= now
