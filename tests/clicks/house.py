"""The bot as a process of its own, beside a Slack and many billing accounts that it checks."""

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO

from bot.demo.slack import LocalSlack
from bot.demo.world import World
from tests.running import environment

DUE = date(2031, 6, 1)  # nothing falls due meanwhile
CLICKED = 3  # accounts whose invoices are clicked
EACH = 20  # invoices of those; the others have one
SETTINGS = """
database = "clicks.db"
[slack]
channel = "#billing"
[check]
every = "30s"
[reminders]
before = []
after = []
"""


def world(accounts: int) -> World:
    """The books; the same in every process."""
    made = World(lambda: datetime.now(UTC))
    for number in range(accounts):
        opened = made.add_account(f"acct-{number}", "voxel")
        for bill in range(EACH if number < CLICKED else 1):
            opened.add(str(1000 + bill), "5.00", due=DUE, description="Slice")
    return made


def _serve(accounts: int, told: "Connection[str, str]") -> None:
    served = world(accounts).serve()
    told.send(served.url)
    told.recv()
    served.stop()


@dataclass(slots=True)
class House:
    """The bot's process, which may be killed and started again."""

    environ: dict[str, str]
    log: IO[bytes]
    database: Path
    kills: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=self.environ,
            stdout=self.log,
            stderr=self.log,
        )

    def kill(self) -> None:
        """End it without warning, and start it again at once."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self.kills += 1
        self.start()

    def stop(self) -> None:
        """Tell it to stop, as the system does."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(20)


@contextmanager
def house(folder: Path, accounts: int) -> Iterator[tuple[House, LocalSlack]]:
    """Providers in a process, the bot in another, Slack in this one."""
    ours, theirs = multiprocessing.Pipe()
    providers = multiprocessing.get_context("spawn").Process(target=_serve, args=(accounts, theirs))
    providers.start()
    url, books = ours.recv(), world(accounts)
    path = folder / "duewatch.toml"
    path.write_text(f"{SETTINGS}\n{books.snapshot_config(url)}")
    with (
        LocalSlack.start(messages_per_second=None) as slack,
        (folder / "log").open("ab") as log,
    ):
        made = House(environment(path, books, slack), log, folder / "clicks.db")
        made.start()
        try:
            yield made, slack
        finally:
            made.stop()
            ours.send("")
            providers.join(10)
