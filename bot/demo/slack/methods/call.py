"""A call of the Web API, and the register of what can be called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.demo.slack.arguments import Arguments
from bot.demo.slack.errors import SlackError
from bot.demo.slack.parts import Parts
from bot.demo.slack.seed import Channel

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was let in."""

    parts: Parts
    arguments: Arguments

    def channel(self) -> Channel:
        """Return the channel named by id, or refuse."""
        (channel_id,) = self.arguments.required("channel")
        return self.parts.workspace.channel(channel_id)


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Method:
    """A method and the kind of token it takes; empty means that none is needed."""

    handler: Handler
    token: str


REGISTRY: dict[str, Method] = {}


def method(name: str, token: str = "xoxb") -> Callable[[Handler], Handler]:  # noqa: S107 -- a kind
    """Enter a function into the register under Slack's name for it."""

    def register(handler: Handler) -> Handler:
        REGISTRY[name] = Method(handler, token)
        return handler

    return register


def page(items: list[Any], arguments: Arguments, default: int) -> tuple[list[Any], str]:
    """Return one page of a list and the cursor of the next, empty after the last."""
    limit = arguments.whole("limit", default)
    if not 1 <= limit <= 1000:
        raise SlackError("invalid_limit")
    start = _start(arguments.text("cursor"))
    end = start + limit
    return items[start:end], f"at:{end}" if end < len(items) else ""


def _start(cursor: str) -> int:
    word, _, number = cursor.partition(":")
    if not cursor:
        return 0
    if word != "at" or not number.isdecimal():
        raise SlackError("invalid_cursor")
    return int(number)
