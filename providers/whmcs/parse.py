"""WHMCS' answers understood: pages of rows, invoice details, refusals.

Pure. Everything raises ValueError with the reason. Source of the fields: the pages
GetInvoices and GetInvoice of developers.whmcs.com.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, document, entries, print_of, required
from providers.values import calendar_date, money, text, whole
from providers.whmcs.rows import Rows, currency_of, number_of, standing_of, status_of, words
from state.model import Account, Invoice, Line, Standing, Unread

DECODER = 1
MOST_LINES = 40
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
    word = text(answer.get("result", answer.get("status"))).lower()
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
    rows = Rows(shop.account, shop.page)
    for name, body in parts:
        operation, _, rest = name.partition(" ")
        answer = document(body)
        if operation == "GetInvoices":
            _read_page(answer, rest, rows, invoices, unread)
        elif rest in invoices and refusal(answer) is None:
            try:
                invoices[rest] = detailed(invoices[rest], answer, shop.account)
            except ValueError as error:
                unread[rest] = Unread(rest, f"open balance: {error}")
    return tuple(invoices.values()), tuple(unread.values())


def _read_page(
    answer: dict[str, Any],
    place: str,
    rows: Rows,
    invoices: dict[str, Invoice],
    unread: dict[str, Unread],
) -> None:
    for position, row in enumerate(_rows(answer), start=1):
        try:
            invoice = rows.read(row)
        except ValueError as error:
            number = _number_or_none(row) or f"{place}, row {position}"
            # The print tells apart, in overlapping pages, rows that have no number.
            unread[print_of(row)] = Unread(number, str(error))
        else:
            if invoice is not None:
                invoices[invoice.key.number] = invoice


def detailed(known: Invoice, answer: dict[str, Any], account: Account) -> Invoice:
    """A known invoice as GetInvoice describes it now: status, open balance, positions.

    GetInvoice names neither the currency nor the client, so these stay as they were.
    """
    if str(whole(required(answer, "invoiceid"))) != known.key.number:
        raise ValueError("the details are those of another invoice")
    code = _known_currency(known, account)
    total = money(required(answer, "total"), code)
    balance = money(required(answer, "balance"), code)
    status = status_of(answer)
    standing = standing_of(status, total, balance)
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


def _description(lines: tuple[Line, ...]) -> str:
    if not lines:
        return ""
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return lines[0].description + more


def _lines(answer: dict[str, Any], code: str) -> tuple[Line, ...]:
    found = map(as_object, _members(answer, "items", "item"))
    return tuple(Line(words(item.get("description"), 200), _price(item, code)) for item in found)


def _price(item: dict[str, Any], code: str) -> Money | None:
    """A position's amount; what cannot be read must not hide the invoice's own amounts."""
    try:
        return money(item.get("amount"), code)
    except ValueError:
        return None


def _known_currency(known: Invoice, account: Account) -> str:
    amount = known.open if known.total is None else known.total
    return currency_of({}, account) if amount is None else str(amount.currency.code)


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
