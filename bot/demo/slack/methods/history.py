"""conversations.history and conversations.replies: what was said, page by page."""

import base64
import binascii
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from operator import ge, le
from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.arguments import Arguments
from bot.demo.slack.errors import SlackError
from bot.demo.slack.methods.call import Answer, Call, method
from bot.demo.slack.seed import Channel

MOST_HISTORY = 999
MOST_REPLIES = 1000


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


def _page(
    messages: list[dict[str, Any]],
    arguments: Arguments,
    most: int,
    not_before: Callable[[Decimal, Decimal], bool],
) -> Answer:
    """Return one page. A cursor names a moment, so that new messages do not shift it."""
    limit = arguments.whole("limit", 100 if most == MOST_HISTORY else most)
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")
    start = _read_cursor(arguments.text("cursor"))
    if start is not None:
        messages = [one for one in messages if not_before(Decimal(one["ts"]), start)]
    shown, rest = messages[:limit], messages[limit:]
    answer: Answer = {"messages": _without_metadata(shown, arguments), "has_more": bool(rest)}
    if rest:
        answer["response_metadata"] = {"next_cursor": _cursor(rest[0]["ts"])}
    return answer


def _cursor(ts: str) -> str:
    return base64.b64encode(f"next_ts:{ts}".encode()).decode()


def _read_cursor(cursor: str) -> Decimal | None:
    if not cursor:
        return None
    try:
        word, _, ts = base64.b64decode(cursor, validate=True).decode().partition(":")
        moment = Decimal(ts)
    except (binascii.Error, UnicodeDecodeError, InvalidOperation):
        raise SlackError("invalid_cursor") from None
    if word != "next_ts":
        raise SlackError("invalid_cursor")
    return moment


@method("conversations.history")
def history(call: Call) -> Answer:
    """Return a channel's messages, the newest first; replies only where they were broadcast."""
    channel = _readable(call)
    messages = _within(call.parts.timeline.newest_first(channel), call.arguments)
    return {**_page(messages, call.arguments, MOST_HISTORY, le), "pin_count": 0}


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
    return _page(thread, call.arguments, MOST_REPLIES, ge)
