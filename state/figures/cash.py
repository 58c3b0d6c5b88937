"""The money that is needed, or expected, by week; the two are shown beside and never netted.

A week is an ISO week, Monday to Sunday, of the team's calendar. An invoice counts on its due
date; one that was promised on the promised day, since that is when the money moves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from state.figures.lots import Lot, by_side, lots
from state.figures.sums import Side, Sum, Today, nothing
from state.model import CareState, InvoiceView


class Apart(Enum):
    """Why an owed invoice stands in no week and is not overdue either."""

    LATER = auto()  # after the last day that was asked about
    UNDATED = auto()  # nobody knows when it is due
    DISPUTED = auto()  # somebody does not agree that it is owed
    REPORTED = auto()  # somebody says that it was paid already


@dataclass(frozen=True, slots=True)
class Week:
    """A week, or the part of it that was asked about."""

    first: date
    last: date
    sum: Sum

    @property
    def number(self) -> int:
        """The week's number in its year, by ISO 8601."""
        return self.first.isocalendar().week


@dataclass(frozen=True, slots=True)
class Cash:
    """One side's money. Every owed invoice stands in exactly one of the parts."""

    side: Side
    overdue: Sum  # should have been paid by now; nobody promised a later day
    weeks: tuple[Week, ...]  # without gaps, also those in which nothing is due
    apart: Mapping[Apart, Sum]

    @property
    def total(self) -> Sum:
        """What is overdue or falls into the weeks."""
        return sum((week.sum for week in self.weeks), self.overdue)


_Place = date | Apart | None  # the day on which it counts; None: overdue


def cash(views: Iterable[InvoiceView], today: date, days: int, today_of: Today) -> list[Cash]:
    """The money of each side from `today`, the team's date, to so many days later.

    Whether an invoice is overdue is judged by `today_of` its account.
    """
    return cash_of(lots(views, today_of), today, days)


def cash_of(found: Iterable[Lot], today: date, days: int) -> list[Cash]:
    """The same of lots."""
    last = today + timedelta(days=days)
    return [_side(side, part, today, last) for side, part in by_side(found)]


def cuts(today: date, days: int, theirs: date) -> list[date]:
    """The first days of the weeks and of what is later, and where it is `theirs`, of now."""
    last = today + timedelta(days=days)
    return [theirs, today, last + timedelta(days=1), *_mondays(today, last)]


def _side(side: Side, found: Sequence[Lot], today: date, last: date) -> Cash:
    parts: dict[_Place, Sum] = {}
    for one in found:
        place = _place(one, today, last)
        counted = _monday(place) if isinstance(place, date) else place
        parts[counted] = parts.get(counted, nothing(side)) + one.sum
    return Cash(
        side,
        parts.get(None, nothing(side)),
        tuple(
            Week(
                max(monday, today),
                min(monday + timedelta(days=6), last),
                parts.get(monday, nothing(side)),
            )
            for monday in _mondays(today, last)
        ),
        {why: parts.get(why, nothing(side)) for why in Apart},
    )


def _place(one: Lot, today: date, last: date) -> _Place:
    if one.care is CareState.DISPUTED:
        return Apart.DISPUTED
    if one.care is CareState.WAITING:
        return Apart.REPORTED
    if one.promised is not None and one.promised >= today:
        return _within(one.promised, last)
    if one.due is None:
        return Apart.UNDATED
    if one.due < one.today:
        return None
    # where an account's day has not begun yet its invoice may be due "yesterday": that is now
    return _within(max(one.due, today), last)


def _within(day: date, last: date) -> _Place:
    return day if day <= last else Apart.LATER


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(today: date, last: date) -> list[date]:
    first = _monday(today)
    return [first + timedelta(weeks=n) for n in range((_monday(last) - first).days // 7 + 1)]
