"""The two ways to store invoices that ours is held against."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from state.model import Invoice
from state.rows import INVOICE_COLUMNS, invoice_values

COLUMNS = INVOICE_COLUMNS.split(", ")
NUMBERS = ("total", "open")
_TABLE = ", ".join(f"{name} {'INTEGER' if name in NUMBERS else 'TEXT'}" for name in COLUMNS)
_INSERT = f"INSERT INTO invoices VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 -- column count

Values = tuple[str | int | None, ...]


def values(invoices: Iterable[Invoice]) -> list[Values]:
    """The columns of each invoice, ready to be bound."""
    return [invoice_values(invoice) for invoice in invoices]


def bare_table(path: Path) -> sqlite3.Connection:
    """The leanest table that keeps the same columns; no index but its key, no history."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        f"CREATE TABLE invoices ({_TABLE}, PRIMARY KEY (account, number)) STRICT, WITHOUT ROWID"
    )
    return connection


def insert_all(connection: sqlite3.Connection, rows: Iterable[Values]) -> None:
    """Everything in one transaction: the floor of any loading."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_INSERT, rows)
    connection.execute("COMMIT")


def upsert_all(database: Database, rows: Iterable[dict[str, Any]]) -> None:
    """What sqlite-utils offers for the same."""
    database.table("invoices").upsert_all(rows, pk=("account", "number"))
