"""Small regular work beside the checks, in a thread of its own: it may wait, the tick may not."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock

log = structlog.get_logger()


@dataclass(slots=True)
class Chore:
    """One kind of work and how often it is done."""

    name: str
    every: timedelta
    work: Callable[[], object]
    due: datetime | None = None  # None: it was never done


@dataclass(slots=True)
class Chores:
    """Does what has come due, one after the other; the next time only when all is done."""

    clock: Clock
    chores: tuple[Chore, ...]
    pool: Callable[[int, str], Executor] = ThreadPoolExecutor
    _hands: Executor = field(init=False)
    _under_way: "Future[None] | None" = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._hands = self.pool(1, "chores")

    def tick(self) -> None:
        """Begin with what has come due, unless something is under way."""
        if self._under_way is None or self._under_way.done():
            self._under_way = self._hands.submit(self.do)

    def do(self) -> None:
        """Do what has come due; a chore that fails does not keep the others from being done."""
        for chore in self.chores:
            now = self.clock()
            # farther ahead than that lies only what a clock that was ahead has planned
            if chore.due is None or not now < chore.due <= now + chore.every:
                chore.due = now + chore.every
                self._try(chore)

    def _try(self, chore: Chore) -> None:
        try:
            chore.work()
        except Exception:
            # a fault of ours in one chore must not end the others
            log.exception("chore_crashed", chore=chore.name)

    def stop(self, patience: float = 1.0) -> bool:
        """Begin nothing more; True if what was under way came to its end in time."""
        self._hands.shutdown(wait=False, cancel_futures=True)
        under_way = [self._under_way] if self._under_way is not None else []
        return not wait(under_way, timeout=patience).not_done
