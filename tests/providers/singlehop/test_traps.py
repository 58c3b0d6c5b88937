"""TRAPS.md is complete, and the tests that it names exist."""

from pathlib import Path

import pytest

from tests.providers.traps import Trap, faults, numbers, table

HERE = Path(__file__).parent
TRAPS = table(HERE)


def test_no_trap_is_missing() -> None:
    assert list(TRAPS) == numbers(E=7, T=10, U=7)


@pytest.mark.parametrize("trap", TRAPS.values(), ids=list(TRAPS))
def test_each_trap_has_words_and_tests_that_exist(trap: Trap) -> None:
    assert faults(HERE, trap) == []
