"""When the database takes nothing any more: stop, say so, and go on by itself.

On a full disk nothing can be recorded, so nothing is asked and nothing is said: what could not be
written down would be said twice. That it is so is told past the database, to Slack and by the
alarm. Every few seconds it is tried whether something can be written again; then everything that
was under way is taken up anew.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

import structlog

from bot.clock import Clock
from bot.slack.language import _
from bot.upkeep.alarm import Alarm
from state.condition import condition
from state.database import Damaged, StateError
from state.file.soundness import is_small
from state.messages import Draft, Kind
from state.store import Store

log = structlog.get_logger()

AGAIN = timedelta(seconds=10)
ROOM = 4 * 2**20  # bytes
LOOK_EVERY = timedelta(days=1)  # through the whole file
QUIET = timedelta(hours=1)  # a disk that is full again and again is told of once in it


@dataclass(slots=True)
class Standstill:
    """Whether the database can be written, and what was said of it. Safe from any thread."""

    store: Store
    clock: Clock
    alarm: Alarm
    beside: Path  # the database, on whose disk there has to be room
    channel: str  # where people are told
    voice: Callable[[str, str], object] | None = None  # channel, text: past the database
    _since: datetime | None = None
    _try_at: datetime | None = None
    _told_at: datetime | None = None
    _is_told: bool = False  # this time; who was told hears of its end
    _is_damaged: bool = False  # that does not pass by itself
    _lock: Lock = field(default_factory=Lock)

    @property
    def since(self) -> datetime | None:
        """When it came to a standstill; None while all is well."""
        return self._since

    def is_over(self) -> bool:
        """Whether there is none, or it has ended now: then what was under way is free again."""
        with self._lock:
            if self._since is None:
                return True
            now = self.clock()
            if self._is_damaged or (self._try_at is not None and now < self._try_at):
                return False
            self._try_at = now + AGAIN
            return self._ended(self._since, now)

    def begin(self, error: StateError) -> None:
        """Something could not be recorded; it is told once."""
        with self._lock:
            now = self.clock()
            self._try_at = now + AGAIN
            self._is_damaged = self._is_damaged or isinstance(error, Damaged)
            if self._since is not None:
                return
            self._since = now
            self._is_told = self._told_at is None or now >= self._told_at + QUIET
            log.error("standstill", reason=str(error), told=self._is_told)
            if not self._is_told:
                return
            self._told_at = now
        self._tell(words(error))

    def _ended(self, since: datetime, now: datetime) -> bool:
        """Try to write: that it is over, where people were told that it began."""
        said = Draft(
            key=f"duewatch:writable:{since.isoformat()}",
            kind=Kind.NOTE,
            channel=self.channel,
            account="",
            what="writable",
            details={"text": _("The database can be written again; checks go on.")},
        )
        try:
            require_room(self.beside)
            self.store.enqueue([said] if self._is_told else [], now)
            self.store.take_over()
        except (StateError, OSError) as error:
            log.debug("standstill_goes_on", reason=str(error))
            return False
        log.info("standstill_over", since=since)
        self._since = None
        return True

    def _tell(self, text: str) -> None:
        self.alarm.raise_(text)
        if self.voice is not None:
            self.voice(self.channel, text)


def words(error: StateError) -> str:
    """What happened, what stops, and what to do."""
    if isinstance(error, Damaged):
        return _(
            "The database is damaged, and nothing can be relied upon. Restart Duewatch: it sets "
            "the file aside and goes on with a new one. {reason}",
            reason=str(error),
        )
    return _(
        "The database cannot be written, so Duewatch checks nothing and says nothing until it "
        "can. Make room on its disk; it goes on by itself. {reason}",
        reason=str(error),
    )


def require_room(beside: Path) -> None:
    """Write and remove as much as a large check does; OSError where the disk does not take it.

    A note of a few bytes often finds room in a page that is half empty, on a full disk as well.
    """
    if not beside.exists():
        return
    scratch = beside.with_name(f"{beside.name}.room")
    try:
        with os.fdopen(
            os.open(scratch, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb"
        ) as file:
            file.write(bytes(ROOM))
            file.flush()
            os.fsync(file.fileno())
    finally:
        scratch.unlink(missing_ok=True)


def next_look(path: Path, now: datetime) -> datetime | None:
    """When to look through the file: in a day if the start has just done it; else at once, None."""
    return now + LOOK_EVERY if path.exists() and is_small(path) else None


def look_through(path: Path, standstill: Standstill) -> None:
    """Look through the whole file, which a start does not do with a large one."""
    if not path.exists():
        return
    found = condition(path)
    if found.damage is not None:
        standstill.begin(Damaged(f"{path} is damaged: {found.damage}"))
