"""conversations.*: the channels themselves."""

from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.errors import SlackError
from bot.demo.slack.membership import invite
from bot.demo.slack.methods.call import Answer, Call, method, page
from bot.demo.slack.page_views import tell_state
from bot.demo.slack.seed import Channel


def _shown(channel: Channel) -> dict[str, Any]:
    if channel.im_user is not None:
        return {
            "id": channel.id,
            "is_im": True,
            "user": channel.im_user,
            "is_archived": False,
            "created": 0,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_private": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_archived": channel.is_archived,
        "is_member": seed.BOT_USER in channel.members,
        "num_members": len(channel.members),
        "created": 0,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _kind(channel: Channel) -> str:
    if channel.im_user is not None:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _wanted(call: Call) -> list[Channel]:
    kinds = call.arguments.words("types") or ["public_channel"]
    if set(kinds) - {"public_channel", "private_channel", "im", "mpim"}:
        raise SlackError("invalid_types")
    archived = not call.arguments.flag("exclude_archived")
    return [
        channel
        for channel in call.parts.workspace.channels.values()
        if _kind(channel) in kinds
        and (archived or not channel.is_archived)
        and not (channel.is_private and seed.BOT_USER not in channel.members)
    ]


def _listed(call: Call, channels: list[Channel]) -> Answer:
    shown, cursor = page(channels, call.arguments, 100)
    listed = [_shown(channel) for channel in shown]
    return {"channels": listed, "response_metadata": {"next_cursor": cursor}}


@method("conversations.list")
def conversations_list(call: Call) -> Answer:
    """List the channels the app may know about."""
    return _listed(call, _wanted(call))


@method("users.conversations")
def users_conversations(call: Call) -> Answer:
    """List the channels a person, or the bot itself, is in."""
    user = call.parts.workspace.user(call.arguments.text("user", seed.BOT_USER))
    return _listed(call, [channel for channel in _wanted(call) if user.id in channel.members])


@method("conversations.info")
def conversations_info(call: Call) -> Answer:
    """Describe one channel."""
    return {"channel": _shown(call.channel())}


@method("conversations.members")
def conversations_members(call: Call) -> Answer:
    """List who is in a channel."""
    members, cursor = page(sorted(call.channel().members), call.arguments, 100)
    return {"members": members, "response_metadata": {"next_cursor": cursor}}


@method("conversations.open")
def conversations_open(call: Call) -> Answer:
    """Open the direct messages with a person."""
    if call.arguments.has("channel"):
        return {"channel": _shown(call.channel())}
    users = call.arguments.words("users")
    if len(users) != 1:
        raise SlackError("not_enough_users" if not users else "too_many_users")
    if call.parts.workspace.user(users[0]).is_bot:
        raise SlackError("cannot_dm_bot")
    channel = call.parts.workspace.direct(users[0])
    tell_state(call.parts)
    whole = call.arguments.flag("return_im")
    return {"channel": _shown(channel) if whole else {"id": channel.id}}


@method("conversations.join")
def conversations_join(call: Call) -> Answer:
    """Let the bot enter a public channel."""
    channel = call.channel()
    if channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    invite(call.parts, channel)
    return {"channel": _shown(channel)}
