"""What somebody hears who lets an invoice rest longer than its services will run."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.actions.cautions import silent_too_long, too_late_to_pay
from state.rules.suspension import UNKNOWN, Suspension, countdown

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DUE = date(2026, 11, 20)
BLIND = countdown(Suspension(3, 10, "America/Phoenix"), DUE)
EXACT = countdown(Suspension(3, None, "America/Phoenix", time(1)), DUE)


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        (21, ""),
        (22, ""),
        (23, "Mind that services stop on Mon 23 Nov 2026, that very day."),
        (24, "Mind that services stop on Mon 23 Nov 2026, 1 day before that."),
        (25, "Mind that services stop on Mon 23 Nov 2026, 2 days before that."),
        (30, "Mind that data is lost on Mon 30 Nov 2026, that very day."),
    ],
)
def test_a_promise_later_than_the_suspension_is_warned_of(day: int, warning: str) -> None:
    assert too_late_to_pay(BLIND, date(2026, 11, day), NOW) == warning


def test_the_hour_is_told_where_it_is_known() -> None:
    told = too_late_to_pay(EXACT, date(2026, 11, 25), NOW)
    assert told == "Mind that services stop on Mon 23 Nov 2026 at 01:00 MST, 2 days before that."


def test_a_suspension_that_has_passed_is_told_as_the_past() -> None:
    later = NOW + timedelta(days=5)
    told = too_late_to_pay(BLIND, date(2026, 11, 26), later)
    assert told == "Mind that services stopped on Mon 23 Nov 2026."


def test_unknown_says_nothing() -> None:
    assert too_late_to_pay(UNKNOWN, date(2030, 1, 1), NOW) == ""
    assert silent_too_long(UNKNOWN, None, NOW) == ""


@pytest.mark.parametrize(
    ("until", "warning"),
    [
        (NOW + timedelta(days=2), ""),
        (NOW + timedelta(days=3), " services stop on Mon 23 Nov 2026, before that."),
        (None, " services stop on Mon 23 Nov 2026."),
    ],
)
def test_silence_beyond_the_suspension_is_warned_of(until: datetime | None, warning: str) -> None:
    said = silent_too_long(BLIND, until, NOW)
    assert said == (f"Mind that{warning}" if warning else "")


def test_once_services_have_stopped_the_loss_of_data_is_what_counts() -> None:
    after = NOW + timedelta(days=4)
    told = silent_too_long(BLIND, after + timedelta(days=30), after)
    assert told == "Mind that data is lost on Mon 30 Nov 2026, before that."
