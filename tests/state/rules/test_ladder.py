from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from state.model import Stage
from state.rules.calendar import WorkingTime
from state.rules.ladder import (
    Ladder,
    Rules,
    following,
    may_speak_at,
    next_step,
    reached,
    rises,
    severity_at,
    stages,
    step_at,
)
from state.rules.severity import Severity
from state.rules.suspension import Suspension

LADDER = Ladder(before=(14, 7, 3, 1, 0), after=(1, 3, 7), repeat=7, max_repeats=2)
EVERY_DAY = WorkingTime("Europe/Berlin", time(9), time(17, 30))
BAVARIA = replace(EVERY_DAY, business_days=True, holidays="DE-BY")
BERLIN = Rules(LADDER, EVERY_DAY, "Europe/Berlin")
OFFICE = Rules(LADDER, BAVARIA, "Europe/Berlin")
# due on a Monday, and off at 01:00 that night
NO_GRACE = replace(OFFICE, suspension=Suspension(0, 7, "Europe/Berlin", time(1)))
DUE = date(2026, 11, 30)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def offsets(rules: Rules) -> list[int]:
    return [stage.offset for stage in stages(rules)]


def with_ladder(ladder: Ladder) -> Rules:
    return replace(BERLIN, ladder=ladder)


def test_the_ladder_goes_from_before_the_due_date_to_the_last_repetition() -> None:
    assert offsets(BERLIN) == [-14, -7, -3, -1, 0, 1, 3, 7, 14, 21]


def test_repetitions_count_from_the_due_date_where_nothing_is_said_after_it() -> None:
    assert offsets(with_ladder(Ladder((0,), (), 5, 2))) == [0, 5, 10]


def test_without_a_repetition_the_ladder_ends_with_its_last_step() -> None:
    assert offsets(with_ladder(Ladder((1,), (2,), None, 8))) == [-1, 2]
    assert offsets(with_ladder(Ladder((), (), None, 0))) == []


def test_a_step_that_is_named_twice_is_one_step() -> None:
    assert offsets(with_ladder(Ladder((0, 0, 3), (7, 7), 7, 1))) == [-3, 0, 7, 14]


def test_where_it_is_known_what_happens_the_ladder_counts_down_to_it() -> None:
    rules = replace(with_ladder(Ladder((3,), (1,))), suspension=Suspension(5, 30, "UTC"))
    assert offsets(rules) == [-3, 1, 3, 4, 5, 28, 29, 30]
    assert offsets(replace(rules, suspension=Suspension(0, None, "UTC"))) == [-3, -2, -1, 0, 1]
    assert offsets(replace(rules, suspension=Suspension(None, None, "UTC"))) == [-3, 1]


def test_a_step_comes_when_the_local_day_opens() -> None:
    assert step_at(Stage(0), DUE, BERLIN) == at("2026-11-30 08:00")
    york = replace(BERLIN, hours=replace(EVERY_DAY, zone="America/New_York"))
    assert step_at(Stage(0), DUE, york) == at("2026-11-30 14:00")


def test_a_step_keeps_its_local_time_across_a_change_of_the_clocks() -> None:
    due = date(2026, 3, 29)  # Berlin springs forward that night
    assert step_at(Stage(-1), due, BERLIN) == at("2026-03-28 08:00")
    assert step_at(Stage(0), due, BERLIN) == at("2026-03-29 07:00")


def test_hours_at_night_lose_and_repeat_no_step_when_the_clocks_change() -> None:
    night = replace(BERLIN, hours=WorkingTime("Europe/Berlin", time(2, 30), time(5)))
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert step_at(Stage(0), spring, night) == at("2026-03-29 01:30")
    assert step_at(Stage(0), autumn, night) == at("2026-10-25 00:30")
    assert reached(night, spring, at("2026-03-29 01:30")) == Stage(0)
    # the clock shows 02:30 a second time: it is the same step still, and none is to come today
    assert reached(night, autumn, at("2026-10-25 01:30")) == Stage(0)
    assert next_step(night, autumn, at("2026-10-25 00:30")) == at("2026-10-26 01:30")


@pytest.mark.parametrize(
    ("now", "stage", "coming"),
    [
        ("2026-11-01 00:00", None, "2026-11-16 08:00"),
        ("2026-11-16 07:59", None, "2026-11-16 08:00"),
        ("2026-11-16 08:00", -14, "2026-11-23 08:00"),
        ("2026-11-29 23:00", -1, "2026-11-30 08:00"),
        ("2026-11-30 08:00", 0, "2026-12-01 08:00"),
        ("2026-12-06 09:00", 3, "2026-12-07 08:00"),
        ("2027-06-01 00:00", 21, None),
    ],
)
def test_the_highest_step_reached_counts_and_the_next_is_still_to_come(
    now: str, stage: int | None, coming: str | None
) -> None:
    assert reached(BERLIN, DUE, at(now)) == (None if stage is None else Stage(stage))
    assert next_step(BERLIN, DUE, at(now)) == (None if coming is None else at(coming))


def test_a_step_on_a_closed_day_waits_for_the_next_opening() -> None:
    # the due date is a Saturday and the Monday is Easter Monday
    assert step_at(Stage(0), date(2026, 4, 4), OFFICE) == at("2026-04-07 07:00")
    assert step_at(Stage(-1), date(2026, 4, 4), OFFICE) == at("2026-04-07 07:00")  # Good Friday
    assert step_at(Stage(-3), date(2026, 4, 4), OFFICE) == at("2026-04-01 07:00")


def test_of_steps_that_fall_on_one_moment_only_the_highest_is_said() -> None:
    due, moment = date(2026, 4, 4), at("2026-04-07 07:00")
    assert reached(OFFICE, due, moment) == Stage(3)
    assert following(OFFICE, due, Stage(-3)) == Stage(3)
    assert following(OFFICE, due, Stage(0)) == Stage(3)
    assert following(OFFICE, due, Stage(3)) == Stage(7)
    assert following(OFFICE, due, Stage(21)) is None
    assert next_step(OFFICE, due, moment) == at("2026-04-13 07:00")  # a Saturday's, on Monday


def test_what_stops_on_monday_night_is_said_on_friday() -> None:
    friday = at("2026-11-27 08:00")
    for offset in (-3, -2, -1):
        assert step_at(Stage(offset), DUE, NO_GRACE) == friday
    assert step_at(Stage(0), DUE, NO_GRACE) == at("2026-11-30 08:00")
    assert reached(NO_GRACE, DUE, friday) == Stage(-1)
    assert severity_at(NO_GRACE, DUE, friday) is Severity.CRITICAL
    assert rises(NO_GRACE, DUE, Stage(-1))
    assert severity_at(NO_GRACE, DUE, at("2026-11-30 08:00")) is Severity.SUSPENDED


def test_what_stops_after_a_holiday_is_said_before_the_holiday_however_long_it_is() -> None:
    # Maundy Thursday is the last working day before Tuesday, 7 April
    rules = replace(NO_GRACE, suspension=Suspension(0, None, "Europe/Berlin", time(1)))
    due, thursday = date(2026, 4, 7), at("2026-04-02 07:00")
    for offset in (-3, -2, -1):
        assert step_at(Stage(offset), due, rules) == thursday
    assert severity_at(rules, due, at("2026-04-02 06:59")) is Severity.CALM
    assert severity_at(rules, due, thursday) is Severity.CRITICAL


def test_data_that_is_lost_before_the_next_opening_is_a_last_call() -> None:
    rules = replace(NO_GRACE, suspension=Suspension(None, 0, "Europe/Berlin", time(1)))
    due, thursday = date(2026, 4, 7), at("2026-04-02 07:00")
    assert severity_at(rules, due, at("2026-04-02 06:59")) is Severity.CALM
    assert severity_at(rules, due, thursday) is Severity.LAST_CALL


def test_what_stops_on_monday_evening_can_wait_for_monday_morning() -> None:
    rules = replace(NO_GRACE, suspension=Suspension(0, None, "Europe/Berlin", time(18)))
    assert step_at(Stage(-1), DUE, rules) == at("2026-11-30 08:00")
    # at the opening itself it would be too late
    rules = replace(NO_GRACE, suspension=Suspension(0, None, "Europe/Berlin", time(9)))
    assert step_at(Stage(-1), DUE, rules) == at("2026-11-27 08:00")


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2026-11-19 12:00", "2026-11-19 12:00"),
        ("2026-11-19 16:30", "2026-11-20 08:00"),
        ("2026-11-21 12:00", "2026-11-23 08:00"),
    ],
)
def test_what_is_found_out_of_hours_waits_for_the_next_opening(now: str, allowed: str) -> None:
    assert may_speak_at(OFFICE, DUE, at(now)) == at(allowed)
    assert may_speak_at(OFFICE, None, at(now)) == at(allowed)


def test_what_is_found_out_of_hours_is_said_at_once_when_the_opening_is_too_late() -> None:
    sunday = at("2026-11-29 12:00")
    assert may_speak_at(NO_GRACE, DUE, sunday) == sunday
    monday_night = at("2026-11-30 00:30")  # services have stopped: nothing to be won any more
    assert may_speak_at(NO_GRACE, DUE, monday_night) == at("2026-11-30 08:00")


def test_a_step_is_shown_to_all_when_it_gets_graver() -> None:
    shown = [stage.offset for stage in stages(BERLIN) if rises(BERLIN, DUE, stage)]
    assert shown == [0, 1]
    known = replace(BERLIN, suspension=Suspension(5, 20, "Europe/Berlin"))
    shown = [stage.offset for stage in stages(known) if rises(known, DUE, stage)]
    assert shown == [0, 1, 3, 5, 18]


def test_after_an_outage_a_step_is_shown_to_all_if_it_is_graver_than_what_they_know() -> None:
    # the due date and the day after it were missed
    assert not rises(BERLIN, DUE, Stage(3))
    assert rises(BERLIN, DUE, Stage(3), missed_since=at("2026-11-30 08:00"))
    assert rises(BERLIN, DUE, Stage(3), missed_since=at("2026-12-01 08:00"))
    assert not rises(BERLIN, DUE, Stage(3), missed_since=at("2026-12-01 08:01"))
    assert not rises(BERLIN, DUE, Stage(-1), missed_since=at("2026-11-16 08:00"))


def test_a_step_that_the_ladder_does_not_have_shows_nothing() -> None:
    assert not rises(BERLIN, DUE, Stage(-20))
    assert not rises(BERLIN, None, Stage(0))


def test_a_quiet_invoice_is_spoken_of_only_when_it_is_critical() -> None:
    quiet = replace(NO_GRACE, quiet=True)
    assert next_step(quiet, DUE, at("2026-11-01 00:00")) == at("2026-11-27 08:00")
    assert reached(quiet, DUE, at("2026-11-26 12:00")) is None
    assert next_step(replace(OFFICE, quiet=True), DUE, at("2026-11-01 00:00")) is None


def test_an_invoice_without_a_due_date_has_no_steps() -> None:
    now = at("2026-11-20 12:00")
    assert reached(NO_GRACE, None, now) is None
    assert next_step(NO_GRACE, None, now) is None
    assert following(NO_GRACE, None, Stage(0)) is None
    assert severity_at(NO_GRACE, None, now) is Severity.CALM


def test_a_due_date_that_moves_brings_the_ladder_along() -> None:
    now = at("2026-12-01 09:00")
    assert reached(BERLIN, DUE, now) == Stage(1)
    assert reached(BERLIN, date(2026, 12, 8), now) == Stage(-7)


@pytest.mark.parametrize("rules", [BERLIN, NO_GRACE])
@pytest.mark.parametrize("due", [date.min, date.max])
def test_a_due_date_at_the_end_of_the_calendar_breaks_nothing(due: date, rules: Rules) -> None:
    now = at("2026-11-20 12:00")
    past = due == date.min
    assert reached(rules, due, now) == (Stage(21) if past else None)
    assert next_step(rules, due, now) == (None if past else at("9999-12-17 08:00"))
    assert may_speak_at(rules, due, now) == now
    assert severity_at(rules, due, now) >= (Severity.OVERDUE if past else Severity.CALM)
    assert rises(rules, due, Stage(21)) is False


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Kiritimati"])
def test_the_first_and_the_last_day_there_is_break_nothing_in_any_zone(
    zone: str, quiet: bool
) -> None:
    """Programs that know no empty date write 0001-01-01 or 9999-12-31."""
    policy = Suspension(5, 20, zone)
    for due in (date.min, date.max):
        for hours in (replace(EVERY_DAY, zone=each) for each in ("UTC", zone)):
            found = Rules(LADDER, hours, zone, policy, quiet=quiet)
            now = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
            assert next_step(found, due, now) is None or due == date.max
            assert all(isinstance(rises(found, due, one, now), bool) for one in stages(found))
            assert severity_at(found, due, now) >= Severity.CALM
