"""An XML answer changed as a tree: what comes out is well-formed, whatever it says."""

from copy import deepcopy
from random import Random
from typing import Any, TypeAlias

from lxml import etree

from fuzz import words

Node: TypeAlias = Any  # an element of lxml, which has no types

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
ENCODINGS = ("utf-8", "utf-8", "iso-8859-1", "us-ascii", "utf-16")
ATTRIBUTES = (
    *((f"{XSI}nil", "true"), (f"{XSI}nil", "0"), (f"{XSI}type", "x:Map"), (f"{XSI}type", "Array")),
    *(("{http://schemas.xmlsoap.org/soap/encoding/}arrayType", f"x[{n}]") for n in (0, 2, 10**9)),
    *(("href", "#a"), ("href", "#b"), ("id", "a"), ("id", "b"), ("units", "JPY"), ("stat", "fail")),
)
MOST_COPIES = 30
DEEPEST = 40


def changed(body: bytes, chance: Random) -> bytes:
    """The document with a few changes; ValueError if it is no XML that could be changed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("it is not well-formed") from error
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        elements = list(root.iter(etree.Element))
        chance.choice(CHANGES)(chance.choice(elements), elements, chance)
    return bytes(etree.tostring(root, xml_declaration=True, encoding=chance.choice(ENCODINGS)))


def _say(node: Node, _: list[Node], chance: Random) -> None:
    pool = words.suiting(_name(node)) if chance.random() < 0.5 else words.ALL
    node.text = chance.choice(pool)


def _say_in_attribute(node: Node, others: list[Node], chance: Random) -> None:
    """Another value for an attribute that it has, or one that stands elsewhere in the document."""
    known = [(name, value) for other in others[:50] for name, value in other.attrib.items()]
    if node.attrib and chance.random() < 0.5:
        pool = words.suiting(chance.choice(node.attrib.keys())) if chance.random() < 0.5 else ()
        node.set(chance.choice(node.attrib.keys()), chance.choice(pool or words.ALL))
    else:
        name, value = chance.choice((*ATTRIBUTES, *known))
        node.set(name, value)


def _remove(node: Node, _: list[Node], __: Random) -> None:
    if node.getparent() is not None:
        node.getparent().remove(node)


def _remove_attribute(node: Node, _: list[Node], chance: Random) -> None:
    if node.attrib:
        del node.attrib[chance.choice(node.attrib.keys())]


def _repeat(node: Node, _: list[Node], chance: Random) -> None:
    if node.getparent() is not None:
        for _copy in range(chance.choice((1, 1, 2, MOST_COPIES))):
            node.addnext(deepcopy(node))


def _move(node: Node, others: list[Node], chance: Random) -> None:
    """A copy of it elsewhere, below or instead of another."""
    there, copy = chance.choice(others), deepcopy(node)
    if chance.random() < 0.5 or there.getparent() is None:
        there.append(copy)
    else:
        there.getparent().replace(there, copy)


def _rename(node: Node, others: list[Node], chance: Random) -> None:
    node.tag = chance.choice((*(other.tag for other in others), "item", "key", "value"))


def _wrap(node: Node, others: list[Node], chance: Random) -> None:
    """Put it into others, sometimes into many."""
    inner = deepcopy(node)
    for _ in range(chance.choice((1, 1, 2, DEEPEST))):
        outer = etree.Element(chance.choice((node.tag, "item", chance.choice(others).tag)))
        outer.append(inner)
        inner = outer
    if node.getparent() is not None:
        node.getparent().replace(node, inner)


def _interrupt(node: Node, _: list[Node], chance: Random) -> None:
    """A comment or an instruction in the middle of its words."""
    inside = etree.Comment("x") if chance.random() < 0.5 else etree.ProcessingInstruction("php")
    inside.tail = chance.choice(words.ALL)
    node.insert(0, inside)


CHANGES = (
    *(_say, _say, _say, _say_in_attribute, _say_in_attribute, _remove, _remove_attribute),
    *(_repeat, _move, _move, _rename, _wrap, _interrupt),
)


def _name(node: Node) -> str:
    return str(node.tag).rpartition("}")[2]
