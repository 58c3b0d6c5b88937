"""What Slack delivered to us: it delivers again when it is not sure that we got it.

Questions and events are only remembered by their id. What changes something is written
down whole before Slack is answered, and forgotten some days after it was carried out.
"""

import sqlite3
from datetime import datetime, timedelta

from state.clicks import Click, Taken
from state.rows import micros

_REMEMBERED = timedelta(days=1)  # Slack gives up after minutes
_KEPT = timedelta(days=7)


def seen(connection: sqlite3.Connection, delivery: str, now: datetime) -> bool:
    """Remember an id; True if it was remembered before."""
    connection.execute("DELETE FROM deliveries WHERE at < ?", (micros(now - _REMEMBERED),))
    new = connection.execute(
        "INSERT INTO deliveries (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
        (delivery, micros(now)),
    ).rowcount
    return new == 0


def take(connection: sqlite3.Connection, click: Click, now: datetime) -> Taken:
    """Write a click down, unless it was before."""
    forgotten = (micros(now - _KEPT),)
    connection.execute("DELETE FROM clicks WHERE done_at < ?", forgotten)
    new = connection.execute(
        "INSERT INTO clicks (id, at, payload) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (click.id, micros(now), click.payload),
    ).rowcount
    if new:
        return Taken.NEW
    return Taken.WAITING if is_waiting(connection, click.id) else Taken.DONE


def waiting(connection: sqlite3.Connection) -> list[Click]:
    """Clicks that nobody has carried out yet, in the order in which they came."""
    rows = connection.execute(
        "SELECT id, payload FROM clicks WHERE done_at IS NULL ORDER BY number"
    ).fetchall()
    return [Click(row["id"], row["payload"]) for row in rows]


def is_waiting(connection: sqlite3.Connection, click: str) -> bool:
    """True if a click was written down and not carried out."""
    found = connection.execute("SELECT done_at FROM clicks WHERE id = ?", (click,)).fetchone()
    return found is not None and found["done_at"] is None


def finish(connection: sqlite3.Connection, click: str, outcome: str, now: datetime) -> None:
    """Note what became of a click, once. Where it could be answered is forgotten then."""
    connection.execute(
        """UPDATE clicks SET outcome = ?, done_at = ?, payload = ''
           WHERE id = ? AND done_at IS NULL""",
        (outcome, micros(now), click),
    )
