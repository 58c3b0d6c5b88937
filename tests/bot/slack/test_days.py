"""What the due dates that people name are in the calendar."""

from datetime import date

import pytest

from bot.slack import days
from bot.slack.commands import Listing, parse

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("fri", "2026-11-20", "2026-11-20"),
        ("sat", "2026-11-21", "2026-11-21"),
        ("thu", "2026-11-26", "2026-11-26"),
        ("before fri", "0001-01-01", "2026-11-19"),
        ("by fri", "0001-01-01", "2026-11-20"),
        ("after fri", "2026-11-21", "9999-12-31"),
        ("from fri", "2026-11-20", "9999-12-31"),
        ("before tomorrow", "0001-01-01", "2026-11-20"),
        ("2026-12-24", "2026-12-24", "2026-12-24"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("before next month", "0001-01-01", "2026-11-30"),
        ("after this week", "2026-11-23", "9999-12-31"),
        ("after 2026-12-01 before 2026-12-24", "2026-12-02", "2026-12-23"),
        ("this month next week", "2026-11-23", "2026-11-29"),
        ("1 dec", "2026-12-01", "2026-12-01"),
        ("since 1 oct", "2026-10-01", "9999-12-31"),
        ("before Jan 15th", "0001-01-01", "2027-01-14"),
        ("29 feb", "2028-02-29", "2028-02-29"),
    ],
)
def test_a_named_due_date_is_a_span_of_days(typed: str, first: str, last: str) -> None:
    asked = parse(typed)
    assert isinstance(asked, Listing)
    found = days.span(asked.bounds, FRIDAY)
    assert [day.isoformat() for day in found] == [first, last]


@pytest.mark.parametrize(
    ("typed", "today", "first", "last"),
    [
        ("next month", "2026-12-31", "2027-01-01", "2027-01-31"),
        ("last month", "2027-01-01", "2026-12-01", "2026-12-31"),
        ("this month", "2028-02-29", "2028-02-01", "2028-02-29"),
        ("next week", "2026-12-28", "2027-01-04", "2027-01-10"),
    ],
)
def test_months_and_weeks_go_over_the_end_of_a_year(
    typed: str, today: str, first: str, last: str
) -> None:
    asked = parse(typed)
    assert isinstance(asked, Listing)
    found = days.span(asked.bounds, date.fromisoformat(today))
    assert [day.isoformat() for day in found] == [first, last]


def test_dates_that_exclude_each_other_leave_no_day() -> None:
    asked = parse("after 2026-12-24 before 2026-12-01")
    assert isinstance(asked, Listing)
    first, last = days.span(asked.bounds, FRIDAY)
    assert first > last
