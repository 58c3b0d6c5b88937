"""Many worlds, one after the other in each of several processes."""

import sys
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context

from tests.soak.quiet import quiet
from tests.soak.world import STEPS, Tally, line, run

ENOUGH = 5  # violations after which no further world is begun


def soak(seed: int, polls: int, jobs: int) -> Tally:
    """Live through as many whole worlds as the polls need; the same ones for the same seed."""
    worlds = -(-polls // STEPS)
    whole, todo = Tally(), iter(range(worlds))
    # not forked: a server's thread and a database must not be shared between processes
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        under_way = {pool.submit(alone, seed, number) for number in islice(todo, 2 * jobs)}
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for world in done:
                whole.add(world.result())
            if len(whole.violations) < ENOUGH:
                under_way |= {
                    pool.submit(alone, seed, number) for number in islice(todo, len(done))
                }
            _progress(whole.polls.total(), worlds * STEPS)
    return whole


def alone(seed: int, number: int, until: int | None = None) -> Tally:
    """One world, to its end or up to a step of it."""
    with quiet(), line() as through:
        return run(seed, number, through, until=until)


def _progress(done: int, of: int) -> None:
    terminal = sys.stderr.isatty()
    if terminal or done >= of or done // STEPS % 50 == 0:
        sys.stderr.write(
            f"{done:,} of {of:,} polls{chr(13) if terminal and done < of else chr(10)}"
        )
        sys.stderr.flush()
