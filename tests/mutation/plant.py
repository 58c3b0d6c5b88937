"""Faults in one module of a copy, planted one at a time by mutmut, and who noticed them."""

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("bot", "providers", "state", "tests")
NOTICED = ("killed", "timeout")

# What was remembered before a fault is planted would hide it, so the copy remembers nothing.
_DECORATED = re.compile(r"^@(?:(?:lru_cache|remembering)\(.*\)|cache)(?:  #.*)?\n", re.MULTILINE)
_WRAPPED = re.compile(r"^(\w+) = lru_cache\(.*\)\((\w+)\)$", re.MULTILINE)

_SETTINGS = """[mutmut]
source_paths =
    bot
    providers
    state
only_mutate =
    {module}
pytest_add_cli_args =
    -p
    no:cacheprovider
    -m
    not browser
    --hypothesis-profile=ci
pytest_add_cli_args_test_selection =
    {tests}
"""

# `mutmut show` shows one fault for each start of the program, and that takes seconds.
_SHOW = """import sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
for name in sys.argv[1:]:
    print(name, *get_diff_for_mutant(name).splitlines()[2:], "", sep="\\n")
"""


@dataclass(frozen=True, slots=True)
class Planted:
    """How many faults a module was given, and those that nobody noticed."""

    module: str
    faults: int
    survivors: tuple[str, ...]
    differences: str  # what was changed by the survivors

    @property
    def noticed(self) -> int:
        """How many made a test fail, or run without end."""
        return self.faults - len(self.survivors)


def plant(module: str, tests: Sequence[str], folder: Path) -> Planted:
    """Copy what is needed into an empty folder and plant the module's faults there."""
    for name in NEEDED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    source = folder / module
    source.write_text(forgetful(source.read_text()))
    settings = _SETTINGS.format(module=module, tests="\n    ".join(tests))
    (folder / "setup.cfg").write_text(settings)
    _run(folder, "-m", "mutmut", "run")
    results = _run(folder, "-m", "mutmut", "results", "--all", "true")
    fates = dict(re.findall(r"^ *(\S+): (.+)$", results, re.MULTILINE))
    left = [name for name, fate in fates.items() if fate not in NOTICED]
    return Planted(module, len(fates), tuple(left), _run(folder, "-c", _SHOW, *left))


def forgetful(source: str) -> str:
    """The same module without anything that remembers what a function gave."""
    return _WRAPPED.sub(r"\1 = \2", _DECORATED.sub("", source))


def _run(folder: Path, *words: str) -> str:
    command = (sys.executable, *words)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"{done.stdout[-4000:]}{done.stderr[-4000:]}"
        raise RuntimeError(f"mutmut failed:\n{said}")
    return done.stdout
