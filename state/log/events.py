"""The history: lines are added and never touched again; the database itself refuses it.

It is the audit log as well: each line is linked to the one before it, in the same transaction.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from state.log.chain import Head, link
from state.log.provenance import provenance
from state.model import Event
from state.rows import details_text, micros

# Number, moment, account, number of the invoice, kind, actor, source, reason, details.
Line = tuple[int, int, str, str | None, str, str, str, str, str]


def record(connection: sqlite3.Connection, events: Iterable[Event]) -> None:
    """Add lines; their `id` is the next number, whatever it says here."""
    writing = _Writing(head(connection))
    connection.executemany(
        """INSERT INTO events
               (id, at, account, number, kind, actor, source, reason, details, link)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        writing.rows(events),
    )
    if writing.written:
        set_head(connection, writing.head)


def head(connection: sqlite3.Connection) -> Head:
    """Where the log ends, as it is kept beside the lines."""
    return Head(*connection.execute("SELECT entries, last, head FROM audit").fetchone())


def set_head(connection: sqlite3.Connection, new: Head) -> None:
    """Keep where the log ends now."""
    connection.execute(
        "UPDATE audit SET entries = ?, last = ?, head = ?", (new.entries, new.last, new.link)
    )


@dataclass(slots=True)
class _Writing:
    """Numbers and links lines one after the other, as fast as they are asked for."""

    head: Head
    written: int = 0

    def rows(self, events: Iterable[Event]) -> Iterator[tuple[object, ...]]:
        first, last, before = self.head.entries, self.head.last, self.head.link
        for event in events:
            last += 1
            row = line(last, micros(event.at), event, details_text(event.details))
            before = linked(before, row)
            yield (*row, before)
            self.written += 1
        self.head = Head(first + self.written, last, before)


def line(number: int, at: int, event: Event, details: str) -> Line:
    """What is written of an event."""
    source, reason = provenance(event)
    return (
        *(number, at, event.account, event.number),
        *(event.kind, event.actor, source, reason, details),
    )


def linked(before: bytes, row: Line) -> bytes:
    """The link of a line that is being written."""
    entry, at, account, number, kind, actor, source, reason, details = row
    return link(
        before,
        (
            *(entry, at, account.encode(), None if number is None else number.encode()),
            *(kind.encode(), actor.encode(), source.encode(), reason.encode(), details.encode()),
        ),
    )
