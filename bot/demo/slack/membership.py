"""The bot comes into channels and goes out of them."""

from typing import Any

from bot.demo.slack import events, seed
from bot.demo.slack.errors import SlackError
from bot.demo.slack.page_views import tell_state
from bot.demo.slack.parts import Parts
from bot.demo.slack.seed import Channel


def invite(parts: Parts, channel: Channel, inviter: str | None = None) -> None:
    """Let the bot in; without an inviter it came by itself."""
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.im_user is not None:
        raise SlackError("method_not_supported_for_channel_type")
    if seed.BOT_USER in channel.members:
        return
    channel.members.add(seed.BOT_USER)
    tell_state(parts)
    _say_so(parts, channel, inviter)
    events.member_joined(parts, channel, seed.BOT_USER, inviter)


def _say_so(parts: Parts, channel: Channel, inviter: str | None) -> None:
    """Leave the line that Slack leaves in the channel."""
    message: dict[str, Any] = {
        "type": "message",
        "subtype": "channel_join",
        "user": seed.BOT_USER,
        "text": f"<@{seed.BOT_USER}> has joined the channel",
    }
    parts.timeline.add(channel, message if inviter is None else {**message, "inviter": inviter})


def remove(parts: Parts, channel: Channel) -> None:
    """Take the bot out of a channel."""
    channel.members.discard(seed.BOT_USER)
    tell_state(parts)
