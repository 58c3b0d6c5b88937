"""Each known mistake is noticed; and an edit that no longer fits the source says so."""

from pathlib import Path

import pytest

from tests.simulation.bugs.greenhouse import ROOT, NoLongerApplies, planted, require_place, tried
from tests.simulation.bugs.plants import BUGS, Bug, Edit

ENOUGH = 400  # schedules within which each is found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_mistake_is_noticed(bug: Bug):
    found = tried(bug, ENOUGH, seed=1)
    assert found.violation, f"{found.schedules} schedules did not show it"


@pytest.mark.timeout(900)
def test_without_a_mistake_nothing_is_noticed():
    assert tried(None, 40, seed=1).violation is None


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_every_mistake_can_still_be_planted(bug: Bug):
    for edit in bug.edits:
        require_place(bug, edit, (ROOT / edit.path).read_text(encoding="utf-8"))


def test_an_edit_that_no_longer_fits_says_what_to_do(tmp_path: Path):
    (tmp_path / "one.py").write_text("new = 1\n")
    bug = Bug("mark before send", "", (Edit("one.py", "old = 1", "old = 2"),))
    with pytest.raises(NoLongerApplies, match=r"'mark before send' no longer applies: one\.py"):
        planted(bug, tmp_path)
