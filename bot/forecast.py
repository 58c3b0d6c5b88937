"""What would be said in the coming days if nothing changed: the same engine, a moved clock.

It works on a copy of the state. Providers are not asked and nothing reaches Slack; in
its place stands a chat that takes everything and remembers what it was told.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from bot import digests
from bot.app import Core, Instead, build
from bot.config.sections import Group, People
from bot.config.settings import Settings
from bot.oncall import handover
from bot.pace import Pace
from bot.slack.render.answer_who import OnCall
from bot.slack.render.message import Message
from bot.slack.render.text import escape
from state.database import open_store
from state.messages import Claim, Draft, Outcome, Post, Sent


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


def foresee(settings: Settings, copy: Path, now: datetime, days: int) -> list[Said]:
    """The messages of the coming days, in their order, from a copy of the database."""
    clock = FutureClock(now)
    notebook = Notebook(clock)
    store = open_store(copy, create=False, lasting=False)
    core = build(settings, store, clock, pace=Pace(0), instead=Instead(notebook, _oncall(settings)))
    try:
        let_pass(core, clock, now + timedelta(days=days))
    finally:
        core.close()
    return notebook.pages


def let_pass(core: Core, clock: FutureClock, end: datetime) -> None:
    """Go from one moment at which something has to be done to the next, as the ticks would."""
    while clock() <= end:
        core.engine.remind()
        if core.roster is not None:
            handover.check(core.store, core.roster, clock())
        digests.queue(core.store, core.settings, clock())
        if core.engine.delivery is not None:
            core.engine.delivery.turn()
        coming = _next(core, clock())
        if coming is None:
            return
        clock.move_to(max(coming, clock() + timedelta(seconds=1)))


def _next(core: Core, now: datetime) -> datetime | None:
    """When something has to be done, somebody else is on call, or a digest is due."""
    turn = core.roster.now_on_call().until if core.roster is not None else None
    digest = digests.next_at(core.settings, now)
    moments = (core.store.next_event(), turn, digest)
    return min((one for one in moments if one is not None), default=None)


def _oncall(settings: Settings) -> Callable[[], OnCall] | None:
    """Who is called: a list knows its turns; nobody else can be asked about the future."""
    asked = settings.oncall
    if asked is None or isinstance(asked.who, People):
        return None
    name = asked.who.handle if isinstance(asked.who, Group) else "whoever is on call"
    somebody = OnCall((name,), escape(name), "as configured")
    return lambda: somebody
