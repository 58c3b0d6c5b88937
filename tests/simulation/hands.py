"""Every thread of the bot in one thread: what was handed to a pool waits for its turn."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from random import Random
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Gives = TypeVar("Gives")


class Job(Future[Any]):
    """Work that a pool was given. Who waits for it has it done, and all that comes before it."""

    def __init__(self, pool: "Pool", work: Callable[[], object]) -> None:
        super().__init__()
        self._pool, self._work = pool, work

    def result(self, timeout: float | None = None) -> Any:
        """What came of it; one who waits only so long may be disappointed."""
        if timeout is not None and not self.done() and self._pool.crew.dawdles():
            raise TimeoutError
        while not self.done():
            self._pool.turn()
        return super().result(0)

    def run(self) -> None:
        """Do it. What no handler may catch, such as the end of the process, goes through."""
        if not self.set_running_or_notify_cancel():
            return
        try:
            found = self._work()
        except Exception as error:  # noqa: BLE001 -- a future keeps what went wrong
            self.set_exception(error)
        else:
            self.set_result(found)


class Pool(Executor):
    """So many threads of one name."""

    def __init__(self, crew: "Crew", threads: int, name: str) -> None:
        self.crew, self.name = crew, name
        self._threads, self._busy = threads, 0
        self._queue: deque[Job] = deque()

    @property
    def ready(self) -> bool:
        """True if something waits for which there is a thread."""
        return bool(self._queue) and self._busy < self._threads

    def submit(
        self, fn: Callable[Given, Gives], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> "Future[Gives]":
        """Queue it; nothing is done before somebody gives the pool a turn."""
        job = Job(self, lambda: fn(*args, **kwargs))
        self._queue.append(job)
        return job

    def turn(self) -> None:
        """Do what waits longest."""
        job = self._queue.popleft()
        self._busy += 1
        try:
            job.run()
        finally:
            self._busy -= 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more: finish what waits, or give it up."""
        while self._queue and (cancel_futures or wait):
            if cancel_futures:
                self._give_up(self._queue.popleft())
            else:
                self.turn()

    def _give_up(self, job: Job) -> None:
        job.cancel()
        job.set_running_or_notify_cancel()


@dataclass(slots=True)
class Crew:
    """All pools of one process."""

    chance: Random
    slow: float = 0.0  # how often somebody who waits for an answer loses patience
    pools: list[Pool] = field(default_factory=list)

    def pool(self, threads: int, name: str) -> Pool:
        """Open a pool, as the bot asks for it."""
        made = Pool(self, threads, name)
        self.pools.append(made)
        return made

    def turn(self, but: frozenset[str] = frozenset()) -> str | None:
        """Give one of the pools that can do something a turn; its name, None if none can."""
        ready = [one for one in self.pools if one.ready and one.name not in but]
        if not ready:
            return None
        chosen = self.chance.choice(ready)
        chosen.turn()
        return chosen.name

    def dawdles(self) -> bool:
        """Whether an answer takes longer than somebody waits for it."""
        return self.chance.random() < self.slow


class AtOnce(Executor):
    """Does what it is given before it says that it took it: Bolt's listeners."""

    def submit(
        self, fn: Callable[Given, Gives], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> "Future[Gives]":
        """Do it."""
        job = Job(Pool(Crew(Random(0)), 1, "at once"), lambda: fn(*args, **kwargs))
        job.run()
        return job
