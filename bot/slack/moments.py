"""The moments people type: `3d`, `2 weeks`, `fri`, `tomorrow`, `1 dec`, `2026-12-01`. Pure.

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
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.(20[0-9]{2})", re.ASCII)
_DAY_OF_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?", re.ASCII)
_YEAR = re.compile(r"20[0-9]{2}", re.ASCII)
_LEAP_YEAR = 2000  # in which every day has a date


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


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day of a year that was not named."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.day} {words.MONTH_NAMES[self.month - 1]}"

    def from_(self, first: date) -> date:
        """The next such day, from this one on."""
        years = range(first.year, first.year + 9)  # over every leap year
        return next(day for year in years if (day := self._in(year)) and day >= first)

    def nearest(self, to: date) -> date:
        """The such day that is the nearest."""
        found = (self._in(year) for year in range(to.year - 8, to.year + 9))
        return min((day for day in found if day), key=lambda day: abs(day - to))

    def _in(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


Moment = After | On | Ahead | Weekday | Yearly


def read(pieces: Sequence[Token]) -> tuple[Moment, int] | None:
    """The moment that the pieces begin with, and how many of them it takes; None if none does."""
    skipped = 0
    while skipped < len(pieces) and pieces[skipped].word in LEADING:
        skipped += 1
    found = _moment(list(pieces[skipped : skipped + 3]))
    return (found[0], skipped + found[1]) if found else None


def is_shaped(word: str) -> bool:
    """True for what looks like a day or a span, though it may be none: `0d`, `2026-13-45`."""
    span = _SPAN.fullmatch(word)
    dated = _DATE.fullmatch(word) or _DOTTED.fullmatch(word)
    return bool(dated or (span and (span[2] in UNITS or span[2].removesuffix("s") in UNITS)))


def is_over(pieces: Sequence[Token]) -> bool:
    """True if they begin with a time that is over."""
    return bool(past(pieces))


def past(pieces: Sequence[Token]) -> str:
    """The time that is over with which they begin, or nothing: `yesterday`, `3d ago`."""
    skipped = next((at for at, one in enumerate(pieces) if one.word not in LEADING), len(pieces))
    ahead = [one.word for one in pieces[skipped : skipped + 3] if not one.quoted]
    return " ".join(ahead[: _long_past(ahead, pieces[skipped : skipped + 2])])


def _long_past(ahead: list[str], pieces: Sequence[Token]) -> int:
    """How many of the words say when that was."""
    if ahead[:1] == ["yesterday"]:
        return 1
    if ahead == ["day", "before", "yesterday"]:
        return 3
    if ahead[:1] == ["last"]:
        named = len(ahead) > 1 and ahead[1] in (*WEEKDAYS, "week", "month", "year")
        return 2 if named else 0
    span = _span(list(pieces)) if ahead else None
    return span[1] + 1 if span and ahead[span[1] : span[1] + 1] == ["ago"] else 0


def _moment(ahead: list[Token]) -> tuple[Moment, int] | None:
    return named_day(ahead) or _span(ahead[:2]) if ahead else None


def named_day(ahead: Sequence[Token]) -> tuple[On | Ahead | Weekday | Yearly, int] | None:
    """A day by its name, and how many of the pieces that takes: `fri`, `1 dec`, `Dec 1st 2026`."""
    if (day := calendar_day(ahead[0].word)) is not None:
        return day, 1
    for number, month in ((0, 1), (1, 0)) if len(ahead) > 1 else ():
        figure = _DAY_OF_MONTH.fullmatch(ahead[number].word)
        named = words.MONTHS.get(ahead[month].word)
        if figure and named and _on(_LEAP_YEAR, named, int(figure[1])):
            return _in_year(Yearly(named, int(figure[1])), ahead[2:3])
    return None


def _in_year(day: Yearly, behind: Sequence[Token]) -> tuple[On | Yearly, int] | None:
    if not behind or not _YEAR.fullmatch(behind[0].word):
        return day, 2
    found = _on(int(behind[0].word), day.month, day.day)
    return (found, 3) if found else None


def _on(year: int, month: int, day: int) -> On | None:
    try:
        return On(date(year, month, day))
    except ValueError:
        return None


def calendar_day(word: str) -> On | Ahead | Weekday | None:
    """A day named by one word: `fri`, `tomorrow`, `2026-12-01`, `1.12.2026`."""
    if word in AHEAD:
        return Ahead(AHEAD[word])
    if word in WEEKDAYS:
        return Weekday(WEEKDAYS[word])
    if dotted := _DOTTED.fullmatch(word):
        return _on(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    if not _DATE.fullmatch(word):
        return None
    year, month, day = map(int, word.split("-"))
    return _on(year, month, day)


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
