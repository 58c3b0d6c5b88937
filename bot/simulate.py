"""What would be said in the coming days if nothing changed: the same engine, a moved clock.

It works on a copy of the state. Providers are not asked and nothing reaches Slack; in
its place stands a chat that takes everything and remembers what it was told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.engine import Engine
from bot.slack.render.message import Message
from state.messages import Claim, Draft, Kind, Outcome, Post, Sent
from state.store import Reader

MOST = 100_000  # messages; a configuration that says more than this is not meant


@dataclass(slots=True)
class FutureClock:
    """Stands still until it is moved, and never goes back."""

    now: datetime

    def __call__(self) -> datetime:
        """The moment it stands at."""
        return self.now

    def move_to(self, moment: datetime) -> None:
        """Go on to that moment, if it lies ahead."""
        self.now = max(self.now, moment)


@dataclass(frozen=True, slots=True)
class Said:
    """One message that would go out."""

    at: datetime
    channel: str  # as configured; a person's id for a direct message
    draft: Draft
    message: Message
    in_thread: bool
    broadcast: bool


@dataclass(slots=True)
class Notebook:
    """A chat that takes every message and writes it down."""

    clock: FutureClock
    pages: list[Said] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def post(
        self,
        claim: Claim,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
    ) -> Outcome:
        """Write it down."""
        draft, threaded = claim.item.draft, thread_ts is not None
        self.pages.append(Said(self.clock(), draft.channel, draft, message, threaded, broadcast))
        return Sent(Post(channel, f"{next(self._numbers)}.000000"))

    def update(self, post: Post, _message: Message) -> Outcome:
        """A redrawn message says nothing new."""
        return Sent(post)

    def find(self, _claim: Claim, _channel: str, _thread_ts: str | None = None) -> None:
        """Nothing was said before."""


def simulate(engine: Engine, clock: FutureClock, store: Reader, days: int) -> Iterator[None]:
    """Let the days pass, from one moment at which something has to be done to the next.

    Yields after each of them, so that the caller can take what was written down.
    """
    end = clock() + timedelta(days=days)
    while clock() <= end:
        engine.remind()
        if engine.delivery is not None:
            engine.delivery.turn()
        yield
        coming = store.next_event()
        if coming is None:
            return
        clock.move_to(max(coming, clock() + timedelta(seconds=1)))


def is_heard(said: Said) -> bool:
    """True for what appears in a channel or a person's messages, not in a thread alone."""
    return not said.in_thread or said.broadcast or said.draft.kind is Kind.ALERT
