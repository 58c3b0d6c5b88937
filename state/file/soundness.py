"""A look at a database before it is used: is it ours, is it whole?"""

import sqlite3
from pathlib import Path

from state.file.pragmas import number
from state.file.schema import APPLICATION_ID, SCHEMA
from state.file.trouble import Damaged, StateError

# Measured: 600 MiB, a million invoices, take 2 to 5 seconds. What is larger would delay the start;
# the running bot looks through all of it in the background, soon after its start and once a day.
LARGE = 512 * 2**20


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


def require_sound(path: Path, connection: sqlite3.Connection, large: int = LARGE) -> None:
    """Refuse a damaged file; one of more bytes than `large` is not looked through here."""
    if not is_small(path, large):
        return
    found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if found != "ok":
        raise Damaged(f"{path} is damaged ({_one_line(found)}); restore a backup of it")


def is_small(path: Path, large: int = LARGE) -> bool:
    """Whether a start looks through all of it."""
    return path.stat().st_size <= large


def _one_line(found: str) -> str:
    return " ".join(found.replace("***", "").split())
