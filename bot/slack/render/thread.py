"""A line in the thread of a living message: what has just happened, in one breath.

A line may also be shown in the channel, far from its thread, so each names the amount,
who owes whom and the key. The line is its own text: it is heard as it is read.
"""

from collections.abc import Callable, Mapping
from datetime import date

from bot.slack.language import _
from bot.slack.render import message as slack
from bot.slack.render import thread_care as care
from bot.slack.render import wording
from bot.slack.render.countdown import alarm, alarm_sentence
from bot.slack.render.facts import field_name, stated
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
from bot.slack.render.thread_care import debt, due_counted, key, key_beside_alarm
from state.model import CareState, InvoiceView

Details = Mapping[str, str]
ALARMING = ("reopened", "woke", "promise_broken", "care_ended", "ack_expired")  # it is owed again
Teller = Callable[[Details, InvoiceView, date], str]


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
    told = teller(details, view, today)
    if what in ALARMING and (near := escape(alarm_sentence(view))):
        told = f"🔴 *{near}* {told}"
    said = slack.fitting(told, slack.MAX_SECTION)
    return Message(said, (slack.section(mrkdwn(said)),))


def _stage(details: Details, view: InvoiceView, today: date) -> str:
    emoji, _word = state_words(view, today)
    called = care.mention(details.get("mention", ""))
    if near := escape(alarm(view)):
        told = f"*{near}*: {debt(view)}, {due_counted(view, today)}."
    else:
        days = escape(wording.capital(due_words(view.invoice.due, today)))
        told = f"*{days}*: {debt(view)}, {_due(view)}."
    sentences = [told, _taken(view), _held(details), key_beside_alarm(view)]
    return f"{called}{emoji} {' '.join(one for one in sentences if one)}"


def _taken(view: InvoiceView) -> str:
    """Who sees to it, or that nobody does."""
    if view.care is None:
        return _("Nobody has acknowledged it.")
    if view.care.state is not CareState.ASSIGNED:
        return ""
    return _("{person} was asked to see to it.", person=person(view.care.held_by))


def _held(details: Details) -> str:
    if not details.get("holds"):
        return ""
    return _("Reminders of this account's other invoices wait.")


def _amended(details: Details, view: InvoiceView, _today: date) -> str:
    changes = [_difference(name, value) for name, value in details.items()]
    said = "; ".join(changes) or _("its text")
    told = _("*Changed by {provider}*: {changes}.", provider=_provider(view), changes=said)
    return f"✏️ {told} {key(view)}"


def _difference(name: str, value: str) -> str:
    shown = [escape(stated(name, side), 200) for side in value.split(" -> ", 1)]
    return f"{escape(field_name(name), 40)} {' → '.join(shown)}"


def _paid(_details: Details, view: InvoiceView, _today: date) -> str:
    amount, word = _closed(view)
    told = _(
        "*Paid*: {amount}; {provider} lists it as “{word}”.",
        amount=amount,
        provider=_provider(view),
        word=word,
    )
    return f"✅ {told} {key(view)}"


def _void(_details: Details, view: InvoiceView, _today: date) -> str:
    amount, word = _closed(view)
    told = _(
        "*Void*: {amount}; {provider} lists it as “{word}”; nobody has to pay it.",
        amount=amount,
        provider=_provider(view),
        word=word,
    )
    return f"⚪ {told} {key(view)}"


def _closed(view: InvoiceView) -> tuple[str, str]:
    """The amount, and what the provider lists it as: evidence, not our conclusion."""
    amount = escape(f"{figure(view.invoice)} {towards(view)}", 200)
    return amount, escape(view.invoice.their_status or view.invoice.standing, 80)


def _reopened(_details: Details, view: InvoiceView, today: date) -> str:
    emoji, _word = state_words(view, today)
    due = due_counted(view, today)
    told = _("*Owed again*: it was closed, now {debt}, {due}.", debt=debt(view), due=due)
    return f"{emoji} {told} {key_beside_alarm(view)}"


def _vanished(_details: Details, view: InvoiceView, _today: date) -> str:
    told = _("*No longer listed by the provider; nothing says it was paid.*")
    last = _("Last known: {debt}, {due}.", debt=debt(view), due=_due(view))
    return f"❔ {told} {last} {key(view)}"


def _ack_expired(details: Details, view: InvoiceView, today: date) -> str:
    owing, due = debt(view), due_counted(view, today)
    if details.get("by"):
        told = _(
            "*Acknowledgement of {person} ran out* and it is not paid: {debt}, {due}.",
            person=person(details["by"]),
            debt=owing,
            due=due,
        )
    else:
        told = _(
            "*Acknowledgement ran out* and it is not paid: {debt}, {due}.", debt=owing, due=due
        )
    return f"⏰ {told} {key_beside_alarm(view)}"


def _due(view: InvoiceView) -> str:
    due = view.invoice.due
    return _("due {date}", date=day(due)) if due else due_words(due, date.min)


def _provider(view: InvoiceView) -> str:
    return escape(provider_title(view.account.provider), 80)


def _decided(what: str) -> Teller:
    return lambda details, view, _today: care.decided(what, details, view)


def _any_day(teller: Callable[[Details, InvoiceView], str]) -> Teller:
    """A teller that need not know which day it is."""
    return lambda details, view, _today: teller(details, view)


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
