"""How old the debt is: every owed invoice stands in exactly one line of its side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from state.figures.lots import Lot, by_side, lot, lots
from state.figures.sums import Side, Sum, Today, nothing
from state.model import CareState, InvoiceView


class Age(IntEnum):
    """A line of an aging report, in its order."""

    CURRENT = 0  # not past its due date; due today is current
    TO_30 = 1  # 1 to 30 days past it
    TO_60 = 2
    TO_90 = 3
    OVER_90 = 4
    UNDATED = 5  # nobody knows when it is due
    DISPUTED = 6  # somebody does not agree that it is owed, however old it is


@dataclass(frozen=True, slots=True)
class Aging:
    """The report of one side. `lines` holds every age, also those without an invoice."""

    side: Side
    lines: Mapping[Age, Sum]
    total: Sum


def aging(views: Iterable[InvoiceView], today: Today) -> list[Aging]:
    """One report for each side on which something is owed; payables first, then by currency."""
    return aging_of(lots(views, today))


def aging_of(found: Iterable[Lot]) -> list[Aging]:
    """The same of lots."""
    return [_report(side, part) for side, part in by_side(found)]


def cuts(today: date) -> list[date]:
    """The first days of the lines, where it is `today`."""
    return [today - timedelta(days=days) for _, days in _MOST_DAYS]


def age(view: InvoiceView, today: date) -> Age:
    """The line an owed invoice stands in."""
    return _line(lot(view, today))


def _line(one: Lot) -> Age:
    if one.care is CareState.DISPUTED:
        return Age.DISPUTED
    days = one.days_overdue
    if days is None:
        return Age.UNDATED
    return next((line for line, most in _MOST_DAYS if days <= most), Age.OVER_90)


_MOST_DAYS = ((Age.CURRENT, 0), (Age.TO_30, 30), (Age.TO_60, 60), (Age.TO_90, 90))


def _report(side: Side, found: Sequence[Lot]) -> Aging:
    lines = dict.fromkeys(Age, nothing(side))
    for one in found:
        lines[_line(one)] += one.sum
    return Aging(side, lines, sum(lines.values(), nothing(side)))
