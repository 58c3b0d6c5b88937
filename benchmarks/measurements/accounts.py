"""Accounts: very many due at once, each asked over HTTP; floor: as if checking took no time"""

import tempfile
from pathlib import Path

from benchmarks.rows import Goal, Row
from benchmarks.sweeps import Swept, sweeps
from benchmarks.timing import Effort
from benchmarks.upstream import upstream
from benchmarks.wire import one_list

ACCOUNTS = 10_000
USUAL, MORE = 32, 64  # workers: what is configured unless somebody says otherwise, and twice that
INVOICES = 5  # of each account
QUICK, SLOW = 50, 500  # milliseconds until an answer comes
IDEAL, FLAT = Goal(of_floor=1.11), Goal(at_most=64)  # nine tenths of the ideal


def measure(effort: Effort) -> list[Row]:
    """A first check of each, and then the usual one, which brings what was known already."""
    count = effort.of(ACCOUNTS, MORE)
    slow = SLOW if effort.share >= 0.1 else QUICK
    body = one_list("voxel", INVOICES).parts[0].body
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with upstream(body, folder) as provider, sweeps(folder, provider, count) as bot:
            first = bot.sweep(QUICK, USUAL)
            known = {
                (latency, workers): bot.sweep(latency, workers)
                for latency, workers in ((QUICK, USUAL), (QUICK, MORE), (slow, MORE))
            }
    return [
        _row(f"{count:,} never checked", count, QUICK, USUAL, first, Goal()),
        *(
            _row(f"{count:,} without news", count, latency, workers, swept, IDEAL)
            for (latency, workers), swept in known.items()
        ),
        _memory(f"{count:,} without news, memory", max(swept.memory for swept in known.values())),
    ]


def _row(what: str, count: int, latency: int, workers: int, swept: Swept, goal: Goal) -> Row:
    ideal = count * latency / workers
    note = (
        f"{ideal / swept.took.wall:.0%} of the ideal on the wall; of the processor "
        f"{swept.took.cpu / count:.2f} ms a check; at its worst {swept.memory:.0f} MiB above the "
        "moment before"
    )
    named = f"{what}, {latency} ms, {workers} workers"
    return Row(named, "ms", swept.took.wall, ideal, goal=goal, note=note)


def _memory(what: str, memory: float) -> Row:
    return Row(what, "MiB", memory, goal=FLAT, note="at its worst, above the moment before")
