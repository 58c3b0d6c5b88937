"""How much is owed: one sum per direction and currency, never mixed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from moneyed import Money

from state.model import Account, Direction, InvoiceView

NO_CURRENCY = "XXX"  # ISO 4217's code for it: the amount is unknown and so is its currency


@dataclass(frozen=True, slots=True)
class Total:
    """What is owed in one direction and currency."""

    direction: Direction
    currency: str  # ISO code; `XXX` where none is known
    open: Money
    overdue: Money  # the part of `open` that is past its due date
    count: int  # owed invoices, those of unknown amount included
    unknown: int  # owed invoices whose open amount is unknown; not in the sums


def totals(views: Sequence[InvoiceView], today_of: Callable[[Account], date]) -> list[Total]:
    """Sums of what is owed, by direction, then currency; others are left out."""
    groups: dict[tuple[Direction, str], list[InvoiceView]] = {}
    for view in views:
        if view.invoice.is_owed:
            place = (view.account.direction, currency_of(view))
            groups.setdefault(place, []).append(view)
    return [_total(*place, groups[place], today_of) for place in sorted(groups)]


def currency_of(view: InvoiceView) -> str:
    """The currency an invoice is counted in; without any amount its account's decides."""
    for amount in (view.invoice.open, view.invoice.total):
        if amount is not None:
            return str(amount.currency.code)
    return view.account.currency or NO_CURRENCY


def _total(
    direction: Direction,
    currency: str,
    views: Sequence[InvoiceView],
    today_of: Callable[[Account], date],
) -> Total:
    open_, overdue, unknown = Money(0, currency), Money(0, currency), 0
    for view in views:
        amount = view.invoice.open
        if amount is None:
            unknown += 1
            continue
        open_ += amount
        if view.invoice.is_overdue(today_of(view.account)):
            overdue += amount
    return Total(direction, currency, open_, overdue, len(views), unknown)
