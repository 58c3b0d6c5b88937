"""What an event of a calendar says, before anybody knows who in Slack is meant."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody whom an event names: an address, a name, or both."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event at its own time. What it says is foreign text."""

    start: datetime
    end: datetime
    title: str
    description: str
    guests: tuple[Guest, ...]
    organizer: Guest | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a calendar, and how many of its events could not be understood."""

    events: tuple[CalendarEvent, ...]
    unread: int = 0
