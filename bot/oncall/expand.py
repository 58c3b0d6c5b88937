"""A calendar's bytes -> the events around now, each on its own. Runs as a process of its own.

A repeating event can be written so that working it out takes for ever ("every second
since 1970", "each 30 February"), and no rule tells such an event beforehand. A process
can be ended from outside; a thread cannot. `bot.oncall.calendar` starts it and reads
what it writes: a JSON list.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar

from bot.oncall.events import CalendarEvent, Guest

if sys.platform != "win32":
    import resource

MOST_MEMORY = 512 * 1024 * 1024
MOST_EVENTS = 500  # in the time asked for; a calendar with more is none of shifts
_MOST_PEOPLE = 20  # of one event
_NOT_PEOPLE = ("RESOURCE", "ROOM")


def events(feed: bytes, start: datetime, end: datetime, zone: str) -> list[CalendarEvent]:
    """The events between two moments, repetitions worked out, the earliest first.

    `zone` is for days and for times without one, unless the calendar names its own.
    """
    calendars = [one for one in Calendar.from_ical(feed, multiple=True) if one.name == "VCALENDAR"]
    if not calendars:
        raise ValueError("no calendar")
    found = [event for one in calendars for event in _of(one, start, end, zone)]
    if len(found) > MOST_EVENTS:
        raise ValueError("too many events")
    return sorted(found, key=lambda event: (event.start, event.end))


def _of(calendar: Any, start: datetime, end: datetime, zone: str) -> Iterator[CalendarEvent]:  # noqa: ANN401 -- untyped library
    own = _zone(calendar, zone)
    listed = recurring_ical_events.of(calendar, skip_bad_series=True).between(start, end)
    for event in listed:
        begins, ends = _moment(event["DTSTART"].dt, own), _moment(event["DTEND"].dt, own)
        if begins < ends and str(event.get("STATUS", "")).upper() != "CANCELLED":
            yield _event(event, begins, ends)


def _event(event: Any, begins: datetime, ends: datetime) -> CalendarEvent:  # noqa: ANN401
    organizer = event.get("ORGANIZER")
    return CalendarEvent(
        start=begins,
        end=ends,
        title=str(event.get("SUMMARY", ""))[:300],
        description=str(event.get("DESCRIPTION", ""))[:2000],
        guests=tuple(_guests(event.get("ATTENDEE", [])))[:_MOST_PEOPLE],
        organizer=None if organizer is None else _guest(organizer),
    )


def _guests(named: Any) -> Iterable[Guest]:  # noqa: ANN401
    """Those who did not decline; one guest is not a list in this format."""
    for one in named if isinstance(named, list) else [named]:
        facts = getattr(one, "params", {})
        declined = str(facts.get("PARTSTAT", "")).upper() == "DECLINED"
        if not declined and str(facts.get("CUTYPE", "")).upper() not in _NOT_PEOPLE:
            yield _guest(one)


def _guest(named: Any) -> Guest:  # noqa: ANN401
    """PagerDuty writes the address without `mailto:`."""
    address = str(named).strip()
    if address[:7].lower() == "mailto:":
        address = address[7:]
    return Guest(address[:254].lower(), str(getattr(named, "params", {}).get("CN", ""))[:100])


def _zone(calendar: Any, otherwise: str) -> ZoneInfo:  # noqa: ANN401
    """The calendar's own zone; one that nobody knows is taken out, or the library stumbles."""
    try:
        return ZoneInfo(str(calendar.get("X-WR-TIMEZONE", "")))
    except (ValueError, OSError, KeyError):
        calendar.pop("X-WR-TIMEZONE", None)
        return ZoneInfo(otherwise)


def _moment(written: date | datetime, zone: ZoneInfo) -> datetime:
    """A whole day begins at midnight in the zone; a time without a zone is read in it."""
    if not isinstance(written, datetime):
        written = datetime.combine(written, time())
    aware = written if written.tzinfo else written.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def _limit_memory() -> None:
    """Repetitions are kept as they are worked out; they must not fill the machine."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Read a calendar from the input and write its events; the arguments say from, to and zone."""
    _limit_memory()
    start, end, zone = sys.argv[1:4]
    feed = sys.stdin.buffer.read()
    found = events(feed, datetime.fromisoformat(start), datetime.fromisoformat(end), zone)
    json.dump([asdict(event) for event in found], sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    main()
