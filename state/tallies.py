"""What is owed, counted as it changes: by day, by month, and both by size of the amount.

A sum over a million invoices takes a second. These tables hold the same sums for each day and
month and sort of account, so a question adds up some thousand numbers instead: whole months where
they are wanted as a whole, days at the ends. Triggers keep them, so whoever writes an invoice
cannot forget them. A sum is kept in two halves of 32 bits: amounts may be as large as an integer
gets, and adding up two of these must not fail.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from state.totals import NO_CURRENCY

UNKNOWN_BAND = 2**63 - 1  # where the amount is not known
LOWEST = -(2**63)
_STEPS = (10, 15, 20, 25, 30, 40, 50, 60, 75, 80)  # amounts that people ask for: "over 250"
# An amount stands in the band of the largest of these below it.
BANDS = (LOWEST, *range(10), *(step * 10**zeros for zeros in range(17) for step in _STEPS))

OWED = "standing IN ('open', 'unknown')"  # written like the indexes' own condition

_SORT = "due, direction, provider, timezone, currency, standing"
_BANDED = "currency, band, due, direction, provider, timezone, standing"
_DAY, _MONTH = "coalesce({row}.due, '')", "substr(coalesce({row}.due, ''), 1, 7)"
_BAND = f"""CASE WHEN {{row}}.open IS NULL THEN {UNKNOWN_BAND}
            ELSE (SELECT max(above) FROM bands WHERE above < {{row}}.open) END"""  # noqa: S608 -- same
# Where no due date is known, the text for day and month is empty.
_TABLES = {
    "owed_days": _DAY,
    "owed_months": _MONTH,
    "owed_day_bands": _DAY,
    "owed_month_bands": _MONTH,
}


def _is_banded(table: str) -> bool:
    return table.endswith("bands")


def _created(table: str) -> str:
    """Its columns stand in the key's order: else SQLite's check of the file finds faults."""
    key = _BANDED if _is_banded(table) else _SORT
    columns = [f"{name} {'INTEGER' if name == 'band' else 'TEXT'}" for name in key.split(", ")]
    columns += [f"{name} INTEGER" for name in ("n", "high", "low", "unknown")]
    typed = ", ".join(f"{column} NOT NULL" for column in columns)
    return f"CREATE TABLE {table} ({typed}, PRIMARY KEY ({key})) STRICT, WITHOUT ROWID"


def _emptied(table: str) -> str:
    """Keep no row that counts nothing."""
    key = (_BANDED if _is_banded(table) else _SORT).split(", ")
    same = " AND ".join(f"{column} = new.{column}" for column in key)
    return f"""CREATE TRIGGER {table}_empty AFTER UPDATE ON {table} WHEN new.n = 0
               BEGIN DELETE FROM {table} WHERE {same}; END"""  # noqa: S608 -- our own words


def _counted(account: str, row: str, source: str, sign: str = "") -> str:
    """Add rows to each table, or take them off; `account` and `row` name what columns are of."""
    return "".join(_added(table, account, row, source, sign) for table in _TABLES)


def _added(table: str, account: str, row: str, source: str, sign: str) -> str:
    band = f", {_BAND.format(row=row)}" if _is_banded(table) else ""
    return f"""
    INSERT INTO {table} ({_SORT}{", band" if band else ""}, n, high, low, unknown)
    SELECT {_TABLES[table].format(row=row)}, {account}.direction, {account}.provider,
           {account}.timezone,
           coalesce({row}.open_currency, {row}.total_currency, {account}.currency,
                    '{NO_CURRENCY}'),
           {row}.standing{band},
           {sign}sum(1), {sign}sum(coalesce({row}.open, 0) >> 32),
           {sign}sum(coalesce({row}.open, 0) & 4294967295), {sign}sum({row}.open IS NULL)
    FROM {source} GROUP BY 1, 2, 3, 4, 5, 6{", 7" if band else ""}
    ON CONFLICT DO UPDATE SET n = n + excluded.n, high = high + excluded.high,
        low = low + excluded.low, unknown = unknown + excluded.unknown;"""  # noqa: S608 -- same


def _one(row: str, sign: str = "") -> str:
    """Count the row of a trigger, if it is owed and its account watched."""
    of = f"accounts.name = {row}.account AND accounts.watched = 1 AND {row}.{OWED}"
    return _counted("accounts", row, f"accounts WHERE {of}", sign)


def _all(account: str, sign: str = "") -> str:
    """Count every owed invoice of the account of a trigger, if it is watched."""
    of = f"invoices.account = {account}.name AND {account}.watched = 1 AND invoices.{OWED}"
    return _counted(account, "invoices", f"invoices WHERE {of}", sign)


def _differs(*columns: str) -> str:
    return " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)


_FIGURES = ("standing", "due", "open", "open_currency", "total_currency")
_SORTED_BY = ("watched", "direction", "provider", "timezone", "currency")
_TRIGGERS = (
    f"""CREATE TRIGGER owed_begins AFTER INSERT ON invoices WHEN new.{OWED}
        BEGIN {_one("new")} END""",
    f"""CREATE TRIGGER owed_changes AFTER UPDATE OF {", ".join(_FIGURES)} ON invoices
        WHEN {_differs(*_FIGURES)} BEGIN {_one("old", "-")} {_one("new")} END""",
    f"""CREATE TRIGGER owed_ends AFTER DELETE ON invoices WHEN old.{OWED}
        BEGIN {_one("old", "-")} END""",
    f"""CREATE TRIGGER owed_elsewhere AFTER UPDATE OF {", ".join(_SORTED_BY)} ON accounts
        WHEN {_differs(*_SORTED_BY)} BEGIN {_all("old", "-")} {_all("new")} END""",
    *map(_emptied, _TABLES),
)
_FILL = f"""accounts JOIN invoices ON invoices.account = accounts.name
    WHERE accounts.watched = 1 AND invoices.{OWED}"""

TALLIES = (
    "CREATE TABLE bands (above INTEGER PRIMARY KEY) STRICT",
    f"INSERT INTO bands VALUES {', '.join(f'({above})' for above in BANDS)}",  # noqa: S608 -- same
    *map(_created, _TABLES),
    *(_added(table, "accounts", "invoices", _FILL, "") for table in _TABLES),
    *_TRIGGERS,
)

# Nobody's count changes by an invoice of an account that is not watched, as none is while it is
# counted at once: then one look at the account stands for four.
QUICKER = (
    "DROP TRIGGER owed_begins",
    f"""CREATE TRIGGER owed_begins AFTER INSERT ON invoices WHEN new.{OWED}
            AND EXISTS (SELECT 1 FROM accounts WHERE name = new.account AND watched = 1)
        BEGIN {_one("new")} END""",  # noqa: S608 -- same
)

# What a look-up and a list of one account, client or size of amount read instead of the table.
INDEXES = (
    "DROP INDEX invoices_oldest",
    f"""CREATE INDEX invoices_of_account ON invoices
        (account, due, number, standing, open, open_currency, total_currency) WHERE {OWED}""",
    f"""CREATE INDEX invoices_of_client ON invoices
        (client, due, account, number, standing, open, open_currency, total_currency)
        WHERE client IS NOT NULL AND {OWED}""",
    f"""CREATE INDEX invoices_by_amount ON invoices
        (open_currency, open, due, account, number, standing)
        WHERE open IS NOT NULL AND {OWED}""",
    "CREATE INDEX invoices_number ON invoices (number COLLATE NOCASE)",
    "CREATE INDEX invoices_label ON invoices (label COLLATE NOCASE) WHERE label IS NOT NULL",
    "CREATE INDEX care_held ON care (coalesce(holder, by), state)",
    "CREATE INDEX care_in ON care (state)",
)

CLIENTS = """
CREATE TABLE clients (
    name TEXT PRIMARY KEY,
    folded TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""


@contextmanager
def counted_at_once(connection: sqlite3.Connection, account: str) -> Iterator[None]:
    """Count all invoices of an account when the block ends, and none of them singly.

    What is not watched is not counted: the triggers take the account off as a whole and put it
    back as a whole, whatever was written meanwhile. Worth it where most of it is new.
    """
    off = "UPDATE accounts SET watched = 0 WHERE name = ? AND watched = 1"
    was_watched = connection.execute(off, (account,)).rowcount
    yield
    if was_watched:
        connection.execute("UPDATE accounts SET watched = 1 WHERE name = ?", (account,))
