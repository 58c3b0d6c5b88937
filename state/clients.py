"""Who owes us, by any part of the name in any case; SQLite itself folds only ASCII."""

import sqlite3
from collections.abc import Iterable

from state.tallies import OWED

_GUESSES = 2_000  # names that a misspelt one is compared with


def introduce(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Remember clients by their names; those known already stay as they are."""
    connection.executemany(
        "INSERT INTO clients (name, folded) VALUES (?, ?) ON CONFLICT DO NOTHING",
        ((name, name.casefold()) for name in dict.fromkeys(names) if name),
    )


def called(connection: sqlite3.Connection, part: str, most: int) -> list[str]:
    """Clients with something open whose names have that part; no more than `most` of them."""
    rows = connection.execute(
        f"""SELECT name FROM clients
            WHERE instr(folded, ?) AND EXISTS (
                SELECT 1 FROM invoices WHERE invoices.client = clients.name AND invoices.{OWED})
            ORDER BY name LIMIT ?""",  # noqa: S608 -- our own words
        (part.casefold(), most),
    )
    return [row["name"] for row in rows]


def like(connection: sqlite3.Connection, typed: str) -> list[str]:
    """Names that a misspelt one may stand for: those that begin or end like it."""
    folded = typed.casefold()
    rows = connection.execute(
        "SELECT name FROM clients WHERE instr(folded, ?) OR instr(folded, ?) LIMIT ?",
        (folded[:2], folded[-2:], _GUESSES),
    )
    return sorted(row["name"] for row in rows)
