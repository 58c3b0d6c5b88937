"""A line in the thread of a living message: what has just happened, in one breath.

A line may also be shown in the channel, far from its thread, so each names the amount,
who owes whom and the key. The line is its own text: it is heard as it is read.
"""

from collections.abc import Callable, Mapping
from datetime import date

from bot.slack.render import message as slack
from bot.slack.render import thread_care as care
from bot.slack.render import wording
from bot.slack.render.message import Message, mrkdwn
from bot.slack.render.text import (
    day,
    due_words,
    escape,
    figure,
    person,
    provider_title,
    state_words,
    towards,
)
from bot.slack.render.thread_care import debt, key
from state.model import CareState, InvoiceView

Details = Mapping[str, str]
Teller = Callable[[Details, InvoiceView, date], str]

_FIELDS = {
    "open": "open amount",
    "total": "invoiced amount",
    "due": "due date",
    "standing": "state",
}
_STATES = {"pending": "payment under way", "unknown": "unclear"}


def line(what: str, details: Mapping[str, str], view: InvoiceView, today: date) -> Message:
    """One event told; ValueError for an event that has no words here.

    `details` by event: amended has field -> `old -> new`; a decision has by and, where
    there are any, note, until, day and holder; woke has state, by and perhaps since and
    note; promise_broken by and day; care_ended reason; escalated mention and perhaps
    stale; stage perhaps mention. Mentions are Slack's markup, everything else is plain.
    """
    teller = _TELLERS.get(what)
    if teller is None:
        raise ValueError(f"no words for the event {what!r} of {view.invoice.key}")
    said = slack.fitting(teller(details, view, today), slack.MAX_SECTION)
    return Message(said, (slack.section(mrkdwn(said)),))


def _stage(details: Details, view: InvoiceView, today: date) -> str:
    emoji, _word = state_words(view, today)
    days = escape(wording.capital(due_words(view.invoice.due, today)))
    called = care.mention(details.get("mention", ""))
    held = " Reminders of this account's other invoices wait." if details.get("holds") else ""
    said = f"{called}{emoji} *{days}*: {debt(view)}, {_due(view)}.{_taken(view)}{held}"
    return f"{said} {key(view)}"


def _taken(view: InvoiceView) -> str:
    """Who sees to it, or that nobody does."""
    if view.care is None:
        return " Nobody has acknowledged it."
    asked = f" {person(view.care.held_by)} was asked to see to it."
    return asked if view.care.state is CareState.ASSIGNED else ""


def _amended(details: Details, view: InvoiceView, _: date) -> str:
    changes = [_difference(name, value) for name, value in details.items()]
    said = "; ".join(changes) or "its text"
    return f"✏️ *Changed by {_provider(view)}*: {said}. {key(view)}"


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
    return f"✅ *Paid*: {_closed(view)}. {key(view)}"


def _void(_: Details, view: InvoiceView, __: date) -> str:
    return f"⚪ *Void*: {_closed(view)}; nobody has to pay it. {key(view)}"


def _closed(view: InvoiceView) -> str:
    """`12.50 USD to InterServer; InterServer lists it as “Paid”`: evidence, not our conclusion."""
    amount = escape(f"{figure(view.invoice)} {towards(view)}", 200)
    word = view.invoice.their_status or view.invoice.standing
    return f"{amount}; {_provider(view)} lists it as “{escape(word, 80)}”"


def _reopened(_: Details, view: InvoiceView, today: date) -> str:
    emoji, _word = state_words(view, today)
    due = _due_counted(view, today)
    return f"{emoji} *Owed again*: it was closed, now {debt(view)}, {due}. {key(view)}"


def _vanished(_: Details, view: InvoiceView, __: date) -> str:
    last = f"Last known: {debt(view)}, {_due(view)}."
    return f"❔ *No longer listed by the provider; nothing says it was paid.* {last} {key(view)}"


def _ack_expired(details: Details, view: InvoiceView, today: date) -> str:
    whose = f" of {person(details['by'])}" if details.get("by") else ""
    return (
        f"⏰ *Acknowledgement{whose} ran out* and it is not paid: "
        f"{debt(view)}, {_due_counted(view, today)}. {key(view)}"
    )


def _due(view: InvoiceView) -> str:
    due = view.invoice.due
    return f"due {day(due)}" if due else due_words(due, date.min)


def _due_counted(view: InvoiceView, today: date) -> str:
    words = due_words(view.invoice.due, today)
    return f"{_due(view)} ({words})" if view.invoice.due else words


def _provider(view: InvoiceView) -> str:
    return escape(provider_title(view.account.provider), 80)


def _decided(what: str) -> Teller:
    return lambda details, view, _: care.decided(what, details, view)


def _any_day(teller: Callable[[Details, InvoiceView], str]) -> Teller:
    """A teller that need not know which day it is."""
    return lambda details, view, _: teller(details, view)


_TELLERS: dict[str, Teller] = {
    "stage": _stage,
    "amended": _amended,
    "paid": _paid,
    "void": _void,
    "reopened": _reopened,
    "vanished": _vanished,
    **{what: _decided(what) for what in care.DECIDED},
    "promised": _any_day(care.promised),
    "assigned": _any_day(care.assigned),
    "noted": _any_day(care.noted),
    "unacknowledged": _any_day(care.unacknowledged),
    "woke": care.woke,
    "promise_broken": care.promise_broken,
    "care_ended": care.care_ended,
    "escalated": care.escalated,
    "ack_expired": _ack_expired,
}
