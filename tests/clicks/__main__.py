"""`python -m tests.clicks CLICKS=10000 SEED=1`: clicks under kill -9, reconnects, redeliveries.

Settings: CLICKS (10000 unless given), SEED (1), ACCOUNTS that are checked meanwhile (1000),
KILLS (20). Ends with 1 if a click was lost or done twice, or if the slowest hundredth of all
answers took more than half a second.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.asked import numbers
from tests.clicks.measure import Measured, measure

USUAL = {"CLICKS": 10_000, "SEED": 1, "ACCOUNTS": 1_000, "KILLS": 20}
SLOWEST = 0.5  # seconds, at the 99th percentile


def main(words: Sequence[str]) -> int:
    """Measure as asked; 0 if all is well, 1 if not, 2 for wrong words."""
    try:
        asked = USUAL | numbers(words, USUAL)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(
            Path(folder), asked["CLICKS"], asked["SEED"], asked["ACCOUNTS"], asked["KILLS"]
        )
    sys.stdout.write(told(found, asked["ACCOUNTS"], time.monotonic() - started))
    return 0 if found.verdict.is_good and found.percentile(0.99) < SLOWEST else 1


def told(found: Measured, accounts: int, seconds: float) -> str:
    """What was measured, for people."""
    crowd, verdict = found.crowd, found.verdict
    median, slow, worst = (found.percentile(share) * 1000 for share in (0.5, 0.99, 1.0))
    lines = [
        f"{len(crowd.acknowledged):,} clicks acknowledged, {crowd.redelivered:,} redeliveries",
        f"{found.kills} times killed, {found.reconnects} times cut off, {accounts:,} accounts",
        f"outcomes: {dict(verdict.outcomes)}; never written down: {len(verdict.missing)}",
        f"notes lost: {len(verdict.notes_lost)}, doubled: {len(verdict.notes_doubled)}",
        f"answered after {median:.0f} ms (half), {slow:.0f} ms (99 %), {worst:.0f} ms (all)",
        f"not taken at first: {dict(crowd.failures)}",
        f"{seconds:.0f} s",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
