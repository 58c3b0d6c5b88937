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

from bot.oncall.events import CalendarEvent, Guest, Reading

if sys.platform != "win32":
    import resource

MOST_MEMORY = 512 * 1024 * 1024
MOST_EVENTS = 500  # in the time asked for; a calendar with more is none of shifts
_MOST_PEOPLE = 20  # of one event
_ABOUT_ALL = ("X-WR-TIMEZONE", "CALSCALE")  # what a calendar says about all its events
_REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")
# what an event without sense, such as one that ends in the year 9999, makes a library raise
_ODD = (ValueError, ArithmeticError, LookupError, AttributeError, TypeError)
_NOT_PEOPLE = ("RESOURCE", "ROOM")


def read(feed: bytes, start: datetime, end: datetime, zone: str) -> Reading:
    """The events between two moments, repetitions worked out, the earliest first.

    `zone` is for days and for times without one, unless the calendar names its own. An
    event that cannot be understood takes nothing from the others.
    """
    calendars = [one for one in Calendar.from_ical(feed, multiple=True) if one.name == "VCALENDAR"]
    if not calendars:
        raise ValueError("no calendar")
    found, unread = [], 0
    for own, part in (part for one in calendars for part in _parts(one, zone)):
        try:
            found += _within(part, start, end, own)
        except _ODD:
            unread += 1
        if len(found) > MOST_EVENTS:
            raise ValueError("too many events")
    return Reading(tuple(sorted(found, key=lambda event: (event.start, event.end))), unread)


def _parts(calendar: Any, zone: str) -> Iterator[tuple[ZoneInfo, Calendar]]:  # noqa: ANN401 -- untyped library
    """Each event alone, but a repeating one together with its exceptions."""
    own = _zone(calendar, zone)
    by_id: dict[str, list[Any]] = {}
    for event in calendar.walk("VEVENT"):
        by_id.setdefault(str(event.get("UID", id(event))), []).append(event)
    for events in by_id.values():
        for together in [events] if _repeats(events) else [[event] for event in events]:
            part = Calendar({name: calendar[name] for name in _ABOUT_ALL if name in calendar})
            part.subcomponents = together
            yield own, part


def _repeats(events: list[Any]) -> bool:
    return any(name in event for event in events for name in _REPEATS)


def _within(part: Calendar, start: datetime, end: datetime, own: ZoneInfo) -> list[CalendarEvent]:
    """What of these events happens between two moments."""
    events: list[Any] = list(part.subcomponents)
    if _repeats(events):
        events = recurring_ical_events.of(part).between(start, end)
    found = []
    for event in events:
        begins, ends = _moment(event.start, own), _moment(event.end, own)
        happens = begins < ends and begins < end and ends > start
        if happens and _text(event, "STATUS").upper() != "CANCELLED":
            found.append(_event(event, begins, ends))
    return found


def _event(event: Any, begins: datetime, ends: datetime) -> CalendarEvent:  # noqa: ANN401
    organizer = _first(event.get("ORGANIZER"))
    return CalendarEvent(
        start=begins,
        end=ends,
        title=_text(event, "SUMMARY")[:300],
        description=_text(event, "DESCRIPTION")[:2000],
        guests=tuple(_guests(event.get("ATTENDEE", [])))[:_MOST_PEOPLE],
        organizer=None if organizer is None else _guest(organizer),
    )


def _first(found: Any) -> Any:  # noqa: ANN401
    """Some calendars say a thing twice."""
    return found[0] if isinstance(found, list) else found


def _text(event: Any, name: str) -> str:  # noqa: ANN401
    return str(_first(event.get(name, "")))


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
    try:
        return aware.astimezone(UTC)
    except OverflowError:  # the first or the last day there is: since ever, for ever
        return aware.replace(tzinfo=UTC)


def _limit_memory() -> None:
    """Repetitions are kept as they are worked out; they must not fill the machine."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Read a calendar from the input and write its events; the arguments say from, to and zone."""
    _limit_memory()
    start, end, zone = sys.argv[1:4]
    feed = sys.stdin.buffer.read()
    found = read(feed, datetime.fromisoformat(start), datetime.fromisoformat(end), zone)
    json.dump(asdict(found), sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    main()
