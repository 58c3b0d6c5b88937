"""Accounts: very many due at once, each asked over HTTP; floor: as if checking took no time"""

import tempfile
from pathlib import Path

from benchmarks.rows import Goal, Row
from benchmarks.sweeps import Swept, sweeps
from benchmarks.timing import Effort
from benchmarks.upstream import upstream
from benchmarks.wire import one_list

ACCOUNTS = 10_000
WORKERS = 64
INVOICES = 5  # of each account
QUICK, SLOW = 50, 500  # milliseconds until an answer comes
IDEAL, FLAT = Goal(of_floor=1.11), Goal(at_most=64)  # nine tenths of the ideal


def measure(effort: Effort) -> list[Row]:
    """A first check of each, and then the usual one, which brings what was known already."""
    count = effort.of(ACCOUNTS, WORKERS)
    body = one_list("voxel", INVOICES).parts[0].body
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            upstream(body, folder) as provider,
            sweeps(folder, provider, count, WORKERS) as bot,
        ):
            first = bot.sweep(QUICK)
            again = bot.sweep(QUICK)
            slow = bot.sweep(SLOW if effort.share >= 0.1 else QUICK)
    return [
        _row(f"{count:,} never checked, {QUICK} ms", count, QUICK, first, Goal()),
        _row(f"{count:,} with nothing new, {QUICK} ms", count, QUICK, again, IDEAL),
        _row(f"{count:,} with nothing new, {SLOW} ms", count, SLOW, slow, IDEAL),
        _memory(f"{count:,} with nothing new, memory", max(again.memory, slow.memory)),
    ]


def _row(what: str, count: int, latency: int, swept: Swept, goal: Goal) -> Row:
    ideal = count * latency / WORKERS
    note = (
        f"{WORKERS} workers; {ideal / swept.took.wall:.0%} of the ideal on the wall; of the "
        f"processor {swept.took.cpu / count:.2f} ms a check; at its worst {swept.memory:.0f} MiB "
        "above the moment before"
    )
    return Row(what, "ms", swept.took.wall, ideal, goal=goal, note=note)


def _memory(what: str, memory: float) -> Row:
    return Row(what, "MiB", memory, goal=FLAT, note="at its worst, above the moment before")
