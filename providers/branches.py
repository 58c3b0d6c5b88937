"""A long XML document read branch by branch: none stays in memory once it was looked at. Pure."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from lxml import etree

Node: TypeAlias = Any  # an element of lxml, which has no types

MOST_NODES = 20_000  # elements and attributes that are kept at once; 250 bytes each
MOST_NAMES = 2_000  # different names of elements and attributes, which the parser never forgets
LONGEST = 2**20  # bytes in which not one branch ends
_PIECE = 2**14


class TooLong(ValueError):
    """The document has a branch that is too long, or too much beside its branches."""


class Branches:
    """The elements that lie `depth` deep (the root is 1 deep), and what is around them.

    `grow` says of an element above whether its children are branches, which are forgotten.
    """

    def __init__(self, body: bytes, depth: int, grow: Callable[[Node], bool]) -> None:
        self._body = body
        self._depth = depth
        self._grow = grow
        self._names: set[str] = set()
        self._read = self._last = 0  # bytes given to the parser, and when a branch ended
        self._parser = etree.XMLPullParser(
            ("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        self.root: Node = None  # once all have been asked for: the document without them
        self.left_out = 0
        self._branch: Node = None  # the newest

    def __iter__(self) -> Iterator[Node]:
        """Each branch, whole; it is emptied when the next one is asked for."""
        here, kept = 0, 0
        for event, node in self._events():
            if event == "start":
                here += 1
                kept += self._counted(node)
            else:
                if here == self._depth and self._grow(node.getparent()):
                    yield node
                    self._branch = node
                    self.left_out += 1
                    self._last = self._read
                    kept -= _forgotten(node)
                here -= 1
            if kept > MOST_NODES:
                raise TooLong("it is far too long")
        if self._branch is not None:
            self._branch.getparent().remove(self._branch)

    def _events(self) -> Iterator[tuple[str, Node]]:
        while self._read < len(self._body):
            if self._read - self._last > LONGEST:
                raise TooLong("it is far too long")
            self._parser.feed(self._body[self._read : self._read + _PIECE])
            self._read += _PIECE
            yield from self._parser.read_events()
        self.root = self._parser.close()
        yield from self._parser.read_events()

    def _counted(self, node: Node) -> int:
        names = node.keys()
        self._names.add(node.tag)
        self._names.update(names)
        if len(self._names) > MOST_NAMES:
            raise TooLong("it uses far too many different names")
        return 1 + len(names)


def _forgotten(branch: Node) -> int:
    """How much a branch had; it is emptied, and those before it are taken away.

    Itself it stays until then: the parser may still be about to add words behind it.
    """
    held = sum(1 + len(node.keys()) for node in branch.iter())
    branch.clear()
    parent = branch.getparent()
    while parent[0] is not branch:
        del parent[0]
    return held
