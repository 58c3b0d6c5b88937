"""Lines of a thread about what people decided, what came of it, and who is called."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from bot.slack.render import wording
from bot.slack.render.care import NOTE_LIMIT, given_back, known_state, sign
from bot.slack.render.countdown import countdown_sentence
from bot.slack.render.text import code, day, due_words, escape, instant, person, state_words
from state.model import CareState, InvoiceView

Details = Mapping[str, str]

_MENTION = re.compile(r"<(?:@[UW][A-Z0-9]{1,20}|!subteam\^S[A-Z0-9]{1,20}|!here|!channel)>")
_MOST_MENTIONED = 10
DECIDED = {
    "acknowledged": "Acknowledged",
    "snoozed": "Snoozed",
    "waiting": "Reported as paid",
    "disputed": "Disputed",
    "muted": "Muted",
}
_WOKE = {
    CareState.ACKNOWLEDGED: "the acknowledgement{} ran out",
    CareState.SNOOZED: "the snooze{} is over",
    CareState.PROMISED: "the promise{} is over",
    CareState.WAITING: "the time{} for the payment to show is over",
    CareState.DISPUTED: "the dispute{} is to be looked at again",
    CareState.MUTED: "the mute{} is over",
    CareState.ASSIGNED: "the time{} is over",
}


def mention(markup: str) -> str:
    """People and groups to be called, with a space behind; nothing that is not only that.

    The one place where markup from elsewhere passes unescaped: each word has to be a
    whole mention.
    """
    words = markup.split()[:_MOST_MENTIONED]
    called = bool(words) and all(_MENTION.fullmatch(word) for word in words)
    return f"{' '.join(words)} " if called else ""


def decided(what: str, details: Details, view: InvoiceView) -> str:
    """Somebody acknowledged, snoozed, muted ... it: who, until when, with which words."""
    until = f" until {moment(details['until'])}" if details.get("until") else ""
    said = f"{sign(CareState(what))} *{DECIDED[what]}* by {by(details)}"
    if what == "waiting":
        until = f"; waiting for the provider{until}"
    return f"{said}{until}: {debt(view)}.{note(details)} {key(view)}"


def promised(details: Details, view: InvoiceView) -> str:
    """Somebody promised it for a day."""
    for_day = f" for {day_words(details['day'])}" if details.get("day") else ""
    back = ""
    if details.get("until"):
        back = f" It comes back {moment(details['until'])} if it is still unpaid."
    said = f"🤝 *Promised* by {by(details)}{for_day}: {debt(view)}."
    return f"{said}{back}{note(details)} {key(view)}"


def assigned(details: Details, view: InvoiceView) -> str:
    """Somebody was asked to see to it."""
    whom = person(details.get("holder", "somebody"))
    said = f"👤 *Assigned* to {whom} by {by(details)}: {debt(view)}."
    return f"{said}{note(details)} {key(view)}"


def noted(details: Details, view: InvoiceView) -> str:
    """Somebody added a note."""
    return f"📝 *Note* by {by(details)}: {escape(details.get('note', ''), NOTE_LIMIT)} {key(view)}"


def unacknowledged(details: Details, view: InvoiceView) -> str:
    """Somebody gave it back."""
    done = wording.capital(given_back(details.get("state", "")))
    return f"↩️ *{done}* by {by(details)}: {debt(view)}. {key(view)}"


def woke(details: Details, view: InvoiceView, today: date) -> str:
    """What people decided is over by itself, and it is still owed."""
    whose = f" by {by(details)}" if details.get("by") else ""
    since = f" of {moment(details['since'])}" if details.get("since") else ""
    why = _WOKE[known_state(details.get("state", ""))].format(f"{whose}{since}")
    said = f"⏰ *Back again*: {why}, and it is not paid: {standing(view, today)}."
    return f"{said}{note(details)} {key(view)}"


def promise_broken(details: Details, view: InvoiceView, today: date) -> str:
    """The promised day is over, and it is still owed."""
    for_day = f" for {day_words(details['day'])}" if details.get("day") else ""
    said = f"💔 *Promise not kept*: {by(details)} promised it{for_day}, and it is not paid"
    return f"{said}: {standing(view, today)}. {key(view)}"


def care_ended(details: Details, view: InvoiceView, today: date) -> str:
    """What people decided holds no longer, because the invoice is another one now."""
    why = "More is owed now" if details.get("reason") == "amount" else "It has changed"
    whose = f" by {by(details)}" if details.get("by") else ""
    said = f"✏️ *{why}*, so what was decided{whose} holds no longer"
    return f"{said}: {standing(view, today)}. {key(view)}"


def escalated(details: Details, view: InvoiceView, today: date) -> str:
    """Nobody has taken it on: people are called."""
    called = mention(details.get("mention", ""))
    emoji, _ = state_words(view, today)
    asked = "Nobody has taken it on"
    if view.care is not None and view.care.state is CareState.ASSIGNED:
        asked = "Asked to see to it, not taken on yet"
    stale = ""
    if details.get("stale"):
        stale = f" Who is on call is as of {moment(details['stale'])}; nothing newer is known."
    return f"{called}{emoji} *{asked}*: {standing(view, today)}.{stale} {key(view)}"


def standing(view: InvoiceView, today: date) -> str:
    """`we owe InterServer 12.50 USD, due Mon 16 Nov 2026 (4 days overdue)`."""
    words = due_words(view.invoice.due, today)
    due = f"due {day(view.invoice.due)} ({words})" if view.invoice.due else words
    return f"{debt(view)}, {due}"


def debt(view: InvoiceView) -> str:
    """`we owe InterServer 12.50 USD`, `Acme GmbH owes us 5.00 EUR of 9.00 EUR`."""
    return escape(wording.debt(view), 300)


def key(view: InvoiceView) -> str:
    """The key, to be copied, after when services stop: every line of an owed invoice ends so."""
    stops = escape(countdown_sentence(view))
    return f"{stops} {code(str(view.invoice.key))}" if stops else code(str(view.invoice.key))


def by(details: Details) -> str:
    """Who it was."""
    return person(details.get("by") or "somebody")


def note(details: Details) -> str:
    """The words somebody left, as a sentence of their own."""
    return f" Note: {escape(details['note'], NOTE_LIMIT)}" if details.get("note") else ""


def moment(text: str) -> str:
    """An ISO instant as Slack's date markup; other words as they are."""
    try:
        return instant(datetime.fromisoformat(text))
    except ValueError:
        return escape(text, 80)


def day_words(text: str) -> str:
    """An ISO date as people write it; other words as they are."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return escape(text, 80)
