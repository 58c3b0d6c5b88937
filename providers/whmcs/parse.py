"""WHMCS' answers understood: pages of rows, invoice details, refusals.

Pure. Everything raises ValueError with the reason. Source of the fields: the pages
GetInvoices and GetInvoice of developers.whmcs.com.
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, document, entries, print_of, required
from providers.values import calendar_date, currency, money, text, whole
from state.model import Account, Invoice, InvoiceKey, Line, Standing, Unread

DECODER = 1
MOST_LINES = 40
_MOST_WORDS = 5_000  # cut for people only after credentials are taken out

_STANDINGS = {
    "unpaid": Standing.OPEN,
    "collections": Standing.OPEN,  # handed to a collector, owed all the same
    "payment pending": Standing.PENDING,
    "paid": Standing.PAID,
    "cancelled": Standing.VOID,
    "refunded": Standing.VOID,
    "draft": Standing.VOID,
}


@dataclass(frozen=True, slots=True)
class Shop:
    """What a row does not say: whose installation it is, and where a person sees invoices."""

    account: Account
    page: str  # address of an invoice's page, up to its number


@dataclass(frozen=True, slots=True)
class Row:
    """What fetching needs of a row: its number, None if odd, a print of all of it, its status."""

    number: str | None
    print: str
    status: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What fetching needs of a page: the reported total and its rows, in order."""

    total: int
    rows: tuple[Row, ...]


def refusal(answer: dict[str, Any]) -> str | None:
    """The reason when the answer is an error, None when it is a success. It may echo secrets."""
    word = text(answer.get("result", answer.get("status"))).lower()
    if word == "success":
        return None
    if word == "error":
        return text(answer.get("message"), _MOST_WORDS) or "no reason given"
    raise ValueError("it says neither success nor error")


def facts(answer: dict[str, Any]) -> Facts:
    """The numbers and total of one page of GetInvoices."""
    found = tuple(Row(_number_or_none(row), print_of(row), status_of(row)) for row in _rows(answer))
    return Facts(whole(required(answer, "totalresults")), found)


def status_of(answer: object) -> str:
    """The status of a list row or of GetInvoice, for comparison; empty if it has none."""
    status = answer.get("status") if isinstance(answer, dict) else None
    return status.strip().lower() if isinstance(status, str) else ""


def read(
    parts: Iterable[tuple[str, bytes]], shop: Shop
) -> tuple[tuple[Invoice, ...], tuple[Unread, ...]]:
    """Every invoice of the pages, with its open balance where the details are there.

    `parts` are (name, body) in the order they came: pages first, then details under the
    name `GetInvoice <number>`. A row that comes twice counts as it came last.
    """
    invoices: dict[str, Invoice] = {}
    unread: dict[str, Unread] = {}
    for name, body in parts:
        operation, _, rest = name.partition(" ")
        answer = document(body)
        if operation == "GetInvoices":
            _read_page(answer, rest, shop, invoices, unread)
        elif rest in invoices and refusal(answer) is None:
            try:
                invoices[rest] = detailed(invoices[rest], answer, shop.account)
            except ValueError as error:
                unread[rest] = Unread(rest, f"open balance: {error}")
    return tuple(invoices.values()), tuple(unread.values())


def _read_page(
    answer: dict[str, Any],
    place: str,
    shop: Shop,
    invoices: dict[str, Invoice],
    unread: dict[str, Unread],
) -> None:
    for position, row in enumerate(_rows(answer), start=1):
        try:
            invoice = _listed(as_object(row), shop)
        except ValueError as error:
            number = _number_or_none(row) or f"{place}, row {position}"
            # The print tells apart, in overlapping pages, rows that have no number.
            unread[print_of(row)] = Unread(number, str(error))
        else:
            if invoice is not None:
                invoices[invoice.key.number] = invoice


def _listed(row: dict[str, Any], shop: Shop) -> Invoice | None:
    """One row of the list, None for a draft. It does not say how much is still open."""
    account = shop.account
    status = _status(row)
    if status.word == "draft":
        return None
    number = _number(row)
    total = money(required(row, "total"), _currency(row, account))
    return Invoice(
        key=InvoiceKey(account.name, number),
        standing=_standing(status, total, None),
        their_status=status.shown,
        total=total,
        open=None,
        issued=calendar_date(row.get("date"), account.timezone),
        due=calendar_date(row.get("duedate"), account.timezone),
        client=_client(row),
        label=text(row.get("invoicenum"), 60) or None,
        url=shop.page + number,
    )


def detailed(known: Invoice, answer: dict[str, Any], account: Account) -> Invoice:
    """A known invoice as GetInvoice describes it now: status, open balance, positions.

    GetInvoice names neither the currency nor the client, so these stay as they were.
    """
    if str(whole(required(answer, "invoiceid"))) != known.key.number:
        raise ValueError("the details are those of another invoice")
    code = _known_currency(known, account)
    total = money(required(answer, "total"), code)
    balance = money(required(answer, "balance"), code)
    status = _status(answer)
    standing = _standing(status, total, balance)
    lines = _lines(answer, code)
    return replace(
        known,
        standing=standing,
        their_status=status.shown,
        total=total,
        open=Money(0, code) if standing in (Standing.PAID, Standing.VOID) else balance,
        issued=calendar_date(answer.get("date"), account.timezone),
        due=calendar_date(answer.get("duedate"), account.timezone),
        description=_description(lines) or known.description,
        label=text(answer.get("invoicenum"), 60) or known.label,
        lines=lines[:MOST_LINES],
    )


@dataclass(frozen=True, slots=True)
class _Status:
    """What one of their words means; `word` is it in small letters."""

    word: str
    shown: str
    standing: Standing


def _status(answer: dict[str, Any]) -> _Status:
    said = required(answer, "status")
    if not isinstance(said, str):
        return _Status("", text(said, 40), Standing.UNKNOWN)
    return _understood(said.strip()[:80])


@lru_cache(64)
def _understood(said: str) -> _Status:
    word = said.lower()
    return _Status(word, text(said, 40), _STANDINGS.get(word, Standing.UNKNOWN))


def _standing(status: _Status, total: Money, balance: Money | None) -> Standing:
    if status.standing is not Standing.OPEN:
        return status.standing
    if total.amount <= 0:
        return Standing.VOID  # nobody owes anything on it
    if balance is not None and balance.amount <= 0:
        return Standing.PAID  # paid in full, the status follows later
    return Standing.OPEN


def _description(lines: tuple[Line, ...]) -> str:
    if not lines:
        return ""
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return lines[0].description + more


def _lines(answer: dict[str, Any], code: str) -> tuple[Line, ...]:
    found = map(as_object, _members(answer, "items", "item"))
    return tuple(Line(_words(item.get("description"), 200), _price(item, code)) for item in found)


def _price(item: dict[str, Any], code: str) -> Money | None:
    """A position's amount; what cannot be read must not hide the invoice's own amounts."""
    try:
        return money(item.get("amount"), code)
    except ValueError:
        return None


def _client(row: dict[str, Any]) -> str | None:
    company = _words(row.get("companyname"), 120)
    if company:
        return company
    return _words(f"{text(row.get('firstname'))} {text(row.get('lastname'))}", 120) or None


def _words(value: object, limit: int) -> str:
    """Text that clients typed; WHMCS keeps it with HTML entities."""
    if value == "":
        return ""
    words = text(value, 2_000)
    return text(html.unescape(words), limit) if "&" in words or len(words) > limit else words


def _currency(row: dict[str, Any], account: Account) -> str:
    code = row.get("currencycode")
    if type(code) is not str or not (code.isascii() and code.isalpha()):
        code = text(code) or account.currency
    if not code:
        raise ValueError("it names no currency; set `currency` of the account")
    return currency(code)


def _known_currency(known: Invoice, account: Account) -> str:
    amount = known.open if known.total is None else known.total
    return _currency({}, account) if amount is None else str(amount.currency.code)


def _rows(answer: dict[str, Any]) -> list[Any]:
    """The rows of a page; ValueError unless there are as many as it says."""
    rows = _members(answer, "invoices", "invoice")
    said = whole(required(answer, "numreturned"))
    if said != len(rows):
        raise ValueError(f"it says it returns {said} invoices, but {len(rows)} were found")
    return rows


def _members(answer: dict[str, Any], parent: str, child: str) -> list[Any]:
    """What is in `invoices.invoice[]`; the inner level is not always there."""
    container = answer.get(parent)
    if isinstance(container, dict) and child in container:
        container = container[child]
    return entries(container)


def _number(row: dict[str, Any]) -> str:
    found = row.get("id")
    number = whole(found if type(found) is int else required(row, "id"))
    if number <= 0:
        raise ValueError(f"{number} is not an invoice id")
    return str(number)


def _number_or_none(row: object) -> str | None:
    try:
        return _number(as_object(row))
    except ValueError:
        return None
