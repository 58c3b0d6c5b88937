"""SQLite on a disk that fills up, is locked, and belongs to a process that may be killed."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.weather import Killed, Weather

Rows = sqlite3.Cursor


class Line(sqlite3.Connection):
    """The connection that writes: each statement is a moment at which the world may fail."""

    disk: "Disk | None" = None

    def execute(self, sql: str, parameters: Any = (), /) -> Rows:
        """Run a statement, if the world lets it."""
        if self.disk is None:
            return super().execute(sql, parameters)
        return self.disk.run(self, sql, lambda: sqlite3.Connection.execute(self, sql, parameters))

    def executemany(self, sql: str, parameters: Any, /) -> Rows:
        """Run a statement for many rows, if the world lets it."""
        if self.disk is None:
            return super().executemany(sql, parameters)
        many = sqlite3.Connection.executemany
        return self.disk.run(self, sql, lambda: many(self, sql, parameters))


@dataclass(slots=True)
class Disk:
    """Where one process keeps its database."""

    weather: Weather
    path: str
    full: bool = False
    gone: bool = False  # the process that used it was killed
    failures: int = 0  # errors that SQLite gave because the world wanted it
    _open: list[sqlite3.Connection] = field(default_factory=list)
    _other: sqlite3.Connection | None = None
    _begun: bool = False  # a transaction that has read nothing yet

    def opening(self, database: str, **options: Any) -> sqlite3.Connection:
        """Open a connection, as sqlite3.connect does."""
        self._require_life()
        writes = "mode=ro" not in database
        kind = Line if writes else sqlite3.Connection
        connection = sqlite3.connect(database, factory=kind, **options)
        if isinstance(connection, Line):
            connection.disk = self
        self._open.append(connection)
        return connection

    def run(self, line: Line, sql: str, really: Callable[[], Rows]) -> Rows:
        """Run a statement between the things that may happen before and after it."""
        self._require_life()
        verb = sql.lstrip()[:6].upper()
        match verb:
            case "BEGIN " | "BEGIN":
                return self._begin(really)
            case "COMMIT":
                return self._commit(line, really)
            case "INSERT" | "UPDATE" | "DELETE":
                self._write()
        found = really()
        if verb == "SELECT" and self._begun:
            self._begun = False
            if self.weather.strikes("another writer"):
                self._let_another_write()
        return found

    def _begin(self, really: Callable[[], Rows]) -> Rows:
        self.weather.maybe_die("disk", "before a transaction")
        if self.weather.strikes("database locked"):
            self.weather.trace.say("disk", "begin a transaction", "database locked")
            raise self._failure("database is locked", sqlite3.SQLITE_BUSY)
        self._begun = True
        return really()

    def _write(self) -> None:
        if self.full:
            self.weather.trace.say("disk", "write")
            raise self._failure("database or disk is full", sqlite3.SQLITE_FULL)

    def _commit(self, line: Line, really: Callable[[], Rows]) -> Rows:
        if line.total_changes:
            self.weather.maybe_die("disk", "before a commit")
        found = really()
        self.weather.maybe_die("disk", "after a commit")
        return found

    def _failure(self, text: str, code: int) -> sqlite3.OperationalError:
        self.failures += 1
        error = sqlite3.OperationalError(text)
        error.sqlite_errorcode = code
        return error

    def _let_another_write(self) -> None:
        """Somebody else tries to write just now; who holds the write lock is not disturbed."""
        if self._other is None:
            self._other = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        version = self._other.execute("PRAGMA user_version").fetchone()[0]
        try:
            self._other.execute(f"PRAGMA user_version = {version}")
            self.weather.trace.say("disk", "another process has written", "another writer")
        except sqlite3.OperationalError:
            self.weather.trace.say("disk", "another process waits", "another writer")

    def _require_life(self) -> None:
        if self.gone:
            raise Killed("it was killed before")

    def drop(self) -> None:
        """The process is gone: what was not committed never was."""
        self.gone = True
        for connection in self._open:
            connection.close()
        if self._other is not None:
            self._other.close()
