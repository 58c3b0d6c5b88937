"""LEAP's answers understood: pages of unpaid invoices, and the view of one.

Pure. Everything raises ValueError with the reason. Source of the fields: the pages Billing
List and Billing View of the Dropzone wiki, which name them but not how they are spelled.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, document, entries, print_of, required
from providers.values import calendar_date, currency, flag, money, text, whole
from state.model import Account, Invoice, InvoiceKey, Line, Standing, Unread

DECODER = 2
MOST_LINES = 40

NUMBER = re.compile(r"[0-9A-Za-z_-]{1,40}", re.ASCII)  # it becomes part of an address
_MOST_WORDS = 5_000  # cut for people only after credentials are taken out
_REASONS = ("message", "error", "errors", "data")


@dataclass(frozen=True, slots=True)
class Row:
    """What fetching needs of a row: its number, None if odd, and a print of all of it."""

    number: str | None
    print: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What fetching needs of a page: its rows, and the total, which may count paid ones too."""

    total: int | None
    rows: tuple[Row, ...]


def refusal(answer: dict[str, Any]) -> str | None:
    """The reason when the answer is no success, None when it is one. It may echo the login."""
    if flag(required(answer, "success")):
        return None
    words = (answer.get(name) for name in _REASONS)
    said = next((word for word in words if isinstance(word, str) and word.strip()), "")
    return text(said, _MOST_WORDS) or "no reason given"


def facts(answer: dict[str, Any]) -> Facts:
    """The numbers of one page of the list."""
    rows = tuple(Row(_number_or_none(row), print_of(row)) for row in _rows(answer))
    total = as_object(required(answer, "data")).get("total")
    return Facts(None if total in (None, "") else whole(total), rows)


def read(
    parts: Iterable[tuple[str, bytes]], account: Account
) -> tuple[tuple[Invoice, ...], tuple[Unread, ...]]:
    """Every invoice of the pages, with its positions where the view is there.

    `parts` are (name, body) in the order they came: pages first, then views under the name
    `view <number>`. A row that comes twice counts as it came last.
    """
    invoices: dict[str, Invoice] = {}
    unread: dict[str, Unread] = {}
    for name, body in parts:
        operation, _, rest = name.partition(" ")
        answer = document(body)
        if operation == "list":
            _read_page(answer, rest, account, invoices, unread)
        elif rest in invoices:
            try:
                invoices[rest] = described(invoices[rest], answer, account)
            except ValueError as error:
                unread[rest] = Unread(rest, f"positions: {error}")
    return tuple(invoices.values()), tuple(unread.values())


def _read_page(
    answer: dict[str, Any],
    place: str,
    account: Account,
    invoices: dict[str, Invoice],
    unread: dict[str, Unread],
) -> None:
    for position, row in enumerate(_rows(answer), start=1):
        number = _number_or_none(row) or f"{place}, row {position}"
        try:
            invoices[number] = _listed(as_object(row), account)
        except ValueError as error:
            # The print tells apart, in overlapping pages, rows that have no number.
            unread[print_of(row)] = Unread(number, str(error))


def _listed(row: dict[str, Any], account: Account) -> Invoice:
    """One row of the list."""
    is_paid = flag(required(row, "paid"))
    total = money(required(row, "amount"), _currency(account))
    due = money(required(row, "amount_unpaid"), _currency(account))
    return Invoice(
        key=InvoiceKey(account.name, _number(row)),
        standing=_standing(total, due, is_paid=is_paid),
        their_status="paid" if is_paid else "unpaid",
        total=total,
        open=due,
        issued=calendar_date(_said(row, "created"), account.timezone),
        due=calendar_date(_said(row, "due"), account.timezone),
    )


def _standing(total: Money, due: Money, *, is_paid: bool) -> Standing:
    if is_paid:  # with something still open it contradicts itself
        return Standing.UNKNOWN if due.amount > 0 else Standing.PAID
    if due.amount > 0:
        return Standing.OPEN
    return Standing.PAID if total.amount > 0 else Standing.VOID


def described(listed: Invoice, view: dict[str, Any], account: Account) -> Invoice:
    """A row of the list with the positions and credits that its view names.

    What the view says of the whole account (balances, aging, earlier debts) is no fact of
    this invoice and is left out.
    """
    data = _viewed(listed, view)
    lines = _lines(data, account)
    credited = _credits(as_object(required(data, "details")), account)
    shown = (*lines[:MOST_LINES], *credited[:MOST_LINES])
    return replace(listed, description=_description(lines), lines=shown)


def confirmed(known: Invoice, view: dict[str, Any], account: Account) -> Invoice:
    """A known invoice as its view says now; paid when nothing is open on it.

    The view has no total of its own, so that stays as it was.
    """
    data = _viewed(known, view)
    details = as_object(required(data, "details"))
    due = money(required(details, "amount_unpaid"), _currency(account))
    return replace(
        described(known, view, account),
        standing=Standing.OPEN if due.amount > 0 else Standing.PAID,
        their_status="unpaid" if due.amount > 0 else "paid",
        open=due,
        due=calendar_date(_said(details, "due"), account.timezone) or known.due,
    )


def disregarded(invoice: Invoice) -> Invoice:
    """An invoice that LEAP lists as neither paid nor due."""
    return replace(
        invoice,
        standing=Standing.VOID,
        their_status="disregarded",
        open=None if invoice.open is None else invoice.open * 0,
    )


def _viewed(known: Invoice, view: dict[str, Any]) -> dict[str, Any]:
    """The data of a view, once it is clear that it is this invoice's."""
    if refusal(view) is not None:
        raise ValueError("LEAP answered success=false")
    data = as_object(required(view, "data"))
    number = text(required(as_object(required(data, "details")), "id_number"), 60)
    if number != known.key.number:
        raise ValueError("the view is that of another invoice")
    return data


def _lines(data: dict[str, Any], account: Account) -> tuple[Line, ...]:
    found = map(as_object, entries(data.get("services")))
    return tuple(
        Line(text(_said(item, "description"), 200), _figure(item.get("cost"), account))
        for item in found
    )


def _figure(value: object, account: Account) -> Money | None:
    """A line's amount; what cannot be read must not hide the invoice's own amounts."""
    try:
        return money(value, _currency(account))
    except ValueError:
        return None


def _credits(details: dict[str, Any], account: Account) -> tuple[Line, ...]:
    """Credits used on the invoice, as lines below zero.

    Nobody wrote down how several or none are spelled, so an odd spelling is told in a line
    and spoils nothing else.
    """
    found = details.get("credits")
    try:
        if isinstance(found, dict) and "credit" in found:
            found = found["credit"]
        alone = isinstance(found, dict) and "credit_id" in found
        members = [found] if alone else entries(found)
        return tuple(_credit(as_object(member), account) for member in members)
    except ValueError:
        return (Line("Credits that could not be read"),)


def _credit(credit: dict[str, Any], account: Account) -> Line:
    """`value` is the part used here; it comes with and without its minus."""
    reason = text(_said(credit, "reason"), 190)
    used = _figure(credit.get("value"), account)
    return Line(f"Credit: {reason}" if reason else "Credit", None if used is None else -abs(used))


def _said(row: dict[str, Any], name: str) -> object:
    """A field; nothing was said if it is an empty object or list, LEAP's way of leaving it out."""
    found = row.get(name)
    return None if found in ({}, []) else found


def _description(lines: tuple[Line, ...]) -> str:
    if not lines:
        return ""
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return lines[0].description + more


def _currency(account: Account) -> str:
    return currency(account.currency or "USD")


def _rows(answer: dict[str, Any]) -> list[Any]:
    data = as_object(required(answer, "data"))
    if "invoices" not in data:
        raise ValueError("invoices is missing")
    return entries(data["invoices"])


def _number(row: dict[str, Any]) -> str:
    """The id as it is written: leading zeros belong to it."""
    found = required(row, "id")
    number = text(found, 60)
    if isinstance(found, bool) or not NUMBER.fullmatch(number):
        raise ValueError("its id is not an invoice number")
    return number


def _number_or_none(row: object) -> str | None:
    try:
        return _number(as_object(row))
    except ValueError:
        return None
