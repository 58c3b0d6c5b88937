"""What people decided about invoices, as it is recorded: one decision each, or none."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from state.log.provenance import BOT
from state.model import Care, CareState, Event, InvoiceKey
from state.rows import day, maybe_micros, micros, read_care

_COLUMNS = """
SELECT number, state AS care_state, by AS care_by, at AS care_at, until AS care_until,
       note AS care_note, holder AS care_holder, day AS care_day, source AS care_source
"""
_OF_ACCOUNT = f"{_COLUMNS} FROM care WHERE account = ? ORDER BY number"
_READ = f"{_COLUMNS} FROM care WHERE account = ? AND number = ?"


def care_of(connection: sqlite3.Connection, key: InvoiceKey) -> Care | None:
    """What was decided about an invoice."""
    row = connection.execute(_READ, (key.account, key.number)).fetchone()
    return None if row is None else read_care(row)


def replace(connection: sqlite3.Connection, key: InvoiceKey, care: Care | None) -> None:
    """Put a decision in the place of the one before; None leaves none."""
    connection.execute(
        "DELETE FROM care WHERE account = ? AND number = ?", (key.account, key.number)
    )
    if care is None:
        return
    until = maybe_micros(care.until)
    connection.execute(
        """INSERT INTO care (account, number, state, by, at, until, wakes_at, note, holder, day,
                             source)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            key.account,
            key.number,
            care.state.value,
            care.by,
            micros(care.at),
            until,
            until,
            care.note,
            care.holder,
            day(care.day),
            care.source,
        ),
    )


def close(connection: sqlite3.Connection, keys: Iterable[InvoiceKey], now: datetime) -> list[Event]:
    """End what was decided about invoices that are paid or void; what is to be recorded of it."""
    closed = set(keys)
    ended = []
    for account in {key.account for key in closed}:
        rows = connection.execute(_OF_ACCOUNT, (account,)).fetchall()
        for row in rows:
            key, care = InvoiceKey(account, row["number"]), read_care(row)
            if key in closed and care is not None:
                replace(connection, key, None)
                details = {"state": care.state.value, "by": care.held_by}
                ended.append(Event(0, now, account, key.number, "care_closed", BOT, details))
    return ended


def wake_at(connection: sqlite3.Connection, key: InvoiceKey, at: datetime | None) -> None:
    """Look at the end of care then; None: with the invoice's next step, and not before."""
    connection.execute(
        "UPDATE care SET wakes_at = ? WHERE account = ? AND number = ?",
        (maybe_micros(at), key.account, key.number),
    )


def left_behind(care: Care) -> Care | None:
    """What stays when care has run out: whoever was asked to see to it is still asked."""
    if care.holder is None:
        return None
    return Care(CareState.ASSIGNED, care.by, care.at, holder=care.holder, source=care.source)


def in_words(care: Care) -> str:
    """What was decided, for the history: `acknowledged by U1 until 2026-11-23T09:00:00+00:00`."""
    until = f" until {care.until.isoformat()}" if care.until else ""
    return f"{care.state.value} by {care.held_by}{until}"


def words_at_its_end(care: Care) -> tuple[str, dict[str, str]]:
    """How the history tells that care has run out: the kind and the details."""
    details = {"state": care.state.value, "by": care.held_by, "since": care.at.isoformat()}
    if care.note:
        details["note"] = care.note
    if care.state is not CareState.PROMISED:
        return "woke", details
    if care.day is not None:
        details["day"] = care.day.isoformat()
    return "promise_broken", details
