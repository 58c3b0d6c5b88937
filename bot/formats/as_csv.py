"""Invoices as CSV for spreadsheets; no cell can be taken for a formula."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date

from bot.formats import as_json
from bot.formats.as_text import safe
from state.model import InvoiceView

COLUMNS = (
    *("key", "account", "provider", "direction", "number", "description", "client", "service"),
    *("standing", "their_status", "currency", "total", "open", "issued", "due"),
    *("days_overdue", "overdue", "url", "care_state", "care_by", "care_until", "last_seen"),
    *("suspends", "terminates"),
)
FREE_TEXT = {"description", "client", "service", "their_status", "url", "number", "key"}
# Cells that begin like this are run: by most programs after spaces and quotes, by Japanese ones
# with wide signs too. Where commas are decimal, programs cut cells at semicolons, quoted or not.
_FORMULA = re.compile("(^|;)(?=[\\s\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def invoices(rows: Sequence[tuple[InvoiceView, date]]) -> str:
    """Give a header line and a line for each invoice (with today's date in its account)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for view, today in rows:
        row = as_json.invoice(view, today)
        decided = row["care"] or {}
        row |= {f"care_{name}": decided.get(name) for name in ("state", "by", "until")}
        writer.writerow({name: _cell(name, row[name]) for name in COLUMNS})
    return out.getvalue()


def _cell(name: str, value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return text(value) if name in FREE_TEXT and isinstance(value, str) else value


def text(words: str) -> str:
    """A foreign text as a cell: in one line, and never a formula; a quote keeps it text."""
    return _FORMULA.sub(r"\1'", safe(words).strip())
