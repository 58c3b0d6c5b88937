"""What people decided about an invoice, in the same words wherever it is said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.slack.language import _
from bot.slack.render.safe import escape, person
from bot.slack.render.text import ago, care_sign, day, instant, utc
from state.model import Care, CareState

NOTE_LIMIT = 500
Moment = Callable[[datetime], str]
_STATES = {state.value: state for state in CareState}

sign = care_sign


def care_phrase(care: Care, moment: Moment = instant, *, who: str | None = None) -> str:
    """`snoozed by Ada until ...`; `who` stands instead of the person who decided."""
    by = who or person(care.by)
    end = moment(care.until) if care.until else ""
    match care.state:
        case CareState.ASSIGNED:
            return _("assigned to {holder} by {person}", holder=person(care.held_by), person=by)
        case CareState.PROMISED if care.day:
            said = _("promised by {person} for {day}", person=by, day=day(care.day))
        case CareState.PROMISED:
            said = _("promised by {person}", person=by)
        case _:
            said = _until(care.state, by, end) if end else _for_good(care.state, by)
    if not care.holder:
        return said
    return _("{decision}, seen to by {person}", decision=said, person=person(care.holder))


def _until(state: CareState, by: str, end: str) -> str:
    match state:
        case CareState.SNOOZED:
            return _("snoozed by {person} until {end}", person=by, end=end)
        case CareState.WAITING:
            return _(
                "reported as paid by {person}, waiting for the provider until {end}",
                person=by,
                end=end,
            )
        case CareState.DISPUTED:
            return _("disputed by {person} until {end}", person=by, end=end)
        case CareState.MUTED:
            return _("muted by {person} until {end}", person=by, end=end)
        case _:
            return _("acknowledged by {person} until {end}", person=by, end=end)


def _for_good(state: CareState, by: str) -> str:
    match state:
        case CareState.SNOOZED:
            return _("snoozed by {person}", person=by)
        case CareState.WAITING:
            return _("reported as paid by {person}, waiting for the provider", person=by)
        case CareState.DISPUTED:
            return _("disputed by {person}", person=by)
        case CareState.MUTED:
            return _("muted by {person}", person=by)
        case _:
            return _("acknowledged by {person}", person=by)


def care_short(care: Care) -> str:
    """The same for a row of a list: what, and who has it; the end is left out."""
    return care_phrase(replace(care, until=None))


def care_line(care: Care) -> str:
    """Who decided what, when, until when and with which words; mrkdwn."""
    return f"{sign(care.state)} {_told(care, instant)}"


def care_sentence(care: Care) -> str:
    """The same to be heard; moments in UTC."""
    return _told(care, utc)


def _told(care: Care, moment: Moment) -> str:
    phrase = care_phrase(care, moment, who=_who_and_when(care, moment))
    said = [f"{phrase[:1].upper()}{phrase[1:]}."]
    if care.state is CareState.PROMISED and care.until:
        said.append(comes_back(moment(care.until)))
    if care.note:
        said.append(noted(care.note))
    return " ".join(said)


def _who_and_when(care: Care, moment: Moment) -> str:
    """Slack writes `today at ...` for an instant; in plain text a date wants its `on`."""
    who, at = person(care.by), moment(care.at)
    if moment is instant:
        return _("{person} {moment}", person=who, moment=at)
    return _("{person} on {moment}", person=who, moment=at)


def comes_back(moment: str) -> str:
    """When it is spoken of again, as a sentence of its own."""
    return _("It comes back {moment} if it is still unpaid.", moment=moment)


def noted(note: str) -> str:
    """The words somebody left, as a sentence of their own."""
    return _("Note: “{note}”", note=escape(note, NOTE_LIMIT))


def already(key: str, care: Care, now: datetime, who: str) -> str:
    """What somebody who comes too late is told: who was first, until when, how long ago."""
    decision, past = care_phrase(care, who=who), ago(care.at, now)
    return _("{key} was already {decision}, {ago}.", key=key, decision=decision, ago=past)


def given_back(state: str) -> str:
    """What giving an invoice back meant, by what was decided about it before."""
    return {
        CareState.ACKNOWLEDGED: _("acknowledgement withdrawn"),
        CareState.SNOOZED: _("snooze ended"),
        CareState.PROMISED: _("promise withdrawn"),
        CareState.WAITING: _("no longer reported as paid"),
        CareState.DISPUTED: _("dispute ended"),
        CareState.MUTED: _("mute ended"),
        CareState.ASSIGNED: _("given back"),
    }[known_state(state)]


def known_state(text: str) -> CareState:
    """The decision of that name; what an older version recorded was an acknowledgement."""
    return _STATES.get(text, CareState.ACKNOWLEDGED)
