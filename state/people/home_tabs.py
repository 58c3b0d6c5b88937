"""The table of Home tabs: what somebody chose, and when they looked last."""

import sqlite3
from datetime import datetime

from state.log.chronicle import BEHIND
from state.rows import micros

STEP = (
    """CREATE TABLE home_tabs (
    person TEXT PRIMARY KEY,
    chosen TEXT NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX home_tabs_seen ON home_tabs (seen_at, person)",
)


def choice(connection: sqlite3.Connection, person: str) -> str:
    """What somebody chose, as it was written; empty where they never chose."""
    row = connection.execute("SELECT chosen FROM home_tabs WHERE person = ?", (person,)).fetchone()
    return "" if row is None else str(row[0])


def choose(connection: sqlite3.Connection, person: str, chosen: str, now: datetime) -> None:
    """Keep what somebody chose, and that they looked."""
    connection.execute(
        """INSERT INTO home_tabs (person, chosen, seen_at) VALUES (:person, :chosen, :at)
           ON CONFLICT (person)
           DO UPDATE SET chosen = excluded.chosen, seen_at = excluded.seen_at""",
        {"person": person, "chosen": chosen, "at": micros(now)},
    )


def seen_since(connection: sqlite3.Connection, since: datetime, most: int) -> list[str]:
    """Who looked since then, the latest first."""
    rows = connection.execute(
        "SELECT person FROM home_tabs WHERE seen_at >= ? ORDER BY seen_at DESC, person LIMIT ?",
        (micros(since), most),
    )
    return [str(row[0]) for row in rows]


def newest_event(connection: sqlite3.Connection) -> int:
    """The number of the last line of the history; 0 before there is any."""
    row = connection.execute(
        f"SELECT id FROM events WHERE NOT {BEHIND} ORDER BY id DESC LIMIT 1"  # noqa: S608 -- our own
    ).fetchone()
    return 0 if row is None else int(row[0])
