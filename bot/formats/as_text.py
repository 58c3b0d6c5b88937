"""What people read in a terminal."""

from collections.abc import Sequence
from datetime import date, datetime

from moneyed import Money
from rich.cells import cell_len, set_cell_size

from bot.config.durations import words
from bot.formats import as_json
from bot.listing import Listing
from bot.slack.render.countdown import countdown
from bot.slack.render.text import count
from state.model import Event, InvoiceView, Line
from state.store import (
    AccountView,
)
from state.totals import Total

_JOINER = "\u200d"  # holds the parts of one emoji together


def amount(money: Money | None) -> str:
    """Give an amount with its currency, or say that it is unknown."""
    return "amount unknown" if money is None else f"{as_json.money(money)} {money.currency.code}"


def safe(text: str) -> str:
    """Take out what a terminal would obey instead of showing, and what nobody would see.

    Controls, line ends and what turns the reading direction become spaces.
    """
    if text.isprintable():  # nearly everything is
        return text
    return "".join(one if one.isprintable() or one == _JOINER else " " for one in text)


HEADINGS = ("Invoice", "Due", "", "Open", "State", "Services stop", "What for")
RIGHT = tuple(heading == "Open" for heading in HEADINGS)
STOPS = HEADINGS.index("Services stop")


def table(found: Listing, now: datetime, width: int) -> str:
    """Give a table of invoices, the sums, and how old the data is."""
    lines = _rows(found.rows, max(width, 60)) if found.rows else ["No invoices."]
    lines += ["", *(_total_line(total) for total in found.totals)]
    lines += [_age_line(account, now) for account in found.accounts]
    return "\n".join(lines)


def _rows(rows: Sequence[tuple[InvoiceView, date]], width: int) -> list[str]:
    # by hand: a table of a library takes seconds for ten thousand rows
    cells = [HEADINGS, *(_cells(view, today) for view, today in rows)]
    if not any(row[STOPS] for row in cells[1:]):  # nobody knows: the column says nothing
        cells = [(*row[:STOPS], *row[STOPS + 1 :]) for row in cells]
    widths = [max(map(_columns, column)) for column in zip(*cells, strict=True)]
    rest = width - sum(widths[:-1]) - 2 * (len(widths) - 1)
    widths[-1] = max(12, min(widths[-1], rest))
    lines = ["  ".join(map(_fitted, row, widths, RIGHT)).rstrip() for row in cells]
    return [lines[0], "-" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]]


def _columns(cell: str) -> int:
    """How wide a terminal shows it; most cells are plain and need no table of widths."""
    return len(cell) if cell.isascii() else cell_len(cell)


def _cells(view: InvoiceView, today: date) -> tuple[str, ...]:
    found = view.invoice
    state = str(view.care.state if view.care else found.standing)
    what = safe(" ".join(part for part in (found.client, found.description) if part))
    key, due = safe(str(found.key)), str(found.due or "unknown")
    return key, due, due_words(view, today), amount(found.open), state, stops(view), what


def stops(view: InvoiceView) -> str:
    """The day on which services stop, or stopped; empty where nobody knows, or nobody owes."""
    end, now = view.countdown.suspends, view.countdown.as_of
    if end is None or now is None or not view.invoice.is_owed:
        return ""
    return f"since {end.day}" if end.at <= now else str(end.day)


def _fitted(cell: str, width: int, right: bool) -> str:  # noqa: FBT001 -- mapped over columns
    fitted = cell if _columns(cell) <= width else set_cell_size(cell, width)
    space = " " * (width - _columns(fitted))
    return space + fitted if right else fitted + space


def due_words(view: InvoiceView, today: date) -> str:
    """Say how far the due date is: `in 3 days`, `today`, `4 days overdue`."""
    days = view.invoice.days_overdue(today)
    if days is None or view.invoice.is_closed:
        return ""
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"{days} {unit} overdue" if days > 0 else f"in {-days} {unit}"


def _total_line(total: Total) -> str:
    unknown = f", {total.unknown} of unknown amount" if total.unknown else ""
    return (
        f"{total.direction}: {amount(total.open)} open, {amount(total.overdue)} overdue, "
        f"{count(total.count, 'invoice')}{unknown}"
    )


def _age_line(view: AccountView, now: datetime) -> str:
    name = view.account.name
    age = "never checked" if view.checked_at is None else f"data {words(now - view.checked_at)} old"
    return f"{name}: {age}; FAILING: {safe(view.error)}" if view.error else f"{name}: {age}"


def details(
    view: InvoiceView,
    today: date,
    timeline: Sequence[Event],
    hanging: Sequence[tuple[InvoiceView, date]] = (),
    notes: Sequence[Line] = (),
) -> str:
    """Give one invoice in full, with the client invoices that its service earns.

    `notes` are facts of its account, such as a credit that is left.
    """
    invoice = view.invoice
    pairs = {
        "invoice": str(invoice.key),
        "for": invoice.description,
        "client": invoice.client,
        "service": invoice.service,
        "standing": f"{invoice.standing} ({invoice.their_status})",
        "open": amount(invoice.open),
        "total": amount(invoice.total),
        "issued": str(invoice.issued or "unknown"),
        "due": f"{invoice.due or 'unknown'}  {due_words(view, today)}".rstrip(),
        "countdown": countdown(view),
        "link": invoice.url,
        "care": _care(view),
        "last seen": as_json.instant(view.last_seen),
    }
    lines = [f"{name:<10} {safe(value)}" for name, value in pairs.items() if value]
    if invoice.lines:
        lines += ["", "Lines"]
        lines += [f"  {safe(line.description)}  {amount(line.amount)}" for line in invoice.lines]
    if hanging:
        lines += ["", "Clients pay for it with"]
        lines += [f"  {'  '.join(filter(None, _cells(*row)))}" for row in hanging]
    if notes:
        lines += ["", f"Account {invoice.key.account}"]
        lines += [f"  {safe(note.description)}  {amount(note.amount)}" for note in notes]
    if timeline:
        lines += ["", "Timeline"]
        lines += [f"  {_event(event)}" for event in timeline]
    return "\n".join(lines)


def _care(view: InvoiceView) -> str | None:
    care = view.care
    if care is None:
        return None
    until = f" until {as_json.instant(care.until)}" if care.until else ""
    note = f": {care.note}" if care.note else ""
    return f"{care.state} by {care.by} at {as_json.instant(care.at)}{until}{note}"


def _event(event: Event) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in event.details.items())
    return safe(f"{as_json.instant(event.at)}  {event.kind}  by {event.actor}  {facts}".rstrip())
