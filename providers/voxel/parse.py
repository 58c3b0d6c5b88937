"""Voxel's XML understood: the list of invoices, or the code of a refusal.

Pure. Everything raises ValueError with the reason. Source of the fields: the page of
voxel.billing.invoices.list in the hAPI documentation.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TypeAlias

from lxml import etree

from providers.branches import Branches
from providers.room import Room, weight
from providers.values import text
from providers.voxel.alike import cut
from providers.voxel.rows import AMOUNTS, Rows, Written
from state.model import Account, Invoice, Unread

DECODER = 3
MAX_BYTES = 16 * 2**20  # of a list; 10,000 usual invoices have eleven million
MAX_WHOLE = 2 * 2**20  # of one that is read as a tree
MAX_MARKUP = 60_000  # elements and attributes in one tree; an invoice has about fifty

_ROW, _WORD = 80, 60  # bytes of an invoice's words, and of each of them, beside its letters

Element: TypeAlias = etree._Element  # noqa: SLF001 -- lxml has no other name for it

_OWN = (*AMOUNTS, "date_issued", "comment", "invoice_items")


def document(body: bytes) -> Element:
    """The `rsp` element. No document types, no entities, nothing fetched from elsewhere.

    The invoices of a list that is too long for a tree are not in it.
    """
    if b"<html" in body[:2_000].lower():
        raise ValueError("it is a web page")
    return _streamed(body, lambda _: None) if _is_long(body) else _whole(body)


def _is_long(body: bytes) -> bool:
    if len(body) > MAX_BYTES:
        raise ValueError("it is far too long")
    return (
        len(body) > MAX_WHOLE
        or body.count(b"<") - body.count(b"</") + body.count(b"=") > MAX_MARKUP
    )


def _streamed(body: bytes, take: Callable[[Element], None]) -> Element:
    """The root of a long list, after each of its invoices was there alone."""
    branches = Branches(body, 3, lambda node: node.tag == "invoices")
    try:
        for row in branches:
            take(row)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not well-formed XML (line {error.lineno})") from None
    return _judged(branches.root)


def _whole(body: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:  # its text can quote the body: only the place is told
        raise ValueError(f"it is not well-formed XML (line {error.lineno})") from None
    return _judged(root)


def _judged(root: Element) -> Element:
    if root.getroottree().docinfo.doctype:
        raise ValueError("it declares a document type")
    if root.tag != "rsp":
        raise ValueError("it is not an answer of the hAPI")
    return root


def refusal(root: Element) -> str | None:
    """None for a success, else the code of the error, empty if there is none."""
    stat = root.get("stat")
    if stat == "ok":
        return None
    if stat != "fail":
        raise ValueError("it says neither ok nor fail")
    error = root.find("err")
    return "" if error is None else text(error.get("code"), 20)


def read(body: bytes, account: Account) -> tuple[tuple[Invoice, ...], tuple[Unread, ...]]:
    """Every invoice of the list, in its order, and what of it makes no sense.

    An invoice whose amount or date cannot be read is in both: kept without that figure, and
    named with the reason. A row without a number is only named, and so is a number that is
    listed twice with different contents, instead of choosing one.
    """
    invoices: dict[str, Invoice] = {}
    unread: list[Unread] = []
    doubled: dict[str, None] = {}
    rows, room = Rows(account), Room()
    for position, said in enumerate(listed(body), start=1):
        odd: list[str] = []
        try:
            invoice = rows.read(said, odd)
        except ValueError as error:
            room.note(str(error))
            unread.append(Unread(text(said[0], 30) or f"invoice {position}", str(error)))
            continue
        room.invoice(invoice)
        number = invoice.key.number
        before = invoices.setdefault(number, invoice)
        if before is not invoice and before != invoice:
            doubled[number] = None
        if odd:
            room.note("; ".join(odd))
            unread.append(Unread(number, "; ".join(odd)))
    unread += [Unread(number, "it is listed twice with different contents") for number in doubled]
    found = tuple(one for number, one in invoices.items() if number not in doubled)
    return found, tuple(unread)


def listed(body: bytes) -> Iterable[Written]:
    """The words of every invoice of a list.

    Invoices that are written alike are cut out before the rest is parsed, which gives the
    same in a third of the time.
    """
    shortened = cut(body, written)
    if shortened is not None:
        with suppress(ValueError):  # the whole list says it with the right line
            return shortened.joined(parsed(shortened.skeleton))
    return parsed(body)


def parsed(body: bytes) -> list[Written]:
    """The words of every invoice of a list, all of it read as a tree; one by one if it is long."""
    if _is_long(body):
        return _parsed_one_by_one(body)
    root = document(body)
    if refusal(root) is not None:
        raise ValueError("it is a refusal")
    invoices = root.find("invoices")
    if invoices is None:
        raise ValueError("invoices is missing")
    return [written(row) for row in invoices.iterchildren("invoice")]


def _parsed_one_by_one(body: bytes) -> list[Written]:
    found: list[Written] = []
    room = Room()

    def take(row: Element) -> None:
        if row.tag == "invoice":
            found.append(written(row))
            room.take(_ROW + sum(_WORD + weight(words) for words in found[-1]))

    root = _streamed(body, take)
    if refusal(root) is not None or root.find("invoices") is None:
        raise ValueError("it is no list of invoices")
    return found


def written(row: Element) -> Written:
    """The words of an `invoice` element.

    Positions repeat the names of the amounts, so only direct children count, the first of
    each name. Positions within positions count like the others.
    """
    own: dict[str, Element] = {}
    words: list[str] = []
    for child in row.iterchildren(*_OWN):
        if child.tag == "invoice_items":
            for item in child.iter("invoice_item"):
                words += _position(item)
        else:
            own.setdefault(child.tag, child)
    return (
        row.get("id", ""),
        row.get("date_due", ""),
        _words(own.get("date_issued")),
        _words(own.get("comment")),
        *(part for name in AMOUNTS for part in _amount(own.get(name))),
        *words,
    )


def _position(item: Element) -> Written:
    own: dict[str, Element] = {}
    for child in item.iterchildren("service", "amount"):
        own.setdefault(child.tag, child)
    service = own.get("service")
    if service is None:
        return ("", "", "", *_amount(own.get("amount")))
    description = next(service.iterchildren("description"), None)
    return (
        service.get("type", ""),
        service.get("id", ""),
        _words(description),
        *_amount(own.get("amount")),
    )


def _words(found: Element | None) -> str:
    return "" if found is None else found.text or ""


def _amount(found: Element | None) -> tuple[str, str]:
    return _words(found), "" if found is None else found.get("units", "")
