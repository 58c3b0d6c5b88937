"""Slack's side of a replay: takes every message and remembers it, word for word."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.slack.render.message import Block, Message
from state.messages import Claim, Draft, Kind, Outcome, Post, Sent


@dataclass(frozen=True, slots=True)
class Heard:
    """One message, as people got it."""

    at: datetime
    channel: str
    draft: Draft
    text: str
    blocks: tuple[Block, ...]
    in_thread: bool
    broadcast: bool

    @property
    def is_in_channel(self) -> bool:
        """True if everybody in a channel sees it; not in a thread alone, nor to one person."""
        return self.channel.startswith("#") and (not self.in_thread or self.broadcast)

    @property
    def names_one(self) -> bool:
        """True if it is about one invoice alone."""
        return self.draft.kind in (Kind.INVOICE, Kind.REPLY, Kind.ALERT)


@dataclass(slots=True)
class Recorder:
    """A chat that never fails."""

    clock: Callable[[], datetime]
    heard: list[Heard] = field(default_factory=list)
    redrawn: int = 0
    _stamps: Iterator[int] = field(default_factory=lambda: count(1))

    def post(
        self,
        claim: Claim,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
    ) -> Outcome:
        """Take a message."""
        text, blocks, threaded = message.text, message.blocks, thread_ts is not None
        self.heard.append(
            Heard(self.clock(), channel, claim.item.draft, text, blocks, threaded, broadcast)
        )
        return Sent(Post(channel, f"{next(self._stamps)}.000100"))

    def update(self, post: Post, _message: Message) -> Outcome:
        """Take what a message says from now on."""
        self.redrawn += 1
        return Sent(post)

    def find(self, _claim: Claim, _channel: str, _thread_ts: str | None = None) -> None:
        """Nothing was left behind: no call was ever cut off."""
