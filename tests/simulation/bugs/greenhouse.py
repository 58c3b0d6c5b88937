"""Plants one mistake in a copy of the source, and sees whether the simulation notices."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulation.bugs.plants import Bug, Edit

ROOT = Path(__file__).parents[3]
FOLDERS = ("bot", "providers", "state", "tests")
MINUTES = 10


class NoLongerApplies(Exception):
    """The source has changed: the edit has to be written anew."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one mistake."""

    bug: Bug
    schedules: int
    violation: str | None

    @property
    def law(self) -> str:
        """Which law was broken; empty if none was."""
        return self.violation.split(": ")[1] if self.violation else ""

    @property
    def seed(self) -> str:
        """The schedule that shows it."""
        return self.violation.partition(":")[0] if self.violation else ""


def planted(bug: Bug, root: Path) -> None:
    """Edit the copy under `root`. Raises NoLongerApplies."""
    for edit in bug.edits:
        path = root / edit.path
        text = path.read_text(encoding="utf-8")
        require_place(bug, edit, text)
        path.write_text(text.replace(edit.old, edit.new), encoding="utf-8")


def require_place(bug: Bug, edit: Edit, text: str) -> None:
    """Raise NoLongerApplies unless the edit fits the text."""
    if text.count(edit.old) != edit.times:
        raise NoLongerApplies(
            f"the bug {bug.name!r} no longer applies: {edit.path} holds {edit.old!r} "
            f"{text.count(edit.old)} times and not {edit.times}; write the edit anew in "
            "tests/simulation/bugs/plants.py"
        )


def copied(root: Path) -> None:
    """The source as it is now, without what was compiled."""
    for name in FOLDERS:
        leave = shutil.ignore_patterns("__pycache__", "*.png", "golden")
        shutil.copytree(ROOT / name, root / name, ignore=leave)


def tried(bug: Bug | None, schedules: int, seed: int) -> Found:
    """Live through so many schedules with this mistake; None: with none, which finds nothing."""
    with TemporaryDirectory(prefix="bug-") as folder:
        root = Path(folder)
        copied(root)
        if bug is not None:
            planted(bug, root)
        done = subprocess.run(
            [
                sys.executable,
                *("-m", "tests.simulation.bugs.hunt"),
                *(f"SEED={seed}", f"SCHEDULES={schedules}"),
            ],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            timeout=MINUTES * 60,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"the hunt itself failed:\n{done.stderr[-2_000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Found(bug or Bug("none", "", ()), told["schedules"], told["violation"])
