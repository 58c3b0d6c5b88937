"""conversations.history and conversations.replies: what was said, page by page."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.arguments import Arguments
from bot.demo.slack.errors import SlackError
from bot.demo.slack.methods.call import Answer, Call, method, page
from bot.demo.slack.seed import Channel


def _readable(call: Call) -> Channel:
    channel = call.channel()
    if seed.BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _moment(arguments: Arguments, name: str) -> Decimal | None:
    text = arguments.text(name)
    if text in ("", "0", "now"):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise SlackError(f"invalid_ts_{name}") from None


def _within(messages: Iterable[dict[str, Any]], arguments: Arguments) -> list[dict[str, Any]]:
    oldest, latest = _moment(arguments, "oldest"), _moment(arguments, "latest")
    edges = arguments.flag("inclusive")

    def inside(message: dict[str, Any]) -> bool:
        at = Decimal(message["ts"])
        after = oldest is None or at > oldest or (edges and at == oldest)
        return after and (latest is None or at < latest or (edges and at == latest))

    return [message for message in messages if inside(message)]


def _without_metadata(messages: list[dict[str, Any]], arguments: Arguments) -> list[dict[str, Any]]:
    """Metadata is only handed out to those who ask for it."""
    if arguments.flag("include_all_metadata"):
        return messages
    return [{key: one[key] for key in one if key != "metadata"} for one in messages]


def _paged(messages: list[dict[str, Any]], arguments: Arguments, default: int) -> Answer:
    shown, cursor = page(messages, arguments, default)
    answer: Answer = {"messages": _without_metadata(shown, arguments), "has_more": bool(cursor)}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


@method("conversations.history")
def history(call: Call) -> Answer:
    """Return a channel's messages, the newest first; replies only where they were broadcast."""
    channel = _readable(call)
    messages = _within(call.parts.timeline.newest_first(channel), call.arguments)
    return {**_paged(messages, call.arguments, 100), "pin_count": 0}


@method("conversations.replies")
def replies(call: Call) -> Answer:
    """Return a thread, the parent first and then the replies as they came."""
    channel = _readable(call)
    (ts,) = call.arguments.required("ts")
    timeline = call.parts.timeline
    asked = timeline.find(channel, ts, "thread_not_found")
    parent = timeline.find(channel, asked.get("thread_ts", ts), "thread_not_found")
    answers = _within(timeline.replies(channel, parent["ts"]), call.arguments)
    thread = [timeline.shown(channel, parent), *answers]
    return _paged(thread, call.arguments, 1000)
