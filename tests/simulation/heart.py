"""APScheduler without its thread: woken when the world says so, as late as the world likes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from typing import Any

import apscheduler.executors.base
import apscheduler.schedulers.base
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.base import BaseScheduler

ASKED_FOR_TIME = (apscheduler.executors.base, apscheduler.schedulers.base)


class Woken(BaseScheduler):  # type: ignore[misc]  # the library has no types
    """Does what is due when it is told to look, and nothing in between."""

    def _create_default_executor(self) -> DebugExecutor:
        return DebugExecutor()

    def wakeup(self) -> None:
        """Nobody waits to be woken: the world calls `look`."""

    def shutdown(self, wait: bool = True) -> None:
        """Stop looking."""
        super().shutdown(wait)

    def look(self, late: timedelta) -> None:
        """Let the jobs have come due so long ago, and the scheduler notice it now."""
        now = apscheduler.schedulers.base.datetime.now(self.timezone)
        for job in self.get_jobs():
            job.modify(next_run_time=now - late)
        self._process_jobs()


@contextmanager
def by(clock: Callable[[], datetime]) -> Iterator[None]:
    """Have the scheduler's library, which asks the system for the time, ask the world instead."""

    class Ours(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return clock().astimezone(tz)

    for module in ASKED_FOR_TIME:
        module.datetime = Ours
    try:
        yield
    finally:
        for module in ASKED_FOR_TIME:
            module.datetime = datetime
