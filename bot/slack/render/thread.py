"""A line in the thread of a living message: what has just happened, in one breath.

A line may also be shown in the channel, far from its thread, so each names the amount,
who owes whom and the key. The line is its own text: it is heard as it is read.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot.slack.render import message as slack
from bot.slack.render import wording
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.text import (
    code,
    day,
    due_words,
    escape,
    figure,
    instant,
    is_acknowledged,
    person,
    provider_title,
    state_words,
    towards,
)
from state.model import InvoiceView

Details = Mapping[str, str]

_FIELDS = {
    "open": "open amount",
    "total": "invoiced amount",
    "due": "due date",
    "standing": "state",
}
_STATES = {"pending": "payment under way", "unknown": "unclear"}


def line(what: str, details: Mapping[str, str], view: InvoiceView, today: date) -> Message:
    """One event told; ValueError for an event that has no words here.

    `details` by event: amended has field -> `old -> new`; acknowledged has by and, where
    there are any, note and until; unacknowledged and ack_expired have by.
    """
    teller = _TELLERS.get(what)
    if teller is None:
        raise ValueError(f"no words for the event {what!r} of {view.invoice.key}")
    said = slack.fitting(teller(details, view, today), slack.MAX_SECTION)
    return Message(said, (slack.section(mrkdwn(said)),))


def _stage(_: Details, view: InvoiceView, today: date) -> str:
    emoji, _word = state_words(view, today)
    days = escape(wording.capital(due_words(view.invoice.due, today)))
    taken = "" if is_acknowledged(view) else " Nobody has acknowledged it."
    return f"{emoji} *{days}*: {_debt(view)}, {_due(view)}.{taken} {_key(view)}"


def _amended(details: Details, view: InvoiceView, _: date) -> str:
    changes = [_difference(name, value) for name, value in details.items()]
    said = "; ".join(changes) or "its text"
    return f"✏️ *Changed* by {_provider(view)}: {said}. {_key(view)}"


def _difference(name: str, value: str) -> str:
    shown = [escape(_fact(name, side), 200) for side in value.split(" -> ", 1)]
    return f"{escape(_FIELDS.get(name, name), 40)} {' → '.join(shown)}"


def _fact(name: str, text: str) -> str:
    """A due date and a state in the words used elsewhere; anything else as it is."""
    if name == "standing":
        return _STATES.get(text, text)
    if name != "due":
        return text
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _paid(_: Details, view: InvoiceView, __: date) -> str:
    return f"✅ *Paid*: {_closed(view)}. {_key(view)}"


def _void(_: Details, view: InvoiceView, __: date) -> str:
    return f"⚪ *Void*: {_closed(view)}; nobody has to pay it. {_key(view)}"


def _closed(view: InvoiceView) -> str:
    """`12.50 USD to InterServer; InterServer lists it as “Paid”`: evidence, not our conclusion."""
    amount = escape(f"{figure(view.invoice)} {towards(view)}", 200)
    word = view.invoice.their_status or view.invoice.standing
    return f"{amount}; {_provider(view)} lists it as “{escape(word, 80)}”"


def _reopened(_: Details, view: InvoiceView, today: date) -> str:
    emoji, _word = state_words(view, today)
    due = _due_counted(view, today)
    return f"{emoji} *Owed again*: it was closed, now {_debt(view)}, {due}. {_key(view)}"


def _vanished(_: Details, view: InvoiceView, __: date) -> str:
    last = f"Last known: {_debt(view)}, {_due(view)}."
    return f"❔ *No longer listed by the provider; nothing says it was paid.* {last} {_key(view)}"


def _acknowledged(details: Details, view: InvoiceView, _: date) -> str:
    until = f" until {_moment(details['until'])}" if details.get("until") else ""
    note = f" Note: {escape(details['note'], 500)}" if details.get("note") else ""
    who = person(details.get("by", "somebody"))
    return f"👀 *Acknowledged* by {who}{until}: {_debt(view)}.{note} {_key(view)}"


def _unacknowledged(details: Details, view: InvoiceView, _: date) -> str:
    who = person(details.get("by", "somebody"))
    return f"↩️ *Acknowledgement withdrawn* by {who}: {_debt(view)}. {_key(view)}"


def _ack_expired(details: Details, view: InvoiceView, today: date) -> str:
    whose = f" of {person(details['by'])}" if details.get("by") else ""
    return (
        f"⏰ *Acknowledgement{whose} ran out* and it is not paid: "
        f"{_debt(view)}, {_due_counted(view, today)}. {_key(view)}"
    )


def _debt(view: InvoiceView) -> str:
    """`we owe InterServer 12.50 USD`, `Acme GmbH owes us 5.00 EUR of 9.00 EUR`."""
    return escape(wording.debt(view), 300)


def _due(view: InvoiceView) -> str:
    due = view.invoice.due
    return f"due {day(due)}" if due else due_words(due, date.min)


def _due_counted(view: InvoiceView, today: date) -> str:
    words = due_words(view.invoice.due, today)
    return f"{_due(view)} ({words})" if view.invoice.due else words


def _provider(view: InvoiceView) -> str:
    return escape(provider_title(view.account.provider), 80)


def _key(view: InvoiceView) -> str:
    return code(str(view.invoice.key))


def _moment(text: str) -> str:
    """An ISO instant as Slack's date markup; other words as they are."""
    try:
        return instant(datetime.fromisoformat(text))
    except ValueError:
        return escape(text, 80)


_TELLERS: dict[str, Callable[[Details, InvoiceView, date], str]] = {
    "stage": _stage,
    "amended": _amended,
    "paid": _paid,
    "void": _void,
    "reopened": _reopened,
    "vanished": _vanished,
    "acknowledged": _acknowledged,
    "unacknowledged": _unacknowledged,
    "ack_expired": _ack_expired,
}
