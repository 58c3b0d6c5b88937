"""`duewatch run` as a process that is killed, and what it was doing when it was."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.demo.slack import LocalSlack
from bot.demo.world import World
from tests.running import environment

SETTINGS = """
database = "killed.db"
[slack]
channel = "#billing"
[check]
every = "1s"
[reminders]
before = []
after = []
"""
ASKED = {
    "sending": "SELECT 1 FROM outbox WHERE lease_until IS NOT NULL AND state = 'unsure'",
    "checking": "SELECT 1 FROM accounts WHERE lease_until IS NOT NULL",
    "with clicks to do": "SELECT 1 FROM clicks WHERE done_at IS NULL",
    "with messages waiting": "SELECT 1 FROM outbox WHERE state IN ('new', 'unsure')",
}


@dataclass(slots=True)
class Bot:
    """A bot that can be started, killed and asked what it left behind."""

    folder: Path
    environ: dict[str, str]
    starts: int = 0
    found: Counter[str] = field(default_factory=Counter)  # what it was doing -> kills
    _process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        """The file with its state."""
        return self.folder / "killed.db"

    @property
    def log(self) -> Path:
        """Everything it ever wrote."""
        return self.folder / "log"

    def start(self) -> None:
        """Start it, as its supervisor would."""
        self.starts += 1
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"], env=self.environ, stdout=out, stderr=out
            )

    def kill(self) -> None:
        """End it without warning, and look what it was in the middle of."""
        assert self._process is not None
        assert self._process.poll() is None, "it ended by itself; see its log"
        self._process.kill()
        self._process.wait()
        self.found.update(self._left_behind() or ["idle"])

    def leave_nothing_running(self) -> None:
        """End it however the rounds went."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> int:
        """Tell it to stop; its exit code."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30)

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run another command on what it left."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def _left_behind(self) -> list[str]:
        """Read a copy, so that what it left is for the next process to mend."""
        if not self.database.exists():
            return ["starting for the first time"]
        with tempfile.TemporaryDirectory() as folder:
            for end in ("", "-wal"):
                one = self.database.with_name(f"killed.db{end}")
                if one.exists():
                    shutil.copy(one, folder)
            with closing(sqlite3.connect(Path(folder) / "killed.db")) as connection:
                return [
                    what for what, asked in ASKED.items() if _any(connection, f"{asked} LIMIT 1")
                ]


def _any(connection: sqlite3.Connection, question: str) -> bool:
    try:
        return connection.execute(question).fetchone() is not None
    except sqlite3.OperationalError:
        return False  # killed before it had made this table


def settled(folder: Path, world: World, url: str, slack: LocalSlack) -> Bot:
    """A bot that has its configuration and was never started."""
    path = folder / "duewatch.toml"
    path.write_text(f"{SETTINGS}\n{world.snapshot_config(url)}")
    return Bot(folder, environment(path, world, slack))
