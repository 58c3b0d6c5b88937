"""`python -m tests.simulation.bugs SCHEDULES=400 SEED=1`: is each known mistake noticed?

Plants them one at a time in a copy of the source, and shows by which law the simulation found
each, and after how many schedules. BUG=number tries one alone. Ends with 1 if one was missed.
"""

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from os import cpu_count

from rich.console import Console
from rich.table import Table

from tests.asked import numbers
from tests.simulation.bugs.greenhouse import Found, NoLongerApplies, tried
from tests.simulation.bugs.plants import BUGS

SETTINGS = {"SCHEDULES": 400, "SEED": 1, "JOBS": cpu_count() or 1, "BUG": 0}


def main(words: Sequence[str]) -> int:
    """Try them all; 0 if each was found, 1 if not, 2 for wrong words or an edit out of place."""
    console = Console(width=None if sys.stdout.isatty() else 140)
    try:
        asked = SETTINGS | numbers(words, SETTINGS)
        chosen = BUGS[asked["BUG"] - 1 : asked["BUG"]] if asked["BUG"] else BUGS
        one = partial(tried, schedules=asked["SCHEDULES"], seed=asked["SEED"])
        with ThreadPoolExecutor(asked["JOBS"]) as pool:
            found = list(pool.map(one, chosen))
    except (ValueError, NoLongerApplies) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    console.print(table(found), highlight=False)
    return 0 if all(one.violation for one in found) else 1


def table(found: Iterable[Found]) -> Table:
    """Each mistake and what became of it."""
    made = Table("mistake", "what it would do", "caught", "by the law", "after", "seed")
    for one in found:
        caught = "yes" if one.violation else "NO"
        made.add_row(one.bug.name, one.bug.harm, caught, one.law, f"{one.schedules}", one.seed)
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
