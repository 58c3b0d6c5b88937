"""Whom an event of a calendar means: the people it names, as Slack knows them.

Everybody writes it in another way. PagerDuty: the person's address as a guest and "On
Call - Jane Doe - Schedule" as the title. Grafana: "Rotation L1: jane@example.com", or a
user name, and no guest. Opsgenie and people with a Google calendar: a name in the title,
or guests. So the ways are tried in order, the surest first, and the first that finds
anybody is the answer. The organizer comes last: that is often who wrote the calendar.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Protocol

from bot.oncall.events import CalendarEvent
from bot.slack.directory import Person

MOST_ADDRESSES = 50  # asked for in one reading: a calendar of shifts names a team

# as a mention, or bare; a bare one has a digit and a letter, or it would be a word or a week
_USER = re.compile(
    r"<@([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>|\b([UW](?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{5,20})\b"
)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[^\W_]+(?:[.'’_-][^\W_]+)*")  # noqa: RUF001 -- names have such marks
_OWNED = re.compile(r"['’]s\b")  # noqa: RUF001 -- Ada's week
_LONGEST_NAME = 5  # words
_NO_NAMES = frozenset(
    {
        *("call", "duty", "first", "for", "incident", "l1", "l2", "l3", "level", "on", "oncall"),
        *("on-call", "override", "primary", "rota", "rotation", "schedule", "second", "secondary"),
        *("shift", "support", "team", "the", "week", "weekend"),
    }
)


class People(Protocol):
    """What has to be known of the people in Slack."""

    def with_address(self, address: str) -> str | None:
        """The id of the person with this mail address."""

    def everybody(self) -> Sequence[Person]:
        """All people with their names."""


class Matching:
    """Finds the people of events; one is used for one reading of a calendar."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._asked: dict[str, str | None] = {}

    def people_of(self, event: CalendarEvent) -> tuple[str, ...]:
        """Slack ids of those whom an event names, none when nobody is found."""
        for found in self._ways(event):
            if people := tuple(dict.fromkeys(found)):
                return people
        return ()

    def _ways(self, event: CalendarEvent) -> Iterator[Iterable[str]]:
        yield _written(f"{event.title}\n{event.description}")
        yield self._at(guest.address for guest in event.guests)
        yield self._at(_ADDRESS.findall(event.title.lower()))
        yield self._called(event.title)
        yield (who for guest in event.guests for who in self._called(guest.name))
        yield self._at(_ADDRESS.findall(event.description.lower()))
        yield self._called(event.description)
        yield self._at([event.organizer.address] if event.organizer else [])

    def _at(self, addresses: Iterable[str]) -> Iterator[str]:
        for address in addresses:
            who = self._address(address) if _ADDRESS.fullmatch(address) else None
            if who is not None:
                yield who

    def _address(self, address: str) -> str | None:
        if address not in self._asked and len(self._asked) < MOST_ADDRESSES:
            self._asked[address] = self._people.with_address(address)
        return self._asked.get(address)

    @cached_property
    def _named(self) -> dict[str, set[str]]:
        """Ids by name; where several people have one name, it names nobody."""
        known: dict[str, set[str]] = {}
        for one in self._people.everybody():
            for name in one.names:
                known.setdefault(_plain(name), set()).add(one.id)
        return known

    def _called(self, text: str) -> Iterator[str]:
        """People whose whole name stands in a text, the longest names first."""
        words = _plain(_OWNED.sub("", text)).split()
        if set(words) <= _NO_NAMES:
            return
        for length in range(_LONGEST_NAME, 0, -1):
            for start in range(len(words) - length + 1):
                name = " ".join(words[start : start + length])
                ids = self._named.get(name, set()) if name not in _NO_NAMES else set()
                if ids:
                    words[start : start + length] = [""] * length
                if len(ids) == 1:
                    yield from ids


def _written(text: str) -> Iterator[str]:
    """Slack ids that stand in the event itself."""
    return (marked or bare for marked, bare in _USER.findall(text))


def _plain(name: str) -> str:
    """A name as it is compared: without case, extra spaces and other ways to write a letter."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", name).casefold()))
