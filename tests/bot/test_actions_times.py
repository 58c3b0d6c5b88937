from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.times import after, comes_back, day_meant
from bot.slack.commands import parse
from bot.slack.deeds import Snooze
from bot.slack.moments import After, Ahead, Moment, On, Weekday, Yearly
from state.rules.calendar import WorkingTime, is_working

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkingTime("Europe/Berlin", time(9), time(17, 30), business_days=True, holidays="DE-BY")
ALWAYS = WorkingTime("Europe/Berlin", time(9), time(17, 30))
FRIDAY = datetime(2026, 11, 20, 11, 15, tzinfo=BERLIN)


def moment(typed: str) -> Moment:
    """What somebody means who types `snooze 7 ...`."""
    command = parse(f"snooze 7 {typed}")
    assert isinstance(command, Snooze)
    return command.until


def local(typed: str, now: datetime = FRIDAY, hours: WorkingTime = OFFICE) -> str:
    back = comes_back(moment(typed), now.astimezone(UTC), hours)
    return f"{back.astimezone(BERLIN):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("typed", "back"),
    [
        ("4h", "Fri 2026-11-20 15:15"),
        ("8h", "Mon 2026-11-23 09:00"),
        ("1d", "Mon 2026-11-23 09:00"),
        ("3d", "Mon 2026-11-23 11:15"),
        ("2 weeks", "Fri 2026-12-04 11:15"),
        ("today", "Fri 2026-11-20 09:00"),
        ("tomorrow", "Mon 2026-11-23 09:00"),
        ("mon", "Mon 2026-11-23 09:00"),
        ("fri", "Fri 2026-11-27 09:00"),
        ("sun", "Mon 2026-11-23 09:00"),
        ("until 2026-12-01", "Tue 2026-12-01 09:00"),
        ("until 2026-12-25", "Mon 2026-12-28 09:00"),
        ("until 2027-01-06", "Thu 2027-01-07 09:00"),
    ],
)
def test_what_is_put_off_comes_back_in_working_time(typed: str, back: str) -> None:
    assert local(typed) == back


@pytest.mark.parametrize(
    ("typed", "back"),
    [
        ("1d", "Sat 2026-11-21 11:15"),
        ("tomorrow", "Sat 2026-11-21 09:00"),
        ("8h", "Sat 2026-11-21 09:00"),
    ],
)
def test_where_every_day_is_open_only_the_night_is_passed_over(typed: str, back: str) -> None:
    assert local(typed, hours=ALWAYS) == back


@pytest.mark.parametrize(
    ("now", "back"),
    [
        (datetime(2026, 3, 26, 11, 15, tzinfo=BERLIN), "Mon 2026-03-30 11:15"),
        (datetime(2026, 10, 22, 11, 15, tzinfo=BERLIN), "Mon 2026-10-26 11:15"),
    ],
)
def test_four_days_are_four_days_on_the_wall_also_when_the_clocks_change(
    now: datetime, back: str
) -> None:
    assert local("4d", now) == back


def test_a_promise_for_a_day_is_looked_at_when_the_next_working_day_opens() -> None:
    friday = after(date(2026, 11, 27), OFFICE)
    assert friday == datetime(2026, 11, 30, 9, tzinfo=BERLIN)
    assert after(date(2026, 11, 28), OFFICE) == friday
    assert after(date(2026, 11, 26), OFFICE) == datetime(2026, 11, 27, 9, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (Ahead(0), "2026-11-21"),
        (Ahead(1), "2026-11-22"),
        (Weekday(5), "2026-11-28"),
        (Weekday(6), "2026-11-22"),
        (On(date(2026, 12, 1)), "2026-12-01"),
        (After(timedelta(days=3)), "2026-11-24"),
        (After(timedelta(hours=1)), "2026-11-21"),
        (Yearly(12, 1), "2026-12-01"),
        (Yearly(11, 21), "2026-11-21"),
        (Yearly(11, 20), "2027-11-20"),
        (Yearly(2, 29), "2028-02-29"),
    ],
)
def test_a_day_is_named_as_the_calendar_of_the_team_shows_it(said: Moment, day: str) -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # Saturday in Berlin
    assert day_meant(said, late, OFFICE).isoformat() == day


MOMENTS = st.one_of(
    st.integers(1, 3650 * 24).map(lambda hours: After(timedelta(hours=hours))),
    st.integers(0, 1).map(Ahead),
    st.integers(0, 6).map(Weekday),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(On),
    st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: Yearly(day.month, day.day)),
)
NOWS = st.integers(0, 5 * 366 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS, NOWS, st.sampled_from([OFFICE, ALWAYS]))
def test_whatever_is_said_comes_back_in_working_time_and_never_too_early(
    said: Moment, now: datetime, hours: WorkingTime
) -> None:
    back = comes_back(said, now, hours)
    assert is_working(back, hours)
    if isinstance(said, After):
        assert back >= now + said.span - timedelta(hours=1)  # a change of the clocks
    else:
        assert back.astimezone(BERLIN).date() >= day_meant(said, now, hours)


@given(MOMENTS)
def test_a_moment_prints_back_as_something_that_means_the_same(said: Moment) -> None:
    assert moment(str(said)) == said
