"""What Slack delivered to us already: it delivers again when it is not sure that we got it."""

import sqlite3
from datetime import datetime, timedelta

from state.rows import micros

_REMEMBERED = timedelta(days=1)  # Slack gives up after minutes


def seen(connection: sqlite3.Connection, delivery: str, now: datetime) -> bool:
    """Remember an id; True if it was remembered before."""
    connection.execute("DELETE FROM deliveries WHERE at < ?", (micros(now - _REMEMBERED),))
    new = connection.execute(
        "INSERT INTO deliveries (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
        (delivery, micros(now)),
    ).rowcount
    return new == 0
