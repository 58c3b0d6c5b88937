"""A calendar's events at their own times: days, zones, repetitions, exceptions."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.oncall.events import CalendarEvent, Guest
from bot.oncall.expand import MOST_EVENTS, read
from tests.bot.oncall.feeds import GOOGLE, GRAFANA, NOW, OPSGENIE, PAGERDUTY, calendar, event

FROM, TO = NOW - timedelta(days=1), NOW + timedelta(days=14)


def found(feed: bytes, zone: str = "UTC") -> list[CalendarEvent]:
    return list(read(feed, FROM, TO, zone).events)


def times(feed: bytes, zone: str = "UTC") -> list[tuple[str, str]]:
    return [(f"{one.start:%d %H:%M}", f"{one.end:%d %H:%M}") for one in found(feed, zone)]


def test_pagerduty_names_a_guest_by_a_bare_address():
    first, second = found(PAGERDUTY)
    assert (first.start, first.end) == (
        datetime(2026, 11, 18, 8, tzinfo=UTC),
        datetime(2026, 11, 25, 8, tzinfo=UTC),
    )
    assert first.guests == (Guest("ada@acme.example", ""),)
    assert second.title == "On Call - Ben Finance - Billing Primary"


def test_grafana_and_opsgenie_say_it_in_the_title():
    assert [one.title for one in found(GRAFANA)] == [
        "Rotation L1: ben@acme.example",
        "Rotation L1: cleo",
    ]
    [one] = found(OPSGENIE)
    assert one.title == "Cleo Lead - Billing_schedule"
    assert one.organizer == Guest("no-reply@opsgenie.example", "Billing_schedule")


def test_google_repeats_and_those_who_declined_and_rooms_are_no_guests():
    days = found(GOOGLE)
    assert {one.guests for one in days} == {(Guest("ada@acme.example", "Ada"),)}
    assert {one.start.weekday() for one in days} == {0, 1, 2, 3, 4}
    assert {one.start.hour for one in days} == {8}  # nine in Berlin, in winter


def test_a_whole_day_begins_at_midnight_in_the_calendars_own_zone():
    day = event(";VALUE=DATE:20261120", ";VALUE=DATE:20261121", "SUMMARY:ada")
    assert times(calendar(day), "America/Los_Angeles") == [("20 08:00", "21 08:00")]
    named = calendar(day, head="X-WR-TIMEZONE:Asia/Tokyo")
    assert times(named, "America/Los_Angeles") == [("19 15:00", "20 15:00")]
    odd = calendar(day, head="X-WR-TIMEZONE:../../etc/passwd")
    assert times(odd, "America/Los_Angeles") == [("20 08:00", "21 08:00")]


def test_a_whole_day_without_an_end_is_one_day():
    whole = event(";VALUE=DATE:20261120", ";VALUE=DATE:20261120", "SUMMARY:ada")
    bare = "\n".join(row for row in whole.splitlines() if not row.startswith("DTEND"))
    assert times(calendar(bare)) == [("20 00:00", "21 00:00")]


def test_a_time_without_a_zone_is_read_in_the_teams():
    assert times(calendar(event("20261120T090000", "20261120T170000")), "Europe/Berlin") == [
        ("20 08:00", "20 16:00")
    ]


CUSTOM = """BEGIN:VTIMEZONE
TZID:Our Office
BEGIN:STANDARD
DTSTART:20001029T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0500
TZOFFSETTO:+0400
TZNAME:OFF
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20000326T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0400
TZOFFSETTO:+0500
TZNAME:OFFS
END:DAYLIGHT
END:VTIMEZONE"""


def test_a_zone_of_the_calendars_own_making_is_followed():
    one = event(";TZID=Our Office:20261120T090000", ";TZID=Our Office:20261120T170000")
    assert times(calendar(one, zones=CUSTOM)) == [("20 05:00", "20 13:00")]


def test_microsofts_names_of_zones_are_understood():
    zone = "W. Europe Standard Time"
    one = event(f";TZID={zone}:20261120T090000", f";TZID={zone}:20261120T170000")
    assert times(calendar(one)) == [("20 08:00", "20 16:00")]


def test_a_repetition_keeps_its_clock_time_when_the_clocks_change():
    weekly = event(
        ";TZID=Europe/Berlin:20261005T090000",
        ";TZID=Europe/Berlin:20261005T170000",
        "RRULE:FREQ=WEEKLY",
    )
    begin = datetime(2026, 10, 19, tzinfo=UTC)
    shown = read(calendar(weekly), begin, begin + timedelta(days=14), "UTC").events
    assert [one.start.hour for one in shown] == [7, 8]


def test_a_repetition_in_utc_follows_the_clocks_only_if_the_calendar_names_a_zone():
    weekly = event("20261005T070000Z", "20261005T150000Z", "RRULE:FREQ=WEEKLY")
    begin = datetime(2026, 10, 19, tzinfo=UTC)

    def hours(head: str) -> list[int]:
        feed = calendar(weekly, head=head)
        read_ = read(feed, begin, begin + timedelta(days=14), "Europe/Berlin")
        return [one.start.hour for one in read_.events]

    assert hours("") == [7, 7]
    assert hours("X-WR-TIMEZONE:Europe/Berlin") == [7, 8]


def test_an_exception_is_left_out_and_a_moved_one_stands_where_it_was_moved():
    daily = event(
        "20261101T080000Z",
        "20261101T160000Z",
        "RRULE:FREQ=DAILY;UNTIL=20261123T080000Z",
        "EXDATE:20261121T080000Z",
        "SUMMARY:ada",
        uid="one",
    )
    moved = event(
        "20261122T120000Z",
        "20261122T200000Z",
        "RECURRENCE-ID:20261122T080000Z",
        "SUMMARY:ben",
        uid="one",
    )
    shown = [(f"{one.start:%d %H}", one.title) for one in found(calendar(daily, moved))]
    assert shown == [("19 08", "ada"), ("20 08", "ada"), ("22 12", "ben"), ("23 08", "ada")]


def test_what_was_cancelled_or_takes_no_time_is_no_shift():
    gone = event("20261120T080000Z", "20261120T160000Z", "STATUS:CANCELLED")
    empty = event("20261120T080000Z", "20261120T080000Z")
    assert found(calendar(gone, empty)) == []


ODD = {
    "a rule that is none": event("20261120T080000Z", "20261120T160000Z", "RRULE:FREQ=SOMETIMES"),
    "a date that is none": event("2026-11-20 08:00", "20261120T160000Z"),
    "no start": "BEGIN:VEVENT\nUID:x\nEND:VEVENT",
    "two starts": event("20261120T080000Z", "20261120T160000Z", "DTSTART:20261120T070000Z"),
    "every day until the year 9999": event(
        "20261101T000000Z", "99991231T235959Z", "RRULE:FREQ=DAILY"
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_a_broken_event_is_counted_and_takes_nothing_from_the_others(name: str):
    fine = event("20261121T080000Z", "20261121T160000Z", "SUMMARY:fine")
    found_ = read(calendar(ODD[name], fine), FROM, TO, "UTC")
    assert [one.title for one in found_.events] == ["fine"]
    assert found_.unread == 1


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_shift_from_ever_to_for_ever_is_a_shift(zone: str):
    always = event("00010101T000000", "99991231T235959", "SUMMARY:ada")
    [one] = found(calendar(always), zone)
    assert one.start.year == 1
    assert one.end.year == 9999


def test_events_that_share_an_id_by_mistake_are_all_read():
    one = event("20261120T080000Z", "20261120T160000Z", "SUMMARY:ada", uid="same")
    two = event("20261121T080000Z", "20261121T160000Z", "SUMMARY:ben", uid="same")
    assert [each.title for each in found(calendar(one, two))] == ["ada", "ben"]


def test_a_length_stands_for_an_end_and_the_first_of_two_titles_counts():
    whole = event("20261120T080000Z", "20261120T160000Z", "SUMMARY:ada", "SUMMARY:ben")
    length = whole.replace("DTEND:20261120T160000Z", "DURATION:PT2H")
    assert times(calendar(length)) == [("20 08:00", "20 10:00")]
    assert found(calendar(length))[0].title == "ada"


def test_foreign_words_are_cut_to_what_is_needed():
    long = event("20261120T080000Z", "20261120T160000Z", f"SUMMARY:{'x' * 9000}")
    many = "\n".join(f"ATTENDEE:mailto:p{n}@acme.example" for n in range(100))
    [one] = found(calendar(long.replace("END:VEVENT", f"{many}\nEND:VEVENT")))
    assert len(one.title) == 300
    assert len(one.guests) == 20


def test_a_calendar_with_more_events_than_shifts_can_have_is_refused():
    hourly = event("20261101T000000Z", "20261101T010000Z", "RRULE:FREQ=MINUTELY;INTERVAL=20")
    with pytest.raises(ValueError, match="too many events"):
        found(calendar(hourly))
    assert MOST_EVENTS == 500


@pytest.mark.parametrize("feed", [b"", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"hello"])
def test_what_is_no_calendar_is_refused(feed: bytes):
    with pytest.raises(ValueError, match=r"."):
        found(feed)
