"""InterServer: a SOAP list, read; floor: lxml alone, naive: zeep's objects"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, TypeAlias

import zeep
from lxml import etree

from benchmarks import peak
from benchmarks.decoding import read, timed
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort
from benchmarks.wire import one_list
from bot.demo.simulators.interserver_wsdl import wsdl
from providers.base import Answer
from providers.envelope import returned
from providers.interserver.operations import FULL, operation

Client: TypeAlias = Any  # zeep has no types

STRUCTS = 10_000
TIME = Goal(of_floor=1.5, below_naive=8)
INVOICES = Goal(below_naive=6)  # zeep's objects are only the structs
MEMORY = Goal(at_most=20)


def measure(effort: Effort) -> list[Row]:
    """Time and peak memory; all invoices are of one module, and its full list alone is read.

    The unpaid list of the same module, of as many rows here, is left out: usually it is short.
    """
    count = effort.of(STRUCTS)
    answer = full_list(count)
    rows = [
        timed(f"{count:,} structs", answer, floor, naive, TIME, effort, ours=structs),
        timed(f"{count:,} structs into invoices", answer, floor, naive, INVOICES, effort),
    ]
    if peak.is_known_here():
        rows.append(_memory(f"{count:,} structs, peak memory", answer))
    return rows


def _memory(what: str, answer: Answer) -> Row:
    few = full_list(10)
    ours, least, theirs = (peak.growth(way, few, answer) for way in (read, floor, naive))
    return Row(what, "MiB", ours, least, theirs, MEMORY, "above the process that holds the answer")


def full_list(count: int) -> Answer:
    """The full list of the one module that has invoices, out of the answer to a whole check."""
    answer = one_list("interserver", count)
    return replace(answer, parts=tuple(part for part in answer.parts if part.name.endswith(FULL)))


def structs(answer: Answer) -> object:
    """What zeep's objects are to it: rows of texts, not yet understood."""
    return [returned(part.body, operation(part.name)) for part in answer.parts]


def floor(answer: Answer) -> object:
    """The trees alone."""
    return [etree.fromstring(part.body) for part in answer.parts]


def naive(answer: Answer) -> object:
    """The objects that zeep makes of a service description and an answer."""
    client = _client()
    operations = client.service._binding._operations  # noqa: SLF001 -- zeep has no other door
    process = client.service._binding.process_reply  # noqa: SLF001
    return [
        process(client, operations[operation(part.name)], _Reply(part.body))
        for part in answer.parts
    ]


@cache
def _client() -> Client:
    make: Client = zeep.Client
    return make(BytesIO(wsdl("http://127.0.0.1:9/")), transport=_Schemas())


class _Schemas:
    """Gives zeep the one schema it would else download."""

    def load(self, url: object) -> bytes:
        if isinstance(url, BytesIO):
            return url.getvalue()
        return (files("providers.interserver") / "encoding.xsd").read_bytes()


@dataclass(frozen=True, slots=True)
class _Reply:
    """As much of a reply as zeep looks at."""

    content: bytes
    status_code: int = 200
    encoding: str = "utf-8"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/xml"})
