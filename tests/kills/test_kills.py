"""A few rounds in the suite; `make kills` makes two hundred."""

from pathlib import Path

import pytest

from tests.kills.__main__ import is_good, told
from tests.kills.rounds import strike


@pytest.mark.timeout(420)
def test_killed_at_any_moment_it_says_everything_once_and_does_every_click(tmp_path: Path) -> None:
    found = strike(tmp_path, rounds=6, seed=20261120, told=lambda _words: None)
    assert found.struck.rounds == 6
    assert found.books.fates, "something happened"
    assert is_good(found), told(found, 0)
