"""A question for what is owed, and what it comes to: sums of all of it, and one page of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Protocol

from moneyed import Money

from state.figures.lots import Lot
from state.model import CareState, Direction, InvoiceKey, InvoiceView, Standing
from state.totals import Total

PAGE = 15  # invoices on one page


@dataclass(frozen=True, slots=True)
class Window:
    """The due dates that are wanted where it is `today`; both ends count, None: no end."""

    today: date
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """More is open than `over`, less than `under`; without a currency the figures count in any.

    An invoice of unknown amount is never left out, for it may be among them.
    """

    over: Decimal | None = None
    under: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What people decided: in one of these states and by one of these people; empty: any.

    `nobody` asks for the opposite, what nobody has decided anything about.
    """

    states: frozenset[CareState] = frozenset()
    people: frozenset[str] = frozenset()  # Slack user ids of who sees to it
    nobody: bool = False
    in_force: datetime | None = None  # only what holds then
    over: datetime | None = None  # only what does not hold any more then


@dataclass(frozen=True, slots=True)
class Search:
    """Which owed invoices of watched accounts are wanted; None means any."""

    windows: Mapping[str, Window]  # by the accounts' time zones
    undated: bool = True  # those without a due date too
    unclear: bool = False  # those of unknown standing too, whenever they are due
    direction: Direction | None = None
    accounts: tuple[str, ...] | None = None
    clients: tuple[str, ...] = ()  # parts of their names in any case; one of them is enough
    amounts: Amounts | None = None
    held: Held | None = None
    standing: Standing | None = None


class Age(Enum):
    """On which side of today an invoice is due."""

    UNDATED = 0
    OVERDUE = 1
    AHEAD = 2  # today or later


@dataclass(frozen=True, slots=True)
class Part:
    """Invoices of one direction and currency that the search takes alike."""

    direction: Direction
    currency: str  # ISO code; `XXX` where none is known
    unclear: bool
    age: Age
    within: bool  # their due dates are wanted
    month: str  # in which they are due, `2026-11`; empty without a due date
    count: int
    unknown: int  # among them, those whose amount is unknown; not in the sum
    open: Money

    def is_wanted(self, search: Search) -> bool:
        """True for what is listed; the rest is what the same filters leave at other dates."""
        undated = search.undated and self.age is Age.UNDATED
        return self.within or undated or (search.unclear and self.unclear)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: `parts` of everything, `rows` of one page."""

    parts: Sequence[Part]  # wanted ones
    undated: int  # not wanted, and nobody knows when they are due
    rows: Sequence[InvoiceView]  # payables first, then by due date
    page: int  # from 1
    pages: int  # at least 1

    @property
    def count(self) -> int:
        """All invoices that were found."""
        return sum(part.count for part in self.parts)

    def totals(self) -> list[Total]:
        """A sum for each direction and currency."""
        sides: dict[tuple[Direction, str], list[Part]] = {}
        for part in self.parts:
            sides.setdefault((part.direction, part.currency), []).append(part)
        return [_total(*side, sides[side]) for side in sorted(sides)]


def _total(direction: Direction, currency: str, parts: Sequence[Part]) -> Total:
    nothing = Money(0, currency)
    late = [part.open for part in parts if part.age is Age.OVERDUE]
    return Total(
        direction,
        currency,
        sum((part.open for part in parts), nothing),
        sum(late, nothing),
        sum(part.count for part in parts),
        sum(part.unknown for part in parts),
    )


class Finder(Protocol):
    """How invoices are found without reading all of them."""

    def search(self, wanted: Search, page: int = 1, size: int = PAGE) -> Found:
        """What is owed of that sort: its sums, and one page; the last one where there are fewer."""

    def all_found(self, wanted: Search) -> list[InvoiceView]:
        """Every invoice that a search finds, in its order; for what has to read all of them."""

    def lots(self, wanted: Search, cuts: Collection[date]) -> list[Lot]:
        """What a search finds, added up: for figures of very many.

        What is due between two cuts counts alike; a cut is the first day of something else.
        """

    def held(self, wanted: Search, cuts: Collection[date], now: datetime) -> list[Lot]:
        """Of that what somebody's decision holds now, by decision, added up in the same way."""

    def numbered(self, reference: str, accounts: Sequence[str]) -> list[InvoiceView]:
        """Invoices, paid ones too, with that number, key or printed number, in any case."""

    def nearly(self, reference: str, accounts: Sequence[str]) -> list[InvoiceKey]:
        """Owed invoices whose number or key differs by a letter or two, the nearest first."""

    def linked(self, url: str) -> list[InvoiceView]:
        """Invoices, paid ones too, whose page has exactly this address."""

    def clients(self, part: str, most: int) -> list[str]:
        """Clients with something open whose names have that part, in any case; some of them."""

    def clients_like(self, typed: str) -> list[str]:
        """Some clients whose names have something in common with a misspelt one."""


@dataclass(frozen=True, slots=True)
class Span:
    """So many invoices of a direction from a place in its order on."""

    direction: Direction
    offset: int
    limit: int


def spans(ours: int, theirs: int, page: int, size: int = PAGE) -> list[Span]:
    """What a page shows of each direction: about half of it each, or all where one runs out."""
    pages = (page - 1, page)
    payable = [min(ours, max(n * ((size + 1) // 2), n * size - theirs)) for n in pages]
    receivable = [min(theirs, n * size - done) for n, done in zip(pages, payable, strict=True)]
    both = ((Direction.PAYABLE, payable), (Direction.RECEIVABLE, receivable))
    return [Span(way, begin, end - begin) for way, (begin, end) in both if end > begin]
