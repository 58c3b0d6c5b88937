"""`python -m tests.soak POLLS=100000 SEED=1`: polls under faults, held against the books.

Settings: POLLS (2000 unless given), SEED (1), JOBS (processes; one per processor). To see a
violation again: SEED=1 WORLD=12 STEP=53, which lives that one world up to that step.
"""

import sys
import time
from collections.abc import Sequence
from os import cpu_count

from rich.console import Console

from tests.asked import numbers
from tests.soak import many, report

SETTINGS = ("POLLS", "SEED", "JOBS", "WORLD", "STEP")


def main(words: Sequence[str]) -> int:
    """Soak as asked; 0 without a violation, 1 with one, 2 for wrong words."""
    try:
        asked = numbers(words, SETTINGS)
    except ValueError as error:
        sys.stderr.write(f"{error}\n\n{__doc__}")
        return 2
    seed, started = asked.get("SEED", 1), time.monotonic()
    if "WORLD" in asked:
        tally = many.alone(seed, asked["WORLD"], asked.get("STEP"))
    else:
        jobs = asked.get("JOBS") or cpu_count() or 1
        tally = many.soak(seed, asked.get("POLLS", 2_000), jobs)
    seconds = time.monotonic() - started
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(report.polls(tally), report.faults(tally), highlight=False)
    console.print(report.summary(tally, seconds), highlight=False, soft_wrap=True, markup=False)
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
