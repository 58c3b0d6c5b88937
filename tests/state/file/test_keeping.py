"""Before an update a copy is kept: named by its version, private, and only where there is room."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from state.condition import condition_of_copy
from state.database import StateError, open_store
from state.file.keeping import keep_before
from state.file.pragmas import number
from state.file.schema import SCHEMA
from state.migrations import MIGRATIONS
from tests.state.builders import NOON, account


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as an earlier version left it, in a schema of two steps."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        MIGRATIONS.apply(Database(connection, strict=True), stop_before="3-clicks")
    path.chmod(0o600)
    return path


def test_what_was_there_is_kept_beside_it_under_its_version(old: Path):
    told: list[str] = []
    open_store(old, tell=told.append).close()
    kept = old.with_name("old.db.schema-2.backup")
    assert condition_of_copy(kept).schema == 2
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    (words,) = told
    assert words.endswith(f"from schema 2 to {SCHEMA}; as it was it is kept in {kept}")
    assert sorted(one.name for one in old.parent.iterdir()) == ["old.db", kept.name]


def test_the_copy_is_what_an_older_program_can_go_on_with(old: Path):
    open_store(old).close()
    with closing(sqlite3.connect(old.with_name("old.db.schema-2.backup"))) as connection:
        assert number(connection, "user_version") == 2
        assert connection.execute("SELECT count(*) FROM invoices").fetchone() == (0,)
        tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'clicks'"
        assert connection.execute(tables).fetchone() == (0,)


def test_a_new_database_and_one_that_is_up_to_date_need_no_copy(tmp_path: Path):
    path = tmp_path / "new.db"
    for _ in range(2):
        open_store(path).close()
    assert [one.name for one in tmp_path.iterdir()] == ["new.db"]


def test_half_a_copy_of_an_update_that_was_killed_is_replaced_by_a_whole_one(old: Path):
    old.with_name("old.db.schema-2.backup.part").write_bytes(b"half")
    old.with_name("old.db.schema-2.backup").write_bytes(b"of an earlier try")
    open_store(old).close()
    assert condition_of_copy(old.with_name("old.db.schema-2.backup")).damage is None
    assert not old.with_name("old.db.schema-2.backup.part").exists()


def test_without_room_for_the_copy_nothing_is_changed(old: Path):
    room = os.statvfs(old.parent)
    more = room.f_blocks * room.f_frsize  # than the disk has
    with (
        closing(sqlite3.connect(old)) as connection,
        pytest.raises(StateError, match=r"make room and start again, nothing was changed"),
    ):
        keep_before(connection, old, spare=more)
    assert list(old.parent.glob("*.backup*")) == []


def test_a_copy_that_cannot_be_written_stops_the_update(old: Path):
    old.with_name("old.db.schema-2.backup").mkdir()  # a folder in its place
    with pytest.raises(StateError, match="cannot keep a copy"):
        open_store(old)
    with closing(sqlite3.connect(old)) as connection:
        assert number(connection, "user_version") == 2


def test_an_update_that_fails_half_way_leaves_the_copy_and_is_taken_up_again(old: Path):
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE clicks (stranger TEXT)")  # the next step needs the name
    with pytest.raises(StateError, match="clicks"):
        open_store(old)
    assert condition_of_copy(old.with_name("old.db.schema-2.backup")).schema == 2
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("DROP TABLE clicks")
    with open_store(old) as store:
        store.sync_accounts([account()], NOON)
