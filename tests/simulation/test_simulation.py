"""Lives of the bot under faults: a few in the suite, `make soak SCHEDULES=...` for a night."""

import pytest

from tests.simulation.many import several

FIRST = 1


@pytest.mark.timeout(300)
def test_every_law_holds_whatever_goes_wrong():
    tally = several(range(FIRST, FIRST + 60))
    assert tally.violations == []
    assert tally.schedules == 60
    assert tally.done["messages posted"] > 250
    assert tally.done["deaths"] > 10


def test_a_seed_gives_the_same_life_again():
    told: list[list[str]] = []
    for _ in range(2):
        lines: list[str] = []
        several([FIRST + 1], lines.append)
        told.append(lines)
    assert told[0] == told[1]
    assert len(told[0]) > 20
