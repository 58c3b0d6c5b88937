"""What was asked for as a file: its name, its bytes, and how much it holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.formats import as_csv
from state.model import InvoiceView

_BOM = "\ufeff"  # without it Excel reads umlauts as something else
_ODD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be uploaded."""

    name: str
    content: bytes
    rows: int


def as_file(rows: Sequence[tuple[InvoiceView, date]], asked: str, moment: datetime) -> Export:
    """The invoices as CSV, in their order; `asked` names them: `overdue payable acme-vps`.

    Each comes with the date it is in its account. The moment, by the team's clock, is in the
    file's name, so that a second file of one day is another one.
    """
    name = "-".join(["invoices", *_words(asked), f"{moment:%Y-%m-%d-%H%M%S}"])
    return Export(f"{name}.csv", f"{_BOM}{as_csv.invoices(rows)}".encode(), len(rows))


def _words(asked: str) -> list[str]:
    """The question as a part of a file's name: small letters, digits and dashes only."""
    return [word for word in [_ODD.sub("-", asked.lower()).strip("-")[:60].strip("-")] if word]
