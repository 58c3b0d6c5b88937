"""TRAPS.md is complete, and the tests that it names exist."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROW = re.compile(r"^\| (N?\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
FOUND = ROW.findall((HERE / "TRAPS.md").read_text("utf-8"))
TRAPS = {number: (trap, shown) for number, trap, shown in FOUND}


def _tests() -> set[str]:
    return {
        node.name
        for path in HERE.parent.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_no_trap_is_missing() -> None:
    service, library = range(1, 11), range(1, 6)
    assert list(TRAPS) == [*map(str, service), *(f"N{number}" for number in library)]


@pytest.mark.parametrize("number", TRAPS)
def test_each_trap_has_words_and_tests_that_exist(number: str) -> None:
    trap, shown = TRAPS[number]
    named = re.findall(r"`(test_\w+)`", shown)
    assert len(trap) > 20
    assert named
    assert set(named) <= _tests()
