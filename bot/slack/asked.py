"""What somebody asked for in Slack, as it is written down before Slack is answered. Pure.

It has to outlive the process: what is asked, by whom, and where the answer can be shown.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from bot.slack import deeds, moments
from bot.slack.deeds import Deed
from bot.slack.words import tokens
from state.messages import Post
from state.model import InvoiceKey

Payload = dict[str, Any]

_MOMENTS = ("until", "day")  # the fields of a deed that hold one
_DEEDS: dict[str, type[Deed]] = {
    one.__name__.lower(): one
    for one in (
        *(deeds.Ack, deeds.Unack, deeds.Snooze, deeds.Promise, deeds.Waiting),
        *(deeds.Dispute, deeds.Assign, deeds.Mute, deeds.Unmute, deeds.Note),
    )
}


@dataclass(frozen=True, slots=True)
class StormAnswer:
    """Yes or no to the question about many changes at once."""

    question: str  # `account|instant`
    yes: bool


@dataclass(frozen=True, slots=True)
class AckAll:
    """Take on every invoice of a list."""

    keys: tuple[str, ...]


Order = Deed | StormAnswer | AckAll


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question whose answer takes a while; it changes nothing."""

    typed: str  # as one could type it
    at: datetime  # when it was asked


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody asked, and so where the answer may be shown."""

    channel: str | None = None
    response_url: str | None = None  # works for half an hour
    view: str | None = None  # the modal in which it was asked
    home: bool = False  # on the Home tab


@dataclass(frozen=True, slots=True)
class Shown:
    """The message that was clicked, and the invoices that it shows."""

    post: Post
    keys: tuple[InvoiceKey, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that somebody asked for."""

    id: str  # what stays the same when Slack delivers it again
    user: str
    source: str  # button, command, modal, shortcut
    place: Place
    order: Order | Inquiry
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Something that was carried out, and what somebody is still to be told of it."""

    id: str
    user: str
    place: Place
    words: str  # mrkdwn


def written(asked: Asked) -> str:
    """Everything but the id, as JSON."""
    told: Payload = {
        "user": asked.user,
        "source": asked.source,
        "order": _order_written(asked.order),
        "place": _place_written(asked.place),
    }
    if asked.shown is not None:
        keys = [str(key) for key in asked.shown.keys]
        told["shown"] = {"channel": asked.shown.post.channel, "ts": asked.shown.post.ts}
        told["shown"]["keys"] = keys
    return json.dumps(told)


def read(delivery: str, text: str) -> Asked:
    """What was written down under an id."""
    told = json.loads(text)
    shown = told.get("shown")
    return Asked(
        delivery,
        told["user"],
        told["source"],
        Place(**told["place"]),
        _order_read(told["order"]),
        _shown_read(shown) if shown else None,
    )


def answered(asked: Asked, words: str) -> str:
    """The answer to something that was carried out, and for whom it is, as JSON."""
    told = {"user": asked.user, "place": _place_written(asked.place), "words": words}
    return json.dumps(told)


def unsaid(delivery: str, text: str) -> Unsaid:
    """The answer that was written down under an id."""
    told = json.loads(text)
    return Unsaid(delivery, told["user"], Place(**told["place"]), told["words"])


def _place_written(place: Place) -> Payload:
    told = {one.name: getattr(place, one.name) for one in fields(Place)}
    return {name: value for name, value in told.items() if value}


def _shown_read(told: Mapping[str, Any]) -> Shown:
    keys = tuple(InvoiceKey.parse(key) for key in told["keys"])
    return Shown(Post(told["channel"], told["ts"]), keys)


def _order_written(order: Order | Inquiry) -> Payload:
    match order:
        case Inquiry(typed, at):
            return {"inquiry": typed, "at": at.isoformat()}
        case StormAnswer(question, yes):
            return {"storm": question, "yes": yes}
        case AckAll(keys):
            return {"ack_all": list(keys)}
        case _:
            given = {one.name: getattr(order, one.name) for one in fields(order)}
            told = {name: str(value) for name, value in given.items() if value is not None}
            return {"deed": type(order).__name__.lower(), **told}


def _order_read(told: Mapping[str, Any]) -> Order | Inquiry:
    if "inquiry" in told:
        return Inquiry(told["inquiry"], datetime.fromisoformat(told["at"]))
    if "storm" in told:
        return StormAnswer(told["storm"], told["yes"])
    if "ack_all" in told:
        return AckAll(tuple(told["ack_all"]))
    given = {name: value for name, value in told.items() if name != "deed"}
    for name in _MOMENTS:
        if name in given:
            given[name] = _moment(given[name])
    return _DEEDS[told["deed"]](**given)


def _moment(text: str) -> moments.Moment:
    found = moments.read(tokens(text))
    if found is None:
        raise ValueError(f"{text!r} is not a moment")
    return found[0]
