"""Three outboxes with the same three moves: queue everything, take the next one, settle it."""

import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Protocol

from sqlite_utils import Database

from benchmarks.books import NOW
from state.database import open_store
from state.messages import Draft, Post, Sent

LEASE = timedelta(minutes=2)
_TABLE = (
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " channel TEXT NOT NULL, number TEXT, state TEXT NOT NULL) STRICT"
)
_WAITING = "CREATE INDEX waiting ON outbox (channel, id) WHERE state = 'new'"
_HEAD = "SELECT id FROM outbox WHERE channel = ? AND state = 'new' ORDER BY id LIMIT 1"


class Queue(Protocol):
    """An outbox in a file of its own."""

    def __init__(self, path: Path) -> None: ...

    def fill(self, drafts: Sequence[Draft]) -> None:
        """Queue everything."""

    def send(self, channels: Sequence[str], wanted: int) -> None:
        """Take and settle so many, in each channel in turn; what is sent is on the disk."""

    def close(self) -> None:
        """Let go of the file."""


class Ours:
    """The product's."""

    def __init__(self, path: Path) -> None:
        self._store = open_store(path)

    def fill(self, drafts: Sequence[Draft]) -> None:
        self._store.enqueue(drafts, NOW)

    def send(self, channels: Sequence[str], wanted: int) -> None:
        left = wanted
        while left > 0:
            claims = self._store.claim_outbox(NOW, LEASE)
            if len(claims) != len(channels):
                raise AssertionError(f"{len(claims)} of {len(channels)} channels had a message")
            for claim in claims:
                ts = f"{1_790_000_000 + claim.item.id}.000100"
                self._store.settle(claim, Sent(Post(claim.item.draft.channel, ts)), NOW)
            left -= len(claims)

    def close(self) -> None:
        self._store.close()


class Bare:
    """The floor: an indexed table with a column that says how far a message is."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"):
            self._connection.execute(statement)
        for statement in (_TABLE, _WAITING):
            self._connection.execute(statement)

    def fill(self, drafts: Sequence[Draft]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(
            "INSERT INTO outbox (key, channel, number, state) VALUES (?, ?, ?, 'new')",
            ((draft.key, draft.channel, draft.number) for draft in drafts),
        )
        self._connection.execute("COMMIT")

    def send(self, channels: Sequence[str], wanted: int) -> None:
        for channel in islice(cycle(channels), wanted):
            head = self._connection.execute(_HEAD, (channel,)).fetchone()
            for state in ("unsure", "sent"):
                self._connection.execute("UPDATE outbox SET state = ? WHERE id = ?", (state, *head))

    def close(self) -> None:
        self._connection.close()


class Usual:
    """The naive way: rows as dictionaries, and no index but the key's."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)

    def fill(self, drafts: Sequence[Draft]) -> None:
        self._database.table("outbox").insert_all(
            (
                {"key": one.key, "channel": one.channel, "number": one.number, "state": "new"}
                for one in drafts
            ),
            pk="key",
        )

    def send(self, channels: Sequence[str], wanted: int) -> None:
        table = self._database.table("outbox")
        for channel in islice(cycle(channels), wanted):
            waiting = {"channel": channel}
            where = "channel = :channel AND state = 'new'"
            row = next(iter(table.rows_where(where, waiting, order_by="rowid", limit=1)))
            for state in ("unsure", "sent"):
                table.update(row["key"], {"state": state})

    def close(self) -> None:
        self._database.close()
