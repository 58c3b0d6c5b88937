"""Lines of a thread about what people decided, what came of it, and who is called."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from bot.slack.language import _
from bot.slack.render import wording
from bot.slack.render.care import (
    NOTE_LIMIT,
    comes_back,
    given_back,
    known_state,
    sign,
)
from bot.slack.render.care import (
    noted as with_words,
)
from bot.slack.render.countdown import alarm, alarm_sentence, beside_alarm, countdown_sentence
from bot.slack.render.text import code, day, due_words, escape, instant, person, state_words
from state.model import CareState, InvoiceView

Details = Mapping[str, str]

_MENTION = re.compile(r"<(?:@[UW][A-Z0-9]{1,20}|!subteam\^S[A-Z0-9]{1,20}|!here|!channel)>")
_MOST_MENTIONED = 10
PERSONAL = "2"  # the step of an escalation that speaks to people one by one
DECIDED = ("acknowledged", "snoozed", "waiting", "disputed", "muted")  # as events are called


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
    state = CareState(what)
    end = moment(details["until"]) if details.get("until") else ""
    tell = _waiting if state is CareState.WAITING else partial(_decided, _decision(state))
    return _line(sign(state), tell(by(details), end, debt(view)), view, details)


def _decided(decision: str, who: str, end: str, owing: str) -> str:
    facts = {"decision": decision, "person": who, "debt": owing}
    if end:
        return _("*{decision}* by {person} until {end}: {debt}.", **facts, end=end)
    return _("*{decision}* by {person}: {debt}.", **facts)


def _decision(state: CareState) -> str:
    return {
        CareState.SNOOZED: _("Snoozed"),
        CareState.DISPUTED: _("Disputed"),
        CareState.MUTED: _("Muted"),
    }.get(state) or _("Acknowledged")


def _waiting(who: str, end: str, owing: str) -> str:
    facts = {"person": who, "debt": owing}
    if end:
        return _(
            "*Reported as paid* by {person}; waiting for the provider until {end}: {debt}.",
            **facts,
            end=end,
        )
    return _("*Reported as paid* by {person}; waiting for the provider: {debt}.", **facts)


def _line(emoji: str, told: str, view: InvoiceView, details: Details, more: str = "") -> str:
    """A sign, what is told, what goes with it, the words somebody left, and the key."""
    parts = [emoji, told, more, note(details), key(view)]
    return " ".join(part for part in parts if part)


def promised(details: Details, view: InvoiceView) -> str:
    """Somebody promised it for a day."""
    facts = {"person": by(details), "debt": debt(view)}
    if details.get("day"):
        for_day = day_words(details["day"])
        said = _("*Promised* by {person} for {day}: {debt}.", **facts, day=for_day)
    else:
        said = _("*Promised* by {person}: {debt}.", **facts)
    back = comes_back(moment(details["until"])) if details.get("until") else ""
    return _line("🤝", said, view, details, back)


def assigned(details: Details, view: InvoiceView) -> str:
    """Somebody was asked to see to it."""
    said = _(
        "*Assigned* to {holder} by {person}: {debt}.",
        holder=person(details.get("holder") or _("somebody")),
        person=by(details),
        debt=debt(view),
    )
    return _line("👤", said, view, details)


def noted(details: Details, view: InvoiceView) -> str:
    """Somebody added a note."""
    words = escape(details.get("note", ""), NOTE_LIMIT)
    said = _("*Note* by {person}: “{note}”", person=by(details), note=words)
    return f"📝 {said} {key(view)}"


def unacknowledged(details: Details, view: InvoiceView) -> str:
    """Somebody gave it back."""
    done = wording.capital(given_back(details.get("state", "")))
    facts = {"decision": done, "person": by(details), "debt": debt(view)}
    told = _("*{decision}* by {person}: {debt}.", **facts)
    return f"↩️ {told} {key(view)}"


def woke(details: Details, view: InvoiceView, today: date) -> str:
    """What people decided is over by itself, and it is still owed."""
    why = _why_back(known_state(details.get("state", "")), _whose(details))
    now = standing(view, today)
    said = _("*Back again*: {why}, and it is not paid: {standing}.", why=why, standing=now)
    return " ".join(one for one in ("⏰", said, note(details), key_beside_alarm(view)) if one)


def _why_back(state: CareState, whose: str) -> str:
    return {
        CareState.ACKNOWLEDGED: _("the acknowledgement{whose} ran out", whose=whose),
        CareState.SNOOZED: _("the snooze{whose} is over", whose=whose),
        CareState.PROMISED: _("the promise{whose} is over", whose=whose),
        CareState.WAITING: _("the time{whose} for the payment to show is over", whose=whose),
        CareState.DISPUTED: _("the dispute{whose} is to be looked at again", whose=whose),
        CareState.MUTED: _("the mute{whose} is over", whose=whose),
        CareState.ASSIGNED: _("the time{whose} is over", whose=whose),
    }[state]


def _whose(details: Details) -> str:
    """Who decided and when, to stand behind a word: with a space in front, or empty."""
    who = by(details) if details.get("by") else ""
    since = moment(details["since"]) if details.get("since") else ""
    if who and since:
        return _(" by {person} of {moment}", person=who, moment=since)
    if who:
        return _(" by {person}", person=who)
    return _(" of {moment}", moment=since) if since else ""


def promise_broken(details: Details, view: InvoiceView, today: date) -> str:
    """The promised day is over, and it is still owed."""
    facts = {"person": by(details), "standing": standing(view, today)}
    if details.get("day"):
        said = _(
            "*Promise not kept*: {person} promised it for {day}, and it is not paid: {standing}.",
            **facts,
            day=day_words(details["day"]),
        )
    else:
        said = _(
            "*Promise not kept*: {person} promised it, and it is not paid: {standing}.", **facts
        )
    return f"💔 {said} {key_beside_alarm(view)}"


def care_ended(details: Details, view: InvoiceView, today: date) -> str:
    """What people decided holds no longer, because the invoice is another one now."""
    why = _("It has changed")
    if details.get("reason") == "amount":
        why = _("More is owed now")
    facts = {"why": why, "standing": standing(view, today)}
    if details.get("by"):
        said = _(
            "*{why}*, so what was decided by {person} holds no longer: {standing}.",
            **facts,
            person=by(details),
        )
    else:
        said = _("*{why}*, so what was decided holds no longer: {standing}.", **facts)
    return f"✏️ {said} {key_beside_alarm(view)}"


def escalated(details: Details, view: InvoiceView, today: date) -> str:
    """Nobody has taken it on: people are called."""
    emoji, _word = state_words(view, today)
    in_person = details.get("level") == PERSONAL
    first = _asked(view, in_person=in_person)
    lead = first
    if near := escape(alarm(view)):
        lead = f"{first}. {near}" if in_person else f"{escape(alarm_sentence(view))} {first}"
    said = [f"{emoji} *{lead}*: {standing(view, today)}."]
    if details.get("stale"):
        as_of = moment(details["stale"])
        said.append(_("Who is on call is as of {moment}; nothing newer is known.", moment=as_of))
    called = "" if in_person else mention(details.get("mention", ""))  # they are spoken to already
    return f"{called}{' '.join([*said, key_beside_alarm(view)])}"


def _asked(view: InvoiceView, *, in_person: bool) -> str:
    """Why people are called: to all, or to the one who is spoken to."""
    asked = view.care is not None and view.care.state is CareState.ASSIGNED
    if in_person:
        if asked:
            return _("You were asked to see to this, and have not taken it on")
        return _("You are on call, and nobody has taken this on")
    return _("Asked to see to it, not taken on yet") if asked else _("Nobody has taken it on")


def standing(view: InvoiceView, today: date) -> str:
    """`we owe InterServer 12.50 USD, due Mon 16 Nov 2026 (4 days overdue)`."""
    return f"{debt(view)}, {due_counted(view, today)}"


def due_counted(view: InvoiceView, today: date) -> str:
    """`due Mon 16 Nov 2026 (4 days overdue)`."""
    away = due_words(view.invoice.due, today)
    if view.invoice.due is None:
        return away
    return _("due {date} ({away})", date=day(view.invoice.due), away=away)


def debt(view: InvoiceView) -> str:
    """`we owe InterServer 12.50 USD`, `Acme GmbH owes us 5.00 EUR of 9.00 EUR`."""
    return escape(wording.debt(view), 300)


def key(view: InvoiceView) -> str:
    """The key, to be copied, after when services stop: every line of an owed invoice ends so."""
    stops = escape(countdown_sentence(view))
    return f"{stops} {code(str(view.invoice.key))}" if stops else code(str(view.invoice.key))


def key_beside_alarm(view: InvoiceView) -> str:
    """The same where the alarm was said first."""
    stops = escape(beside_alarm(view))
    return f"{stops} {code(str(view.invoice.key))}" if stops else code(str(view.invoice.key))


def by(details: Details) -> str:
    """Who it was."""
    return person(details.get("by") or _("somebody"))


def note(details: Details) -> str:
    """The words somebody left, as a sentence of their own."""
    return with_words(details["note"]) if details.get("note") else ""


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
