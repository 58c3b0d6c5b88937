"""A history that was written before it was linked gets its links once, and keeps every word."""

import json
import sqlite3
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from state.database import open_reader, open_store
from state.log.chain import Broken, Entry, Unbroken
from state.migrations import MIGRATIONS
from state.rows import micros
from tests.state.builders import HOUR, NOON, account, invoice, record

EARLIER = [
    ("acme", "7", "appeared", "provider", {"open": "10.00 USD"}),
    ("acme", "7", "acknowledged", "U1", {"by": "U1", "note": "PO 4711", "source": "button"}),
    ("acme", "7", "reminded", "duewatch", {"stage": "after-1", "message": "acme/7:after-1"}),
    ("acme", None, "failing", "duewatch", {"kind": "unreachable", "error": "acme: no answer"}),
    ("", None, "oncall", "duewatch", {"people": "U1", "before": "U2"}),
    ("acme", "7", "care_ended", "duewatch", {"reason": "amount", "by": "U1"}),
    ("acme", "7", "snoozed", "U1", {"by": "U1", "source": "menu"}),
    ("acme", "ü/8", "something from a version that is forgotten", "U1", {"x": "ü"}),
]


def old(path: Path, times: int, gap: bool = False) -> Path:
    """A file of the sixth step with so many times the earlier history."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        MIGRATIONS.apply(Database(connection, strict=True), stop_before="7-audit")
        connection.execute("BEGIN")
        connection.executemany(
            """INSERT INTO events (at, account, number, kind, actor, details)
               VALUES (?, ?, ?, ?, ?, ?)""",
            (
                (micros(NOON), account, number, kind, actor, json.dumps(details))
                for _ in range(times)
                for account, number, kind, actor, details in EARLIER
            ),
        )
        if gap:
            connection.execute("DROP TRIGGER events_stay")
            connection.execute("DELETE FROM events WHERE id = 3")
            connection.execute(
                "CREATE TRIGGER events_stay BEFORE DELETE ON events BEGIN SELECT 1; END"
            )
        connection.execute("COMMIT")
    return path


def told(path: Path) -> list[Entry]:
    with open_reader(path) as reader:
        assert isinstance(reader.verify(), Unbroken)
        return list(reader.entries())


@pytest.mark.parametrize("times", [0, 1, 2000])
def test_what_was_there_is_linked_and_what_comes_goes_on_from_there(
    tmp_path: Path, times: int
) -> None:
    path = old(tmp_path / "old.db", times)
    open_store(path).close()
    before = told(path)
    assert [(one.account, one.number, one.kind, one.actor) for one in before] == [
        row[:4] for row in EARLIER
    ] * times
    assert [json.loads(one.details) for one in before] == [row[4] for row in EARLIER] * times
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        record(store, invoice(), at=NOON + HOUR)
    after = told(path)
    assert after[: len(before)] == before
    assert [one.kind for one in after[len(before) :]] == ["watched", "appeared"]


def test_old_lines_get_the_source_and_the_reason_that_they_tell_of(tmp_path: Path) -> None:
    path = old(tmp_path / "old.db", 1)
    open_store(path).close()
    assert [(one.source, one.reason) for one in told(path)] == [
        ("check", "the provider lists it"),
        ("button", "PO 4711"),
        ("reminder", "its step after-1 of the reminders has come"),
        ("check", "acme: no answer"),
        ("calendar", "the turn has passed to others"),
        ("check", "more is owed than when it was decided"),
        ("menu", "a person decided so and gave no other reason"),
        ("program", "a person decided so and gave no other reason"),
    ]


def test_a_number_that_an_old_history_left_out_is_no_fault(tmp_path: Path) -> None:
    path = old(tmp_path / "old.db", 1, gap=True)
    open_store(path).close()
    assert [one.entry for one in told(path)] == [1, 2, 4, 5, 6, 7, 8]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER events_stay")
        connection.execute("DELETE FROM events WHERE id = 5")
    with open_reader(path) as reader:
        found = reader.verify()
    assert isinstance(found, Broken)
    assert (found.entry, found.why.split(" gone")[0]) == (6, "entry 5 is")


def test_a_long_history_is_linked_and_proved_in_little_memory(tmp_path: Path) -> None:
    path = old(tmp_path / "old.db", 2500)
    tracemalloc.start()
    open_store(path).close()
    with open_reader(path) as reader:
        assert isinstance(reader.verify(), Unbroken)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 6 * 2**20  # all of it at once would take 13
