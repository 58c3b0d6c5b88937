"""Only their owner opens the files, whatever the umask and however they came to be."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from state.database import open_reader, open_store
from tests.state.builders import NOON, account, invoice, record


def modes(folder: Path) -> dict[str, int]:
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()}


@pytest.fixture
def generous() -> Iterator[None]:
    """A machine on which new files are open to everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("generous")
def test_the_database_its_companions_and_its_copies_are_private(path: Path):
    with open_store(path) as store, open_reader(path) as reader:
        store.sync_accounts([account()], NOON)
        record(store, invoice())
        reader.copy_to(str(path.with_name("copy.db")))
        found = modes(path.parent)
    assert found == dict.fromkeys(
        ("duewatch.db", "duewatch.db-wal", "duewatch.db-shm", "copy.db"), 0o600
    )


@pytest.mark.usefixtures("generous")
def test_what_others_could_read_is_closed_to_them_and_that_is_said(path: Path):
    with open_store(path) as store, open_reader(path):
        store.sync_accounts([account()], NOON)
        for one in path.parent.iterdir():
            one.chmod(0o644)
        told: list[str] = []
        open_store(path, tell=told.append).close()
        found = modes(path.parent)
    assert set(found.values()) == {0o600}
    assert sorted(words.split()[0] for words in told) == [
        str(path.with_name(name)) for name in sorted(found)
    ]


def test_what_is_private_already_is_not_spoken_of(path: Path):
    told: list[str] = []
    for _ in range(2):
        open_store(path, tell=told.append).close()
    assert told == []
