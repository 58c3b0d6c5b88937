"""From the first schema to this one: nothing that was recorded is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from state.database import StateError, open_reader, open_store
from state.file.schema import SCHEMA
from state.migrations import MIGRATIONS
from state.model import Care, CareState, Mute
from state.rows import micros
from state.store import Decision, Question
from tests.state.builders import DAY, HOUR, NOON, account, draft, invoice, only, record

KEY = invoice().key
CARE = Care(CareState.ACKNOWLEDGED, "U1", NOON, NOON + 3 * DAY, "PO 4711")


def schema(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '\\_sqlite%' ESCAPE '\\'"
        )
        return sorted(tuple(row) for row in found if row[2])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file that the first step made, with an invoice that somebody took on."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        MIGRATIONS.apply(Database(connection, strict=True), stop_before="2-care-and-escalation")
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        connection.execute(
            """INSERT INTO accounts (name, provider, direction, channel, timezone, next_check_at,
                                     checked_at, healthy, baselined)
               VALUES ('acme', 'interserver', 'payable', '#billing', 'Europe/Berlin', ?, ?, 1,
                       1)""",
            (micros(NOON), micros(NOON)),
        )
        connection.execute(
            """INSERT INTO invoices (account, number, standing, their_status, total,
                   total_currency, open, open_currency, issued, due, description, first_seen,
                   last_seen, next_step_at)
               VALUES ('acme', '7', 'open', 'unpaid', 1250, 'USD', 1250, 'USD', '2026-11-01',
                       '2026-11-30', 'Dedicated server', ?, ?, ?)""",
            (micros(NOON), micros(NOON), micros(NOON + 9 * DAY)),
        )
        connection.execute(
            "INSERT INTO care VALUES ('acme', '7', 'acknowledged', 'U1', ?, ?, 'PO 4711')",
            (micros(NOON), micros(NOON + 3 * DAY)),
        )
        connection.execute(
            """INSERT INTO outbox (key, token, kind, channel, account, number, what, details,
                                   broadcast, created_at, state, settled_at)
               VALUES ('acme/7:new', 't', 'invoice', '#billing', 'acme', '7', 'new', '{}', 0, ?,
                       'sent', ?)""",
            (micros(NOON), micros(NOON + HOUR)),
        )
    return path


def test_what_an_older_version_recorded_is_still_there(old: Path) -> None:
    with open_store(old) as store:
        [view] = store.invoices(Question())
        assert (view.invoice, view.care) == (invoice(), CARE)
        assert (view.escalation, view.mute, view.failing_since) == (None, None, None)
        assert view.next_step_at == NOON + 9 * DAY
        assert (only(store).notes, only(store).mute) == ((), None)
        [message] = store.said(KEY)
        assert (message.draft.key, message.settled_at) == ("acme/7:new", NOON + HOUR)


def test_care_of_an_older_version_still_ends_by_itself(old: Path) -> None:
    with open_store(old) as store:
        assert store.next_event() == NOON + 3 * DAY
        assert store.due_steps(NOON + 3 * DAY - HOUR, 10) == []
        assert [view.care for view in store.due_steps(NOON + 3 * DAY, 10)] == [CARE]


def test_an_updated_file_takes_everything_new(old: Path) -> None:
    promise = Care(CareState.PROMISED, "U2", NOON, NOON + DAY, day=NOON.date(), source="modal")
    with open_store(old) as store:
        store.decide(KEY, lambda _: Decision(promise, "promised", "U2", NOON))
        assert store.mute("acme", Mute(NOON + DAY, "U2", NOON), NOON)
        view = store.invoice(KEY)
        assert view is not None
        assert (view.care, view.mute) == (promise, Mute(NOON + DAY, "U2", NOON))


def test_a_new_file_and_an_updated_one_have_the_same_schema(old: Path, path: Path) -> None:
    open_store(path).close()
    open_store(old).close()
    assert schema(old) == schema(path)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_updating_twice_is_updating_once(old: Path) -> None:
    open_store(old).close()
    before = schema(old)
    open_store(old).close()
    assert schema(old) == before


def test_a_question_to_an_older_file_says_how_to_update_it(old: Path) -> None:
    with pytest.raises(StateError, match="run `duewatch check` once"):
        open_reader(old)


def test_a_step_that_fails_leaves_the_older_file_as_it_was(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE TABLE oncall (mine TEXT)")  # in the way of the second step
    before = schema(old)
    with pytest.raises(StateError, match="oncall"):
        open_store(old)
    assert schema(old) == before
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_new_file_starts_with_this_schema(path: Path) -> None:
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        record(store, invoice(), drafts=[draft("acme/7:new")])
        assert [one.draft.key for one in store.said(KEY)] == ["acme/7:new"]
