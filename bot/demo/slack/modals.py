"""Submitting and closing modals, and what the app may answer to that."""

from collections.abc import Mapping
from typing import Any

from bot.demo.slack import payloads
from bot.demo.slack.errors import SlackError
from bot.demo.slack.fields import complaints, initial_values
from bot.demo.slack.occasions import Occasion
from bot.demo.slack.parts import Parts
from bot.demo.slack.sockets import Failed
from bot.demo.slack.views import View


async def submit(
    parts: Parts, user: str, view_id: str, values: Mapping[str, Any]
) -> dict[str, str]:
    """Press Submit; returns what is wrong with which block, nothing when it was taken."""
    view = parts.views.find(user, view_id)
    held = {**initial_values(view["blocks"]), **values}
    found = complaints(view["blocks"], held)
    if found:
        return found
    view["state"] = {"values": held}
    payload = {
        **payloads.interaction(parts.workspace, "view_submission", user),
        "trigger_id": parts.triggers.mint(Occasion(user, view_id=view_id)),
        "view": dict(view),
        "response_urls": [],
    }
    outcome = await parts.deliver("interactive", payload)
    if isinstance(outcome, Failed):
        return _trouble(parts, user, view, outcome.error)
    try:
        return _obey(parts, user, view, outcome.body)
    except SlackError as error:
        parts.refusals.append(error)
        return _trouble(parts, user, view, error.code)


async def close(parts: Parts, user: str, view_id: str, *, clear: bool = False) -> None:
    """Close a modal, and tell the app if it asked to be told; a closed one stays closed."""
    stack = tuple(parts.views.stack(user))
    view = next((one for one in stack if one["id"] == view_id), None)
    if view is None:
        return
    if clear or view["clear_on_close"]:
        parts.views.clear(user)
    else:
        parts.views.close(user, view_id)
    closed = [one for one in stack if one not in parts.views.stack(user)]
    for one in closed:
        if one["notify_on_close"]:
            payload = {
                **payloads.interaction(parts.workspace, "view_closed", user),
                "view": dict(one),
                "is_cleared": len(closed) > 1,
            }
            await parts.deliver("interactive", payload)


def _obey(parts: Parts, user: str, view: View, answer: Mapping[str, Any]) -> dict[str, str]:
    match answer.get("response_action"):
        case None:
            parts.views.close(user, view["id"])
        case "clear":
            parts.views.clear(user)
        case "update":
            parts.views.update(view["id"], "", "", answer.get("view"))
        case "push":
            parts.views.push(user, answer.get("view"))
        case "errors":
            return _errors(view, answer.get("errors"))
        case other:
            raise SlackError("invalid_arguments", [f"unknown response_action: {other}"])
    return {}


def _errors(view: View, errors: object) -> dict[str, str]:
    fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_arguments", ["missing required field: errors"])
    strangers = sorted(set(errors) - fields)
    if strangers:
        told = [f"no input block has the block_id {name}" for name in strangers]
        raise SlackError("invalid_arguments", told)
    return {str(block): str(text) for block, text in errors.items()}


def _trouble(parts: Parts, user: str, view: View, error: str) -> dict[str, str]:
    """Leave the modal open and say so, the way Slack's client does."""
    words = f"We had some trouble connecting ({error}). Try again?"
    parts.feed.tell({"type": "toast", "text": words, "error": error}, {user})
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return {fields[-1] if fields else "": words}
