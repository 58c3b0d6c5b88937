"""Answers of the app to what a person did: in the acknowledgement or to a response address."""

from collections.abc import Mapping
from typing import Any

from bot.demo.slack.arguments import Arguments
from bot.demo.slack.errors import SlackError
from bot.demo.slack.occasions import Occasion
from bot.demo.slack.parts import Parts
from bot.demo.slack.posting import by_bot, content
from bot.demo.slack.seed import Channel


def respond(parts: Parts, occasion: Occasion, body: Mapping[str, Any]) -> None:
    """Post, replace or delete, as the answer wants it; refuses what Slack refuses."""
    if occasion.channel is None:
        raise SlackError("channel_not_found")
    channel = parts.workspace.channels[occasion.channel]
    arguments = Arguments(body)
    if arguments.flag("delete_original"):
        _replace(parts, occasion, channel, None)
        occasion.show({"deleted": True})
        return
    said = content(parts, arguments)
    if arguments.flag("replace_original") and occasion.message_ts is not None:
        _replace(parts, occasion, channel, said)
        occasion.show(said)
        return
    thread_ts = arguments.text("thread_ts") or None
    if arguments.text("response_type") == "in_channel":
        occasion.show(parts.timeline.add(channel, by_bot(said, thread_ts)))
    else:
        occasion.show(parts.timeline.whisper(occasion.user, channel, by_bot(said, thread_ts)))


def _replace(
    parts: Parts, occasion: Occasion, channel: Channel, said: dict[str, Any] | None
) -> None:
    if occasion.message_ts is None:
        raise SlackError("message_not_found")
    if occasion.is_ephemeral:
        message = None if said is None else by_bot(said)
        parts.timeline.rewhisper(occasion.user, occasion.message_ts, message)
        return
    old = parts.timeline.find(channel, occasion.message_ts)
    if said is None:
        parts.timeline.remove(channel, occasion.message_ts)
        return
    kept = {key: value for key, value in old.items() if key not in ("blocks", "attachments")}
    parts.timeline.change(channel, occasion.message_ts, {**kept, **said})
