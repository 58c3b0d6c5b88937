"""What `duewatch run` finds around it when a test starts it as a process of its own."""

import os
import random
import socket
import threading
from contextlib import closing
from pathlib import Path
from typing import Self

from bot.demo.slack import APP_TOKEN, BOT_TOKEN, LocalSlack
from bot.demo.world import World

ROOT = Path(__file__).parent.parent
PATIENCE = 100.0  # seconds for what a process does, on a machine that has much else to do
PORTS = range(20_000, 30_000)  # below those that a system gives to whoever asks for any


def environment(config: Path, world: World, slack: LocalSlack) -> dict[str, str]:
    """Credentials of the simulated providers and of the local Slack; no web endpoints."""
    environ = {
        **os.environ,
        **world.environment(),
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "DUEWATCH_CONFIG": str(config),
    }
    environ.pop("PORT", None)
    return environ


def free_port() -> int:
    """A port that nobody has, and that nobody is given meanwhile who does not ask for it."""
    while True:
        port = random.choice(PORTS)
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Stopwatch:
    """Counts the seconds in which the machine let us do something, not those it stood still."""

    _TURN = 0.05

    def __init__(self) -> None:
        self._turns = 0
        self._over = threading.Event()
        self._counting = threading.Thread(target=self._count)

    @property
    def seconds(self) -> float:
        """What has passed so far."""
        return self._turns * self._TURN

    def __enter__(self) -> Self:
        self._counting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._counting.join()

    def _count(self) -> None:
        while not self._over.wait(self._TURN):
            self._turns += 1
