"""Whose shift it is, since when, until when, and who comes then."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.oncall.shifts import Shift, Shifts
from tests.bot.oncall.feeds import NOW

REACH = NOW + timedelta(days=14)


def hours(number: float) -> datetime:
    return NOW + timedelta(hours=number)


def shift(start: float, end: float, *people: str, title: str = "shift") -> Shift:
    return Shift(hours(start), hours(end), people, title)


def known(*shifts: Shift) -> Shifts:
    return Shifts.of(shifts, REACH, "the on-call calendar at cal.example")


def test_the_shift_of_now_and_the_one_after_it():
    found = known(shift(-5, 3, "U1"), shift(3, 11, "U2")).at(NOW)
    assert (found.people, found.mention) == (("U1",), "<@U1>")
    assert (found.since, found.until, found.next) == (hours(-5), hours(3), ("U2",))
    assert found.source == "the on-call calendar at cal.example"


def test_a_shift_begins_with_its_first_moment_and_ends_before_its_last():
    shifts = known(shift(-5, 0, "U1"), shift(0, 5, "U2"))
    assert shifts.at(NOW).people == ("U2",)
    assert shifts.at(NOW - timedelta(microseconds=1)).people == ("U1",)


def test_overlapping_shifts_are_all_meant():
    found = known(shift(-5, 3, "U2"), shift(-1, 6, "U1", "U2"), shift(-2, 1, "U3")).at(NOW)
    assert found.people == ("U1", "U2", "U3")
    assert found.mention == "<@U1> <@U2> <@U3>"
    assert (found.since, found.until, found.next) == (hours(-1), hours(1), ("U1", "U2"))


def test_pieces_of_one_persons_time_are_one_turn():
    found = known(shift(-9, -1, "U1"), shift(-1, 2, "U1"), shift(2, 8, "U1"), shift(8, 9, "U2"))
    assert (found.at(NOW).since, found.at(NOW).until) == (hours(-9), hours(8))


def test_nobody_is_on_call_between_two_shifts():
    found = known(shift(-5, -1, "U1"), shift(2, 8, "U2")).at(NOW)
    assert (found.people, found.mention) == ((), "")
    assert (found.since, found.until, found.next) == (None, hours(2), ("U2",))
    assert found.trouble == ""


def test_after_the_last_known_shift_there_is_nobody():
    found = known(shift(-5, 3, "U1")).at(NOW)
    assert (found.until, found.next) == (hours(3), ())


def test_what_comes_beyond_the_reach_is_not_known():
    found = known(shift(-5, 24 * 30, "U1")).at(NOW)
    assert found.until == hours(24 * 30)
    assert found.next is None


def test_an_old_calendar_keeps_the_last_people_it_knew():
    shifts = known(shift(-5, 24 * 13, "U1"), shift(24 * 13, 24 * 20, "U2"))
    assert shifts.at(NOW + timedelta(days=60)).people == ("U2",)


def test_a_shift_of_a_stranger_is_told_and_mentions_nobody():
    found = known(shift(-5, 3, title="Zoe (agency)"), shift(-5, 3, "U1")).at(NOW)
    assert found.people == ("U1",)
    assert "“Zoe (agency)”, which names nobody" in found.trouble


def test_events_that_could_not_be_read_are_told():
    found = Shifts.of([shift(-5, 3, "U1")], REACH, "a calendar", 2).at(NOW)
    assert found.trouble == "events of the calendar that could not be read: 2"


def test_an_empty_calendar_says_nobody():
    found = known().at(NOW)
    assert (found.people, found.until, found.next) == ((), None, None)


SOME = st.builds(
    lambda start, length, who: shift(start, start + length, who),
    st.integers(-48, 48),
    st.integers(1, 24),
    st.sampled_from(["U1", "U2", "U3"]),
)


@given(st.lists(SOME, max_size=12), st.integers(-60, 60))
def test_what_is_said_of_a_turn_is_true_of_every_hour_of_it(listed: list[Shift], at: int):
    shifts = known(*listed)
    found = shifts.at(hours(at))
    meant = {one.people[0] for one in listed if one.start <= hours(at) < one.end}
    assert set(found.people) == meant
    hour = at
    while found.until is not None and hours(hour) < found.until:
        assert shifts.at(hours(hour)).people == found.people
        hour += 1
    if found.until is not None:
        assert shifts.at(found.until).people == found.next != found.people
    if found.since is not None:
        assert shifts.at(found.since).people == found.people
        assert shifts.at(found.since - timedelta(minutes=1)).people != found.people
