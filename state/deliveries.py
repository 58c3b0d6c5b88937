"""What Slack delivered to us: it delivers again when it is not sure that we got it.

Questions and events are only remembered by their id. What changes something is written
down whole before Slack is answered, and forgotten some days after it was carried out.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from state.clicks import Click, Taken
from state.log.events import record
from state.log.provenance import BOT
from state.model import Event
from state.rows import instant, micros

_REMEMBERED = timedelta(days=1)  # Slack gives up after minutes
FAILED = "failed"  # by a fault of ours
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
    return Taken.WAITING if asked_at(connection, click.id) else Taken.DONE


def waiting(connection: sqlite3.Connection) -> list[Click]:
    """Clicks that nobody has carried out yet, in the order in which they came."""
    rows = connection.execute(
        "SELECT id, payload FROM clicks WHERE done_at IS NULL ORDER BY number"
    ).fetchall()
    return [Click(row["id"], row["payload"]) for row in rows]


def asked_at(connection: sqlite3.Connection, click: str) -> datetime | None:
    """When a click that nobody has carried out yet was written down; None if none waits."""
    found = connection.execute(
        "SELECT at FROM clicks WHERE id = ? AND done_at IS NULL", (click,)
    ).fetchone()
    return found and instant(found["at"])


def finish(
    connection: sqlite3.Connection, click: str, outcome: str, now: datetime, answer: str = ""
) -> None:
    """Note what became of a click, once. Where it could be answered is forgotten then.

    An answer that still has to be given says itself where.
    """
    changed = connection.execute(
        """UPDATE clicks SET outcome = ?, done_at = ?, payload = ?
           WHERE id = ? AND done_at IS NULL""",
        (outcome, micros(now), answer, click),
    ).rowcount
    if changed and outcome == FAILED:
        record(connection, [Event(0, now, "", None, "click_failed", BOT, {"click": click})])


def untold(connection: sqlite3.Connection) -> list[Click]:
    """Clicks that were carried out and whose answers were not given, in their order."""
    rows = connection.execute(
        """SELECT id, payload FROM clicks WHERE done_at IS NOT NULL AND payload <> ''
           ORDER BY number"""
    ).fetchall()
    return [Click(row["id"], row["payload"]) for row in rows]


def told(connection: sqlite3.Connection, clicks: Iterable[str]) -> None:
    """Forget the answers of clicks that were carried out."""
    connection.executemany(
        "UPDATE clicks SET payload = '' WHERE id = ? AND done_at IS NOT NULL",
        [(click,) for click in clicks],
    )
