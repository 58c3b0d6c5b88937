"""Owed invoices that count alike, added up: what figures are made of, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from state.figures.sums import Side, Sum, Today, side_of, summed
from state.model import CareState, InvoiceView

# What a figure asks of people's decisions; any other one does not change where money counts.
TELLING = frozenset({CareState.DISPUTED, CareState.WAITING, CareState.PROMISED})


@dataclass(frozen=True, slots=True)
class Lot:
    """Owed invoices of one side that are due on one day, with one decision about them."""

    side: Side
    today: date  # the date it is where their accounts' days begin and end
    due: date | None
    sum: Sum
    care: CareState | None = None
    promised: date | None = None

    @property
    def days_overdue(self) -> int | None:
        """Whole days past the due date, negative before it; None without one."""
        return None if self.due is None else (self.today - self.due).days


def lot(view: InvoiceView, today: date) -> Lot:
    """One invoice by itself, where the date is `today`."""
    side, care = side_of(view), view.care
    promised = care.day if care is not None and care.state is CareState.PROMISED else None
    return Lot(
        side, today, view.invoice.due, summed(side, [view]), care.state if care else None, promised
    )


def lots(views: Iterable[InvoiceView], today: Today) -> list[Lot]:
    """Each owed invoice of these by itself."""
    return [lot(view, today(view.account)) for view in views if view.invoice.is_owed]


def by_side(found: Iterable[Lot]) -> list[tuple[Side, list[Lot]]]:
    """Payables first, then by currency."""
    sides: dict[Side, list[Lot]] = {}
    for one in found:
        sides.setdefault(one.side, []).append(one)
    return sorted(sides.items())
