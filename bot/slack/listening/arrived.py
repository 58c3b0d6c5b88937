"""What a payload says: who, where, about which invoices, and whether it came before. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.slack.asked import Place, Shown
from bot.slack.render.buttons import MORE, SNOOZE
from state.messages import Post
from state.model import InvoiceKey

Payload = dict[str, Any]

_NAMED = ("acknowledge", "unacknowledge", "open_invoice")  # buttons whose value is a key
_IN_TEXT = re.compile(r"\b[A-Za-z0-9_-]{1,64}/[^\s`*|<>,;:)]{1,80}")
_MOST_IN_TEXT = 20


@dataclass(frozen=True, slots=True)
class Origin:
    """Which app a payload is for, and the workspace in which that is installed."""

    app: str | None
    team: str | None
    enterprise: str | None


def origin(body: Payload) -> Origin:
    """Where a payload comes from, in every shape in which Slack says so.

    In a channel that is shared with another company an event names the workspace in which it
    happened; the one in which the app is installed stands among the authorizations.
    """
    installed = (body.get("authorizations") or [{}])[0]
    team, enterprise = body.get("team") or {}, body.get("enterprise") or {}
    where = (
        (body.get("view") or {}).get("app_installed_team_id"),
        installed.get("team_id"),
        team.get("id") if isinstance(team, dict) else team,
        body.get("team_id"),
    )
    organisation = (
        installed.get("enterprise_id"),
        enterprise.get("id") if isinstance(enterprise, dict) else enterprise,
        body.get("enterprise_id"),
    )
    return Origin(_first([body.get("api_app_id")]), _first(where), _first(organisation))


def _first(told: Iterable[object]) -> str | None:
    return next((str(one) for one in told if one), None)


def delivery(body: Payload) -> str:
    """What stays the same when Slack delivers a payload again.

    Or when a person does: where Slack did not hear from us in time it leaves the form open and
    asks to try again, and that is another trigger for the same form with the same words.
    """
    if event_id := body.get("event_id"):
        return f"event:{event_id}"
    if body.get("type") == "view_submission":
        return _filled_in(body.get("view") or {})
    moments = [str(action.get("action_ts", "")) for action in body.get("actions", ())]
    return ":".join(["trigger", str(body.get("trigger_id", "")), *moments])


def _filled_in(view: Payload) -> str:
    """A form by its view, which may show another form or another invoice later, and its words."""
    held = (view.get("private_metadata"), (view.get("state") or {}).get("values"))
    entered = json.dumps(held, sort_keys=True)
    return f"form:{view.get('id', '')}:{sha256(entered.encode()).hexdigest()[:32]}"


def user(body: Payload) -> str:
    """The one who typed, pressed or sent."""
    return str(body.get("user_id") or (body.get("user") or {}).get("id") or "")


def value(body: Payload) -> str:
    """What a button carries, or the entry that was chosen in a menu."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


def place(body: Payload) -> Place:
    """Where somebody asked; a form remembers where it was opened."""
    view = body.get("view") or {}
    if view.get("type") == "home":
        return Place(home=True)
    if view:
        opened = metadata(view).get("place") or {}
        kept = {name: opened.get(name) for name in ("channel", "response_url", "home")}
        return Place(**{name: told for name, told in kept.items() if told}, view=_open(body))
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id")
    return Place(channel, body.get("response_url") or None)


def _open(body: Payload) -> str | None:
    """The modal that stays open while it is clicked in; one that was submitted closes."""
    return str(body["view"]["id"]) if body.get("actions") else None


def metadata(view: Mapping[str, Any]) -> dict[str, Any]:
    """What a form carries; nothing where another version wrote it."""
    try:
        told = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def carried(form: str, key: str, where: Place, source: str) -> str:
    """What a form has to carry so that its answer is found: see `metadata`."""
    kept = {"channel": where.channel, "response_url": where.response_url, "home": where.home}
    told = {name: value for name, value in kept.items() if value}
    return json.dumps({"form": form, "key": key, "source": source, "place": told})


def shown(body: Payload) -> Shown | None:
    """The message of the channel that was clicked, and its invoices; None for other places."""
    message, channel = body.get("message") or {}, body.get("channel") or {}
    private = (body.get("container") or {}).get("is_ephemeral")
    ts, thread = message.get("ts"), message.get("thread_ts")
    keys = tuple(on_controls(message))
    if private or not ts or not keys or (thread and thread != ts) or not channel.get("id"):
        return None
    return Shown(Post(str(channel["id"]), str(ts)), keys)


def on_controls(message: Mapping[str, Any]) -> list[InvoiceKey]:
    """The invoices that the controls of a message are about, in their order."""
    return list(dict.fromkeys(_keys(message.get("blocks"))))


def in_text(message: Mapping[str, Any]) -> list[str]:
    """What looks like an invoice's key in the words of a message."""
    found = _IN_TEXT.findall(str(message.get("text") or ""))
    return list(dict.fromkeys(one.rstrip(".!?") for one in found))[:_MOST_IN_TEXT]


def _keys(part: object) -> Iterator[InvoiceKey]:
    if isinstance(part, list):
        for one in part:
            yield from _keys(one)
    elif isinstance(part, dict):
        for text in _carried_by(part):
            try:
                yield InvoiceKey.parse(text)
            except ValueError:
                continue  # another version's button
        yield from _keys([part.get("elements"), part.get("accessory")])


def _carried_by(element: Mapping[str, Any]) -> list[str]:
    if element.get("action_id") in _NAMED:
        return [str(element.get("value") or "")]
    if element.get("action_id") in (SNOOZE, MORE):
        options = element.get("options") or []
        return [str(one.get("value", "")).partition("|")[2] for one in options]
    return []
