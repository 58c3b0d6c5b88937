"""Whom a calendar means, in every way that the services and people write it."""

import pytest

from bot.oncall.events import CalendarEvent, Guest
from bot.oncall.matching import MOST_ADDRESSES, Matching
from bot.slack.directory import Person
from tests.bot.oncall.feeds import NOW, Staff


def meant(
    title: str = "",
    guests: tuple[Guest, ...] = (),
    description: str = "",
    organizer: Guest | None = None,
    staff: Staff | None = None,
) -> tuple[str, ...]:
    event = CalendarEvent(NOW, NOW, title, description, guests, organizer)
    return Matching(staff or Staff()).people_of(event)


def guest(name: str) -> Guest:
    return Guest(f"{name}@acme.example", name)


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("On Call - Ada Ops - Billing Primary", ("U01ADA",)),
        ("Rotation L1: ben@acme.example", ("U02BEN",)),
        ("Rotation L2: Cleo", ("U03CLEO",)),
        ("Cleo Lead - Billing_schedule", ("U03CLEO",)),
        ("ADA OPS / ben finance", ("U01ADA", "U02BEN")),
        ("Ada & Ben", ("U01ADA", "U02BEN")),
        ("duty: <@U0123XYZ>", ("U0123XYZ",)),
        ("duty: <@U0123XYZ|somebody>", ("U0123XYZ",)),
        ("duty: U0123XYZ", ("U0123XYZ",)),
        ("WEDNESDAY W202647 UNAVAILABLE", ()),
        ("Adamant about Benjamin", ()),
        ("stranger@elsewhere.example", ()),
        ("On call", ()),
        ("", ()),
    ],
)
def test_a_title_names_people_by_name_address_or_id(title: str, people: tuple[str, ...]):
    assert meant(title) == people


def test_guests_count_before_the_title_and_the_organizer_last():
    assert meant("Ada's week", (guest("ben"),), organizer=guest("cleo")) == ("U02BEN",)
    assert meant("Ada's week", organizer=guest("cleo")) == ("U01ADA",)
    assert meant("Billing duty", organizer=guest("cleo")) == ("U03CLEO",)


def test_an_id_in_the_description_is_the_surest_word():
    assert meant("Ada", (guest("ben"),), "takes over: <@U03CLEO>") == ("U03CLEO",)


def test_a_guest_with_a_private_address_is_known_by_name():
    assert meant("Duty", (Guest("ada@home.example", "Ada Ops"),)) == ("U01ADA",)


def test_the_description_is_read_when_the_title_says_nothing():
    assert meant("Duty", description="Ben Finance is on call") == ("U02BEN",)
    assert meant("Duty", description="mail cleo@acme.example") == ("U03CLEO",)


def test_a_name_that_two_people_have_names_nobody():
    twice = Staff(Person("U04ADA", ("Ada Ops", "ada2")))
    assert meant("On Call - Ada Ops - Billing", staff=twice) == ()


def test_a_name_inside_a_longer_one_is_not_somebody_else():
    other = Staff(Person("U05ELSE", ("Ops", "Finance")))
    assert meant("On Call - Ada Ops", staff=other) == ("U01ADA",)


def test_people_called_like_the_words_of_a_schedule_are_not_meant_by_them():
    odd = Staff(Person("U06CALL", ("Primary", "call")), Person("U07TEAM", ("Team", "week")))
    assert meant("On Call - Primary team of the week", staff=odd) == ()


def test_letters_written_in_another_way_are_the_same_name():
    people = Staff(Person("U08JOSE", ("José Núñez", "jose")))
    assert meant("jose\u0301   NU\u0301N\u0303EZ", staff=people) == ("U08JOSE",)


def test_each_address_is_asked_once_and_a_crowd_of_them_is_not_asked_for():
    staff = Staff()
    matching = Matching(staff)
    crowd = [Guest(f"p{n}@acme.example", "") for n in range(500)]
    for one in [*crowd, *crowd]:
        matching.people_of(CalendarEvent(NOW, NOW, "", "", (one,), None))
    assert len(staff.asked) == MOST_ADDRESSES


def test_what_is_no_address_is_not_asked_for():
    staff = Staff()
    assert meant("", (Guest("invalid:nomail", ""), Guest("", "")), staff=staff) == ()
    assert staff.asked == []
