"""The links of the audit log: each is a hash over the link before it and its own entry. Pure.

An entry's bytes are its number and its moment in digits, then each of its texts with its length
in front, so that no two entries have the same bytes. What the hash covers is all of the entry.
"""

from dataclasses import dataclass
from hashlib import sha256

_ORIGIN = b"duewatch audit 1\n"
_WORDS = b"%b%d,%d,%d:%b,%b%d:%b,%d:%b,%d:%b,%d:%b,%d:%b,"
_NOTHING = b"-,"  # no invoice: not the same as one without a name

# Number, moment in microseconds since 1970 UTC, and in UTF-8: account, number of the invoice or
# None, kind, actor, source, reason, details.
Words = tuple[int, int, bytes, bytes | None, bytes, bytes, bytes, bytes, bytes]


def first_link(origin: bytes) -> bytes:
    """What the first entry hangs on: another one in every database."""
    return sha256(_ORIGIN + origin).digest()


def link(before: bytes, words: Words) -> bytes:
    """The link of an entry, 32 bytes: what hangs on the link before it."""
    entry, at, account, number, kind, actor, source, reason, details = words
    invoice = _NOTHING if number is None else b"%d:%b," % (len(number), number)
    return sha256(
        _WORDS
        % (
            *(before, entry, at, len(account), account, invoice, len(kind), kind),
            *(len(actor), actor, len(source), source, len(reason), reason),
            *(len(details), details),
        )
    ).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: what is kept of it beside the entries."""

    entries: int  # how many there are
    last: int  # the number of the newest one; 0: there is none
    link: bytes  # of the newest one

    def __str__(self) -> str:
        return self.link.hex()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log, as it stands in the database, be it readable or not."""

    entry: int
    at: int  # microseconds since 1970 UTC
    account: str
    number: str | None
    kind: str
    actor: str
    source: str
    reason: str
    details: str  # JSON
    link: bytes


@dataclass(frozen=True, slots=True)
class Unbroken:
    """The log is as it was written."""

    head: Head
    first: Entry | None  # None: nothing was recorded yet
    newest: Entry | None
    expected_at: int | None = None  # the number of the entry whose link was expected


@dataclass(frozen=True, slots=True)
class Broken:
    """Somebody or something changed the log, and where that shows first."""

    why: str  # in plain words
    entry: int | None  # the first that does not fit; None: all do, but another log was expected
    shown: Entry | None  # what it says; None where it is missing or cannot be read
    sound: Entry | None  # the last one that fits; None: not even the first does


Proof = Unbroken | Broken
