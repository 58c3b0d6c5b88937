"""The ladder where a moment falls exactly on another: on an opening, on the end of services."""

from dataclasses import replace
from datetime import date, time

import pytest

from state.model import Stage
from state.rules.calendar import WorkingTime
from state.rules.ladder import Ladder, Rules, may_speak_at, severity_at, stages, step_at
from state.rules.severity import Severity
from state.rules.suspension import Suspension
from tests.state.rules.test_ladder import BERLIN, DUE, OFFICE, at


def stopping(hour: time, suspend: int | None = 0, terminate: int | None = None) -> Suspension:
    return Suspension(suspend, terminate, "Europe/Berlin", hour)


def test_repetitions_where_nothing_is_said_after_the_due_date_do_not_add_the_day_itself() -> None:
    ladder = replace(BERLIN, ladder=Ladder((3,), (), 5, 2))
    assert [stage.offset for stage in stages(ladder)] == [-3, 5, 10]


@pytest.mark.parametrize(("hour", "waits"), [(time(9), False), (time(9, 1), True)])
def test_what_stops_at_the_next_opening_is_said_out_of_hours(hour: time, waits: bool) -> None:
    rules, sunday = replace(OFFICE, suspension=stopping(hour)), at("2026-11-29 12:00")
    assert may_speak_at(rules, DUE, sunday) == (at("2026-11-30 08:00") if waits else sunday)


@pytest.mark.parametrize(
    ("hour", "grave"), [(time(9), Severity.CRITICAL), (time(9, 1), Severity.CALM)]
)
def test_what_stops_when_people_come_back_is_critical_before_they_leave(
    hour: time, grave: Severity
) -> None:
    # on Maundy Thursday, and people come back on Tuesday, 7 April
    rules, due = replace(OFFICE, suspension=stopping(hour)), date(2026, 4, 7)
    assert severity_at(rules, due, at("2026-04-02 07:00")) is grave


@pytest.mark.parametrize(
    ("hour", "grave"), [(time(9), Severity.LAST_CALL), (time(9, 1), Severity.CRITICAL)]
)
def test_data_that_is_lost_when_people_come_back_is_a_last_call_before_they_leave(
    hour: time, grave: Severity
) -> None:
    # services stop on Easter Monday already, and data is lost on Tuesday
    rules = replace(OFFICE, suspension=stopping(hour, -1, 0))
    assert severity_at(rules, date(2026, 4, 7), at("2026-04-02 07:00")) is grave


def test_a_closed_day_begins_where_people_work_and_not_where_the_program_runs() -> None:
    there = "Pacific/Auckland"
    hours = WorkingTime(there, time(9), time(17), business_days=True)
    rules = Rules(Ladder((0,), ()), hours, there, Suspension(0, None, there, time(12)))
    # due on a Saturday, and services stop at noon: said on Friday at nine
    assert step_at(Stage(0), date(2026, 11, 21), rules) == at("2026-11-19 20:00")
