"""`python -m tests.simulation SCHEDULES=1000 SEED=1`: whole lives of the bot under faults.

Settings: SCHEDULES (1000 unless given), SEED (1), JOBS (processes; one per processor), MINUTES
after which no further one is begun. To see a violation again, step by step: the SEED alone, as it
was printed.
"""

import sys
import time
from collections.abc import Sequence
from os import cpu_count

from rich.console import Console

from tests.asked import numbers
from tests.simulation import many, report

SETTINGS = ("SCHEDULES", "SEED", "JOBS", "MINUTES")


def main(words: Sequence[str]) -> int:
    """Live through what was asked; 0 without a violation, 1 with one, 2 for wrong words."""
    try:
        asked = numbers(words, SETTINGS)
    except ValueError as error:
        sys.stderr.write(f"{error}\n\n{__doc__}")
        return 2
    console = Console(width=None if sys.stdout.isatty() else 120)
    started = time.monotonic()
    if "SEED" in asked and "SCHEDULES" not in asked:
        tally = many.several([asked["SEED"]], lambda line: sys.stdout.write(f"{line}\n"))
    else:
        jobs = asked.get("JOBS") or cpu_count() or 1
        minutes = asked.get("MINUTES", many.FOREVER)
        tally = many.soak(asked.get("SEED", 1), asked.get("SCHEDULES", 1_000), jobs, minutes)
        console.print(report.faults(tally), highlight=False)
    seconds = time.monotonic() - started
    console.print(report.summary(tally, seconds), highlight=False, soft_wrap=True, markup=False)
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
