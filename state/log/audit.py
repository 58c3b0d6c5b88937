"""The audit log read from end to end: is it as it was written, and what does it say?

Rows are read as bytes, since a damaged one may not be text any more, and one after the other,
so that a long log needs no more memory than a short one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from state.log.chain import Broken, Entry, Head, Proof, Unbroken, first_link, link

_ENTRIES = """
SELECT id, at, account, number, kind, actor, source, reason, details, link FROM events ORDER BY id
"""
_LINK = 9  # its column
# Texts come as `bytearray` and blobs as `bytes`: a text that became a blob has other types.
_OF_AN_ACCOUNT = (int, int, bytearray, type(None), *[bytearray] * 5, bytes)
_OF_AN_INVOICE = (int, int, bytearray, bytearray, *[bytearray] * 5, bytes)

_Row = tuple[Any, ...]  # whatever stands in the file


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Every entry, oldest first, as it stands; nothing is proved by it."""
    with _raw(connection):
        for row in _rows(connection):
            yield _entry(row)


def verify(connection: sqlite3.Connection, expected: bytes | None = None) -> Proof:
    """Whether every entry is as it was written, in its place, and none is missing.

    With `expected`, a head that was written down elsewhere: whether the log still has it. Who
    can write to the database can also link a whole new log; only that does not come through.
    """
    with _raw(connection):
        walk = _Walk(expected)
        try:
            return walk.to_the_end(connection)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # even its fault may be cut
            return walk.broken(f"the database cannot be read from here on: {error}")


class _Walk:
    """From link to link."""

    def __init__(self, expected: bytes | None) -> None:
        self._expected = expected
        self._expected_at: int | None = None
        self._entries = 0
        self._first: _Row | None = None
        self._newest: _Row | None = None

    def to_the_end(self, connection: sqlite3.Connection) -> Proof:
        kept = connection.execute("SELECT origin, entries, last, head FROM audit").fetchall()
        if [tuple(map(type, row)) for row in kept] != [(bytes, int, int, bytes)]:
            return self.broken("what is kept of its beginning and end, beside it, is damaged")
        [(origin, *end)] = kept
        before = first_link(origin)
        if before == self._expected:
            self._expected_at = 0
        for row in _rows(connection):
            if not _fits(before, row):
                return self._misfit(row)
            before = self._pass(row)
        return self._judge(Head(self._entries, self._number, before), Head(*end))

    def broken(self, why: str, row: _Row | None = None) -> Broken:
        """Where it no longer fits: at that row, or behind the last one that did."""
        number = self._number + 1 if row is None else row[0]
        return Broken(why, number, _maybe_entry(row), _maybe_entry(self._newest))

    @property
    def _number(self) -> int:
        return self._newest[0] if self._newest else 0

    def _pass(self, row: _Row) -> bytes:
        if self._first is None:
            self._first = row
        self._newest = row
        self._entries += 1
        if row[_LINK] == self._expected:
            self._expected_at = row[0]
        return bytes(row[_LINK])

    def _misfit(self, row: _Row) -> Broken:
        why = "it was changed, moved or put in after it had been written"
        if not _has_types(row):
            why = "it is damaged: a value in it is not of the type that was written"
        elif row[0] > self._number + 1:
            gone = _numbered(self._number + 1, row[0] - 1)
            why = f"{gone} gone, or it was moved or changed itself"
        return self.broken(why, row)

    def _judge(self, found: Head, kept: Head) -> Proof:
        if found != kept:
            return self.broken(_at_the_end(found, kept))
        if self._expected is not None and self._expected_at is None:
            why = "every link fits, but none of them is the head that was expected"
            return replace(self.broken(why), entry=None)
        first, newest = _maybe_entry(self._first), _maybe_entry(self._newest)
        return Unbroken(found, first, newest, self._expected_at)


def _at_the_end(found: Head, kept: Head) -> str:
    """What differs between the entries that are there and what is kept of them beside them."""
    if found.last < kept.last:
        return f"{_numbered(found.last + 1, kept.last)} gone from the end"
    if found.last > kept.last:
        return f"{_numbered(kept.last + 1, found.last)} behind what is kept as the end"
    return "what is kept of the end, beside the entries, is not what they say"


def _numbered(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"


def _fits(before: bytes, row: _Row) -> bool:
    return _has_types(row) and link(before, row[:_LINK]) == row[_LINK]


def _has_types(row: _Row) -> bool:
    return tuple(map(type, row)) in (_OF_AN_INVOICE, _OF_AN_ACCOUNT)


def _rows(connection: sqlite3.Connection) -> Iterator[_Row]:
    cursor = connection.cursor()
    cursor.row_factory = None
    return iter(cursor.execute(_ENTRIES))


@contextmanager
def _raw(connection: sqlite3.Connection) -> Iterator[None]:
    """Texts as bytes, for as long as it takes."""
    before = connection.text_factory
    connection.text_factory = bytearray
    try:
        yield
    finally:
        connection.text_factory = before


def _maybe_entry(row: _Row | None) -> Entry | None:
    return None if row is None else _entry(row)


def _entry(row: _Row) -> Entry:
    """An entry in words, as far as they can be read."""
    number, at, account, invoice, kind, actor, source, reason, details, its_link = row
    return Entry(
        entry=number,
        at=at if isinstance(at, int) else 0,
        account=_text(account),
        number=None if invoice is None else _text(invoice),
        kind=_text(kind),
        actor=_text(actor),
        source=_text(source),
        reason=_text(reason),
        details=_text(details),
        link=its_link if isinstance(its_link, bytes) else b"",
    )


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes | bytearray) else str(value)
