"""Clicks under kill -9, reconnects and redeliveries, while many accounts are checked."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.demo.slack import LocalSlack
from tests.clicks.books import Verdict, judge, known, waiting
from tests.clicks.house import CLICKED, EACH, House, house
from tests.clicks.people import Crowd


@dataclass(frozen=True, slots=True)
class Measured:
    """What was sent, how fast it was answered, and what became of it."""

    crowd: Crowd
    verdict: Verdict
    kills: int
    reconnects: int

    def percentile(self, share: float) -> float:
        """The seconds within which that share of all deliveries was acknowledged."""
        ordered = sorted(self.crowd.seconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def measure(folder: Path, clicks: int, seed: int, accounts: int, kills: int) -> Measured:
    """Click, kill and reconnect; then see whether anything was lost or done twice."""
    keys = tuple(f"acct-{a}/{1000 + bill}" for a in range(CLICKED) for bill in range(EACH))
    with house(folder, accounts) as (bot, slack):
        slack.wait_for(lambda: known(bot.database) >= len(keys) + accounts - CLICKED, 180)
        slack.wait_for(lambda: slack.connected, 30)
        crowd = Crowd(slack, keys, clicks, seed)
        trouble = Trouble(bot, slack, crowd, kills, seed)
        trouble.run_beside(crowd.click)
        slack.wait_for(lambda: slack.connected and waiting(bot.database) == 0, 60)
    return Measured(crowd, judge(bot.database, crowd), bot.kills, trouble.reconnects)


class Trouble:
    """Kills the bot so many times while people click, and cuts its connection in between."""

    def __init__(self, bot: House, slack: LocalSlack, crowd: Crowd, kills: int, seed: int) -> None:
        self._bot, self._slack, self._crowd = bot, slack, crowd
        chance, step = random.Random(seed), crowd.count / (kills + 1)
        killed = [(step * (turn + 1 + chance.uniform(-0.2, 0.2)), False) for turn in range(kills)]
        cut = [(step * (turn + 0.5), True) for turn in range(0, kills, 2)]
        self._plan = sorted(killed + cut)
        self.reconnects = 0

    def run_beside(self, work: Callable[[], None]) -> None:
        """Make trouble until the work is done."""
        over = threading.Event()
        thread = threading.Thread(target=self._make, args=(over,))
        thread.start()
        try:
            work()
        finally:
            over.set()
            thread.join()

    def _make(self, over: threading.Event) -> None:
        for moment, only_cut in self._plan:
            while len(self._crowd.acknowledged) < moment:
                if over.wait(0.01):
                    return
            if only_cut:
                self._slack.disconnect()
                self.reconnects += 1
            else:
                self._bot.kill()
            while not self._slack.connected:
                if over.wait(0.01):
                    return
