"""Ways to do the same thing, timed in turns, so that a busy moment hits all of them."""

import gc
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Run = Callable[[], object]
Prepare = Callable[[], Run]  # makes everything ready, untimed; what it gives is timed


@dataclass(frozen=True, slots=True)
class Effort:
    """How much to do: rounds of each way, and the share of the full size."""

    rounds: int
    share: float

    def of(self, full: int, least: int = 10) -> int:
        """This share of a number of things."""
        return max(least, int(full * self.share))

    def seconds(self, full: float, least: float = 1.0) -> float:
        """This share of a time of watching."""
        return max(least, full * self.share)


FULL = Effort(rounds=5, share=1.0)
QUICK = Effort(rounds=3, share=0.2)


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds: the processor's, and those on the wall."""

    cpu: float
    wall: float

    def __add__(self, other: "Took") -> "Took":
        return Took(self.cpu + other.cpu, self.wall + other.wall)


def own_cpu() -> float:
    """Processor seconds that this process has used."""
    return time.process_time()


def childrens_cpu() -> float:
    """Processor seconds that its ended children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def side_by_side(
    ways: Mapping[str, Prepare], rounds: int, cpu: Callable[[], float] = own_cpu
) -> dict[str, Took]:
    """The median of each way. Every round runs all of them, each time another one first."""
    names = list(ways)
    taken: dict[str, list[Took]] = {name: [] for name in names}
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            taken[name].append(_timed(ways[name](), cpu))
    return {name: _median(each) for name, each in taken.items()}


def ready(run: Run) -> Prepare:
    """A way that needs no preparation."""
    return lambda: run


def measured(run: Run, cpu: Callable[[], float] = own_cpu) -> Took:
    """What one run takes."""
    used, started = cpu(), time.perf_counter()
    run()
    return Took((cpu() - used) * 1000, (time.perf_counter() - started) * 1000)


def _timed(run: Run, cpu: Callable[[], float]) -> Took:
    gc.collect()
    used, started = cpu(), time.perf_counter()
    kept = run()
    took = Took((cpu() - used) * 1000, (time.perf_counter() - started) * 1000)
    del kept  # taking it apart again is not part of the work
    return took


def _median(taken: list[Took]) -> Took:
    return Took(median(one.cpu for one in taken), median(one.wall for one in taken))
