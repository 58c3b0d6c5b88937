"""Sums of invoices: exact, and only within one direction and one currency."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from moneyed import Money

from state.model import Account, Direction, InvoiceView
from state.totals import currency_of

Today = Callable[[Account], date]  # the date it is where an account's days begin and end


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """Who owes whom, and in which currency; nothing is added up across two of them."""

    direction: Direction
    currency: str  # ISO code; `XXX` where neither amount nor account names one


@dataclass(frozen=True, slots=True)
class Sum:
    """Some invoices of one side."""

    open: Money  # of those whose open amount is known
    count: int = 0  # all of them
    unknown: int = 0  # those among them whose open amount nobody knows

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.open + other.open, self.count + other.count, self.unknown + other.unknown)

    def __sub__(self, other: "Sum") -> "Sum":
        return Sum(self.open - other.open, self.count - other.count, self.unknown - other.unknown)


@lru_cache(maxsize=1_024)  # asked for with every part of every figure, and sides are few
def nothing(side: Side) -> Sum:
    """No invoice at all, in the side's currency."""
    return Sum(Money(0, side.currency))


def summed(side: Side, views: Iterable[InvoiceView]) -> Sum:
    """What these invoices of one side come to; an unknown amount is counted, never guessed."""
    found, count, unknown = Money(0, side.currency), 0, 0
    for view in views:
        count += 1
        if view.invoice.open is None:
            unknown += 1
        else:
            found += view.invoice.open
    return Sum(found, count, unknown)


def side_of(view: InvoiceView) -> Side:
    """Where an invoice is counted; without any amount its account's currency decides."""
    return Side(view.account.direction, currency_of(view))


def owed_by_side(views: Iterable[InvoiceView]) -> list[tuple[Side, list[InvoiceView]]]:
    """What is owed, payables first, then by currency; the order of the views is kept."""
    sides: dict[Side, list[InvoiceView]] = {}
    for view in views:
        if view.invoice.is_owed:
            sides.setdefault(side_of(view), []).append(view)
    return sorted(sides.items())


def per_side(views: Sequence[InvoiceView]) -> dict[Side, Sum]:
    """What is owed of these, one sum for each side that has any."""
    return {side: summed(side, part) for side, part in owed_by_side(views)}
