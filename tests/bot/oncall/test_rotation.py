"""Turns of a list: counted from the date, true across clock changes and restarts."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.oncall.rotation import Rotation, Turn

BERLIN = "Europe/Berlin"
TWO = ("U01ADA", "U02BEN")


def weekly(zone: str = BERLIN, opens: time = time(9)) -> Rotation:
    return Rotation(TWO, "weekly", opens, zone)


def at(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_a_week_changes_hands_when_work_begins_on_monday():
    before = weekly().at(at("2026-11-23 08:59:59"))
    after = weekly().at(at("2026-11-23 09:00"))
    assert (before.people, before.until, before.next) == (
        ("U01ADA",),
        at("2026-11-23 09:00"),
        ("U02BEN",),
    )
    assert (after.people, after.since, after.next) == (
        ("U02BEN",),
        at("2026-11-23 09:00"),
        ("U01ADA",),
    )
    assert after.mention == "<@U02BEN>"
    assert after.source == "the list in duewatch.toml, weekly turns"


def test_a_day_changes_hands_when_work_begins_on_each_day():
    daily = Rotation(("A1", "B2", "C3"), "daily", time(9), BERLIN)
    days = [daily.at(at(f"2026-11-{day} 12:00")).people[0] for day in range(20, 26)]
    assert days == [*days[:3], *days[:3]]
    assert set(days) == {"A1", "B2", "C3"}
    assert daily.at(at("2026-11-21 08:59")).people[0] == days[0]


def test_without_turns_everybody_on_the_list_is_on_call():
    all_of_them = Rotation(TWO, None, time(9), BERLIN).at(at("2026-11-23 09:00"))
    assert all_of_them.people == TWO
    assert all_of_them.mention == "<@U01ADA> <@U02BEN>"
    assert (all_of_them.since, all_of_them.until, all_of_them.next) == (None, None, None)


def test_a_list_of_one_never_hands_over():
    alone = Rotation(("U01ADA",), "weekly", time(9), BERLIN).at(at("2026-11-23 09:00"))
    assert (alone.people, alone.until) == (("U01ADA",), None)


def test_a_turn_over_a_change_of_clocks_has_an_hour_more_or_less():
    autumn = weekly().at(at("2026-10-21 12:00"))
    assert autumn.since is not None
    assert autumn.until is not None
    assert autumn.until - autumn.since == timedelta(days=7, hours=1)
    spring = weekly().at(at("2026-03-25 12:00"))
    assert spring.since is not None
    assert spring.until is not None
    assert spring.until - spring.since == timedelta(days=7, hours=-1)


ZONES = [BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"]


@given(
    minutes=st.integers(0, 20 * 366 * 24 * 60),
    zone=st.sampled_from(ZONES),
    opens=st.times(),
    every=st.sampled_from(["daily", "weekly"]),
    count=st.integers(2, 5),
)
def test_turns_follow_each_other_without_a_gap_or_an_overlap(
    minutes: int, zone: str, opens: time, every: Turn, count: int
):
    people = tuple(f"U{number}" for number in range(count))
    rotation = Rotation(people, every, opens.replace(fold=0), zone)
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    turn = rotation.at(now)
    assert turn.since is not None
    assert turn.until is not None
    assert turn.since <= now < turn.until
    following = rotation.at(turn.until)
    assert following.since == turn.until
    assert following.people == turn.next != turn.people
    assert rotation.at(turn.until - timedelta(microseconds=1)) == turn
    assert people.index(following.people[0]) == (people.index(turn.people[0]) + 1) % count


@pytest.mark.parametrize("year", [2023, 2024, 2026, 2099])
def test_the_turn_depends_on_nothing_but_the_moment(year: int):
    moment = datetime(year, 5, 5, 12, tzinfo=UTC)
    assert weekly().at(moment) == weekly().at(moment)
    assert weekly().at(moment).people != weekly().at(moment + timedelta(days=7)).people
    assert weekly().at(moment).people == weekly().at(moment + timedelta(days=14)).people
