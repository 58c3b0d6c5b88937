"""Invoices by the address of their page, and the people who have put the first hints away."""

import sqlite3
from datetime import datetime

from state.log.events import record
from state.model import Event, InvoiceKey
from state.rows import micros

_FEW = 3  # more than one is nobody's in particular

STEP = (
    "CREATE INDEX invoices_url ON invoices (url) WHERE url IS NOT NULL",
    # so that the newest messages are found without looking at all of them
    "CREATE INDEX living_item ON living (item)",
    """CREATE TABLE welcomed (
    person TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
)


def linked(connection: sqlite3.Connection, url: str) -> list[InvoiceKey]:
    """The invoices, paid ones too, of watched accounts that have exactly this address."""
    rows = connection.execute(
        """SELECT i.account, i.number FROM invoices AS i INDEXED BY invoices_url
           JOIN accounts AS a ON a.name = i.account AND a.watched = 1
           WHERE i.url = ? AND i.url IS NOT NULL ORDER BY i.account, i.number LIMIT ?""",
        (url, _FEW),
    )
    return [InvoiceKey(*row) for row in rows]


def is_welcomed(connection: sqlite3.Connection, person: str) -> bool:
    """True if somebody has put the first hints away."""
    found = connection.execute("SELECT 1 FROM welcomed WHERE person = ?", (person,))
    return found.fetchone() is not None


def welcomed(connection: sqlite3.Connection, person: str, now: datetime) -> None:
    """Note that somebody needs no first hints any more; once is enough."""
    new = connection.execute(
        "INSERT INTO welcomed (person, at) VALUES (?, ?) ON CONFLICT (person) DO NOTHING",
        (person, micros(now)),
    ).rowcount
    if new:
        record(connection, [Event(0, now, "", None, "welcomed", person, {})])
