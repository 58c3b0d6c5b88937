"""Whose clock is wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.doctor.clocks import Told, judged
from bot.doctor.finding import Grade

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def grades(**ahead: float) -> list[Grade]:
    found = judged({name: timedelta(seconds=seconds) for name, seconds in ahead.items()})
    return [one.grade for one in found]


def test_a_minute_is_not_too_much_and_more_is():
    assert grades(slack=60) == [Grade.OK]
    assert grades(slack=61) == [Grade.PROBLEM]
    assert grades(slack=-61) == [Grade.PROBLEM]


def test_one_server_against_the_others_is_their_own_trouble():
    assert grades(slack=0, whmcs=1, voxel=4_000) == [Grade.OK, Grade.WARNING]


def test_all_servers_against_us_are_right():
    assert grades(slack=300, whmcs=301, voxel=299) == [Grade.PROBLEM]


def test_without_any_answer_nobody_knows():
    assert grades() == [Grade.WARNING]


@pytest.mark.parametrize(
    ("date", "ahead"),
    [
        ("Fri, 20 Nov 2026 12:00:30 GMT", {"a": timedelta(seconds=30)}),
        ("Fri, 20 Nov 2026 12:00:30 -0000", {"a": timedelta(seconds=30)}),
        ("yesterday", {}),
        ("", {}),
        (None, {}),
    ],
)
def test_a_date_header_is_compared_if_it_can_be_read(date: str | None, ahead: dict[str, timedelta]):
    told = Told()
    told.note("a", date, NOW)
    assert told.ahead == ahead
