"""Whether a database file is whole, and whether a copy of it is."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from state.condition import condition, condition_of_copy
from state.database import StateError, open_reader, open_store
from state.file.copying import copy
from state.file.schema import SCHEMA
from tests.builders import account

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def made(path: Path) -> None:
    store = open_store(path)
    store.sync_accounts([account()], NOW)
    store.close()


def test_a_whole_file_is_counted(tmp_path: Path):
    made(tmp_path / "a.db")
    found = condition(tmp_path / "a.db")
    assert (found.schema, found.invoices, found.events, found.damage) == (SCHEMA, 0, 1, None)


def test_it_is_read_while_somebody_writes(tmp_path: Path):
    store = open_store(tmp_path / "a.db")
    store.sync_accounts([account()], NOW)
    assert condition(tmp_path / "a.db").damage is None
    store.close()


def test_a_damaged_copy_is_never_called_whole(tmp_path: Path):
    path = tmp_path / "a.db"
    made(path)
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        broken = bytearray(content)
        broken[start : start + 4096] = b"\xff" * 4096
        path.write_bytes(broken)
        assert _is_told(path), f"the page at {start}"


def _is_told(path: Path) -> bool:
    try:
        return condition_of_copy(path).damage is not None
    except StateError:
        return True


def test_a_copy_is_judged_without_anything_appearing_beside_it(tmp_path: Path):
    made(tmp_path / "a.db")
    reader = open_reader(tmp_path / "a.db")
    reader.copy_to(str(tmp_path / "copy.db"))
    reader.close()
    assert condition_of_copy(tmp_path / "copy.db").damage is None
    assert [path.name for path in tmp_path.glob("copy.db*")] == ["copy.db"]


def test_what_is_no_database_is_no_copy(tmp_path: Path):
    (tmp_path / "letter").write_text("dear all" * 200)
    with pytest.raises(StateError, match="letter cannot be read"):
        condition_of_copy(tmp_path / "letter")


def test_half_a_copy_does_not_stay_behind(tmp_path: Path):
    with closing(sqlite3.connect(":memory:")) as gone:
        pass
    with pytest.raises(StateError, match="cannot write a copy"):
        copy(gone, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []
