from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.model import Stage
from state.reminders import Ladder, Rhythm, next_step, reached, stages, step_at

LADDER = Ladder(before=(14, 7, 3, 1, 0), after=(1, 3, 7), repeat=7, max_repeats=2)
BERLIN = Rhythm("Europe/Berlin", time(9))
DUE = date(2026, 11, 30)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_ladder_goes_from_before_the_due_date_to_the_last_repetition() -> None:
    offsets = [stage.offset for stage in stages(LADDER)]
    assert offsets == [-14, -7, -3, -1, 0, 1, 3, 7, 14, 21]


def test_repetitions_count_from_the_due_date_where_nothing_is_said_after_it() -> None:
    assert stages(Ladder((0,), (), 5, 2)) == (Stage(0), Stage(5), Stage(10))


def test_without_a_repetition_the_ladder_ends_with_its_last_step() -> None:
    assert stages(Ladder((1,), (2,), None, 8)) == (Stage(-1), Stage(2))
    assert stages(Ladder((), (), None, 0)) == ()


def test_a_step_that_is_named_twice_is_one_step() -> None:
    assert stages(Ladder((0, 0, 3), (7, 7), 7, 1)) == tuple(map(Stage, (-3, 0, 7, 14)))


def test_a_step_is_reached_when_the_local_day_begins() -> None:
    assert step_at(Stage(0), DUE, BERLIN) == at("2026-11-30 08:00")
    assert step_at(Stage(0), DUE, Rhythm("America/New_York", time(9))) == at("2026-11-30 14:00")


def test_a_step_keeps_its_local_time_across_a_change_of_the_clocks() -> None:
    due = date(2026, 3, 29)  # Berlin springs forward that night
    assert step_at(Stage(-1), due, BERLIN) == at("2026-03-28 08:00")
    assert step_at(Stage(0), due, BERLIN) == at("2026-03-29 07:00")


def test_an_hour_that_the_clocks_skip_is_not_lost() -> None:
    night = Rhythm("Europe/Berlin", time(2, 30))
    assert step_at(Stage(0), date(2026, 3, 29), night) == at("2026-03-29 01:30")


def test_an_hour_that_the_clocks_repeat_comes_once_at_its_first_occurrence() -> None:
    night = Rhythm("Europe/Berlin", time(2, 30))
    assert step_at(Stage(0), date(2026, 10, 25), night) == at("2026-10-25 00:30")


@pytest.mark.parametrize(
    ("now", "stage", "following"),
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
    now: str, stage: int | None, following: str | None
) -> None:
    assert reached(LADDER, DUE, at(now), BERLIN) == (None if stage is None else Stage(stage))
    expected = None if following is None else at(following)
    assert next_step(LADDER, DUE, at(now), BERLIN) == expected


@pytest.mark.parametrize("due", [date.min, date.max])
def test_a_due_date_at_the_end_of_the_calendar_breaks_nothing(due: date) -> None:
    now = at("2026-11-20 12:00")
    past = due == date.min
    assert reached(LADDER, due, now, BERLIN) == (Stage(21) if past else None)
    following = next_step(LADDER, due, now, BERLIN)
    assert following == (None if past else at("9999-12-17 08:00"))


ladders = st.builds(
    Ladder,
    st.lists(st.integers(0, 60), max_size=6).map(tuple),
    st.lists(st.integers(1, 60), max_size=6).map(tuple),
    st.one_of(st.none(), st.integers(1, 30)),
    st.integers(0, 5),
)
rhythms = st.builds(Rhythm, st.sampled_from(sorted(available_timezones())), st.times())
due_dates = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@given(ladders, rhythms, due_dates)
def test_law_moments_follow_each_other_in_the_order_of_the_ladder(
    ladder: Ladder, rhythm: Rhythm, due: date
) -> None:
    moments = [step_at(stage, due, rhythm) for stage in stages(ladder)]
    assert moments == sorted(moments)


@settings(max_examples=60)
@given(ladders, rhythms, due_dates)
def test_law_walking_from_step_to_step_says_each_stage_at_most_once_and_ends_with_the_last(
    ladder: Ladder, rhythm: Rhythm, due: date
) -> None:
    now = datetime.combine(due, time(), UTC) - timedelta(days=100)
    said: list[Stage] = []
    while (following := next_step(ladder, due, now, rhythm)) is not None:
        assert following > now
        now = following
        stage = reached(ladder, due, now, rhythm)
        assert stage is not None
        said.append(stage)
    assert said == sorted(set(said))
    assert said[-1:] == list(stages(ladder)[-1:])
    # nothing is passed over but a step whose moment is another's too: a day that a zone skipped
    moments = {step_at(stage, due, rhythm) for stage in stages(ladder)}
    assert len(said) == len(moments)


@given(ladders, rhythms, due_dates, st.integers(-100, 400), st.integers(0, 86_399))
def test_law_after_any_gap_the_highest_step_that_was_reached_counts(
    ladder: Ladder, rhythm: Rhythm, due: date, days: int, seconds: int
) -> None:
    now = datetime.combine(due, time(), UTC) + timedelta(days=days, seconds=seconds)
    past = [stage for stage in stages(ladder) if step_at(stage, due, rhythm) <= now]
    coming = [step_at(stage, due, rhythm) for stage in stages(ladder)][len(past) :]
    assert reached(ladder, due, now, rhythm) == (past[-1] if past else None)
    assert next_step(ladder, due, now, rhythm) == (coming[0] if coming else None)


@given(ladders, rhythms, due_dates, st.integers(-100, 400), st.timedeltas(timedelta()))
def test_law_time_never_lowers_the_step(
    ladder: Ladder, rhythm: Rhythm, due: date, days: int, later: timedelta
) -> None:
    now = datetime.combine(due, time(), UTC) + timedelta(days=days)
    first = reached(ladder, due, now, rhythm)
    second = reached(ladder, due, now + min(later, timedelta(days=1000)), rhythm)
    assert first is None or (second is not None and second >= first)
