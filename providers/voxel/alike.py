"""A long list of invoices that are written alike, most of it read without a tree. Pure.

A server prints each invoice by the same few lines of code, so invoices differ only in the
words between the tags. The first one of each kind becomes a pattern: its markup byte for
byte, with a hole wherever words stand. Which hole holds the amount and which the date is
not decided here: the sample is read by the tree's own reader with a mark in each hole, and
the marks tell. Every later invoice that matches is cut out of the document. What is left,
one sample of each kind and all that is unusual, goes the long way through the parser.

Nothing that has a meaning in XML fits into a hole, so what is cut out are whole elements,
siblings of the samples before them. If anything else about the document is out of the
ordinary there is no cut, and all of it goes the long way.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from typing import TypeAlias

from lxml import etree

from providers.room import Room, TooMuch

Written: TypeAlias = tuple[str, ...]
Reader: TypeAlias = Callable[[etree._Element], Written]  # noqa: SLF001 -- lxml has no other name

MAX_KINDS = 20  # kinds of invoices, such as those with two positions
MAX_SAMPLE = 20_000  # characters of an invoice that is worth a pattern

_MOST = 10 * 2**20  # bytes of rows as they are kept; 10,000 usual ones take half of it
_COST = 80  # bytes of one beside its words

_FIRST, _LAST = "<invoice ", "</invoice>"
_OPENED = re.compile(r"<invoice[\s/>]")
_DECLARED = re.compile(
    r"""(?:<\?xml version=["']1\.0["'](?: encoding=["'](?:utf-8|us-ascii)["'])? ?\?>)?""",
    re.IGNORECASE,
)
# Comments, sections without markup and instructions hide what looks like markup; names of
# spaces change what names mean.
_SPECIAL = ("<!", "<?", "xmlns", "xml:")
# No markup, no reference, no control character. XML turns a carriage return into a line
# feed, and in the value of an attribute all white space into blanks.
_WORDS = r"[^<>&\x00-\x08\x0b-\x1f]*+"
_VALUE = r'[^<>&"\x00-\x1f]*+'
_HOLE = re.compile(rf'(?<==")({_VALUE})(?=")|(?<=>){_WORDS}(?=<)')
_MARK = re.compile(r"mark(\d+)")


@dataclass(frozen=True, slots=True)
class Cut:
    """A document without most of its invoices, and their words."""

    skeleton: bytes
    rows: list[str | None]  # words with a NUL between them; None: it stands in the skeleton

    def joined(self, kept: list[Written]) -> Iterator[Written]:
        """All invoices in their order, given those of the skeleton; ValueError if they differ."""
        if self.rows.count(None) != len(kept):
            raise ValueError("it has other invoices than it seemed to have")
        rest = iter(kept)
        return (next(rest) if row is None else tuple(row.split("\0")) for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way of writing an invoice."""

    pattern: re.Pattern[str]
    fill: Callable[[tuple[str, ...]], Written]  # from what the pattern found, and ""


class _Unusual(Exception):
    """Not for us; the long way knows."""


def cut(body: bytes, reader: Reader) -> Cut | None:
    """Cut out the invoices that are alike; None if it is not an ordinary list.

    `reader` gives the words of an invoice's element, wherever in it they stand.
    """
    if not body.isascii():
        return None
    document = body.decode("ascii")
    start = document.find(_FIRST)
    if start < 0:
        return None
    try:
        return _cut(document, start, reader)
    except (_Unusual, TooMuch):
        return None


def _cut(document: str, start: int, reader: Reader) -> Cut:
    kinds: list[_Kind] = []
    kept = [document[:start]]
    rows: list[str | None] = []
    room, end = Room(_MOST), start
    while document.startswith(_FIRST, end):
        for kind in kinds:
            if found := kind.pattern.match(document, end):
                rows.append("\0".join(kind.fill((*found.groups(), ""))))
                room.take(_COST + len(rows[-1] or ""))
                end = found.end()
                if kind is not kinds[0]:  # the next one is often of the same kind
                    kinds.remove(kind)
                    kinds.insert(0, kind)
                break
        else:
            kept.append(_sample(document, end))
            rows.append(None)
            end += len(kept[-1])
            if len(kinds) < MAX_KINDS:
                kinds += _kinds(kept[-1], reader)
    kept.append(document[end:])
    skeleton = "".join(kept)
    declared = _DECLARED.match(skeleton)
    # What was cut out has the markup of its sample, so it is enough to look here.
    if declared is None or any(skeleton.find(one, declared.end()) >= 0 for one in _SPECIAL):
        raise _Unusual
    return Cut(skeleton.encode("ascii"), rows)


def _sample(document: str, start: int) -> str:
    """One invoice, with the words behind it."""
    end = document.find(_LAST, start, start + MAX_SAMPLE)
    behind = document.find("<", end + len(_LAST))
    if end < 0 or behind < 0 or len(_OPENED.findall(document, start, end)) != 1:
        raise _Unusual
    return document[start:behind]


def _kinds(sample: str, reader: Reader) -> list[_Kind]:
    """The kind of an invoice; none if anything stands in it that fits into no hole."""
    row = sample[: sample.rindex(_LAST) + len(_LAST)]
    marks = count()
    marked = _HOLE.sub(lambda _: f"mark{next(marks)}", row)
    try:
        said = reader(etree.fromstring(marked))
    except etree.XMLSyntaxError:
        return []
    found = [_MARK.fullmatch(word) for word in said if word]
    if not all(found):
        return []
    used = sorted({int(mark[1]) for mark in found if mark})
    places = [used.index(int(word[4:])) if word else len(used) for word in said]
    return [_Kind(re.compile(_pattern(row, used)), itemgetter(*places))]


def _pattern(row: str, used: list[int]) -> str:
    """The row's markup with a hole for each of its words; only those in `used` are kept."""
    parts: list[str] = []
    end = 0
    for number, hole in enumerate(_HOLE.finditer(row)):
        words = _WORDS if hole[1] is None else _VALUE
        parts += [re.escape(row[end : hole.start()]), f"({words})" if number in used else words]
        end = hole.end()
    return "".join([*parts, re.escape(row[end:]), _WORDS])
