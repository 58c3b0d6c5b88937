"""What the page shows: people, channels, messages, as JSON."""

from dataclasses import asdict
from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.parts import Parts
from bot.demo.slack.seed import Channel
from bot.demo.slack.timeline import Message


def state(parts: Parts, user: str) -> dict[str, Any]:
    """Return who and what there is, as one person sees it."""
    workspace = parts.workspace
    users = [
        {
            "id": one.id,
            "name": one.name,
            "real_name": one.real_name,
            "is_bot": one.is_bot,
            "color": one.color,
            "initials": one.initials,
            "tz": one.tz,
        }
        for one in workspace.users.values()
    ]
    commands = [
        {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
        for one in parts.options.app.commands
    ]
    return {
        "team": {"name": seed.TEAM_NAME, "locale": workspace.locale},
        "users": users,
        "usergroups": [{"id": one.id, "handle": one.handle} for one in workspace.groups],
        "channels": [_channel(one) for one in workspace.channels.values() if user in one.members],
        "bot": {"id": seed.BOT_USER, "name": seed.BOT_NAME},
        "commands": commands,
        "shortcuts": [asdict(one) for one in parts.options.app.shortcuts],
        "now": workspace.now(),
        "connected": parts.connected,
    }


def tell_state(parts: Parts) -> None:
    """Tell every page that channels came, went or changed."""
    for user in parts.feed.watchers():
        parts.feed.tell({"type": "state", "state": state(parts, user)}, {user})
    parts.feed.touch()


def _channel(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": seed.BOT_NAME if channel.im_user else channel.name,
        "is_archived": channel.is_archived,
        "is_im": channel.im_user is not None,
        "topic": channel.topic,
        "has_bot": seed.BOT_USER in channel.members,
    }


def messages(parts: Parts, channel: Channel, user: str | None = None) -> list[Message]:
    """Return what stands in a channel, the oldest first, with what only this person sees."""
    public = list(parts.timeline.newest_first(channel))
    private = [] if user is None else parts.timeline.ephemerals.get(user, [])
    here = [one for one in private if one["channel"] == channel.id and "thread_ts" not in one]
    return sorted([*public, *here], key=_age)


def thread(parts: Parts, channel: Channel, ts: str, user: str | None = None) -> list[Message]:
    """Return a thread: its parent, then the replies, then what only this person sees in it."""
    parent = parts.timeline.find(channel, ts)
    private = [] if user is None else parts.timeline.ephemerals.get(user, [])
    here = [one for one in private if one.get("thread_ts") == ts]
    replies = sorted([*parts.timeline.replies(channel, ts), *here], key=_age)
    return [parts.timeline.shown(channel, parent), *replies]


def _age(message: Message) -> tuple[int, int]:
    seconds, _, micros = message["ts"].partition(".")
    return int(seconds), int(micros)
