"""The money that is needed, or expected, by week; the two are shown beside and never netted.

A week is an ISO week, Monday to Sunday, of the team's calendar. An invoice counts on its due
date; one that was promised on the promised day, since that is when the money moves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from state.figures.sums import Side, Sum, Today, nothing, owed_by_side, summed
from state.model import Care, CareState, InvoiceView


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


def cash(views: Sequence[InvoiceView], today: date, days: int, today_of: Today) -> list[Cash]:
    """The money of each side from `today`, the team's date, to so many days later.

    Whether an invoice is overdue is judged by `today_of` its account.
    """
    last = today + timedelta(days=days)
    return [_side(side, part, today, last, today_of) for side, part in owed_by_side(views)]


def _side(
    side: Side, views: Sequence[InvoiceView], today: date, last: date, today_of: Today
) -> Cash:
    parts: dict[_Place, list[InvoiceView]] = {}
    for view in views:
        place = _place(view, today, last, today_of(view.account))
        parts.setdefault(_monday(place) if isinstance(place, date) else place, []).append(view)
    return Cash(
        side,
        summed(side, parts.get(None, ())),
        tuple(
            Week(max(monday, today), min(monday + timedelta(days=6), last), summed(side, found))
            for monday in _mondays(today, last)
            for found in [parts.get(monday, ())]
        ),
        {why: summed(side, parts[why]) if why in parts else nothing(side) for why in Apart},
    )


def _place(view: InvoiceView, today: date, last: date, account_today: date) -> _Place:
    care = view.care
    if care is not None and care.state is CareState.DISPUTED:
        return Apart.DISPUTED
    if care is not None and care.state is CareState.WAITING:
        return Apart.REPORTED
    promised = _promised(care)
    if promised is not None and promised >= today:
        return _within(promised, last)
    if view.invoice.due is None:
        return Apart.UNDATED
    if view.invoice.is_overdue(account_today):
        return None
    # where an account's day has not begun yet its invoice may be due "yesterday": that is now
    return _within(max(view.invoice.due, today), last)


def _promised(care: Care | None) -> date | None:
    return care.day if care is not None and care.state is CareState.PROMISED else None


def _within(day: date, last: date) -> _Place:
    return day if day <= last else Apart.LATER


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(today: date, last: date) -> list[date]:
    first = _monday(today)
    return [first + timedelta(weeks=n) for n in range((_monday(last) - first).days // 7 + 1)]
