"""A short measurement in the suite; `python -m tests.clicks` is the long one."""

from pathlib import Path

from tests.clicks.measure import measure


def test_what_was_acknowledged_is_carried_out_once_whatever_happens(tmp_path: Path) -> None:
    found = measure(tmp_path, clicks=300, seed=1, accounts=20, kills=3)
    assert found.kills == 3
    assert len(found.crowd.acknowledged) == 300
    assert found.verdict.is_good, found.verdict
    assert found.verdict.outcomes == {"done": 300}
