"""What people decided about an invoice, in the same words wherever it is said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.slack.render.safe import escape, person
from bot.slack.render.text import CARE, ago, day, instant, utc
from state.model import Care, CareState

NOTE_LIMIT = 500
Moment = Callable[[datetime], str]


def sign(state: CareState) -> str:
    """The emoji that stands before a decision; the words say everything it does."""
    return CARE[state][0]


def care_phrase(care: Care, moment: Moment = instant, *, who: str | None = None) -> str:
    """`snoozed by Ada until ...`; `who` stands instead of the person who decided."""
    by = who or person(care.by)
    until = f" until {moment(care.until)}" if care.until else ""
    match care.state:
        case CareState.PROMISED:
            promised = f" for {day(care.day)}" if care.day else ""
            return f"promised by {by}{promised}{_holder(care)}"
        case CareState.WAITING:
            paid = f"reported as paid by {by}, waiting for the provider"
            return f"{paid}{until}{_holder(care)}"
        case CareState.ASSIGNED:
            return f"assigned to {person(care.held_by)} by {by}"
        case _:
            return f"{care.state.value} by {by}{until}{_holder(care)}"


def _holder(care: Care) -> str:
    return f", seen to by {person(care.holder)}" if care.holder else ""


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
    phrase = care_phrase(care, moment, who=f"{person(care.by)} {_on(care, moment)}")
    back = ""
    if care.state is CareState.PROMISED and care.until:
        back = f" It comes back {moment(care.until)} if it is still unpaid."
    note = f" Note: {escape(care.note, NOTE_LIMIT)}" if care.note else ""
    return f"{phrase[:1].upper()}{phrase[1:]}.{back}{note}"


def _on(care: Care, moment: Moment) -> str:
    """Slack writes `today at ...` for an instant; in plain text a date wants its `on`."""
    return moment(care.at) if moment is instant else f"on {moment(care.at)}"


def already(care: Care, now: datetime, who: str) -> str:
    """What somebody who comes too late is told: who was first, until when, how long ago."""
    return f"was already {care_phrase(care, who=who)}, {ago(care.at, now)}"


_GIVEN_BACK = {
    CareState.ACKNOWLEDGED: "acknowledgement withdrawn",
    CareState.SNOOZED: "snooze ended",
    CareState.PROMISED: "promise withdrawn",
    CareState.WAITING: "no longer reported as paid",
    CareState.DISPUTED: "dispute ended",
    CareState.MUTED: "mute ended",
    CareState.ASSIGNED: "given back",
}
_STATES = {state.value: state for state in CareState}


def given_back(state: str) -> str:
    """What giving an invoice back meant, by what was decided about it before."""
    return _GIVEN_BACK[known_state(state)]


def known_state(text: str) -> CareState:
    """The decision of that name; what an older version recorded was an acknowledgement."""
    return _STATES.get(text, CareState.ACKNOWLEDGED)
