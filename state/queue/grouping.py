"""One message for several invoices: which messages belong together, and how they become one."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from state.log.events import record
from state.messages import Draft, OutboxState
from state.model import InvoiceKey
from state.queue import fates
from state.queue.outbox import enqueue
from state.rows import micros


def crowds(rows: Iterable[sqlite3.Row], by: Sequence[str]) -> list[list[sqlite3.Row]]:
    """Waiting messages that have these columns in common, where they are of several invoices."""
    alike: dict[tuple[str | None, ...], list[sqlite3.Row]] = {}
    for row in rows:
        alike.setdefault(tuple(row[column] for column in by), []).append(row)
    return [crowd for crowd in alike.values() if len(_invoices(crowd)) > 1]


def fold(
    connection: sqlite3.Connection,
    draft: Draft,
    place: int,
    crowd: Sequence[sqlite3.Row],
    replaced: Sequence[sqlite3.Row],
    now: datetime,
) -> None:
    """Queue one message for a crowd at an earlier place; those that it replaces are said by it."""
    enqueue(connection, [draft], now)
    row = connection.execute(
        "UPDATE outbox SET place = ? WHERE key = ? RETURNING id", (place, draft.key)
    ).fetchone()
    connection.executemany(
        "INSERT INTO members (item, position, account, number) VALUES (?, ?, ?, ?)",
        ((row["id"], at, key.account, key.number) for at, key in enumerate(_invoices(crowd))),
    )
    connection.executemany(
        """UPDATE outbox SET state = 'grouped', reason = ?, settled_at = ?, epoch = epoch + 1
           WHERE id = ?""",
        ((draft.key, micros(now), row["id"]) for row in replaced),
    )
    record(connection, fates.unsaid(OutboxState.GROUPED, replaced, f"said by {draft.key}", now))


def mentions(crowd: Iterable[sqlite3.Row]) -> str:
    """Everybody who is to be called by one of the messages, each once."""
    named = (json.loads(row["details"]).get("mention", "") for row in crowd)
    return " ".join(dict.fromkeys(word for mention in named for word in mention.split()))


def _invoices(crowd: Iterable[sqlite3.Row]) -> list[InvoiceKey]:
    return list(dict.fromkeys(InvoiceKey(row["account"], row["number"]) for row in crowd))
