"""What a running bot leaves on the disk is for its own user only, whatever the umask is."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import PATIENCE
from tests.stories.test_killed import ACCOUNTS, running, surroundings


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A machine on which new files are for everybody unless a program says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_database_lock_and_backup_of_a_running_bot_are_for_its_user_only(tmp_path: Path):
    with surroundings(tmp_path) as (_, slack, environ), running(environ, tmp_path / "log"):
        slack.wait_for(lambda: len(slack.history("#billing")) == len(ACCOUNTS), PATIENCE)
        copy = [sys.executable, "-m", "bot", "backup", str(tmp_path / "copy.db")]
        subprocess.run(copy, env=environ, check=True, capture_output=True)
        ours = [path for path in tmp_path.iterdir() if path.name not in ("duewatch.toml", "log")]
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in ours}
    assert {"killed.db", "killed.db-wal", "copy.db"} <= set(modes)
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}
