import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from state.database import SqliteReader, StateError, open_reader, open_store
from state.file.schema import SCHEMA
from state.migrations import MIGRATIONS
from state.store import (
    Question,
    Reader,
    Store,
)
from tests.state.builders import NOON, account, draft, invoice, record

Opener = Callable[[Path], SqliteReader]


def connect(path: Path) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(path, isolation_level=None))


def test_what_is_opened_is_what_the_bot_asks_for(path: Path) -> None:
    store: Store = open_store(path)
    reader: Reader = open_reader(path)
    reader.close()
    store.close()


def test_everything_is_still_there_after_closing(path: Path) -> None:
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        record(store, invoice(), drafts=[draft("acme/7:new")])
    assert not path.with_name("duewatch.db-wal").exists()
    with open_store(path, create=False) as store:
        assert store.known("acme") == {"7": invoice()}
        assert store.pending() == 1


def test_closing_twice_is_closing_once(path: Path) -> None:
    store = open_store(path)
    store.close()
    store.close()
    with pytest.raises(StateError, match="closed"):
        store.pending()
    with pytest.raises(StateError, match="closed"):
        store.enqueue([], NOON)


def test_a_new_database_is_nobody_elses_to_read(path: Path) -> None:
    open_store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_written_ahead_and_to_the_disk(path: Path) -> None:
    with open_store(path) as store, store._writer.transaction() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_copy_to_try_something_on_does_not_wait_for_the_disk(path: Path) -> None:
    store = open_store(path, lasting=False)
    with store, store._writer.transaction() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 0


def test_every_table_is_strict(path: Path) -> None:
    open_store(path).close()
    with connect(path) as connection:
        loose = connection.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict"
            " AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
    assert loose == []


def test_the_schema_number_counts_the_steps(path: Path) -> None:
    open_store(path).close()
    with connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert len(MIGRATIONS._migrations) == SCHEMA


def test_a_missing_database_is_made_only_when_asked_to(path: Path) -> None:
    with pytest.raises(StateError, match=r"no database at .* yet"):
        open_store(path, create=False)
    with pytest.raises(StateError, match=r"no database at .* yet"):
        open_reader(path)
    assert not path.exists()


def test_a_missing_folder_is_named(path: Path) -> None:
    place = path.parent / "nowhere" / "duewatch.db"
    with pytest.raises(StateError, match=r"there is no folder .*nowhere"):
        open_store(place)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_ours_to_write_is_said(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        with pytest.raises(StateError, match="cannot create the database"):
            open_store(path)
    finally:
        path.parent.chmod(0o700)


def test_a_folder_in_the_place_of_the_database_is_said(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StateError, match=r"duewatch\.db"):
        open_store(path)


@pytest.mark.parametrize("opener", [open_store, open_reader])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, opener: Opener) -> None:
    words = "accounts payable, see drawer 3\n" * 200
    path.write_text(words)
    with pytest.raises(StateError, match="not a database"):
        opener(path)
    assert path.read_text() == words


def test_a_damaged_database_is_refused(path: Path) -> None:
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        record(store, *(invoice(f"acme/{n}", description="x" * 500) for n in range(300)))
    content = bytearray(path.read_bytes())
    content[4096 * 6 :] = b"\x00\xff" * ((len(content) - 4096 * 6) // 2)
    path.write_bytes(content)
    with pytest.raises(StateError, match="damaged"):
        open_store(path)


@pytest.mark.parametrize("opener", [open_store, open_reader])
def test_a_newer_schema_is_refused(path: Path, opener: Opener) -> None:
    open_store(path).close()
    with connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(StateError, match=r"newer Duewatch .* update the program"):
        opener(path)


@pytest.mark.parametrize("opener", [open_store, open_reader])
def test_the_database_of_another_program_is_refused(path: Path, opener: Opener) -> None:
    with connect(path) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(StateError, match="another program"):
        opener(path)
    with connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("songs",)]


def test_an_empty_file_is_called_that_and_a_new_database_is_begun_in_it_with_words(
    path: Path,
) -> None:
    path.touch()
    with pytest.raises(StateError, match="is empty, so it is no database; `duewatch check` begins"):
        open_reader(path)
    assert path.stat().st_size == 0, "whoever asks changes nothing"
    told: list[str] = []
    open_store(path, tell=told.append).close()
    assert [one for one in told if "is empty; a new database is begun" in one]
    open_reader(path).close()
    assert [one.name for one in path.parent.iterdir() if "damaged" in one.name] == []


def test_a_database_whose_tables_were_never_made_is_not_called_older(path: Path) -> None:
    with connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(StateError, match="holds no tables yet"):
        open_reader(path)
    open_store(path).close()
    open_reader(path).close()


def test_an_empty_file_beside_a_log_that_is_not_was_cut_off_and_both_are_left_alone(
    path: Path,
) -> None:
    log = path.with_name(f"{path.name}-wal")
    path.touch()
    log.write_bytes(b"what was written last")
    for opener in (open_reader, open_store):
        with pytest.raises(StateError, match="it was cut off"):
            opener(path)
    assert log.read_bytes() == b"what was written last"


def test_a_reader_does_not_update_an_older_schema(path: Path) -> None:
    open_store(path).close()
    with connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA - 1}")
    with pytest.raises(StateError, match="run `duewatch check` once"):
        open_reader(path)


def test_a_reader_sees_what_is_written_while_it_is_open(path: Path) -> None:
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        with open_reader(path) as reader:
            assert reader.invoices(Question()) == []
            record(store, invoice())
            assert [view.invoice for view in reader.invoices(Question())] == [invoice()]


def test_a_reader_cannot_write(path: Path) -> None:
    with (
        open_store(path),
        open_reader(path) as reader,
        pytest.raises(StateError, match="readonly"),
        reader._readers.moment() as connection,
    ):
        connection.execute("DELETE FROM accounts")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET kind = 'settled'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT * FROM events",
    ],
)
def test_the_history_cannot_be_rewritten(path: Path, statement: str) -> None:
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        record(store, invoice())
        before = store.timeline(invoice().key)
        with (
            pytest.raises(StateError, match="append-only"),
            store._writer.transaction() as connection,
        ):
            connection.execute(statement)
        assert store.timeline(invoice().key) == before


def test_a_failed_transaction_leaves_nothing_behind(path: Path) -> None:
    with open_store(path) as store:

        def break_off() -> None:
            with store._writer.transaction() as connection:
                connection.execute("INSERT INTO deliveries VALUES ('Ev1', 0)")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            break_off()
        assert not store.seen_delivery("Ev1", NOON)


def test_a_path_with_odd_characters_is_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "50% of? #it"
    folder.mkdir()
    with open_store(folder / "ü&=.db") as store:
        store.sync_accounts([account()], NOON)
    with open_reader(folder / "ü&=.db") as reader:
        assert len(reader.account_views()) == 1


def test_a_full_disk_loses_nothing_that_was_recorded_and_is_said(path: Path) -> None:
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        record(store, invoice())
        connection = store._writer._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        crowd = [draft(f"key {number}") for number in range(1000)]
        with pytest.raises(StateError, match="full"):
            store.enqueue(crowd, NOON)
        assert (store.known("acme"), store.pending()) == ({"7": invoice()}, 0)
        connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
        assert store.enqueue(crowd, NOON) == 1000
