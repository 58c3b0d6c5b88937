"""What a soak did, in words and tables."""

from collections import Counter
from collections.abc import Mapping

from rich.table import Table

from tests.soak.faults import KINDS
from tests.soak.world import PROVIDERS, Tally


def polls(tally: Tally) -> Table:
    """Polls by provider, and how many of them gave an answer that was believed."""
    table = Table("provider", "polls", "read", "failed", title="Polls")
    for name in PROVIDERS:
        made, good = tally.polls[name], tally.good[name]
        table.add_row(name, f"{made:,}", f"{good:,}", f"{made - good:,}")
    return table


def faults(tally: Tally) -> Table:
    """Faults that struck, and checks that read the truth, or a lie, in spite of them."""
    table = Table("fault", "struck", "read all the same", title="Faults")
    for kind in (*KINDS, "drift"):
        survived = "" if kind == "drift" else f"{tally.survived[kind]:,}"
        table.add_row(kind, f"{tally.faults[kind]:,}", survived)
    return table


def summary(tally: Tally, seconds: float) -> str:
    """The result in a line, and every violation below it."""
    count = tally.polls.total()
    words = (
        f"{count:,} polls in {seconds:.0f} s ({count / seconds:.0f} a second),"
        f" {tally.sockets:,} of them over sockets; {tally.renumbered:,} times all was renumbered,"
        f" {tally.believed:,} of them believed by an operator alone;"
        f" changes: {_listed(tally.changes)};"
        f" {tally.messages:,} messages; violations: {len(tally.violations)}"
    )
    return "\n".join((words, *(f"  {one}" for one in tally.violations)))


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {name}" for name, n in Counter(counts).most_common()) or "none"
