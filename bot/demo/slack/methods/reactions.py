"""reactions.*: an emoji on a message."""

from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.errors import SlackError
from bot.demo.slack.methods.call import Answer, Call, method


def _reacted(call: Call) -> tuple[dict[str, Any], dict[str, list[str]]]:
    channel = call.channel()
    (ts,) = call.arguments.required("timestamp")
    message = call.parts.timeline.find(channel, ts)
    return message, {one["name"]: one["users"] for one in message.get("reactions", [])}


def _store(call: Call, message: dict[str, Any], reactions: dict[str, list[str]]) -> Answer:
    shown = [
        {"name": name, "users": users, "count": len(users)}
        for name, users in reactions.items()
        if users
    ]
    kept = {key: value for key, value in message.items() if key != "reactions"}
    changed = {**kept, "reactions": shown} if shown else kept
    call.parts.timeline.change(call.channel(), message["ts"], changed)
    return {}


@method("reactions.add")
def reactions_add(call: Call) -> Answer:
    """Put the bot's emoji on a message."""
    (name,) = call.arguments.required("name")
    message, reactions = _reacted(call)
    users = reactions.setdefault(name.strip(":"), [])
    if seed.BOT_USER in users:
        raise SlackError("already_reacted")
    users.append(seed.BOT_USER)
    return _store(call, message, reactions)


@method("reactions.remove")
def reactions_remove(call: Call) -> Answer:
    """Take the bot's emoji off a message."""
    (name,) = call.arguments.required("name")
    message, reactions = _reacted(call)
    users = reactions.get(name.strip(":"), [])
    if seed.BOT_USER not in users:
        raise SlackError("no_reaction")
    users.remove(seed.BOT_USER)
    return _store(call, message, reactions)
