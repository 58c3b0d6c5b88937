"""When a digest is due, in the team's zone, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.durations import Recurrence
from bot.digests import last_at, next_day

MONDAY = Recurrence(0, time(9))
DAILY = Recurrence(None, time(9))
BERLIN = "Europe/Berlin"
ZONES = ("UTC", BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants them naive
OFTEN = st.builds(
    Recurrence,
    st.one_of(st.none(), st.integers(0, 6)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "now", "last", "following"),
    [
        (MONDAY, "2026-11-23T09:00", "2026-11-23T09:00", "2026-11-30"),
        (MONDAY, "2026-11-23T08:59", "2026-11-16T09:00", "2026-11-23"),
        (MONDAY, "2026-11-22T23:59", "2026-11-16T09:00", "2026-11-23"),
        (DAILY, "2026-11-22T23:59", "2026-11-22T09:00", "2026-11-23"),
        (DAILY, "2026-10-25T09:00", "2026-10-25T09:00", "2026-10-26"),
    ],
)
def test_the_last_and_the_next(when: Recurrence, now: str, last: str, following: str):
    found = last_at(when, BERLIN, at(now))
    assert found == at(last)
    assert next_day(when, BERLIN, found) == date.fromisoformat(following)


@given(MOMENTS, OFTEN, st.sampled_from(ZONES))
def test_one_lies_between_now_and_a_week_ago_and_the_next_comes_after_it(
    now: datetime, when: Recurrence, zone: str
):
    last = last_at(when, zone, now)
    longest = timedelta(days=1 if when.weekday is None else 7, hours=2)
    assert last <= now < last + longest
    coming = next_day(when, zone, last)
    assert coming > last.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    assert coming.weekday() == when.weekday or when.weekday is None
