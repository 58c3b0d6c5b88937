"""The files and commands of docs/write-a-provider.md, taken out of the page."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "write-a-provider.md").read_text(encoding="utf-8")

JUDGE = "python -m providers.conformance tests/wire.py"
WRITE = f"{JUDGE} --write"

_FILE = re.compile(r"^\*\*`([^`]+)`\*\*\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    return dict(_FILE.findall(GUIDE))


def commands() -> list[str]:
    return [line for block in _COMMAND.findall(GUIDE) for line in block.splitlines()]


def build(folder: Path) -> Path:
    """Write the package of the page into a folder."""
    for name, content in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the page in that folder, with this Python."""
    python, *arguments = shlex.split(command)
    assert python == "python"
    paths = {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **paths},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
