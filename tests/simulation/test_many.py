"""More lives than `make test` has time for."""

import pytest

from tests.simulation.many import several

EACH = 250


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(8))
def test_every_law_holds_in_two_thousand_lives(part: int):
    tally = several(range(100_000 + part * EACH, 100_000 + (part + 1) * EACH))
    assert tally.violations == []
