"""`python -m tests.simulation.bugs.hunt SEED=1 SCHEDULES=400`: live until a law is broken.

Prints one line of JSON: how many schedules were lived, and the violation if there was one.
"""

import json
import sys

from tests.simulation.many import several

BATCH = 5


def hunt(seed: int, most: int) -> dict[str, object]:
    """What the first broken law was, and at which schedule."""
    for start in range(seed, seed + most, BATCH):
        tally = several(range(start, min(start + BATCH, seed + most)))
        if tally.violations:
            return {"schedules": start - seed + BATCH, "violation": tally.violations[0]}
    return {"schedules": most, "violation": None}


if __name__ == "__main__":
    given = dict(word.split("=", 1) for word in sys.argv[1:])
    sys.stdout.write(json.dumps(hunt(int(given["SEED"]), int(given["SCHEDULES"]))) + "\n")
