"""Events: sent to the app, and sent again until it acknowledges them."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.parts import Parts
from bot.demo.slack.payloads import Payload, event_callback
from bot.demo.slack.seed import Channel
from bot.demo.slack.sockets import Acked, Retry


def send(parts: Parts, event: Mapping[str, Any], subscription: str | None = None) -> None:
    """Send an event if the app subscribed to it; nobody waits for it."""
    if (subscription or event["type"]) in parts.options.app.events:
        parts.background(_send(parts, event_callback(parts.workspace, event)))


async def _send(parts: Parts, payload: Payload) -> None:
    outcome = await parts.deliver("events_api", payload)
    for number, delay in enumerate(parts.options.retry_delays, start=1):
        if isinstance(outcome, Acked):
            return
        await asyncio.sleep(delay)
        reason = "http_timeout" if outcome.error == "operation_timeout" else "http_error"
        outcome = await parts.deliver("events_api", payload, Retry(number, reason))


def message_posted(parts: Parts, channel: Channel, message: Mapping[str, Any]) -> None:
    """Tell the app about a message somebody typed."""
    kind = "im" if channel.im_user else "channel"
    seen = {**message, "channel": channel.id, "channel_type": kind, "event_ts": message["ts"]}
    send(parts, seen, "message.im" if channel.im_user else "message.channels")
    if f"<@{seed.BOT_USER}>" in message["text"] and not channel.im_user:
        send(parts, {**seen, "type": "app_mention"})


def member_joined(parts: Parts, channel: Channel, user: str, inviter: str | None) -> None:
    """Tell the app who came into a channel it is in; that can be the app itself."""
    event: dict[str, Any] = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": seed.TEAM_ID,
        "event_ts": parts.workspace.ts(),
    }
    send(parts, event if inviter is None else {**event, "inviter": inviter})


def home_opened(parts: Parts, user: str, tab: str = "home") -> None:
    """Tell the app that somebody looks at its `home` or `messages` tab."""
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user,
        "channel": parts.workspace.direct(user).id,
        "tab": tab,
        "event_ts": parts.workspace.ts(),
    }
    view = parts.views.homes.get(user) if tab == "home" else None
    send(parts, event if view is None else {**event, "view": dict(view)})
