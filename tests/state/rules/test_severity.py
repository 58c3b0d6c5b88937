from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.rules.severity import Severity, severity
from state.rules.suspension import Countdown, Suspension, countdown

DUE = date(2026, 11, 20)
ZONES = ("America/Phoenix", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Auckland", "UTC")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def grade(policy: Suspension | None, moment: str, due: date | None = DUE) -> str:
    return severity(due, countdown(policy, due), at(moment), "UTC").name


def test_an_invoice_without_a_due_date_is_never_grave() -> None:
    assert grade(Suspension(0, 3, "UTC"), "2030-01-01 00:00", None) == "CALM"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-19 23:59", "CALM"),
        ("2026-11-20 00:00", "DUE"),
        ("2026-11-21 00:00", "OVERDUE"),
        ("2028-11-21 00:00", "OVERDUE"),
    ],
)
def test_where_nothing_is_known_of_a_suspension_only_the_due_date_counts(
    moment: str, expected: str
) -> None:
    assert grade(None, moment) == expected


def test_today_is_the_accounts() -> None:
    evening = at("2026-11-21 05:00")  # still Friday in Arizona
    assert severity(DUE, Countdown(), evening, "America/Phoenix") is Severity.DUE
    assert severity(DUE, Countdown(), evening, "UTC") is Severity.OVERDUE


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-17 00:59", "CALM"),
        ("2026-11-17 01:01", "CRITICAL"),
        ("2026-11-20 00:59", "CRITICAL"),
        ("2026-11-20 01:00", "SUSPENDED"),
        ("2026-11-26 00:59", "SUSPENDED"),
        ("2026-11-26 01:01", "LAST_CALL"),
        ("2027-11-26 01:01", "LAST_CALL"),
    ],
)
def test_without_grace_it_is_critical_before_it_is_due(moment: str, expected: str) -> None:
    assert grade(Suspension(0, 10, "UTC", time(1)), moment) == expected


def test_what_is_lost_before_it_is_suspended_is_a_last_call_all_the_same() -> None:
    assert grade(Suspension(None, 2, "UTC"), "2026-11-19 00:00") == "LAST_CALL"
    assert grade(Suspension(0, 2, "UTC"), "2026-11-19 00:00") == "LAST_CALL"


hours = st.one_of(st.none(), st.times())
days = st.one_of(st.none(), st.integers(0, 40))
policies = st.one_of(st.none(), st.builds(Suspension, days, days, st.sampled_from(ZONES), hours))
moments = st.datetimes(datetime(2026, 9, 1), datetime(2027, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants bounds without a zone


@given(policies, moments, moments, st.sampled_from(ZONES))
def test_law_time_never_makes_it_less_grave(
    policy: Suspension | None, one: datetime, other: datetime, zone: str
) -> None:
    ends = countdown(policy, DUE)
    assert severity(DUE, ends, min(one, other), zone) <= severity(DUE, ends, max(one, other), zone)
