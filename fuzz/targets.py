"""What is fuzzed, the one law that holds for all of it, and where each search begins.

The law: whatever bytes come, a decoder gives a result or raises ValueError (an envelope's
Fault is one of its results), and it does so in a time that the bytes' length bounds. Every
other exception would end a check as a crash of ours.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path

from lxml import etree

from providers.envelope import Fault, returned, walked
from providers.interserver import parse as interserver
from providers.linode import parse as linode
from providers.phpjson import document
from providers.singlehop import parse as singlehop
from providers.singlehop.notes import notes
from providers.voxel import parse as voxel
from providers.whmcs import parse as whmcs
from state.model import Account, Direction

HERE = Path(__file__).parent
FINDINGS = HERE / "findings"
SLOWEST = 2.0  # seconds for one input, of a few thousand bytes at most
OPERATION = "api_invoices"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)

ACCOUNT = Account("acme", "any", Direction.PAYABLE, "#billing", "America/New_York", "USD")
SHOP = whmcs.Shop(ACCOUNT, "https://shop.example/admin/invoices.php?id=")

Target = Callable[[bytes], object]
"""Takes an input; what it gives is true if invoices came out of it."""


class Reach(Enum):
    """How far an input came."""

    DOOR = "broken"  # it is not even XML or JSON
    DECODER = "refused"  # the decoder has looked at it, and refused it
    ROWS = "decoded"  # it was read, and there was no invoice in it
    INVOICES = "invoices"


class TooSlow(Exception):
    """The law of time is broken."""


def soap(body: bytes) -> bool:
    """An envelope, by the short way and the long one, and InterServer's rows in it."""
    operation = _operation(body)
    try:
        quick = returned(body, operation)
    except Fault:
        return False
    agree(quick, lambda: walked(body, operation))
    reading = interserver.read_rows(interserver.rows(quick), "vps", ACCOUNT)
    repr(reading)
    return bool(reading.invoices)


def agree(quick: object, long_way: Callable[[], object]) -> None:
    """Hold what the short way gave against the long one, which may not refuse it either."""
    try:
        is_same = quick == long_way()
    except (ValueError, Fault) as refusal:
        raise AssertionError("the short way reads what the long one refuses") from refusal
    if not is_same:
        raise AssertionError("the short way reads something else than the long one")


def _operation(body: bytes) -> str:
    """The operation that the body says it answers, so that the search gets beyond that check."""
    before, found, _ = body.partition(b"Response")
    name = before.replace(b":", b"<").rpartition(b"<")[2] if found else b""
    return name.decode("ascii", "ignore") or OPERATION


def xml(body: bytes) -> bool:
    """A list of Voxel, or its refusal."""
    agree(list(voxel.listed(body)), lambda: voxel.parsed(body))
    found = voxel.read(body, ACCOUNT)
    repr(found)
    return bool(found[0])


def json_whmcs(body: bytes) -> bool:
    """A page and details of WHMCS."""
    answer = document(body)
    with suppress(ValueError):
        whmcs.refusal(answer)
    with suppress(ValueError):
        whmcs.facts(answer)
    parts = [("GetInvoices Unpaid 0", body), ("GetInvoice 7", body)]
    invoices, _ = whmcs.read(parts, SHOP)
    for invoice in invoices:
        with suppress(ValueError):
            whmcs.detailed(invoice, answer, ACCOUNT)
    return bool(invoices)


def json_singlehop(body: bytes) -> bool:
    """A page and views of SingleHop."""
    answer = document(body)
    with suppress(ValueError):
        singlehop.refusal(answer)
    with suppress(ValueError):
        singlehop.facts(answer)
    parts = [("list unpaid 0", body), ("view 7", body)]
    invoices, _ = singlehop.read(parts, ACCOUNT)
    notes(parts, ACCOUNT)
    for invoice in invoices:
        with suppress(ValueError):
            singlehop.confirmed(invoice, answer, ACCOUNT)
    return bool(invoices)


def json_linode(body: bytes) -> bool:
    """A page and the balance of Linode."""
    answer = document(body)
    with suppress(ValueError):
        linode.reasons(answer)
    with suppress(ValueError):
        linode.balance(answer)
    linode.gap([linode.page(answer)])
    found = linode.read([body], "10.00", ACCOUNT)
    repr(found)
    return bool(found[0])


TARGETS: Mapping[str, Target] = {
    "soap": soap,
    "xml": xml,
    "json_whmcs": json_whmcs,
    "json_singlehop": json_singlehop,
    "json_linode": json_linode,
}


def tried(target: Target, body: bytes, slowest: float = SLOWEST) -> Reach:
    """Hold one input to the law; whatever leaves here is a finding. It gives how far it came."""
    begun, reach = time.monotonic(), Reach.DECODER
    with suppress(ValueError):
        reach = Reach.INVOICES if target(body) else Reach.ROWS
    spent = time.monotonic() - begun
    if spent > slowest:
        raise TooSlow(f"{len(body)} bytes took {spent:.1f} s")
    return reach if reach is not Reach.DECODER or _is_well_formed(body) else Reach.DOOR


def _is_well_formed(body: bytes) -> bool:
    """Whether it is XML or JSON, whichever was expected; none is both."""
    with suppress(etree.XMLSyntaxError, ValueError):
        etree.fromstring(body, _PARSER)
        return True
    with suppress(RecursionError, ValueError):
        json.loads(body)
        return True
    return False


def findings() -> Iterator[tuple[str, Path]]:
    """Every input that once broke the law: target and file."""
    for target in TARGETS:
        for path in sorted((FINDINGS / target).glob("*")):
            yield target, path
