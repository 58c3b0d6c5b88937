"""The due dates that people name: `fri`, `before 2026-12-01`, `this week`, `next month`. Pure.

What they are in the calendar depends on today, and on where that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.slack.moments import Ahead, On, Weekday, Yearly, calendar_day, named_day
from bot.slack.words import BOUNDS, Token, is_in, means

_ONE_DAY = timedelta(days=1)
_FIRST, _LAST = date.min, date.max


class Period(StrEnum):
    """A week, Monday to Sunday, or a month of the calendar."""

    LAST_WEEK = "last week"
    THIS_WEEK = "this week"
    NEXT_WEEK = "next week"
    LAST_MONTH = "last month"
    THIS_MONTH = "this month"
    NEXT_MONTH = "next month"


Day = On | Ahead | Weekday | Yearly | Period
_STEPS = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class Bound:
    """Due before a day, by it, after it, from it on, or on it."""

    how: str
    day: Day

    def __str__(self) -> str:
        # alone `tomorrow` is a span of days from today on
        is_plain = self.how == "on" and not isinstance(self.day, Ahead)
        return str(self.day) if is_plain else f"{self.how} {self.day}"

    def span(self, today: date) -> tuple[date, date]:
        """The first and the last day it allows."""
        first, last = _days(self.day, today)
        match self.how:
            case "before":
                return _FIRST, first - _ONE_DAY
            case "by":
                return _FIRST, last
            case "after":
                return last + _ONE_DAY, _LAST
            case "from":
                return first, _LAST
            case _:
                return first, last


def span(bounds: Sequence[Bound], today: date) -> tuple[date, date]:
    """What all of them allow together; the last day before the first where that is nothing."""
    spans = [bound.span(today) for bound in bounds]
    return max((first for first, _ in spans), default=_FIRST), min(
        (last for _, last in spans), default=_LAST
    )


def _days(day: Day, today: date) -> tuple[date, date]:
    match day:
        case On(on):
            return on, on
        case Ahead(days):
            return today + days * _ONE_DAY, today + days * _ONE_DAY
        case Weekday(number):  # said on a Friday, `fri` is today
            found = today + (number - today.weekday()) % 7 * _ONE_DAY
            return found, found
        case Yearly():  # said in November, `since 1 oct` is past and `before 1 dec` is ahead
            found = day.nearest(today)
            return found, found
        case Period():
            return _period(day, today)


def _period(period: Period, today: date) -> tuple[date, date]:
    which, _, unit = period.partition(" ")
    step = _STEPS[which]
    if unit == "week":
        monday = today - today.weekday() * _ONE_DAY + step * timedelta(weeks=1)
        return monday, monday + 6 * _ONE_DAY
    return _month(today, step), _month(today, step + 1) - _ONE_DAY


def _month(today: date, step: int) -> date:
    """The first day of a month, so many months from this one."""
    year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
    return date(year, month + 1, 1)


def read(ahead: Sequence[Token]) -> tuple[Bound, int] | None:
    """The bound that the tokens begin with, and how many of them it takes; None if none does."""
    if not ahead:
        return None
    how = means(BOUNDS, ahead[0])
    at = 0 if how is None else 1
    while how is not None and at < len(ahead) and ahead[at].word == "the":
        at += 1
    found = _day(ahead[at : at + 3], is_bounded=how is not None)
    return (Bound(how or "on", found[0]), at + found[1]) if found else None


def _day(ahead: Sequence[Token], *, is_bounded: bool) -> tuple[Day, int] | None:
    """A day; `today` and `tomorrow` alone are spans of days from today on."""
    if len(ahead) > 1 and ahead[0].word in _STEPS:
        found = _after_step(ahead[0].word, ahead[1])
        return (found, 2) if found else None
    named = named_day(ahead) if ahead else None
    return None if named and isinstance(named[0], Ahead) and not is_bounded else named


def _after_step(step: str, token: Token) -> Day | None:
    """`next week`, `this month`; `next friday` is the next one."""
    if is_in(("week", "month"), token):
        return Period(f"{step} {token.word.removesuffix('s')}")
    day = calendar_day(token.word)
    return day if isinstance(day, Weekday) and step != "last" else None
