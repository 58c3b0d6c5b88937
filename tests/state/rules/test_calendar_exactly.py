"""Working time on the first and the last day of a year, and at the edge of what is looked at."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from state.rules.calendar import WorkingTime, is_working, last_opening, next_opening, opening


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


def test_people_work_on_the_first_and_the_last_day_there_is() -> None:
    hours = WorkingTime("UTC", time(9), time(17))
    first, last = (datetime.combine(day, time(9), UTC) for day in (date.min, date.max))
    assert next_opening(first - timedelta(hours=9), hours) == first
    assert last_opening(first + timedelta(hours=9), hours) == first
    assert next_opening(last - timedelta(hours=9), hours) == last
    assert last_opening(last + timedelta(hours=9), hours) == last
    assert is_working(first, hours)
    assert is_working(last, hours)


def test_hours_that_the_clocks_skip_from_end_to_end_come_an_hour_later() -> None:
    hours = WorkingTime("Europe/Berlin", time(2), time(3))
    opens = opening(date(2026, 3, 29), hours)
    assert opens == datetime(2026, 3, 29, 1, tzinfo=UTC)  # three o'clock there
    assert is_working(opens, hours)
    assert is_working(opens + timedelta(minutes=59), hours)
    assert not is_working(opens + timedelta(hours=1), hours)


def test_an_opening_is_a_moment_in_utc_wherever_the_program_runs() -> None:
    opens = opening(date(2026, 3, 30), WorkingTime("Pacific/Auckland", time(9), time(17)))
    assert opens is not None
    assert opens.tzinfo is UTC
