"""What people do with the app: type its commands, press its buttons, write to it."""

from collections.abc import Mapping
from typing import Any

from bot.demo.slack import events, payloads, unfurls
from bot.demo.slack.blocks import elements
from bot.demo.slack.errors import SlackError
from bot.demo.slack.fields import held_in, initial_values
from bot.demo.slack.occasions import Occasion
from bot.demo.slack.parts import Parts
from bot.demo.slack.posting import by_person, by_slackbot
from bot.demo.slack.responses import respond
from bot.demo.slack.seed import Channel
from bot.demo.slack.sockets import Delivery, Failed
from bot.demo.slack.typed import typed

Action = dict[str, Any]


async def command(
    parts: Parts, user: str, channel: Channel, line: str, thread_ts: str | None = None
) -> Occasion:
    """Run a slash command and show its answer to the one who typed it."""
    name, _, text = line.strip().partition(" ")
    occasion = Occasion(user, channel.id, thread_ts=thread_ts)
    refusal = _refusal(parts, name, thread_ts)
    if refusal is not None:
        _slackbot(parts, occasion, channel, refusal)
        return occasion
    payload = payloads.slash_command(
        parts.workspace,
        user,
        channel,
        name,
        typed(parts.workspace, text.strip()),
        {
            "response_url": parts.response_urls.mint(occasion),
            "trigger_id": parts.triggers.mint(occasion),
        },
    )
    outcome = await parts.deliver("slash_commands", payload)
    error = _answered(parts, occasion, outcome)
    if error is not None:
        words = f'{name} failed with the error "{error}"'
        _slackbot(parts, occasion, channel, words, error)
    return occasion


def _refusal(parts: Parts, name: str, thread_ts: str | None) -> str | None:
    if name not in {one.command for one in parts.options.app.commands}:
        return f"{name} is not a valid command; what starts with a slash is read as one."
    return f"{name} is not supported in threads. Sorry!" if thread_ts else None


def _answered(parts: Parts, occasion: Occasion, outcome: Delivery) -> str | None:
    """Show what came with the acknowledgement; the error's name if that cannot be."""
    if isinstance(outcome, Failed):
        return outcome.error
    if not any(outcome.body.get(part) for part in ("text", "blocks", "attachments")):
        return None
    try:
        respond(parts, occasion, outcome.body)
    except SlackError as error:
        parts.refusals.append(error)
        return "invalid_command_response"
    return None


def _slackbot(
    parts: Parts, occasion: Occasion, channel: Channel, words: str, error: str | None = None
) -> None:
    message = by_slackbot(words)
    if occasion.thread_ts is not None:
        message["thread_ts"] = occasion.thread_ts
    if error is not None:
        message["error"] = error
    occasion.show(parts.timeline.whisper(occasion.user, channel, message))


async def press_in_message(
    parts: Parts, user: str, channel: Channel, ts: str, action: Action, state: Action | None = None
) -> Delivery:
    """Press something in a message; SlackError when it is not there."""
    message = parts.timeline.get(channel, ts) or parts.timeline.whispered(user, ts)
    if message is None:
        raise SlackError("message_not_found")
    occasion = Occasion(
        user,
        channel.id,
        message_ts=ts,
        thread_ts=message.get("thread_ts"),
        is_ephemeral=bool(message.get("is_ephemeral")),
    )
    where = payloads.of_message(channel, parts.timeline.shown(channel, message))
    where["response_url"] = parts.response_urls.mint(occasion)
    blocks = list(message.get("blocks", []))
    for one in message.get("attachments", []):
        if _is_in(one.get("blocks", []), action):
            where = payloads.of_attachment(where, one)
        blocks += one.get("blocks", [])
    where["state"] = state if state is not None else _state(blocks, action)
    return await _press(parts, occasion, blocks, action, where)


def _is_in(blocks: list[Action], action: Action) -> bool:
    try:
        return bool(find_element(blocks, action))
    except SlackError:
        return False


async def press_in_view(
    parts: Parts, user: str, view_id: str, action: Action, state: Action | None = None
) -> Delivery:
    """Press something in a modal or on the Home tab."""
    view = parts.views.find(user, view_id)
    action, blocks = _met_again(view["blocks"], action), view["blocks"]
    if view["type"] == "home" and not _is_in(blocks, action):  # drawn anew under the finger
        blocks = [*blocks, *parts.views.earlier(user)]
    view["state"] = state if state is not None else _state(blocks, action, view["state"])
    return await _press(
        parts, Occasion(user, view_id=view_id), blocks, action, payloads.of_view(view)
    )


def _met_again(blocks: list[Action], action: Action) -> Action:
    """The same control in a view that was drawn anew since the person saw it, if it is there."""
    if action.get("block_id") in [None, *(block["block_id"] for block in blocks)]:
        return action
    chosen = action.get("selected_option")
    for block in blocks:
        for element in elements(block):
            offers = chosen is None or chosen in element.get("options", ())
            if element["action_id"] == action["action_id"] and offers and _fits(element, action):
                return {**action, "block_id": block["block_id"]}
    return action


def _state(blocks: list[Action], action: Action, before: Action | None = None) -> Action:
    """Return what all fields hold after an action: Slack sends it along."""
    values = initial_values(blocks)
    held = {} if before is None else before["values"]
    for block_id, fields in values.items():
        fields.update({key: one for key, one in held.get(block_id, {}).items() if key in fields})
    block, element = find_element(blocks, action)
    if element["type"] != "button":
        kind = held_in(element["type"])
        entered = {"type": element["type"], kind: action.get(kind)}
        values.setdefault(block["block_id"], {})[element["action_id"]] = entered
    return {"values": values}


async def _press(
    parts: Parts, occasion: Occasion, blocks: list[Any], action: Action, where: dict[str, Any]
) -> Delivery:
    block, element = find_element(blocks, action)
    pressed = {
        **_said(element),
        **{key: value for key, value in action.items() if key not in ("confirm", "accessory")},
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": parts.workspace.ts(),
    }
    payload = {
        **payloads.interaction(parts.workspace, "block_actions", occasion.user),
        **where,
        "trigger_id": parts.triggers.mint(occasion),
        "actions": [pressed],
    }
    outcome = await parts.deliver("interactive", payload)
    if isinstance(outcome, Failed):
        words = f"The app did not take this action ({outcome.error})."
        toast = {"type": "toast", "text": words, "error": outcome.error}
        parts.feed.tell(toast, {occasion.user})
    return outcome


def _said(element: Mapping[str, Any]) -> dict[str, Any]:
    told = ("text", "value", "style", "placeholder") if element["type"] == "button" else ()
    return {key: element[key] for key in told if key in element}


def find_element(
    blocks: list[dict[str, Any]], action: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the block and element that an action names; a button's value has to fit too."""
    for block in blocks:
        if action.get("block_id", block["block_id"]) != block["block_id"]:
            continue
        for element in elements(block):
            if element["action_id"] == action["action_id"] and _fits(element, action):
                return block, element
    raise SlackError("action_not_found")


def _fits(element: Mapping[str, Any], action: Mapping[str, Any]) -> bool:
    if element["type"] != "button" or action.get("value") is None:
        return True
    return bool(element.get("value") == action["value"])


def open_home(parts: Parts, user: str, tab: str = "home") -> None:
    """Look at the app's `home` or `messages` tab."""
    parts.workspace.user(user)
    events.home_opened(parts, user, tab)


def say(
    parts: Parts, user: str, channel: Channel, text: str, thread_ts: str | None = None
) -> dict[str, Any]:
    """Write a message as a person."""
    if channel.is_archived:
        raise SlackError("is_archived")
    words = typed(parts.workspace, text).replace("|duewatch>", ">")
    message = parts.timeline.add(channel, by_person(user, words, thread_ts))
    events.message_posted(parts, channel, message)
    unfurls.offer(parts, channel, message)
    return message
