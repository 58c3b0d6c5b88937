"""What a SOAP 1.1 answer says, in plain texts, lists and mappings.

Pure. Our own reader instead of a SOAP library's: amounts stay the exact text on the wire,
"nothing" and "empty" stay apart, and a new column at the provider does no harm. It takes
what PHP servers send with and without a WSDL: typed arrays, untyped items, Apache maps
and references by `href`. Long lists of rows that are all alike are read by
`providers.uniform` without building a tree of them.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TypeAlias

from lxml import etree

from providers.branches import Branches, TooLong
from providers.room import Room, TooMuch, nested
from providers.uniform import Rows, cut

Value: TypeAlias = "str | list[Value] | Rows | dict[str, Value] | None"
Node: TypeAlias = Any  # an element of lxml, which has no types

MAX_DEPTH = 20  # an href may point at its own ancestor
MAX_BORROWED = 200_000  # values reached through an href, which can multiply without end
MAX_WHOLE = 2 * 2**20  # bytes of an answer that is read as a tree
MAX_MARKUP = 60_000  # tags and attributes in one tree, which takes 250 bytes for each

_ROW = 5  # so deep lies a row: Envelope, Body, the response, its result, the row

_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
_TYPE = f"{{{_SCHEMA}}}type"
_NIL = f"{{{_SCHEMA}}}nil"
_ARRAY_TYPE = "{http://schemas.xmlsoap.org/soap/encoding/}arrayType"
_ENVELOPE_END = re.compile(rb"</([\w.-]+:)?Envelope\s*>$", re.ASCII)
_SIZE = re.compile(r"\[(\d{1,9})\]$", re.ASCII)


class Fault(Exception):
    """The server answered with a SOAP fault; the text is theirs, uncleaned."""


class NotSoap(ValueError):
    """The answer is no SOAP envelope, or one that cannot be trusted; the text says why."""


def returned(body: bytes, operation: str) -> Value:
    """The value that `operation` returned: None, text, list or dict, nested.

    Raises Fault for a SOAP fault and NotSoap for everything that is not the complete
    answer to this operation.
    """
    shortened = cut(body)
    if shortened is not None:
        with suppress(NotSoap, Fault):  # the whole document says it with the right figures
            samples = _walked(shortened.skeleton, operation, shortened.left_out)
            if samples == shortened.samples:
                return shortened.rows
    return walked(body, operation)


def walked(body: bytes, operation: str) -> Value:
    """What `returned` gives, always the long way: as a tree, or what is long row by row."""
    if _is_long(body):
        return _streamed(body, operation)
    return _walked(body, operation, 0)


def _walked(body: bytes, operation: str, left_out: int) -> Value:
    result = _result(_envelope(body), operation)
    return _Reader(result.getparent().getparent(), left_out).read(result, 0, borrowed=False)


def _result(envelope: Node, operation: str) -> Node:
    """The element that holds what the operation returned."""
    first = _content(envelope)[0]
    if _local(first.tag) == "Fault":
        raise Fault(_fault_text(first))
    if _local(first.tag) != f"{operation}Response":
        raise NotSoap(f"it answers another question than {operation}")
    if len(first) != 1:
        raise NotSoap(f"it holds {len(first)} results where one was expected")
    return first[0]


def _streamed(body: bytes, operation: str) -> Value:
    """The rows of a list that is too long for a tree; no other answer may be as long.

    In memory there is one row at a time, and what they say.
    """
    branches = Branches(body, _ROW, _is_result)
    reader, rows, room = _Reader(None, 0), list[Value](), Room()
    try:
        for node in branches:
            if _local(node.tag) != "item":
                raise TooLong("it is far too long")
            row = reader.read(node, 1, borrowed=False)
            room.take(nested(row))
            rows.append(row)
        _refuse_foreign(body, branches.root)
    except (TooLong, TooMuch):
        raise NotSoap("it is far too long") from None
    except (etree.XMLSyntaxError, ValueError) as error:
        raise (error if isinstance(error, NotSoap) else NotSoap(_syntax(body, error))) from None
    result = _result(branches.root, operation)
    if not rows or any(name in result.attrib for name in ("href", _NIL)):
        raise NotSoap("it is far too long")
    if result.get(_TYPE, "").rpartition(":")[2] == "Map":
        return reader.mapping(rows)
    _refuse_short_list(result, branches.left_out)
    return rows


def _is_long(body: bytes) -> bool:
    return len(body) > MAX_WHOLE or body.count(b"<") + body.count(b"=") > MAX_MARKUP


def _is_result(node: Node) -> bool:
    """Whether an element stands where the result of an operation does."""
    response = node.getparent()
    return _local(response.tag) != "Fault" and _local(response.getparent().tag) == "Body"


def fault(body: bytes) -> str | None:
    """The text of a SOAP fault, or None when the body is anything else."""
    try:
        first = _content(_envelope(body))[0]
    except NotSoap:
        return None
    return _fault_text(first) if _local(first.tag) == "Fault" else None


def _envelope(body: bytes) -> Node:
    if _is_long(body):
        raise NotSoap("it is far too long")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotSoap(_syntax(body, error)) from None
    _refuse_foreign(body, root)
    return root


def _refuse_foreign(body: bytes, root: Node) -> None:
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise NotSoap(
            "it is a web page"
            if _is_web_page(body)
            else "it carries a document type, which SOAP forbids"
        )
    if _local(root.tag) != "Envelope":
        raise NotSoap(f"it is no SOAP envelope but starts with <{_local(root.tag)[:30]}>")


def _syntax(body: bytes, error: Exception) -> str:
    """Why it is not XML; the parser's own words may quote the body, so they are not used."""
    words = body.strip()
    start = words[:200].lower()
    if not words:
        return "it is empty"
    if _is_web_page(body):
        return "it is a web page"
    if b"<?xml".startswith(start[:5]) or b":envelope" in start:
        if not _ENVELOPE_END.search(words[-100:]):
            return f"it was cut short by the server after {len(body)} bytes"
        line = getattr(error, "lineno", None)
        return "it is broken XML" + (f" (line {line})" if line else "")
    return "it is not XML"


def _is_web_page(body: bytes) -> bool:
    return body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))


def _content(envelope: Node) -> Node:
    for part in envelope:
        if _local(part.tag) == "Body":
            if len(part):
                return part
            raise NotSoap("its body is empty")
    raise NotSoap("it has no body")


def _fault_text(node: Node) -> str:
    """`faultstring` of SOAP 1.1, `Reason/Text` of 1.2; prefixes and codes vary too much."""
    for name in ("faultstring", "Text", "faultcode", "Value"):
        for element in node.iter(f"{{*}}{name}"):
            if element.text and element.text.strip():
                return str(element.text)
    return "a fault without a text"


class _Reader:
    """Reads elements of one body; remembers what was reached through references."""

    def __init__(self, body: Node, left_out: int) -> None:
        self._body = body
        self._left_out = left_out
        self._targets: dict[str, Node] | None = None
        self._borrowed = 0

    def read(self, node: Node, depth: int, *, borrowed: bool) -> Value:
        """The value of an element: first where it refers, then whether it is nothing."""
        if depth > MAX_DEPTH:
            raise NotSoap("it is nested too deeply, or refers to itself")
        if borrowed:
            self._count(1 + len(node))
        reference = node.get("href")
        if reference is not None:
            return self.read(self._target(reference), depth + 1, borrowed=True)
        if node.get(_NIL) in ("true", "1"):
            return None
        return self._value(node, depth, borrowed=borrowed)

    def _value(self, node: Node, depth: int, *, borrowed: bool) -> Value:
        kind = node.get(_TYPE, "").rpartition(":")[2]
        if kind == "Map":
            return self._map(node, depth, borrowed=borrowed)
        if _is_list(node, kind):
            _refuse_short_list(node, 0 if depth else self._left_out)
            return [self.read(child, depth + 1, borrowed=borrowed) for child in node]
        if len(node):
            return self._struct(node, depth, borrowed=borrowed)
        return str(node.text or "")

    def _struct(self, node: Node, depth: int, *, borrowed: bool) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        for child in node:
            words, tag = child.text, child.tag
            name = tag if tag[0] != "{" else _local(tag)
            # The usual case first: an element that has words neither refers nor contains.
            if words and not words.isspace():
                fields[name] = words
            else:
                fields[name] = self.read(child, depth + 1, borrowed=borrowed)
        if len(fields) != len(node):
            raise NotSoap("a row names a field twice")
        return fields

    def _map(self, node: Node, depth: int, *, borrowed: bool) -> dict[str, Value]:
        return self.mapping([self._struct(item, depth + 1, borrowed=borrowed) for item in node])

    def mapping(self, pairs: Iterable[Any]) -> dict[str, Value]:
        """A map out of its entries."""
        entries: dict[str, Value] = {}
        for parts in pairs:
            key = parts.get("key") if isinstance(parts, dict) else None
            if not isinstance(key, str) or "value" not in parts or key in entries:
                raise NotSoap("a map has an entry without key or value, or a key twice")
            entries[key] = parts["value"]
        return entries

    def _target(self, reference: str) -> Node:
        if self._targets is None:
            marked = (node for node in self._body.iter() if "id" in node.attrib)
            self._targets = {f"#{node.attrib['id']}": node for node in marked}
        if reference not in self._targets:
            raise NotSoap("it refers to a part that it does not have")
        return self._targets[reference]

    def _count(self, values: int) -> None:
        self._borrowed += values
        if self._borrowed > MAX_BORROWED:
            raise NotSoap("its references multiply without end")


def _is_list(node: Node, kind: str) -> bool:
    if kind == "Array" or kind.startswith("array_") or node.get(_ARRAY_TYPE) is not None:
        return True
    return len(node) > 0 and all(_local(child.tag) == "item" for child in node)


def _refuse_short_list(node: Node, left_out: int) -> None:
    """An array says how many items it has; fewer means that some got lost."""
    announced = _SIZE.search(node.get(_ARRAY_TYPE, ""))
    held = len(node) + left_out
    if announced and int(announced[1]) != held:
        raise NotSoap(f"it announces {announced[1]} rows and holds {held}")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
