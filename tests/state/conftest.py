from collections.abc import Iterator
from pathlib import Path

import pytest

from state.database import SqliteStore, open_store
from tests.state.builders import NOON, account


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "duewatch.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """A store that watches `acme`, which was never checked."""
    with open_store(path) as opened:
        opened.sync_accounts([account()], NOON)
        yield opened
