"""Start: `duewatch run` until its first check and first message; floor: a Python that just ends"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from threading import Event

from benchmarks import processes
from benchmarks.rows import Row
from benchmarks.timing import Effort

PATIENCE = 30.0  # seconds
LOOK_EVERY = 0.002


def measure(effort: Effort) -> list[Row]:
    """Time on the wall, with an empty database each round."""
    taken = [(*_bot(), _nothing()) for _ in range(effort.rounds)]
    asked, said, floor = (median(each) for each in zip(*taken, strict=True))
    return [
        Row("first request to a provider", "ms", asked, floor),
        Row("first message in Slack", "ms", said, floor),
    ]


def _bot() -> tuple[float, float]:
    with (
        tempfile.TemporaryDirectory() as folder,
        processes.surroundings(Path(folder), processes.four_accounts()) as around,
    ):
        started = time.perf_counter()
        with processes.running(processes.command("run"), around.environ):
            _wait(lambda: any(account.calls for account in around.world.accounts()))
            asked = time.perf_counter()
            _wait(lambda: bool(around.slack.calls["chat.postMessage"]))
            said = time.perf_counter()
    return (asked - started) * 1000, (said - started) * 1000


def _nothing() -> float:
    started = time.perf_counter()
    processes.run(processes.NOTHING, {})
    return (time.perf_counter() - started) * 1000


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError("the bot did not get so far; try `duewatch run` by hand")
        Event().wait(LOOK_EVERY)
