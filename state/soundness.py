"""A look at a database before it is used: is it ours, is it whole?"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from state.pragmas import number
from state.schema import APPLICATION_ID, SCHEMA
from state.trouble import Damaged, StateError

SECONDS = 2.0  # enough for some 200 MiB; a larger file is looked at whole while the bot runs
_STEPS = 100_000  # of SQLite's machine between two looks at the clock

Seconds = Callable[[], float]


def require_ours(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse another program's database, and one of a newer Duewatch."""
    foreign = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE name NOT LIKE '\\_sqlite%' ESCAPE '\\' LIMIT 1"
    ).fetchone()
    if number(connection, "application_id") != APPLICATION_ID and foreign is not None:
        raise StateError(f"{path} is a database of another program; set `database` to another file")
    version = number(connection, "user_version")
    if version > SCHEMA:
        raise StateError(
            f"{path} was written by a newer Duewatch (schema {version}, this one knows {SCHEMA}); "
            "update the program, or restore the backup made before the update"
        )


def require_sound(path: Path, connection: sqlite3.Connection, now: Seconds = monotonic) -> None:
    """Refuse a damaged file: what can be found in SECONDS, since a start must not take minutes."""
    found = _damage(connection, now)
    if found is not None:
        raise Damaged(f"{path} is damaged ({found}); restore a backup of it")


def _damage(connection: sqlite3.Connection, now: Seconds) -> str | None:
    """In SQLite's words; None if there was none until the time was over."""
    until = now() + SECONDS
    connection.set_progress_handler(lambda: int(now() > until), _STEPS)
    try:
        found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return None
        raise
    finally:
        connection.set_progress_handler(None, 0)
    return None if found == "ok" else found
