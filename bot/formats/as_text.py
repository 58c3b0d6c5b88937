"""What people read in a terminal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Any

from moneyed import Money
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.check import Checked
from bot.durations import words
from bot.formats import as_json
from bot.listing import Listing
from state.model import Appeared, Change, Event, InvoiceView
from state.store import AccountView, Question, Reader
from state.totals import Total

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def open_counts(store: Reader) -> dict[str, int]:
    """Count the open invoices of every account."""
    counts: dict[str, int] = {}
    for view in store.invoices(Question()):
        counts[view.account.name] = counts.get(view.account.name, 0) + 1
    return counts


def checked_json(checked: Checked, counts: Mapping[str, int]) -> dict[str, Any]:
    """Give the result of one check for programs."""
    return {
        "name": checked.account,
        "ok": checked.ok,
        "error": checked.error or checked.skipped,
        "invoices": counts.get(checked.account, 0),
        "changes": [as_json.change(change) for change in checked.changes],
    }


def checked_lines(results: Sequence[Checked], counts: Mapping[str, int]) -> Iterator[str]:
    """Give a line for each account and one for each change."""
    for checked in results:
        open_ = counts.get(checked.account, 0)
        if checked.ok:
            yield f"{checked.account}: {_changes(len(checked.changes))}, {open_} open"
        else:
            yield f"{checked.account}: FAILED: {safe(checked.error or checked.skipped or '')}"
        for change in checked.changes:
            yield f"  {_change_line(change)}"


def _changes(count: int) -> str:
    return "no change" if count == 0 else "1 change" if count == 1 else f"{count} changes"


def _change_line(change: Change) -> str:
    after = change.invoice if isinstance(change, Appeared) else change.after
    due = f", due {after.due}" if after.due else ", no due date"
    kind = type(change).__name__.lower()
    return f"{kind:<9} {after.key}  {amount(after.open)}{due}  {safe(after.description)}"


def amount(money: Money | None) -> str:
    """Give an amount with its currency, or say that it is unknown."""
    return "amount unknown" if money is None else f"{as_json.money(money)} {money.currency.code}"


def safe(text: str) -> str:
    """Take out what a terminal would obey instead of showing."""
    return CONTROLS.sub(" ", text)


def table(found: Listing, now: datetime, width: int) -> str:
    """Give a table of invoices, the sums, and how old the data is."""
    out = StringIO()
    console = Console(file=out, width=max(width, 60), force_terminal=False, highlight=False)
    if found.rows:
        console.print(_rows(found.rows))
    else:
        console.print("No invoices.")
    for total in found.totals:
        console.print(_total_line(total), markup=False)
    for account in found.accounts:
        console.print(_age_line(account, now), markup=False)
    return out.getvalue()


def _rows(rows: Sequence[tuple[InvoiceView, date]]) -> Table:
    sheet = Table(box=SIMPLE, pad_edge=False)
    for name in ("Invoice", "Due", "", "Open", "State", "What for"):
        sheet.add_column(
            name, justify="right" if name == "Open" else "left", no_wrap=name != "What for"
        )
    for view, today in rows:
        found = view.invoice
        state = view.care.state if view.care else found.standing
        cells = (str(found.key), str(found.due or "unknown"), due_words(view, today))
        what = " ".join(part for part in (found.client, found.description) if part)
        sheet.add_row(*(Text(safe(c)) for c in (*cells, amount(found.open), str(state), what)))
    return sheet


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
        f"{total.count} invoices{unknown}"
    )


def _age_line(view: AccountView, now: datetime) -> str:
    name = view.account.name
    age = "never checked" if view.checked_at is None else f"data {words(now - view.checked_at)} old"
    return f"{name}: {age}; FAILING: {safe(view.error)}" if view.error else f"{name}: {age}"


def details(view: InvoiceView, today: date, timeline: Sequence[Event]) -> str:
    """Give one invoice in full."""
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
        "link": invoice.url,
        "care": _care(view),
        "last seen": as_json.instant(view.last_seen),
    }
    lines = [f"{name:<10} {safe(value)}" for name, value in pairs.items() if value]
    if invoice.lines:
        lines += ["", "Lines"]
        lines += [f"  {safe(line.description)}  {amount(line.amount)}" for line in invoice.lines]
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
