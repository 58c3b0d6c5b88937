"""How LEAP writes an invoice: a short row in the list, a long page alone.

A disregarded invoice goes on showing what was never paid: that it is disregarded follows
from the list it is in. What the real one shows there is not documented.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.billing import BillingAccount
from bot.demo.bills import Bill

GRACE = timedelta(days=3)  # until they count an invoice as overdue
CLIENT = {
    "first": "Ada",
    "last": "Demo",
    "company": "Acme Hosting",
    "address": "1 Example Street",
    "city": "Chicago",
    "state": "IL",
    "zip": "60601",
    "country": "US",
}


def listed(account: BillingAccount, bill: Bill) -> dict[str, Any]:
    """Return a row of the list. `overdue` is a moment, not a flag."""
    overdue = bill.due + GRACE if bill.due else None
    return {
        "id": bill.number,
        "created": _unix(bill.issued_at(account.timezone)),
        "due": _day(bill.due, account.timezone),
        "overdue": _day(overdue, account.timezone),
        "datepaid": _unix(bill.paid_at),
        "paid": bill.is_paid,
        "amount": _money(bill.amount),
        "amount_unpaid": _money(_unpaid(bill)),
        "num_components": str(len(bill.lines)),
        "received_credits": "0.00",
    }


def viewed(account: BillingAccount, bill: Bill) -> dict[str, Any]:
    """Return everything about one invoice. `aged` is about the whole account."""
    open_by_age = _open_by_age(account)
    return {
        "services": _services(bill),
        "details": {
            "id_number": bill.number,
            "clientid": "20417",
            "date": bill.issued.isoformat(),
            "due": _text_day(bill.due),
            "client": CLIENT,
            "summary": _summary(bill, open_by_age),
            "aged": _aged(open_by_age),
            "credits": {},
            "taxes": {},
            "amount_unpaid": _money(_unpaid(bill)),
        },
    }


def _services(bill: Bill) -> list[dict[str, Any]]:
    """Return the lines; payments are set against them from the first one on."""
    rows, paid = [], bill.paid
    for position, (text, amount) in enumerate(bill.lines, start=1):
        part = min(paid, amount)
        paid -= part
        rows.append(
            {
                "id": str(int(bill.number) * 10 + position),
                "serviceid": f"{int(bill.number) % 9_000 + position:06}",
                "due": _text_day(bill.due),
                "description": text,
                "period": "Monthly",
                "quantity": "1",
                "discount": 0,
                "cost": _money(amount),
                "price": _money(amount),
                "unpaid": _money(amount - part),
                "paid": _money(part),
            }
        )
    return rows


def _summary(bill: Bill, open_by_age: list[tuple[int, Decimal]]) -> dict[str, Any]:
    return {
        "invnote": "Demo Data Center, Chicago, IL",
        "payments": len(bill.payments),
        "prior_balance": _sum(open_by_age, 1),
        "invoice_note": {"0": "Disregarded"} if bill.cancelled_at else {},
        "total_current_charges": _money(bill.open),
        "account_balance": _sum(open_by_age),
        "unpaid_balance": {"0": _money(_unpaid(bill))},
        "current_charges": _money(bill.amount),
        "amount_charged": _money(bill.paid),
        "account_credits": "0.00",
    }


def _aged(open_by_age: list[tuple[int, Decimal]]) -> dict[str, Any]:
    return {
        "aged_current": {"0": _sum(open_by_age, up_to=0)},
        "aged_zero_thirty": {"0": _sum(open_by_age, 1, 30)},
        "aged_thirty_sixty": {"0": _sum(open_by_age, 31, 60)},
        "aged_sixty_ninety": {"0": _sum(open_by_age, 61, 90)},
        "aged_ninety_onetwenty": {"0": _sum(open_by_age, 91, 120)},
        "aged_onetwenty_plus": {"0": _sum(open_by_age, 121)},
    }


def _open_by_age(account: BillingAccount) -> list[tuple[int, Decimal]]:
    """Return what is open on the whole account, with the days each part is overdue."""
    today = account.today()
    owed = (bill for bill in account.shown() if bill.open > 0)
    return [((today - (bill.due or today)).days, bill.open) for bill in owed]


def _sum(open_by_age: list[tuple[int, Decimal]], start: int = -99_999, up_to: int = 99_999) -> str:
    return _money(sum((part for age, part in open_by_age if start <= age <= up_to), Decimal(0)))


def _unpaid(bill: Bill) -> Decimal:
    return max(bill.amount - bill.paid, Decimal(0))


def _unix(at: datetime | None) -> str:
    return "0" if at is None else str(int(at.timestamp()))


def _day(day: date | None, zone: str) -> str:
    return "0" if day is None else _unix(datetime.combine(day, time(), ZoneInfo(zone)))


def _text_day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"
