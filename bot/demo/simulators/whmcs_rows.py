"""How WHMCS writes an invoice: one way in its list, another way alone."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.demo.billing import BillingAccount
from bot.demo.bills import Bill

Transactions = dict[str, list[dict[str, str]]] | Literal[""]

NEVER = "0000-00-00 00:00:00"
SIGNS = {"USD": "$", "EUR": "\N{EURO SIGN}", "GBP": "\N{POUND SIGN}"}
CONTACTS = ("Jana Roth", "Tom Ellery", "Mara Quist", "Leo Adair", "Nina Falk", "Omar Reyes")


def status(bill: Bill) -> str:
    """Return WHMCS's own word for where an invoice stands."""
    if bill.word is not None:
        return bill.word
    if bill.cancelled_at is not None:
        return "Cancelled"
    return "Paid" if bill.is_paid else "Unpaid"


def row(account: BillingAccount, bill: Bill) -> dict[str, Any]:
    """Return an invoice as GetInvoices lists it: no balance, but client and currency."""
    user = account.client_id(bill.client)
    first, _, last = CONTACTS[user % len(CONTACTS)].partition(" ")
    return {
        "id": int(bill.number),
        "userid": user,
        "firstname": first,
        "lastname": last,
        "companyname": bill.client or "",
        "invoicenum": bill.label,
        **_dates(account, bill),
        "last_capture_attempt": NEVER,
        "date_refunded": NEVER,
        "date_cancelled": _stamp(account, bill.cancelled_at),
        **_sums(bill),
        **_rates(bill),
        "paymethodid": None,
        "notes": "",
        "created_at": _stamp(account, bill.issued_at(account.timezone)),
        "updated_at": _stamp(account, bill.touched_at),
        "currencycode": bill.currency,
        "currencyprefix": SIGNS.get(bill.currency, ""),
        "currencysuffix": f" {bill.currency}",
    }


def detail(account: BillingAccount, bill: Bill) -> dict[str, Any]:
    """Return an invoice as GetInvoice shows it: balance and lines, but no currency."""
    return {
        "invoiceid": int(bill.number),
        "invoicenum": bill.label,
        "userid": account.client_id(bill.client),
        **_dates(account, bill),
        "lastcaptureattempt": NEVER,
        **_sums(bill),
        "balance": _money(bill.amount - bill.paid),
        **_rates(bill),
        "notes": "",
        "ccgateway": False,
        "items": {"item": _items(bill)},
        "transactions": _transactions(account, bill),
    }


def _dates(account: BillingAccount, bill: Bill) -> dict[str, str]:
    return {
        "date": bill.issued.isoformat(),
        "duedate": bill.due.isoformat() if bill.due else "0000-00-00",
        "datepaid": _stamp(account, bill.paid_at),
    }


def _sums(bill: Bill) -> dict[str, str]:
    return {
        "subtotal": _money(bill.amount),
        "credit": "0.00",
        "tax": "0.00",
        "tax2": "0.00",
        "total": _money(bill.amount),
    }


def _rates(bill: Bill) -> dict[str, str]:
    return {
        "taxrate": "0.000",
        "taxrate2": "0.000",
        "status": status(bill),
        "paymentmethod": "banktransfer",
    }


def _items(bill: Bill) -> list[dict[str, Any]]:
    return [
        {
            "id": int(bill.number) * 10 + position,
            "type": "Hosting",
            "relid": position,
            "description": text,
            "amount": _money(amount),
            "taxed": 0,
        }
        for position, (text, amount) in enumerate(bill.lines, start=1)
    ]


def _transactions(account: BillingAccount, bill: Bill) -> Transactions:
    """Return what was paid; an empty text, not a list, when nothing was."""
    rows = [
        {
            "id": str(payment.number),
            "userid": str(account.client_id(bill.client)),
            "currency": "0",
            "gateway": "banktransfer",
            "date": _stamp(account, payment.at),
            "description": "Invoice Payment",
            "amountin": _money(payment.amount),
            "fees": "0.00",
            "amountout": _money(payment.amount - payment.kept),
            "rate": "1.00000",
            "transid": f"demo-{payment.number}",
            "invoiceid": bill.number,
            "refundid": "0",
        }
        for payment in bill.payments
    ]
    return {"transaction": rows} if rows else ""


def _stamp(account: BillingAccount, at: datetime | None) -> str:
    if at is None:
        return NEVER
    return at.astimezone(ZoneInfo(account.timezone)).strftime("%Y-%m-%d %H:%M:%S")


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"
