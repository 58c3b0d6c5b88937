from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.slack.render.countdown import time_left
from state.rules.severity import severity
from state.rules.suspension import Countdown, Cutoff, Suspension, countdown, first_after

CASES = Path(__file__).parent / "countdown" / "cases.txt"
PHOENIX = "America/Phoenix"
DUE = date(2026, 11, 23)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """One line of the table, as it is written."""

    line: int
    due: str
    suspend_after: str
    terminate_after: str
    hour: str
    zone: str
    now: str
    there: str
    stops: str
    left: str
    lost: str
    suspends: str
    terminates: str
    severity: str

    @property
    def policy(self) -> Suspension:
        hour = None if self.hour == "-" else time.fromisoformat(self.hour)
        return Suspension(_days(self.suspend_after), _days(self.terminate_after), self.zone, hour)


def _days(text: str) -> int | None:
    return None if text == "-" else int(text)


def _cases() -> list[Case]:
    lines = enumerate(CASES.read_text(encoding="utf-8").splitlines(), 1)
    rows = [(number, text) for number, text in lines if text and not text.startswith("#")]
    return [Case(number, *(cell.strip() for cell in text.split("|"))) for number, text in rows]


def _hours(cutoff: Cutoff | None, now: datetime) -> str:
    if cutoff is None:
        return "-"
    minutes = int((cutoff.at - now).total_seconds()) // 60
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}h{abs(minutes) % 60:02}"


def _words(cutoff: Cutoff | None, now: datetime) -> str:
    return "-" if cutoff is None else time_left(cutoff, now)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"line-{case.line}")
def test_each_line_of_the_table_holds(case: Case) -> None:
    now, due = at(case.now), date.fromisoformat(case.due)
    ends = countdown(case.policy, due)
    stops = "-" if ends.suspends is None else f"{ends.suspends.at:%Y-%m-%d %H:%M}"
    assert stops == case.stops
    assert (_hours(ends.suspends, now), _hours(ends.terminates, now)) == (case.left, case.lost)
    assert _words(ends.suspends, now) == case.suspends
    assert _words(ends.terminates, now) == case.terminates
    assert severity(due, ends, now, case.zone).name == case.severity


def test_the_table_holds_200_cases_and_seven_zones_with_their_changes_of_the_clocks() -> None:
    cases = _cases()
    assert len({(c.due, c.policy, c.now) for c in cases}) == len(cases) >= 200
    assert {case.zone for case in cases} == {
        *("America/Phoenix", "America/New_York", "Europe/Berlin", "Asia/Kolkata"),
        *("Australia/Lord_Howe", "UTC", "Pacific/Auckland"),
    }
    assert sum(case.hour == "01:00" for case in cases) >= 100


def test_the_table_agrees_with_itself() -> None:
    for case in _cases():
        if case.stops != "-":
            hours, _, minutes = case.left.lstrip("-").partition("h")
            left = int(hours) * 60 + int(minutes)
            signed = -left if case.left.startswith("-") else left
            assert (at(case.stops) - at(case.now)).total_seconds() == signed * 60, case.line
        weekday, local = case.there.split(" ", 1)
        assert weekday == at(local).strftime("%a"), case.line


def test_without_a_policy_or_a_due_date_nothing_is_known() -> None:
    policy = Suspension(3, 30, "UTC")
    assert countdown(None, DUE) == Countdown()
    assert countdown(policy, None) == Countdown()
    assert countdown(Suspension(None, None, "UTC"), DUE) == Countdown()
    assert first_after(Countdown(), at("2026-11-20 12:00")) is None


def test_an_hour_that_is_not_known_is_the_first_of_the_day() -> None:
    found = countdown(Suspension(3, None, PHOENIX), DUE)
    assert found.suspends == Cutoff(at("2026-11-26 07:00"), date(2026, 11, 26), None, PHOENIX)
    assert found.terminates is None


def test_the_next_thing_that_is_taken_away_counts() -> None:
    ends = countdown(Suspension(0, 7, PHOENIX, time(1)), DUE)
    stops, lost = at("2026-11-23 08:00"), at("2026-11-30 08:00")
    assert first_after(ends, at("2026-11-20 00:00")) == stops
    assert first_after(ends, stops) == lost
    assert first_after(ends, lost) is None


def test_the_next_thing_is_the_earlier_one_even_if_data_is_lost_before_services_stop() -> None:
    ends = countdown(Suspension(5, 2, "UTC"), DUE)
    assert first_after(ends, at("2026-11-20 00:00")) == at("2026-11-25 00:00")


def test_seconds_before_the_end_no_number_is_told() -> None:
    stops = countdown(Suspension(0, None, "UTC", time(1)), DUE).suspends
    assert stops is not None
    assert time_left(stops, at("2026-11-23 00:59:30")) == "in less than a minute, Mon 01:00 UTC"
    assert time_left(stops, at("2026-11-23 01:00:00")) == "since Mon 23 Nov"


def test_a_year_is_named_where_it_is_another() -> None:
    stops = countdown(Suspension(0, None, "UTC", time(1)), DUE).suspends
    assert stops is not None
    assert time_left(stops, at("2027-02-01 12:00")) == "since Mon 23 Nov 2026"


@pytest.mark.parametrize("zone", ["America/Phoenix", "Pacific/Auckland"])
@pytest.mark.parametrize("due", [date.min, date.max])
def test_a_due_date_at_the_end_of_the_calendar_breaks_nothing(due: date, zone: str) -> None:
    ends = countdown(Suspension(3, 30, zone, time(1)), due)
    now = at("2026-11-20 12:00")
    if due == date.max:
        assert ends == Countdown()
        assert severity(due, ends, now, zone).name == "CALM"
    else:
        assert ends.suspends is not None
        assert time_left(ends.suspends, now) == "since Thu 4 Jan 1"
        assert severity(due, ends, now, zone).name == "LAST_CALL"
    assert countdown(Suspension(0, None, zone, time(1)), due) is not None


def test_the_ends_are_moments_in_utc_and_keep_the_zone_they_were_counted_in() -> None:
    ends = countdown(Suspension(5, 20, PHOENIX, time(1)), DUE)
    for cutoff in (ends.suspends, ends.terminates):
        assert cutoff is not None
        assert cutoff.at.tzinfo is UTC
        assert (cutoff.hour, cutoff.zone) == (time(1), PHOENIX)
