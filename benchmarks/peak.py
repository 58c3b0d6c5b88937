"""How much memory a piece of work takes at its worst, in a process of its own.

From /proc, since what C libraries take is not seen by Python's own tracing.
"""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_CLEAR = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")
_RESET_PEAK = "5"


def is_known_here() -> bool:
    """Whether this system tells: Linux does."""
    return _CLEAR.exists()


def growth(work: Callable[[T], object], warm_up: T, given: T) -> float:
    """MiB above the moment before, at the worst moment; imports and first uses do not count."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, work, warm_up, given).result()


@contextmanager
def watched() -> Iterator[Callable[[], float]]:
    """What the block has taken in this process at its worst so far, in MiB; 0 where unknown."""
    if not is_known_here():
        yield lambda: 0.0
        return
    gc.collect()
    _CLEAR.write_text(_RESET_PEAK)
    before = _kib("VmRSS")
    yield lambda: (_kib("VmHWM") - before) / 1024


def _measured(work: Callable[[T], object], warm_up: T, given: T) -> float:
    work(warm_up)
    with watched() as worst:
        kept = work(given)
        peak = worst()
    del kept
    return peak


def _kib(field: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1])
