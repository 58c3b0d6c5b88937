"""LEAP's answers understood: pages of unpaid invoices, and the view of one.

Pure. Everything raises ValueError with the reason. Source of the fields: the pages Billing
List and Billing View of the Dropzone wiki, which name them but not how they are spelled.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, document, entries, print_of, required
from providers.singlehop.rows import Rows, currency_of, number_of, said
from providers.values import calendar_date, flag, money, text, whole
from state.model import Account, Invoice, Line, Standing, Unread

DECODER = 2
MOST_LINES = 40

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
    rows = Rows(account)
    for name, body in parts:
        operation, _, rest = name.partition(" ")
        answer = document(body)
        if operation == "list":
            _read_page(answer, rest, rows, invoices, unread)
        elif rest in invoices:
            try:
                invoices[rest] = described(invoices[rest], answer, account)
            except ValueError as error:
                unread[rest] = Unread(rest, f"positions: {error}")
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
            invoices[invoice.key.number] = invoice
        except ValueError as error:
            number = _number_or_none(row) or f"{place}, row {position}"
            # The print tells apart, in overlapping pages, rows that have no number.
            unread[print_of(row)] = Unread(number, str(error))


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
    due = money(required(details, "amount_unpaid"), currency_of(account))
    return replace(
        described(known, view, account),
        standing=Standing.OPEN if due.amount > 0 else Standing.PAID,
        their_status="unpaid" if due.amount > 0 else "paid",
        open=due,
        due=calendar_date(said(details, "due"), account.timezone) or known.due,
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
        Line(text(said(item, "description"), 200), _figure(item.get("cost"), account))
        for item in found
    )


def _figure(value: object, account: Account) -> Money | None:
    """A line's amount; what cannot be read must not hide the invoice's own amounts."""
    try:
        return money(value, currency_of(account))
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
    reason = text(said(credit, "reason"), 190)
    used = _figure(credit.get("value"), account)
    return Line(f"Credit: {reason}" if reason else "Credit", None if used is None else -abs(used))


def _description(lines: tuple[Line, ...]) -> str:
    if not lines:
        return ""
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return lines[0].description + more


def _rows(answer: dict[str, Any]) -> list[Any]:
    data = as_object(required(answer, "data"))
    if "invoices" not in data:
        raise ValueError("invoices is missing")
    return entries(data["invoices"])


def _number_or_none(row: object) -> str | None:
    try:
        return number_of(as_object(row))
    except ValueError:
        return None
