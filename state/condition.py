"""The state of the database file itself: is it whole, and what does it hold?"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from state.database import open_reader
from state.file.connections import connect
from state.file.trouble import StateError, failed

# From 3.7.0 on, two connections that write or checkpoint at the same moment could damage the
# file (sqlite.org/wal.html, "the WAL-reset bug"). Repaired in 3.51.3; the two other numbers are
# older branches that were repaired as well.
_REPAIRED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
_FIRST = (3, 7, 0)


@dataclass(frozen=True, slots=True)
class Condition:
    """What was found in a database."""

    schema: int
    invoices: int
    events: int
    damage: str | None = None  # in SQLite's words; None: the file is whole


def condition(path: Path) -> Condition:
    """Look through a whole database, reading only; StateError when it cannot be read."""
    open_reader(path).close()  # refuses another program's file, and schemas that are not ours
    try:
        with closing(connect(path, mode="ro")) as connection:
            connection.execute("BEGIN")  # all of it at one and the same moment
            return _found(connection)
    except sqlite3.Error as error:
        raise failed(path, error) from error


def condition_of_copy(path: Path) -> Condition:
    """Look through a file that nobody else has open; no companion files appear beside it."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return _found(connection)
    except sqlite3.Error as error:
        raise StateError(f"the copy {path} cannot be read: {error}") from error


def _found(connection: sqlite3.Connection) -> Condition:
    found = str(_one(connection, "PRAGMA quick_check(1)"))
    return Condition(
        schema=int(str(_one(connection, "PRAGMA user_version"))),
        invoices=int(str(_one(connection, "SELECT count(*) FROM invoices"))),
        events=int(str(_one(connection, "SELECT count(*) FROM events"))),
        damage=None if found == "ok" else found,
    )


def _one(connection: sqlite3.Connection, question: str) -> object:
    return connection.execute(question).fetchone()[0]


def sqlite_version() -> tuple[int, int, int]:
    """The SQLite that Python brings here."""
    return sqlite3.sqlite_version_info


def may_lose_writes(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the WAL-reset bug."""
    repaired = any(version[:2] == fixed[:2] and version >= fixed for fixed in _REPAIRED)
    return _FIRST <= version < _REPAIRED[-1] and not repaired
