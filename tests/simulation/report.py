"""What a simulation did, in a table and a line."""

from rich.table import Table

from tests.simulation.schedule import Tally
from tests.simulation.weather import AFTER, BEFORE, BESIDE, DEATHS, DISK, PEOPLE, PLACES, PROVIDER
from tests.simulation.weather import TIME as CLOCKS

WHERE = {
    "provider": PROVIDER,
    "Slack, before the call took effect": BEFORE,
    "Slack, after it took effect": AFTER,
    "Slack's channels": PLACES,
    "disk": DISK,
    "process": DEATHS,
    "people": PEOPLE,
    "time": CLOCKS,
    "not a fault": BESIDE,
}


def faults(tally: Tally) -> Table:
    """How often each fault came, by where it came from."""
    table = Table("where", "fault", "times", title="Faults")
    for where, kinds in WHERE.items():
        for number, kind in enumerate(kinds):
            table.add_row("" if number else where, kind, f"{tally.faults[kind]:,}")
    return table


def summary(tally: Tally, seconds: float) -> str:
    """The result in a line, and every violation below it."""
    done = ", ".join(f"{number:,} {name}" for name, number in tally.done.items())
    rate = tally.schedules / seconds
    words = (
        f"{tally.schedules:,} schedules in {seconds:.0f} s ({rate:.1f} a second): {done};"
        f" {tally.faults.total():,} faults; violations: {len(tally.violations)}"
    )
    again = "again, step by step: python -m tests.simulation SEED=..."
    found = [f"  {one}" for one in tally.violations]
    return "\n".join((words, *found, *([again] if found else [])))
