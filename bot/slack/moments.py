"""The moments people type: `3d`, `2 weeks`, `fri`, `tomorrow`, `2026-12-01`. Pure.

What they mean in time depends on today and on working hours, and is found out elsewhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.slack import words
from bot.slack.words import Token, means

LONGEST = timedelta(days=3650)
UNITS = {
    **dict.fromkeys(("h", "hr", "hour"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day"), timedelta(days=1)),
    **dict.fromkeys(("w", "wk", "week"), timedelta(days=7)),
    **dict.fromkeys(("mo", "month"), timedelta(days=30)),
}
NAMES, WEEKDAYS = words.WEEKDAY_NAMES, words.WEEKDAYS
AHEAD = {"today": 0, "tomorrow": 1, "tmrw": 1}
LEADING = frozenset(["by", "for", "in", "next", "on", "the", "this", "till", "to", "until"])
_ONE = ("a", "an", "one")
_SPAN = re.compile(r"([0-9]{1,5})([a-z]+)")
_NUMBER = re.compile(r"[0-9]{1,5}")
_DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class After:
    """So long from now."""

    span: timedelta

    def __str__(self) -> str:
        hours = self.span // timedelta(hours=1)
        return f"{hours}h" if hours % 24 else f"{hours // 24}d"


@dataclass(frozen=True, slots=True)
class On:
    """A day of the calendar."""

    day: date

    def __str__(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Ahead:
    """Today or tomorrow."""

    days: int

    def __str__(self) -> str:
        return "tomorrow" if self.days else "today"


@dataclass(frozen=True, slots=True)
class Weekday:
    """The next day of that name; 0 is Monday."""

    number: int

    def __str__(self) -> str:
        return NAMES[self.number]


Moment = After | On | Ahead | Weekday


def read(pieces: Sequence[Token]) -> tuple[Moment, int] | None:
    """The moment that the pieces begin with, and how many of them it takes; None if none does."""
    skipped = 0
    while skipped < len(pieces) and pieces[skipped].word in LEADING:
        skipped += 1
    found = _moment(list(pieces[skipped : skipped + 2]))
    return (found[0], skipped + found[1]) if found else None


def _moment(ahead: list[Token]) -> tuple[Moment, int] | None:
    if not ahead:
        return None
    day = calendar_day(ahead[0].word)
    return _span(ahead) if day is None else (day, 1)


def calendar_day(word: str) -> On | Ahead | Weekday | None:
    """A day named by one word: `fri`, `tomorrow`, `2026-12-01`."""
    if word in AHEAD:
        return Ahead(AHEAD[word])
    if word in WEEKDAYS:
        return Weekday(WEEKDAYS[word])
    if not _DATE.fullmatch(word):
        return None
    try:
        return On(date.fromisoformat(word))
    except ValueError:
        return None


def _span(ahead: list[Token]) -> tuple[Moment, int] | None:
    """`3d`, `3 days`, `a week`, `week` (as in "next week")."""
    word = ahead[0].word
    if match := _SPAN.fullmatch(word):
        unit = UNITS.get(match[2]) or UNITS.get(match[2].removesuffix("s"))
        return _after(int(match[1]), unit, 1)
    if len(ahead) == 2 and (word in _ONE or _NUMBER.fullmatch(word)):
        return _after(1 if word in _ONE else int(word), means(UNITS, ahead[1]), 2)
    return _after(1, UNITS[word], 1) if word in ("week", "month") else None


def _after(number: int, unit: timedelta | None, used: int) -> tuple[Moment, int] | None:
    if unit is None or not timedelta() < number * unit <= LONGEST:
        return None
    return After(number * unit), used
