"""A table of traps, TRAPS.md, read: each row has a number, words, and tests that show it."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHARED = Path(__file__).parent

_ROW = re.compile(r"^\| ([A-Z]?\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
_TEST = re.compile(r"`(test_\w+)`")


@dataclass(frozen=True, slots=True)
class Trap:
    """One way to go wrong, and the tests which show that we do not."""

    number: str
    words: str
    tests: tuple[str, ...]


def table(folder: Path) -> dict[str, Trap]:
    """The rows of a provider's TRAPS.md, in its order; AssertionError for a number given twice."""
    found = _ROW.findall((folder / "TRAPS.md").read_text(encoding="utf-8"))
    traps = {
        number: Trap(number, words, tuple(_TEST.findall(shown))) for number, words, shown in found
    }
    assert len(traps) == len(found), "a number is given twice"
    return traps


def numbers(**counts: int) -> list[str]:
    """The numbers that a complete table has: `numbers(E=2, T=1)` is E1, E2, T1."""
    return [f"{letter}{n}" for letter, count in counts.items() for n in range(1, count + 1)]


def faults(folder: Path, trap: Trap) -> list[str]:
    """What is wrong with one row. Its tests are the provider's own, or those of all providers."""
    missing = [name for name in trap.tests if name not in _tests(folder) | _tests(SHARED)]
    said = [f"{trap.number}: there is no {name}" for name in missing]
    if not trap.tests:
        said.append(f"{trap.number} names no test")
    if len(trap.words) <= 20:
        said.append(f"{trap.number} does not say what the trap is")
    return said


@cache
def _tests(folder: Path) -> set[str]:
    """The test functions in the files of one folder."""
    return {
        node.name
        for path in folder.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
