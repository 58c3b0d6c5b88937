"""Calendars as the services write them, in few words, and a Slack of a few people."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.slack.directory import Person

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # a Friday


def calendar(*events: str, head: str = "", zones: str = "") -> bytes:
    """A whole feed with the given events."""
    rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Shifts//EN"]
    rows += [*head.splitlines(), *zones.splitlines(), *"\n".join(events).splitlines()]
    return ("\r\n".join(row for row in [*rows, "END:VCALENDAR"] if row) + "\r\n").encode()


def event(start: str, end: str, *rows: str, uid: str = "") -> str:
    """An event; `start` and `end` with or without parameters: `20261120T080000Z`."""
    return "\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{uid or f'{start}/{end}/{rows}'.replace(';', '-')}",
            "DTSTAMP:20261101T000000Z",
            f"DTSTART{start if start[0] in ';:' else f':{start}'}",
            f"DTEND{end if end[0] in ';:' else f':{end}'}",
            *rows,
            "END:VEVENT",
        ]
    )


# PagerDuty: an address as the guest, without mailto; the name and the schedule in the title
PAGERDUTY = calendar(
    event(
        ";VALUE=DATE-TIME:20261118T080000Z",
        ";VALUE=DATE-TIME:20261125T080000Z",
        "ATTENDEE:ada@acme.example",
        "URL:https://acme.pagerduty.example/schedules#PABC123",
        "SUMMARY:On Call - Ada Ops - Billing Primary",
        uid="Q1AAAAAAAAAAA1",
    ),
    event(
        ";VALUE=DATE-TIME:20261125T080000Z",
        ";VALUE=DATE-TIME:20261202T080000Z",
        "ATTENDEE:ben@acme.example",
        "SUMMARY:On Call - Ben Finance - Billing Primary",
        uid="Q1AAAAAAAAAAA2",
    ),
    head="X-WR-CALNAME:On Call Schedule for Billing",
)

# Grafana OnCall: shift, priority and the user's name or address in the title; no guests
GRAFANA = calendar(
    event(
        ";VALUE=DATE-TIME:20261116T230000Z",
        ";VALUE=DATE-TIME:20261123T230000Z",
        "SUMMARY:Rotation L1: ben@acme.example",
        "PRIORITY:0",
        uid="OEXAMPLE-202611162300-UEXAMPLE",
    ),
    event(
        ";VALUE=DATE-TIME:20261123T230000Z",
        ";VALUE=DATE-TIME:20261130T230000Z",
        "SUMMARY:Rotation L1: cleo",
        "PRIORITY:0",
        uid="OEXAMPLE-202611232300-UEXAMPLE",
    ),
)

# Opsgenie: the name in the title, the schedule as the description
OPSGENIE = calendar(
    event(
        "20261120T090000Z",
        "20261120T170000Z",
        "SUMMARY:Cleo Lead - Billing_schedule",
        "DESCRIPTION:Cleo Lead is on call for Billing_schedule",
        "ORGANIZER;CN=Billing_schedule:mailto:no-reply@opsgenie.example",
    )
)

# Google: whole days or a repeating event, guests with their answers, whoever made it as organizer
GOOGLE = calendar(
    event(
        ";TZID=Europe/Berlin:20260105T090000",
        ";TZID=Europe/Berlin:20260106T090000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "ORGANIZER;CN=Cleo Lead:mailto:cleo@acme.example",
        "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN=Ada:mailto:ADA@acme.example",
        "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=DECLINED;CN=Ben:mailto:ben@acme.example",
        "ATTENDEE;CUTYPE=RESOURCE;PARTSTAT=ACCEPTED;CN=Room 3:mailto:cleo@acme.example",
        "SUMMARY:Billing duty",
        "STATUS:CONFIRMED",
        uid="google-1",
    ),
    head="X-WR-TIMEZONE:Europe/Berlin",
)


class Staff:
    """People of a Slack without a wire, and what was asked about them."""

    def __init__(self, *more: Person) -> None:
        self.asked: list[str] = []
        self._people = (
            Person("U01ADA", ("Ada Ops", "ada")),
            Person("U02BEN", ("Ben Finance", "ben")),
            Person("U03CLEO", ("Cleo Lead", "cleo")),
            *more,
        )

    def with_address(self, address: str) -> str | None:
        self.asked.append(address)
        known = {f"{one.names[1]}@acme.example": one.id for one in self._people}
        return known.get(address)

    def everybody(self) -> Sequence[Person]:
        return self._people
