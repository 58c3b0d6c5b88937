"""One writer at a time: a lock beside the database that names its holder."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from bot.clock import Clock


class Held(Exception):
    """Somebody else writes to this database; the text says who, since when, what to do."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the lock."""

    command: str
    pid: int
    since: str


class WriterLock:
    """Hold the right to write to a database; released when the process ends, however it ends."""

    def __init__(self, database: Path, command: str, clock: Clock) -> None:
        self._lock = FileLock(database.with_name(f"{database.name}.lock"))
        self._note = database.with_name(f"{database.name}.holder")
        self._command, self._clock = command, clock

    def __enter__(self) -> Self:
        """Take the lock or raise Held."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise Held(self._held_text()) from None
        note = {"command": self._command, "pid": os.getpid(), "since": _stamp(self._clock())}
        self._note.write_text(json.dumps(note), encoding="utf-8")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def release(self) -> None:
        """Give the lock back; a second time does nothing."""
        self._note.unlink(missing_ok=True)
        self._lock.release()

    def _held_text(self) -> str:
        try:
            holder = Holder(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return "another Duewatch process is using this database"
        return (
            f"`{holder.command}` (process {holder.pid}) has been using this database "
            f"since {holder.since}"
        )


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
