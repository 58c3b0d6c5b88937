"""The rows of InterServer's one table: charges, and the money that came in for them."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.demo.billing import BillingAccount
from bot.demo.bills import Bill, Payment

Row = tuple[tuple[str, str, str], ...]  # name, xsd type, value

CHARGE, REFUND, CARD = "1", "2", "11"
NEVER = "0000-00-00 00:00:00"
REFUNDS = 1_000_000  # a refund's number lies this far above its payment's
CUSTOMER = "20417"


def charge(account: BillingAccount, bill: Bill) -> Row:
    """Return the row of the invoice itself. `invoices_extra` names its repeat order."""
    repeat = str(19_000_000 + int(bill.number) % 1_000_000)
    issued = bill.issued_at(account.timezone)
    return _row(
        number=bill.number,
        description=f"(Repeat Invoice: {repeat}) {bill.description}",
        amount=bill.amount,
        kind=CHARGE,
        at=issued,
        extra=repeat,
        paid=bill.is_paid,
        bill=bill,
        due=_due(bill, issued),
        deleted=bill.cancelled_at is not None,
    )


def money_rows(account: BillingAccount, bill: Bill) -> list[Row]:
    """Return a row for each payment, and one for each that went back.

    They are unpaid and without a due date, as the real ones are: who takes them for
    invoices, reports money that came in as money that is owed.
    """
    zone, rows = ZoneInfo(account.timezone), []
    for payment in bill.payments:
        rows.append(_money(bill, payment, CARD, payment.at.astimezone(zone)))
        if payment.returned_at is not None:
            rows.append(_money(bill, payment, REFUND, payment.returned_at.astimezone(zone)))
    return rows


def _money(bill: Bill, payment: Payment, kind: str, at: datetime) -> Row:
    is_refund = kind == REFUND
    words = "REFUND: Credit Card Payment" if is_refund else "Credit Card Payment"
    return _row(
        number=str(payment.number + (REFUNDS if is_refund else 0)),
        description=f"{words} for Invoice {bill.number}",
        amount=payment.amount,
        kind=kind,
        at=at,
        extra=bill.number,
        paid=False,
        bill=bill,
        due=NEVER,
        deleted=False,
    )


def _row(  # noqa: PLR0913 -- one argument for each column that differs
    *,
    number: str,
    description: str,
    amount: Decimal,
    kind: str,
    at: datetime,
    extra: str,
    paid: bool,
    bill: Bill,
    due: str,
    deleted: bool,
) -> Row:
    return (
        ("invoices_id", "int", number),
        ("invoices_description", "string", description),
        ("invoices_amount", "float", f"{amount:.2f}"),
        ("invoices_custid", "int", CUSTOMER),
        ("invoices_type", "int", kind),
        ("invoices_date", "string", _stamp(at)),
        ("invoices_group", "int", "0"),
        ("invoices_extra", "int", extra),
        ("invoices_paid", "int", str(int(paid))),
        ("invoices_module", "string", bill.module),
        ("invoices_due_date", "string", due),
        ("invoices_service", "int", _order(bill.service)),
        ("invoices_deleted", "int", str(int(deleted))),
        ("invoices_currency", "string", bill.currency),
    )


def _due(bill: Bill, issued: datetime) -> str:
    """Return the due moment: its day, at the time of day the invoice was written."""
    if bill.due is None:
        return NEVER
    return _stamp(issued + timedelta(days=(bill.due - bill.issued).days))


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _order(service: str) -> str:
    """Return the order number: `mail8556` and `8556` are the same one."""
    digits = re.search(r"\d+$", service)
    return digits[0] if digits else "0"
