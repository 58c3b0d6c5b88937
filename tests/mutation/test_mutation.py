"""What stands around mutmut: the copy that remembers nothing, the table, the list of modules."""

import importlib
from pathlib import Path

import pytest

from tests.mutation.__main__ import main, table
from tests.mutation.core import CORE
from tests.mutation.plant import ROOT, Planted, forgetful


@pytest.mark.parametrize("module", CORE)
def test_each_module_of_the_core_and_the_tests_that_guard_it_are_there(module: str) -> None:
    assert [path for path in (module, *CORE[module]) if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("module", CORE)
def test_the_copy_of_a_module_remembers_nothing_and_is_the_same_else(module: str) -> None:
    source = (ROOT / module).read_text()
    copy = forgetful(source)
    assert "cache(" not in copy
    assert "@cache" not in copy
    named = importlib.import_module(module.removesuffix(".py").replace("/", "."))
    space: dict[str, object] = {"__name__": named.__name__}
    exec(compile(copy, Path(module).name, "exec", dont_inherit=True), space)  # noqa: S102 -- ours
    assert {name for name in vars(named) if name[:2] != "__"} <= space.keys()


def test_the_table_gives_the_share_of_each_module_that_nobody_noticed() -> None:
    found = [Planted("state/a.py", 40, ("x", "y"), ""), Planted("state/b.py", 0, (), "")]
    assert table(found).splitlines()[2:] == [
        "| `state/a.py` | 40 | 38 | 2 | 5.0% |",
        "| `state/b.py` | 0 | 0 | 0 | 0.0% |",
        "| All | 40 | 38 | 2 | 5.0% |",
    ]


def test_a_module_that_is_not_in_the_core_is_a_wrong_word(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["state/no.py"]) == 2
    assert "'state/no.py' is none of providers/values.py, " in capsys.readouterr().err
