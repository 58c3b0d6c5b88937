"""A database with very many open invoices: one is recorded as a check does it, SQL copies it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.books import NOW
from benchmarks.ledgers import first_results, listed, load
from state.database import open_store
from state.model import Account, Direction, InvoiceKey
from state.rows import micros

ACCOUNTS = 1_000
FIRST = 2_000_000
_SECOND = 1_000_000  # microseconds
_NOTHING_WAITS = "DELETE FROM outbox"
_LATER = "UPDATE invoices SET next_step_at = ? WHERE next_step_at <= ?"
_DUE = """
UPDATE invoices SET next_step_at = :at - 1
WHERE (account, number) IN (
    SELECT account, number FROM invoices WHERE due = :day ORDER BY number, account LIMIT :count)
"""


def many(path: Path, invoices: int) -> None:
    """Make a database of so many open invoices in a thousand accounts; no step has come."""
    first = listed(1)
    accounts = [_account(number) for number in range(ACCOUNTS)]
    with open_store(path) as store:
        store.sync_accounts([first[0].account], NOW)
        load(store, first_results(first))
        store.sync_accounts([*accounts, first[0].account], NOW)
    with _writing(path) as connection:
        connection.execute(_copies(connection), {"count": invoices - 1, "accounts": ACCOUNTS})
        connection.execute(_LATER, (micros(NOW) + _SECOND, micros(NOW)))


def last(invoices: int) -> InvoiceKey:
    """The key of the last one of so many."""
    turn = invoices - 1
    return InvoiceKey(f"many-{turn % ACCOUNTS:03}", str(FIRST + turn))


def make_due(path: Path, count: int) -> None:
    """Let the step of so many invoices have come and of no other; nothing waits to be sent."""
    at, day = micros(NOW), NOW.date() - timedelta(days=1)  # the step of one day after
    with _writing(path) as connection:
        connection.execute(_NOTHING_WAITS)
        connection.execute(_LATER, (at + _SECOND, at))
        connection.execute(_DUE, {"at": at, "day": day.isoformat(), "count": count})


def _account(number: int) -> Account:
    name = f"many-{number:03}"
    return Account(name, "whmcs", Direction.RECEIVABLE, "#billing", "UTC", "USD")


def _copies(connection: sqlite3.Connection) -> str:
    """The statement that copies the one row, with other keys, due dates and steps."""
    names = [row[1] for row in connection.execute("PRAGMA table_info(invoices)")]
    other = {
        "account": "printf('many-%03d', turn % :accounts)",
        "number": f"printf('%d', {FIRST} + turn)",
        "due": f"date('{NOW.date()}', printf('%+d days', turn % 90 - 30))",
        "next_step_at": f"{micros(NOW)} + (1 + turn % 86400) * {_SECOND}",
    }
    values = ", ".join(other.get(name, name) for name in names)
    return f"""
        WITH RECURSIVE turns (turn) AS (
            SELECT 1 UNION ALL SELECT turn + 1 FROM turns WHERE turn < :count)
        INSERT INTO invoices ({", ".join(names)}) SELECT {values} FROM invoices, turns
    """  # noqa: S608 -- only our own column names


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection
