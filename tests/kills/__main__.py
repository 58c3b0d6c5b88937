"""`python -m tests.kills ROUNDS=200 SEED=1`: kill -9 at random moments, judged in Slack.

Ends with 1 if anything was lost, said twice or shown wrongly, or if the bot crashed by itself.
What the bot wrote is kept in the folder that is named at the end if it went wrong.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.asked import numbers
from tests.kills.rounds import Outcome, strike

USUAL = {"ROUNDS": 200, "SEED": 1}


def main(words: Sequence[str]) -> int:
    """Strike as asked; 0 if all is well, 1 if not, 2 for wrong words."""
    try:
        asked = USUAL | numbers(words, USUAL)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    started, folder = time.monotonic(), Path(tempfile.mkdtemp(prefix="kills-"))
    found = strike(folder, asked["ROUNDS"], asked["SEED"], tell)
    tell(told(found, time.monotonic() - started))
    if is_good(found):
        shutil.rmtree(folder)
        return 0
    tell(f"what it left is in {folder}")
    return 1


def is_good(found: Outcome) -> bool:
    """Nothing lost, nothing twice, nothing wrong, and no crash but those we made."""
    return found.verdict.is_good and not found.crashes and found.verified == "unbroken"


def told(found: Outcome, seconds: float) -> str:
    """What was done and what came of it, for people."""
    verdict, struck, clicked = found.verdict, found.struck, found.clicked
    kills = ", ".join(f"{what} {times}" for what, times in found.bot.found.most_common())
    changes = f"{len(found.books.fates)} new invoices, {len(found.books.done)} amended or paid"
    stands = f"{verdict.messages} messages, {verdict.lines} lines in threads"
    faults = f"{struck.slack} calls to Slack, {found.books.faults} rounds of a provider"
    lines = [
        f"{struck.rounds} rounds, each ended by kill -9; {struck.cut} connections cut",
        f"killed while: {kills}",
        f"made to fail: {faults}",
        f"{changes}, {clicked.presses} clicks delivered {clicked.tries} times",
        f"in Slack: {stands}; all said {struck.waited:.0f} s after the last kill",
        f"doubled: {len(verdict.doubled)}, lost: {len(verdict.lost)}",
        f"shown wrongly: {len(verdict.wrong)}, crashes: {len(found.crashes)}",
        f"audit log: {found.verified}",
    ]
    lines += [f"  doubled: {what}" for what in verdict.doubled[:20]]
    lines += [f"  lost: {what}" for what in verdict.lost[:20]]
    lines += [f"  wrong: {what}" for what in verdict.wrong[:20]]
    lines += [f"  {line}" for line in found.crashes[:20]]
    return "\n".join([*lines, f"{seconds:.0f} s"])


def tell(words: str) -> None:
    """Say it at once; such a run takes a while."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
