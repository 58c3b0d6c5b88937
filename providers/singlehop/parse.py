"""LEAP's answers understood: pages of unpaid invoices, and the view of one.

Pure. Everything raises ValueError with the reason. Source of the fields: the pages Billing
List and Billing View of the Dropzone wiki, which name them but not how they are spelled.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, document, entries, print_of, required
from providers.room import Room
from providers.singlehop.rows import Rows, currency_of, number_of, said
from providers.values import calendar_date, flag, money, text, whole
from state.model import Account, Invoice, Line, Standing, Unread

DECODER = 3
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
    `view <number>`. A row that comes twice counts as it came last. An invoice of which an
    amount or a date cannot be read is kept without that figure, and named with the reason;
    a row without a number is only named.
    """
    reading = _Reading(Rows(account))
    for name, body in parts:
        operation, _, rest = name.partition(" ")
        answer = document(body)
        if operation == "list":
            reading.take_page(answer, rest)
        elif rest in reading.invoices:
            reading.take_view(answer, rest, account)
    return tuple(reading.invoices.values()), tuple(reading.unread())


@dataclass(slots=True)
class _Reading:
    """What the parts of one answer said so far."""

    rows: Rows
    room: Room = field(default_factory=Room)
    invoices: dict[str, Invoice] = field(default_factory=dict)
    odd: dict[str, list[str]] = field(default_factory=dict)  # by number
    nameless: dict[str, Unread] = field(default_factory=dict)  # by print: pages overlap

    def take_page(self, answer: dict[str, Any], place: str) -> None:
        """Read the rows of a page."""
        for position, row in enumerate(_rows(answer), start=1):
            odd: list[str] = []
            try:
                invoice = self.rows.read(row, odd)
            except ValueError as error:
                self.room.note(str(error))
                name = f"{place}, row {position}"
                self.nameless[print_of(row)] = Unread(name, str(error))
                continue
            number = invoice.key.number
            self.room.invoice(invoice)
            self.invoices[number] = invoice
            if odd:
                self.room.note("; ".join(odd))
                self.odd[number] = odd
            else:
                self.odd.pop(number, None)

    def take_view(self, answer: dict[str, Any], number: str, account: Account) -> None:
        """Add to an invoice what its view says."""
        try:
            invoice = described(self.invoices[number], answer, account)
        except ValueError as error:
            self.room.note(str(error))
            self.odd.setdefault(number, []).append(f"positions: {error}")
        else:
            self.room.invoice(invoice, self.invoices[number])
            self.invoices[number] = invoice

    def unread(self) -> Iterator[Unread]:
        """Everything that a person should look at."""
        for number in self.invoices:
            if number in self.odd:
                yield Unread(number, "; ".join(self.odd[number]))
        yield from self.nameless.values()


def described(listed: Invoice, view: dict[str, Any], account: Account) -> Invoice:
    """A row of the list with the positions and credits that its view names.

    What the view says of the whole account (balances, aging, earlier debts) is no fact of
    this invoice: `providers.singlehop.notes` reads it.
    """
    data = viewed(listed.key.number, view)
    lines = _lines(data, account)
    credited = _credits(as_object(required(data, "details")), account)
    shown = (*lines[:MOST_LINES], *credited[:MOST_LINES])
    return replace(listed, description=_description(lines), lines=shown)


def confirmed(known: Invoice, view: dict[str, Any], account: Account) -> Invoice:
    """A known invoice as its view says now; paid when nothing is open on it.

    The view has no total of its own, so that stays as it was.
    """
    data = viewed(known.key.number, view)
    details = as_object(required(data, "details"))
    due = money(required(details, "amount_unpaid"), currency_of(account))
    return replace(
        described(known, view, account),
        standing=Standing.OPEN if due.amount > 0 else Standing.PAID,
        their_status="unpaid" if due.amount > 0 else "paid",
        open=due,
        due=_due(details, account) or known.due,
    )


def _due(details: dict[str, Any], account: Account) -> date | None:
    """The due date in a view, if it can be read.

    How it is spelled there is not documented, and the list has told it before: an odd one
    must not hide that the invoice is paid.
    """
    try:
        return calendar_date(said(details, "due"), account.timezone)
    except ValueError:
        return None


def disregarded(invoice: Invoice) -> Invoice:
    """An invoice that LEAP lists as neither paid nor due."""
    return replace(
        invoice,
        standing=Standing.VOID,
        their_status="disregarded",
        open=None if invoice.open is None else invoice.open * 0,
    )


def viewed(number: str, view: dict[str, Any]) -> dict[str, Any]:
    """The data of a view, once it is clear that it is that of this invoice."""
    if refusal(view) is not None:
        raise ValueError("LEAP answered success=false")
    data = as_object(required(view, "data"))
    if text(required(as_object(required(data, "details")), "id_number"), 60) != number:
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
    """Credits used on the invoice, as lines below zero; an odd spelling is told in a line."""
    try:
        return tuple(_credit(credit, account) for credit in credits_of(details))
    except ValueError:
        return (Line("Credits that could not be read"),)


def credits_of(details: dict[str, Any]) -> list[dict[str, Any]]:
    """The credits in a view. Nobody wrote down how several or none are spelled."""
    found = details.get("credits")
    if isinstance(found, dict) and "credit" in found:
        found = found["credit"]
    alone = isinstance(found, dict) and "credit_id" in found
    return [as_object(member) for member in ([found] if alone else entries(found))]


def _credit(credit: dict[str, Any], account: Account) -> Line:
    """`value` is the part used here; it comes with and without its minus."""
    used = _figure(credit.get("value"), account)
    return Line(credit_name("Credit", credit), None if used is None else -abs(used))


def credit_name(kind: str, credit: dict[str, Any]) -> str:
    """What a credit is called, with the reason it was given for if there is one."""
    reason = text(said(credit, "reason"), 190)
    return f"{kind}: {reason}" if reason else kind


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
