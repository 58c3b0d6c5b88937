"""One writer at a time: a lock beside the database that names its holder.

The system gives the lock back when its holder ends, however it ends: what kill -9 leaves behind
is a file that nobody holds. A note that it left, with its name, is read only while somebody does.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog
from filelock import FileLock, Timeout

from bot.clock import Clock
from bot.config.durations import words
from state.database import StateError

log = structlog.get_logger()


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
        self._database = database.resolve()  # by whatever link it is named, it is one database
        self._lock = FileLock(self._beside("lock"), mode=0o600)
        self._note = self._beside("holder")
        self._command, self._clock = command, clock

    def _beside(self, end: str) -> Path:
        return self._database.with_name(f"{self._database.name}.{end}")

    def __enter__(self) -> Self:
        """Take the lock or raise Held; StateError where no lock can be kept at all."""
        if not self._database.parent.is_dir():
            return self  # opening the database says so, in its own words
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise Held(self._held_text()) from None
        except (OSError, NotImplementedError) as error:
            raise StateError(
                f"cannot lock the database {self._database} ({error}): the bot has to write in "
                "its folder; check the owner and the permissions"
            ) from error
        self._sign()
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
        if self._lock.is_locked:
            with suppress(OSError):  # a note that stays is overwritten by the next holder
                self._note.unlink(missing_ok=True)
        self._lock.release()

    def _sign(self) -> None:
        """Say who holds it, for whoever else wants it; on a full disk it is held without."""
        note = {"command": self._command, "pid": os.getpid(), "since": self._clock().isoformat()}
        new = self._beside("holder.new")
        try:
            with os.fdopen(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
                json.dump(note, file)
            new.replace(self._note)  # at once, so that nobody reads half of it
        except OSError as error:
            log.warning("holder_not_noted", reason=error.strerror)

    def _held_text(self) -> str:
        try:
            holder = Holder(**json.loads(self._note.read_text(encoding="utf-8")))
            since = datetime.fromisoformat(holder.since).astimezone(UTC)
        except (OSError, ValueError, TypeError):
            return "another Duewatch process is using this database"
        age = timedelta(minutes=(self._clock() - since) // timedelta(minutes=1))
        return (
            f"`{holder.command}` (process {holder.pid}) has been using this database "
            f"since {since:%Y-%m-%d %H:%M:%S} UTC{_for(age)}"
        )


def _for(age: timedelta) -> str:
    return f", for {words(age)}" if age > timedelta() else ""
