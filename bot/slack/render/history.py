"""The history of an invoice, event by event, each in a few words."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.slack.language import _
from bot.slack.render.care import given_back
from bot.slack.render.facts import recorded, recorded_name
from bot.slack.render.safe import escape, person
from bot.slack.render.text import care_word
from bot.slack.render.thread_care import day_words
from state.model import CareState, Event

Moment = Callable[[datetime], str]
Teller = Callable[[Event, Moment], str]

_DECISIONS = {state.value: state for state in CareState}


def told(event: Event, moment: Moment) -> str:
    """When it was and what happened, by whom."""
    words = _KINDS.get(event.kind, _plainly)
    return f"{moment(event.at)}: {words(event, moment)}"


def _appeared(event: Event, _moment: Moment) -> str:
    unknown = _("unknown")
    facts = {
        name: recorded(name, event.details[name]) if name in event.details else unknown
        for name in ("open", "due")
    }
    return escape(_("first seen, {open} open, due {due}", **facts), 160)


def _changed(event: Event, _moment: Moment) -> str:
    word = {
        "amended": _("changed"),
        "reopened": _("owed again"),
        "settled": _("settled"),
        "vanished": _("no longer listed"),
    }[event.kind]
    return f"{word}{_differences(event.details)}"


def _decided(event: Event, moment: Moment) -> str:
    """The word, who decided, for when or for whom, and the note."""
    word = _("note") if event.kind == "noted" else care_word(_DECISIONS[event.kind])
    said = _("{decision} by {person}", decision=word, person=person(event.actor))
    return f"{said}{_rest(event.details, moment)}"


def _rest(details: Mapping[str, str], moment: Moment) -> str:
    """The day, the end and the person of a decision, and the note."""
    said = []
    if "day" in details:
        said.append(_("for {day}", day=day_words(details["day"])))
    elif end := _end(details, moment):
        said.append(_("until {end}", end=end))
    if "holder" in details:
        said.append(_("to {person}", person=person(details["holder"])))
    note = _(": “{note}”", note=escape(details["note"], 160)) if details.get("note") else ""
    return "".join(f" {one}" for one in said) + note


def _end(details: Mapping[str, str], moment: Moment) -> str:
    try:
        return moment(datetime.fromisoformat(details["until"]))
    except (KeyError, ValueError):
        return ""


def _given_back(event: Event, _moment: Moment) -> str:
    word = given_back(event.details.get("state", ""))
    return _("{decision} by {person}", decision=word, person=person(event.actor))


def _broken(event: Event, _moment: Moment) -> str:
    """A promise that was not kept; whose it was, and for when."""
    details = event.details
    day = _(" for {day}", day=day_words(details["day"])) if details.get("day") else ""
    return _("promise{whose}{for_day} not kept", whose=_whose(details), for_day=day)


def _over(event: Event, _moment: Moment) -> str:
    """Care that ended by itself; whose it was, and why it ended."""
    details = event.details
    facts = {"decision": _recorded(details.get("state", "")), "whose": _whose(details)}
    if details.get("reason") == "amount":
        return _("“{decision}”{whose} ended: more is owed now", **facts)
    return _("“{decision}”{whose} ended", **facts)


def _whose(details: Mapping[str, str]) -> str:
    """Whose it was, to stand behind a word: with a space in front, or empty."""
    return _(" of {person}", person=person(details["by"])) if details.get("by") else ""


def _recorded(state: str) -> str:
    if state == CareState.WAITING.value:
        return _("waiting")
    known = _DECISIONS.get(state)
    return care_word(known) if known else escape(state or _("decision"), 40)


def _plainly(event: Event, _moment: Moment) -> str:
    return escape(event.kind.replace("_", " "), 40) + _differences(event.details)


def _differences(details: Mapping[str, str]) -> str:
    facts = [f"{recorded_name(name)} {_sides(name, value)}" for name, value in details.items()]
    return f": {escape(', '.join(facts), 160)}" if facts else ""


def _sides(name: str, value: str) -> str:
    return " → ".join(recorded(name, side) for side in value.split(" -> "))


_KINDS: Mapping[str, Teller] = {
    "appeared": _appeared,
    **dict.fromkeys(("amended", "reopened", "settled", "vanished"), _changed),
    **dict.fromkeys((*_DECISIONS, "noted"), _decided),
    "unacknowledged": _given_back,
    "woke": _over,
    "promise_broken": _broken,
    "care_ended": _over,
}
