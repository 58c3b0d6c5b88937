"""The history: lines are added and never touched again; the database itself refuses it."""

import sqlite3
from collections.abc import Iterable

from state.model import Event
from state.rows import details_text, micros


def record(connection: sqlite3.Connection, events: Iterable[Event]) -> None:
    """Add lines; their `id` is given by the database, whatever it says here."""
    connection.executemany(
        """INSERT INTO events (at, account, number, kind, actor, details)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (
            (
                micros(event.at),
                event.account,
                event.number,
                event.kind,
                event.actor,
                details_text(event.details),
            )
            for event in events
        ),
    )
