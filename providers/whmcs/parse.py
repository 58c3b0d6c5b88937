"""WHMCS' answers understood: pages of rows, invoice details, refusals.

Pure. Everything raises ValueError with the reason. Source of the fields: the pages
GetInvoices and GetInvoice of developers.whmcs.com.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, document, entries, print_of, required
from providers.room import Room
from providers.values import calendar_date, money, text, whole
from providers.whmcs.rows import (
    Rows,
    currency_of,
    names_an_amount,
    number_of,
    standing_of,
    status_of,
    tried,
    words,
)
from state.model import Account, Invoice, Line, Standing, Unread

DECODER = 2
"""Raise it whenever the same answer would be read differently: old digests then end."""

MOST_LINES = 40
_OF_ROW = ("currencycode", "total")  # what details need of an odd row
_MOST_WORDS = 5_000  # cut for people only after credentials are taken out


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
    said = answer.get("result", answer.get("status"))
    if said == "success":  # nearly always
        return None
    word = text(said).lower()
    if word == "success":
        return None
    if word == "error":
        return text(answer.get("message"), _MOST_WORDS) or "no reason given"
    raise ValueError("it says neither success nor error")


def facts(answer: dict[str, Any]) -> Facts:
    """The numbers and total of one page of GetInvoices."""
    found = tuple(
        Row(_number_or_none(row), print_of(row), status_word(row)) for row in _rows(answer)
    )
    return Facts(whole(required(answer, "totalresults")), found)


def status_word(answer: object) -> str:
    """The status of a list row or of GetInvoice, for comparison; empty if it has none."""
    status = answer.get("status") if isinstance(answer, dict) else None
    return status[:80].strip().lower() if isinstance(status, str) else ""


def read(
    parts: Iterable[tuple[str, bytes]], shop: Shop
) -> tuple[tuple[Invoice, ...], tuple[Unread, ...]]:
    """Every invoice of the pages, with its open balance where the details are there.

    `parts` are (name, body) in the order they came: pages first, then details under the
    name `GetInvoice <number>`. A row that comes twice counts as it came last. An invoice of
    which a figure could not be read is among the invoices, without it, and among the unread.
    """
    reading = _Reading(shop)
    for name, body in parts:
        operation, _, rest = name.partition(" ")
        answer = document(body)
        if operation == "GetInvoices":
            reading.page(answer, rest)
        elif rest in reading.invoices and refusal(answer) is None:
            reading.details(answer, rest)
    return reading.finished()


class _Reading:
    """What was understood so far of one answer."""

    def __init__(self, shop: Shop) -> None:
        self.invoices: dict[str, Invoice] = {}
        self._account = shop.account
        self._rows = Rows(shop.account, shop.page)
        self._odd: dict[str, dict[str, Any]] = {}  # rows that are invoices all the same
        self._unread: dict[tuple[str, str], Unread] = {}
        self._room = Room()

    def page(self, answer: dict[str, Any], place: str) -> None:
        """Add the rows of a page."""
        odd: list[str] = []
        for position, row in enumerate(_rows(answer), start=1):
            try:
                invoice = self._rows.read(row, odd)
            except ValueError as error:
                # The print tells apart, in overlapping pages, rows that have no number.
                name = _number_or_none(row) or f"{place}, row {position}"
                self._room.note(str(error))
                self._unread[print_of(row), ""] = Unread(name, str(error))
                continue
            if invoice is not None:
                self._room.invoice(invoice)
                self.invoices[invoice.key.number] = invoice
                if odd:
                    self._odd[invoice.key.number] = {name: row.get(name) for name in _OF_ROW}
                    self._note(invoice.key.number, odd)
                    odd = []

    def details(self, answer: dict[str, Any], number: str) -> None:
        """Put what is said about one invoice in the place of its row."""
        row = self._odd.get(number, {})
        try:
            invoice, odd = detailed(self.invoices[number], answer, self._account, row)
        except ValueError as error:
            odd = [f"open balance: {error}"]
        else:
            self._room.invoice(invoice, self.invoices[number])
            self.invoices[number] = invoice
        self._note(number, odd)

    def _note(self, number: str, odd: Iterable[str]) -> None:
        for reason in odd:
            self._room.note(reason)
            self._unread[number, reason] = Unread(number, reason)

    def finished(self) -> tuple[tuple[Invoice, ...], tuple[Unread, ...]]:
        """All of it; ValueError where not one row even names an amount and its currency.

        That is no odd row but another kind of answer, or a setting that is missing.
        """
        unread = tuple(self._unread.values())
        if self.invoices and not any(map(self._has_amount, self.invoices)):
            raise ValueError(f"not one row names an amount; the first: {unread[0].reason}")
        return tuple(self.invoices.values()), unread

    def _has_amount(self, number: str) -> bool:
        row = self._odd.get(number)
        if row is None or self.invoices[number].total is not None:
            return True
        return names_an_amount(row, self._account)


def detailed(
    known: Invoice, answer: dict[str, Any], account: Account, row: dict[str, Any] | None = None
) -> tuple[Invoice, list[str]]:
    """A known invoice as GetInvoice describes it now, and what of that could not be read.

    GetInvoice names neither the currency nor the client, so these stay as they were, or as
    its `row` says; and so does a date or a total that makes no sense in the details. What
    is open is then unknown: an older figure would be wrong after a payment.
    """
    if str(whole(required(answer, "invoiceid"))) != known.key.number:
        raise ValueError("the details are those of another invoice")
    status = status_of(answer)
    odd: list[str] = []
    code = tried(odd, "currency", _known_currency, known, account, row or {})
    total, balance = _amount(answer, "total", code, odd), _amount(answer, "balance", code, odd)
    standing = standing_of(status, total, balance)
    lines = tried(odd, "items", _lines, answer, code) or ()
    invoice = Invoice(
        known.key,
        standing,
        status.shown,
        known.total if total is None else total,
        _open(standing, balance, code),
        _day(answer, "date", account, odd, known.issued),
        _day(answer, "duedate", account, odd, known.due),
        _description(lines) or known.description,
        known.client,
        known.service,
        known.module,
        tried(odd, "invoicenum", text, answer.get("invoicenum"), 60) or known.label,
        known.url,
        lines[:MOST_LINES],
    )
    return invoice, odd


def _amount(answer: dict[str, Any], name: str, code: str | None, odd: list[str]) -> Money | None:
    return None if code is None else tried(odd, name, money, answer.get(name), code)


def _open(standing: Standing, balance: Money | None, code: str | None) -> Money | None:
    """What is open. Of an unknown total nothing can be left, so this is then unknown as well."""
    if standing in (Standing.PAID, Standing.VOID):
        return None if code is None else Money(0, code)
    if standing is Standing.OPEN and balance is not None and balance.amount <= 0:
        return None
    return balance


def _day(
    answer: dict[str, Any], name: str, account: Account, odd: list[str], before: date | None
) -> date | None:
    if name not in answer:
        return before
    try:
        return calendar_date(answer[name], account.timezone)
    except ValueError as error:
        odd.append(f"{name}: {error}")
        return before


def _description(lines: tuple[Line, ...]) -> str:
    if not lines:
        return ""
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return lines[0].description + more


def _lines(answer: dict[str, Any], code: str | None) -> tuple[Line, ...]:
    found = map(as_object, _members(answer, "items", "item"))
    return tuple(Line(words(item.get("description"), 200), _price(item, code)) for item in found)


def _price(item: dict[str, Any], code: str | None) -> Money | None:
    """A position's amount; what cannot be read must not hide the invoice's own amounts."""
    if code is None:
        return None
    try:
        return money(item.get("amount"), code)
    except ValueError:
        return None


def _known_currency(known: Invoice, account: Account, row: dict[str, Any]) -> str:
    amount = known.open if known.total is None else known.total
    return currency_of(row, account) if amount is None else str(amount.currency.code)


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


def _number_or_none(row: object) -> str | None:
    try:
        return number_of(as_object(row))
    except ValueError:
        return None
