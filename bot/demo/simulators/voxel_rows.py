"""How Voxel writes an invoice: amounts with units, moments with offsets, items in items."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from lxml import etree

from bot.demo.billing import BillingAccount
from bot.demo.bills import Bill

CONTACT = (
    ("first_name", "Ada"),
    ("last_name", "Demo"),
    ("company", "Acme Hosting"),
    ("address", "1 Example Street"),
    ("city", "New York"),
    ("state", "New York"),
    ("zip", "10001"),
    ("country", "United States"),
)
PERIOD = timedelta(days=30)


def invoice(account: BillingAccount, bill: Bill, *, compact: bool) -> etree._Element:
    """Return an invoice; `compact` leaves out the contact and the items."""
    element = etree.Element("invoice")
    if bill.due is not None:
        element.set("date_due", _midnight(bill.due, account.timezone))
    element.set("id", bill.number)
    _text(element, "date_issued", _stamp(bill.issued_at(account.timezone)))
    _text(element, "comment", _comment(bill))
    for name, amount in _sums(bill):
        _units(element, name, _whole(amount), bill.currency)
    if not compact:
        contact = etree.SubElement(element, "billing_contact")
        for name, value in CONTACT:
            _text(contact, name, value)
        _items(etree.SubElement(element, "invoice_items"), account, bill)
    return element


def _sums(bill: Bill) -> tuple[tuple[str, Decimal], ...]:
    """Return the amounts of the head. A cancelled invoice is credited in full."""
    credited = bill.amount - bill.paid if bill.cancelled_at else Decimal(0)
    return (
        ("amount", bill.amount),
        ("amount_credited", credited),
        ("amount_paid", bill.paid),
        ("amount_due", bill.open),
        ("amount_tax", Decimal(0)),
    )


def _comment(bill: Bill) -> str:
    if bill.cancelled_at is not None:
        return "This invoice was credited in full."
    if bill.payments and bill.is_paid:
        return f"The client's credit card was successfully charged ${bill.payments[-1].amount}."
    return ""


def _items(parent: etree._Element, account: BillingAccount, bill: Bill) -> None:
    """Write the first line as an item and the further ones as items inside it."""
    number = int(bill.number) * 10
    (text, amount), *more = bill.lines
    inside = _item(parent, account, bill, number, text, amount)
    for position, (part, part_amount) in enumerate(more, start=1):
        _item(inside, account, bill, number + position, part, part_amount)


def _item(
    parent: etree._Element,
    account: BillingAccount,
    bill: Bill,
    number: int,
    text: str,
    amount: Decimal,
) -> etree._Element:
    item = etree.SubElement(parent, "invoice_item", id=str(number))
    service = etree.SubElement(item, "service", id=str(number % 90_000 + 10_000), type="vrap")
    _text(service, "description", text)
    _text(item, "start_date", _midnight(bill.issued, account.timezone))
    _text(item, "end_date", _midnight(bill.issued + PERIOD, account.timezone))
    _units(item, "unit_price", f"{amount:.2f}", bill.currency)
    _units(item, "discount", "0.00", "unknown")
    _text(item, "quantity", "1.00")
    _units(item, "amount", f"{amount:.2f}", bill.currency)
    paid = amount if bill.is_paid else Decimal(0)
    due = Decimal(0) if bill.open == 0 else amount
    _units(item, "amount_paid", f"{paid:.2f}", bill.currency)
    _units(item, "amount_due", f"{due:.2f}", bill.currency)
    etree.SubElement(item, "taxes")
    return etree.SubElement(item, "invoice_items")


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _units(parent: etree._Element, name: str, text: str, units: str) -> None:
    etree.SubElement(parent, name, units=units).text = text


def _whole(amount: Decimal) -> str:
    """Return `149` for 149.00 and `149.50` for the rest, as the heads of invoices have it."""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def _midnight(day: date, zone: str) -> str:
    return _stamp(datetime.combine(day, time(), ZoneInfo(zone)))


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S%z")
