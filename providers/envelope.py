"""What a SOAP 1.1 answer says, in plain texts, lists and mappings.

Pure. Our own reader instead of a SOAP library's: amounts stay the exact text on the wire,
"nothing" and "empty" stay apart, and a new column at the provider does no harm. It takes
what PHP servers send with and without a WSDL: typed arrays, untyped items, Apache maps
and references by `href`. Long lists of rows that are all alike are read by
`providers.uniform` without building a tree of them.
"""

import re
from contextlib import suppress
from typing import Any, TypeAlias, cast

from lxml import etree

from providers.uniform import cut

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Node: TypeAlias = Any  # an element of lxml, which has no types

MAX_DEPTH = 20  # an href may point at its own ancestor
MAX_BORROWED = 200_000  # values reached through an href, which can multiply without end
MAX_MARKUP = 600_000  # tags and attributes in one tree, which takes 250 bytes for each

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
                return cast("list[Value]", shortened.rows)
    return walked(body, operation)


def walked(body: bytes, operation: str) -> Value:
    """What `returned` gives, always the long way: the whole document as a tree."""
    return _walked(body, operation, 0)


def _walked(body: bytes, operation: str, left_out: int) -> Value:
    content = _content(_envelope(body))
    first = content[0]
    if _local(first.tag) == "Fault":
        raise Fault(_fault_text(first))
    if _local(first.tag) != f"{operation}Response":
        raise NotSoap(f"it answers another question than {operation}")
    if len(first) != 1:
        raise NotSoap(f"it holds {len(first)} results where one was expected")
    return _Reader(content, left_out).read(first[0], 0, borrowed=False)


def fault(body: bytes) -> str | None:
    """The text of a SOAP fault, or None when the body is anything else."""
    try:
        first = _content(_envelope(body))[0]
    except NotSoap:
        return None
    return _fault_text(first) if _local(first.tag) == "Fault" else None


def _envelope(body: bytes) -> Node:
    if body.count(b"<") + body.count(b"=") > MAX_MARKUP:
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
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise NotSoap(
            "it is a web page"
            if _is_web_page(body)
            else "it carries a document type, which SOAP forbids"
        )
    if _local(root.tag) != "Envelope":
        raise NotSoap(f"it is no SOAP envelope but starts with <{_local(root.tag)[:30]}>")
    return root


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
        entries: dict[str, Value] = {}
        for item in node:
            parts = self._struct(item, depth + 1, borrowed=borrowed)
            key = parts.get("key")
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
