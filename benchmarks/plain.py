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

_OURS = """SELECT type, name FROM sqlite_schema WHERE type = 'trigger'
    OR type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlite%' ESCAPE '\\'"""

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
    add(connection, rows)
    connection.execute("COMMIT")


def add(connection: sqlite3.Connection, rows: Iterable[Values]) -> None:
    """Rows within a transaction."""
    connection.executemany(_INSERT, rows)


def upsert_all(database: Database, rows: Iterable[dict[str, Any]]) -> None:
    """What sqlite-utils offers for the same."""
    database.table("invoices").upsert_all(rows, pk=("account", "number"))


def copy_all(connection: sqlite3.Connection, source: Path) -> None:
    """Fill an empty database of ours with all rows of another one; its triggers do not run.

    The condition has SQLite insert row by row, indexes too, instead of copying whole trees.
    """
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("ATTACH ? AS source", (str(source),))
    connection.execute("BEGIN IMMEDIATE")
    named = connection.execute(_OURS).fetchall()
    for kind, name in sorted(named, reverse=True):  # triggers before tables
        if kind == "trigger":
            connection.execute(f"DROP TRIGGER {name}")
        else:
            rows = f"SELECT * FROM source.{name} WHERE true"  # noqa: S608 -- our own tables
            connection.execute(f"INSERT OR REPLACE INTO {name} {rows}")
    connection.execute("COMMIT")
