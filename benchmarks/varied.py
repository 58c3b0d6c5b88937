"""A database of many open invoices of every sort: providers, zones, currencies, clients, ages."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from benchmarks.books import NOW
from state.database import open_store
from state.model import Account, Direction
from state.rows import micros

ACCOUNTS = 1_000
FIRST = 1_000_001
_PROVIDERS = (
    ("interserver", Direction.PAYABLE),
    ("whmcs", Direction.RECEIVABLE),
    ("voxel", Direction.PAYABLE),
    ("singlehop", Direction.PAYABLE),
)
_ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo")
_CURRENCIES = ("USD", "EUR", "GBP", "CHF")
_CLIENTS = 5_000
# Amounts from 5.00 to some thousands, most of them small; due dates half a year around today.
_FILL = f"""
WITH RECURSIVE turns (turn, chance) AS (
    SELECT 0, 12345 UNION ALL
    SELECT turn + 1, (chance * 1103515245 + 12345) % 2147483648 FROM turns WHERE turn + 1 < :count)
INSERT INTO invoices (account, number, standing, their_status, total, total_currency, open,
    open_currency, issued, due, description, client, label, first_seen, last_seen)
SELECT a.name, {FIRST} + turn, 'open', 'Unpaid', amount, a.currency, amount, a.currency,
       date('{NOW.date()}', printf('%+d days', ahead - 30)),
       date('{NOW.date()}', printf('%+d days', ahead)), 'VPS with 4 slices',
       CASE a.direction WHEN 'receivable' THEN printf('Client %d GmbH', turn % {_CLIENTS}) END,
       printf('RE-%d', {FIRST} + turn), :now, :now
FROM (SELECT turn, 500 + (chance / 65536 % 1000) * (chance / 7 % 400) AS amount,
             chance / 4096 % 361 - 180 AS ahead, turn % :accounts AS place FROM turns)
CROSS JOIN accounts AS a ON a.name = printf('acme-%03d', place)
"""  # noqa: S608 -- only our own numbers
_TAKEN_ON = """
INSERT INTO care (account, number, state, by, at)
SELECT account, number, 'acknowledged', printf('U%02d', rowid_ % 40), :now
FROM (SELECT account, number, row_number() OVER () AS rowid_ FROM invoices
      WHERE number % 200 = 0 LIMIT 5000)
"""


def varied(path: Path, invoices: int) -> None:
    """Make a database of so many open invoices in a thousand accounts, half of them overdue."""
    with open_store(path) as store:
        store.sync_accounts([_account(number) for number in range(ACCOUNTS)], NOW)
    values = {"count": invoices, "accounts": ACCOUNTS, "now": micros(NOW - timedelta(minutes=4))}
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_FILL, values)
        connection.execute(_TAKEN_ON, values)
        clients = [f"Client {number} GmbH" for number in range(_CLIENTS)]
        connection.executemany(
            "INSERT INTO clients VALUES (?, ?)", ((name, name.casefold()) for name in clients)
        )


def _account(number: int) -> Account:
    """A provider has one zone; its accounts pay in every currency."""
    provider, direction = _PROVIDERS[number % 4]
    zone, currency = _ZONES[number % 4], _CURRENCIES[number // 4 % 4]
    return Account(f"acme-{number:03}", provider, direction, "#billing", zone, currency)
