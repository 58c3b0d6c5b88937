"""Many schedules, one after the other in each of several processes."""

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from time import monotonic

from state.database import open_store
from tests.replay.house import in_memory
from tests.simulation.ears import listening
from tests.simulation.schedule import Tally, live
from tests.simulation.world import Place

BATCH = 25
FOREVER = 10_000_000  # minutes
ENOUGH = 5  # violations after which no further schedule is begun


@contextmanager
def somewhere() -> Iterator[Place]:
    """A folder that no commit waits for, and an empty database in it."""
    with in_memory() as folder:
        template = folder / "empty.db"
        open_store(template, lasting=False).close()
        yield Place(folder, template)


def several(seeds: Iterable[int], tell: Callable[[str], object] | None = None) -> Tally:
    """Live through these schedules here."""
    whole = Tally()
    with somewhere() as place, listening():
        for seed in seeds:
            whole.add(live(seed, place, tell))
    return whole


def soak(seed: int, schedules: int, jobs: int, minutes: int = FOREVER) -> Tally:
    """Live through so many, the same ones for the same seed; begin none after so many minutes."""
    over = monotonic() + 60 * minutes
    begins = seed * 10_000_000
    starts = iter(range(begins, begins + schedules, BATCH))
    whole, end = Tally(), begins + schedules

    def batch(start: int) -> range:
        return range(start, min(start + BATCH, end))

    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        under_way = {pool.submit(several, batch(one)) for one in islice(starts, 2 * jobs)}
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for some in done:
                _tell(some.result())
                whole.add(some.result())
            if len(whole.violations) < ENOUGH and monotonic() < over:
                more = islice(starts, len(done))
                under_way |= {pool.submit(several, batch(one)) for one in more}
            _progress(whole, schedules)
    return whole


def _tell(tally: Tally) -> None:
    """Whoever waits for a night's run wants to know at once what it has found."""
    for one in tally.violations:
        sys.stderr.write(f"{one}\n")


def _progress(whole: Tally, of: int) -> None:
    if sys.stderr.isatty() or whole.schedules % 500 < BATCH:
        found = f"{whole.schedules:,} of {of:,} schedules, violations: {len(whole.violations)}"
        sys.stderr.write(f"{found}{chr(13) if sys.stderr.isatty() else chr(10)}")
        sys.stderr.flush()
