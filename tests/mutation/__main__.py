"""`python -m tests.mutation state/changes.py`: would the tests notice a fault in the pure core?

Without a name all modules of the core are taken. Ends with 1 if no test notices 5 % or more of
all faults that were planted, with 2 for a name that is not in the core.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.core import CORE
from tests.mutation.plant import Planted, plant

FEW = 0.05


def main(words: Sequence[str]) -> int:
    """Plant faults in the modules that were asked for and say what came of it."""
    for word in words:
        if word not in CORE:
            sys.stderr.write(f"{word!r} is none of {', '.join(CORE)}\n")
            return 2
    found = [_told(module) for module in words or CORE]
    sys.stdout.write(table(found))
    left, planted = sum(len(one.survivors) for one in found), sum(one.faults for one in found)
    return 0 if left < FEW * planted else 1


def _told(module: str) -> Planted:
    with tempfile.TemporaryDirectory(prefix="duewatch-mutation-") as folder:
        found = plant(module, CORE[module], Path(folder))
    sys.stdout.write(
        f"{found.differences}{module}: {found.noticed} of {found.faults} faults noticed\n"
    )
    sys.stdout.flush()
    return found


def table(found: Sequence[Planted]) -> str:
    """What was found, as `docs/mutation.md` shows it."""
    rows = ["| Module | Planted | Noticed | Survived | |", "|---|---:|---:|---:|---:|"]
    told = [(f"`{one.module}`", one.faults, len(one.survivors)) for one in found]
    told.append(("All", sum(one[1] for one in told), sum(one[2] for one in told)))
    for name, planted, left in told:
        share = left / max(planted, 1)
        rows.append(f"| {name} | {planted} | {planted - left} | {left} | {share:.1%} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
