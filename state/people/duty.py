"""Who is on call, as far as we noticed, and that others took over."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime

from state.log.events import record
from state.messages import Draft
from state.model import Event
from state.queue.outbox import enqueue
from state.rows import micros

_NO_ACCOUNT = ""  # it is about all of them


def on_call(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Who was last noted."""
    row = connection.execute("SELECT people FROM oncall").fetchone()
    return () if row is None else tuple(json.loads(row["people"]))


def hand_over(
    connection: sqlite3.Connection,
    people: tuple[str, ...],
    now: datetime,
    drafts: Callable[[tuple[str, ...]], Sequence[Draft]],
) -> bool:
    """Note who is on call; True if these are others than before."""
    before = on_call(connection)
    if not people or set(people) == set(before):
        return False
    connection.execute(
        """INSERT INTO oncall (one, people, since) VALUES (1, ?, ?)
           ON CONFLICT (one) DO UPDATE SET people = excluded.people, since = excluded.since""",
        (json.dumps(people), micros(now)),
    )
    details = {"people": " ".join(people), "before": " ".join(before)}
    record(connection, [Event(0, now, _NO_ACCOUNT, None, "oncall", "duewatch", details)])
    if before:
        enqueue(connection, drafts(before), now)
    return True
