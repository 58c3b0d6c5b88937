"""Working time on the first and the last day of a year, and at the edge of what is looked at."""

from datetime import date, time

import pytest

from state.calendar import WorkingTime, opening


@pytest.mark.parametrize(
    ("day", "code", "closed"),
    [
        ("2028-01-01", None, True),  # a Saturday
        ("2028-12-31", None, True),  # a Sunday
        ("2026-01-01", None, False),  # a Thursday, and no country was named
        ("2026-12-31", None, False),
        ("2026-01-01", "DE", True),  # New Year's Day
        ("2026-12-31", "DE", False),
        ("2028-12-31", "DE", True),
        ("2026-01-02", "DE", False),
    ],
)
def test_the_first_and_the_last_day_of_a_year_are_open_or_closed_like_any_other(
    day: str, code: str | None, closed: bool
) -> None:
    hours = WorkingTime("UTC", time(9), time(17), business_days=True, holidays=code)
    assert (opening(date.fromisoformat(day), hours) is None) is closed
