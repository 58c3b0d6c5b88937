"""The threat model says what is shown by tests, so the tests it names have to be there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MODEL = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", MODEL)
ROWS = [line for line in MODEL.splitlines() if line.startswith("| ") and line.count("|") == 4]
THREATS = [row for row in ROWS if not row.startswith("| Threat ")]


@cache
def defined_in(path: Path) -> frozenset[str]:
    """The tests that a file defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return frozenset(one.name for one in functions if one.name.startswith("test_"))


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_test_that_is_named_exists(path: str, name: str):
    assert name in defined_in(ROOT / path)


@pytest.mark.parametrize("row", THREATS, ids=[row[2:50] for row in THREATS])
def test_every_threat_has_a_defence_and_a_test_that_shows_it(row: str):
    threat, defence, shown = (cell.strip() for cell in row.strip("|").split("|"))
    assert threat
    assert defence
    assert re.fullmatch(r"(`tests/[\w/]+\.py::\w+`(, )?)+", shown)


def test_it_says_what_is_protected_from_whom_where_and_what_remains():
    headings = re.findall(r"^## (.+)$", MODEL, re.MULTILINE)
    assert headings[:3] == ["What is worth protecting", "Who attacks", "Where trust ends"]
    assert headings[-1] == "What remains"
    assert len(THREATS) > 25


def test_no_test_of_security_is_left_out_of_it():
    files = {path.name for path in (ROOT / "tests" / "security").glob("test_*.py")}
    named = {Path(path).name for path, _ in NAMED}
    assert files - named == set()


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.txt")), ids=lambda one: one.name)
def test_every_locked_package_has_its_hashes(lock: Path):
    packages = re.split(r"^(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(packages) > 20
    for one in packages:
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==[^ ]+ ", one), one.splitlines()[0]
        assert "--hash=sha256:" in one


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.txt")), ids=lambda one: one.name)
def test_a_lock_holds_packages_and_hashes_and_not_where_they_come_from(lock: Path):
    """No address and no option of an installer: only what is known may stand there."""
    known = re.compile(
        r"[a-z0-9][^/:]*==[^/:]+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?| *#[^/:]*:?"
    )
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not known.fullmatch(line)] == []
