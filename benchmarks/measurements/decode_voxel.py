"""Voxel: an XML list into invoices; floor: lxml alone, naive: dictionaries in xmltodict's way"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from lxml import etree

from benchmarks.decoding import timed
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort
from benchmarks.wire import one_list
from providers.base import Answer

INVOICES = 10_000
GOAL = Goal(of_floor=2.1, below_naive=4)


def measure(effort: Effort) -> list[Row]:
    """The one list there is."""
    count = effort.of(INVOICES)
    answer = one_list("voxel", count)
    return [timed(f"{count:,} invoices", answer, floor, naive, GOAL, effort)]


def floor(answer: Answer) -> object:
    """The tree alone."""
    return etree.fromstring(answer.parts[0].body)


def naive(answer: Answer) -> object:
    """Everything into dictionaries, and from these what anybody would want."""
    invoices = as_dictionary(answer.parts[0].body)["rsp"]["invoices"]["invoice"]
    return [_invoice(row) for row in (invoices if isinstance(invoices, list) else [invoices])]


def _invoice(row: dict[str, Any]) -> tuple[object, ...]:
    due = date.fromisoformat(row["@date_due"][:10])
    items = row["invoice_items"]["invoice_item"]
    amounts = [Decimal(row[name]["#text"]) for name in ("amount", "amount_due")]
    return row["@id"], due, *amounts, items


def as_dictionary(body: bytes) -> dict[str, Any]:
    """A document as xmltodict gives it: `@` before attributes, a list where a name repeats."""
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.words
    parser.Parse(body, True)  # noqa: FBT003 -- positional only
    return builder.root


@dataclass(slots=True)
class _Builder:
    root: dict[str, Any] = field(default_factory=dict)
    stack: list[tuple[dict[str, Any], list[str]]] = field(default_factory=list)

    def start(self, _: str, attributes: dict[str, str]) -> None:
        self.stack.append(({f"@{name}": value for name, value in attributes.items()}, []))

    def words(self, text: str) -> None:
        self.stack[-1][1].append(text)

    def end(self, name: str) -> None:
        fields, pieces = self.stack.pop()
        text = "".join(pieces).strip()
        value: Any = fields or text or None
        if fields and text:
            fields["#text"] = text
        parent = self.stack[-1][0] if self.stack else self.root
        if name not in parent:
            parent[name] = value
        elif isinstance(parent[name], list):
            parent[name].append(value)
        else:
            parent[name] = [parent[name], value]
