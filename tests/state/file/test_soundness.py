"""A look at the file before it is used: thorough, but a start must not take minutes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from state.database import Damaged, StateError, open_store
from state.file.schema import SCHEMA
from state.file.soundness import require_ours, require_sound
from tests.state.builders import NOON, account, invoice, record


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@pytest.fixture
def large(path: Path) -> Path:
    with open_store(path, lasting=False) as store:
        store.sync_accounts([account()], NOON)
        record(store, *(invoice(f"acme/{n}", description="x" * 2000) for n in range(4000)))
    return path


def damage(path: Path, where: float) -> None:
    content = bytearray(path.read_bytes())
    page = int(len(content) * where) // 4096 * 4096
    content[page : page + 8192] = b"\xff" * 8192
    path.write_bytes(content)


def test_damage_is_named_with_what_to_do(large: Path):
    damage(large, 0.9)
    with opened(large) as connection, pytest.raises(Damaged, match=r"damaged.*restore a backup"):
        require_sound(large, connection)


def test_a_large_file_does_not_delay_the_start(large: Path):
    damage(large, 0.9)
    with opened(large) as connection:
        require_sound(large, connection, large=large.stat().st_size - 1)
        with pytest.raises(Damaged):
            require_sound(large, connection, large=large.stat().st_size)


def test_a_newer_schema_is_refused_and_says_what_to_do(path: Path):
    open_store(path).close()
    with opened(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        words = rf"newer Duewatch \(schema {SCHEMA + 1}, .* update the program, or restore"
        with pytest.raises(StateError, match=words):
            require_ours(path, connection)
