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


class Stalling(DebugExecutor):  # type: ignore[misc]  # the library has no types
    """Runs a job at once, or when the machine has come to itself."""

    def __init__(self, stall: Callable[[], None]) -> None:
        super().__init__()
        self._stall = stall

    def _do_submit_job(self, job: Any, run_times: Any) -> None:
        self._stall()
        super()._do_submit_job(job, run_times)


class Woken(BaseScheduler):  # type: ignore[misc]  # the library has no types
    """Does what is due when it is told to look, and nothing in between."""

    def __init__(self, pass_time: Callable[[timedelta], None], **options: Any) -> None:
        self._late = timedelta(0)
        self._pass_time = pass_time
        super().__init__(**options)

    def _create_default_executor(self) -> Stalling:
        return Stalling(lambda: self._pass_time(self._late))

    def wakeup(self) -> None:
        """Nobody waits to be woken: the world calls `look`."""

    def shutdown(self, wait: bool = True) -> None:
        """Stop looking."""
        super().shutdown(wait)

    def look(self, late: timedelta) -> None:
        """Let the jobs come due now, and the machine stall so long before it runs them."""
        self._late = late
        now = apscheduler.schedulers.base.datetime.now(self.timezone)
        for job in self.get_jobs():
            job.modify(next_run_time=now)
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
