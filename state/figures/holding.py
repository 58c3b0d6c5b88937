"""Who holds what: which invoices somebody sees to, and which need somebody."""

from collections.abc import Iterable
from datetime import datetime

from state.model import CareState, InvoiceKey, InvoiceView
from state.rules.severity import Severity, severity


def is_held(view: InvoiceView, now: datetime) -> bool:
    """True while somebody's decision about it is in force; being asked to see to it counts."""
    care = view.care
    return care is not None and (care.state is CareState.ASSIGNED or care.silences(now))


def gravity(view: InvoiceView, now: datetime) -> Severity:
    """How grave it is that this invoice is not paid."""
    return severity(view.invoice.due, view.countdown, now, view.account.timezone)


def unheld(views: Iterable[InvoiceView], now: datetime) -> list[InvoiceView]:
    """What needs somebody: owed, overdue or graver, and nobody holds it; the gravest first."""
    found = [
        view
        for view in views
        if view.invoice.is_owed
        and not is_held(view, now)
        and gravity(view, now) >= Severity.OVERDUE
    ]
    return sorted(found, key=lambda view: (-gravity(view, now), *by_due(view)))


def by_due(view: InvoiceView) -> tuple[bool, str, InvoiceKey]:
    """The order of a list: the oldest due date first, those without one last, then by key."""
    due = view.invoice.due
    return due is None, "" if due is None else due.isoformat(), view.invoice.key
