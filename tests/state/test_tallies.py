"""What is owed is counted as it changes, whatever changes it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from state.database import SqliteStore, open_store
from state.model import InvoiceKey
from state.search import Search, Window
from tests.state.builders import account, invoice
from tests.state.lived import TODAY, checked, lived


@pytest.fixture
def old_store(tmp_path: Path) -> Iterator[SqliteStore]:
    with lived(tmp_path / "lived.db", 7) as opened:
        yield opened


def test_the_tallies_are_what_a_new_count_would_give(old_store: SqliteStore) -> None:
    with old_store._readers.moment() as connection:
        kept = connection.execute("SELECT * FROM owed_days").fetchall()
        counted = connection.execute(
            """SELECT coalesce(i.due, ''), a.direction, a.provider, a.timezone,
                      coalesce(i.open_currency, i.total_currency, a.currency, 'XXX'), i.standing,
                      count(*), sum(coalesce(i.open, 0) >> 32),
                      sum(coalesce(i.open, 0) & 4294967295), sum(i.open IS NULL)
               FROM invoices AS i JOIN accounts AS a ON a.name = i.account AND a.watched = 1
               WHERE i.standing IN ('open', 'unknown') GROUP BY 1, 2, 3, 4, 5, 6"""
        ).fetchall()
        banded = connection.execute(
            """SELECT due, direction, provider, timezone, currency, standing, sum(n),
                      sum(high), sum(low), sum(unknown) FROM owed_day_bands
               GROUP BY 1, 2, 3, 4, 5, 6"""
        ).fetchall()
    assert sorted(map(tuple, kept)) == sorted(map(tuple, counted)) == sorted(map(tuple, banded))


FOURTH = (
    *("owed_days", "owed_months", "owed_day_bands", "owed_month_bands", "bands", "clients"),
    *("invoices_of_account", "invoices_of_client", "invoices_by_amount", "invoices_number"),
    *("invoices_label", "care_held", "care_in"),
)


def test_an_older_file_is_counted_when_it_is_updated(
    old_store: SqliteStore, tmp_path: Path
) -> None:
    """Taken back to the step before and updated again, it says the same."""
    path = tmp_path / "older.db"
    old_store.copy_to(str(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        before = connection.execute("SELECT * FROM owed_days ORDER BY 1, 2, 3, 4, 5, 6").fetchall()
        made = connection.execute(
            """SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL AND name IN (
                   SELECT value FROM json_each(?)) OR type = 'trigger' AND name LIKE 'owed%'
               ORDER BY type DESC""",
            (json.dumps(FOURTH),),
        ).fetchall()
        for kind, name in made:
            connection.execute(f"DROP {kind} IF EXISTS {name}")
        connection.execute(
            """CREATE INDEX invoices_oldest ON invoices (account, due, number, standing)
               WHERE standing IN ('open', 'unknown') AND due IS NOT NULL"""
        )
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = '4-answers'")
        connection.execute("PRAGMA user_version = 3")
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        after = connection.execute("SELECT * FROM owed_days ORDER BY 1, 2, 3, 4, 5, 6").fetchall()
        folded = dict(connection.execute("SELECT name, folded FROM clients"))
    assert sorted(after) == sorted(before)
    assert folded["Straße"] == "strasse"


def test_amounts_as_large_as_they_get_are_added_up(store: SqliteStore) -> None:
    largest = invoice("acme/1", f"{2**63 // 100 - 1}.00 USD")
    checked(
        store, account(), [replace(largest, key=InvoiceKey("acme", str(n))) for n in range(5)], 0
    )
    [total] = store.search(Search({zone: Window(today) for zone, today in TODAY.items()})).totals()
    assert largest.open is not None
    assert total.open == largest.open * 5
