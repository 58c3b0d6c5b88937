"""A story that unfolds in the demo's world by itself: 25 written days, then for ever."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from threading import Lock

from bot.demo.acts import Step
from bot.demo.baseline import demo_world
from bot.demo.forever import endless
from bot.demo.plot import PLOT, SCRIPTED
from bot.demo.world import World

__all__ = ["Coming", "Step", "Story", "demo_world"]


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that will happen."""

    at: datetime
    wait: timedelta  # from the moment of asking; zero for what is due already
    title: str


class Story:
    """Performs what has come, in order and each step once. Safe to use from any thread.

    `steps` replaces the written story; they must be in order and may be without an end.
    """

    def __init__(
        self, world: World, start: datetime, steps: Iterable[Step] | None = None, seed: int = 1
    ) -> None:
        self._world = world
        self._start = start
        written = chain(PLOT, endless(SCRIPTED.days, seed))
        self._steps: Iterator[Step] = iter(written if steps is None else steps)
        self._ahead: deque[Step] = deque()
        self._lock = Lock()

    def advance(self, now: datetime) -> list[Step]:
        """Perform every step whose moment has come and return them."""
        done = []
        with self._lock:
            while self._look(1) and self._start + self._ahead[0].after <= now:
                step = self._ahead.popleft()
                step.act(self._world, self._start + step.after)
                done.append(step)
        return done

    def upcoming(self, now: datetime, limit: int = 5) -> list[Coming]:
        """Return what was not performed yet, the next first."""
        with self._lock:
            self._look(limit)
            ahead = list(self._ahead)[:limit]
        moments = ((self._start + step.after, step.title) for step in ahead)
        return [Coming(at, max(at - now, timedelta(0)), title) for at, title in moments]

    def _look(self, many: int) -> bool:
        """Have so many steps at hand, if there are; False at the end of the story."""
        while len(self._ahead) < many:
            step = next(self._steps, None)
            if step is None:
                break
            self._ahead.append(step)
        return bool(self._ahead)
