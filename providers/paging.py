"""A list that is handed out in pages, read without missing a row while it changes.

Plain offset paging loses rows: when an invoice on page 1 is paid while we read, everything
behind it moves up by one, and the first row of page 2 is never seen. Therefore each page
overlaps the one before it by some rows. A page is trusted only if its first row is one we
already have; then nothing can lie between what we have and what it brings. If it is not,
the list is read again from further back. The order need not be known, only be stable.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

SIZE = 100
OVERLAP = 5
MOST_PAGES = 1_100  # a list that goes on beyond them has no end
MOST_ROWS = 30_000  # of one list; more of them would not be kept either
MOST_STEPS_BACK = 8  # the last one goes back 1,280 rows


class PagingFault(ValueError):
    """The pages do not add up to a complete list."""


@dataclass(frozen=True, slots=True)
class Page:
    """The numbers of the rows on one page, in its order, and the total it reports."""

    ids: tuple[str, ...]
    total: int | None


Get = Callable[[int, int], Page]  # (offset, how many rows) -> page


def read_all(get: Get, *, total_binds: bool) -> None:
    """Call `get` until every row has been on a page; PagingFault if that cannot be shown.

    A row that stays in the list meanwhile is on at least one of the pages asked for.
    `total_binds` says that the reported total counts exactly the rows of this list: then
    what was fetched must agree with it. Otherwise the end is a page that brings nothing new.
    """
    sweep = _Sweep(total_binds)
    for _ in range(MOST_PAGES):
        if sweep.is_complete_with(get(sweep.offset, SIZE)):
            return
    raise PagingFault(f"the list did not end after {MOST_PAGES} pages")


@dataclass(slots=True)
class _Sweep:
    """How far we are in one list."""

    total_binds: bool
    offset: int = 0
    steps_back: int = 0
    ascending: bool = True
    known: set[str] = field(default_factory=set)
    came: dict[tuple[str, ...], int] = field(default_factory=dict)  # page -> its offset

    def is_complete_with(self, page: Page) -> bool:
        """Take a page, decide where the next one starts; True when none is needed."""
        end = self.offset + len(page.ids)
        if fault := self._mismatch(page, end):
            self._step_back(fault)
            return False
        self.known.update(page.ids)
        if len(self.known) > MOST_ROWS:
            raise PagingFault(f"the list has more than {MOST_ROWS:,} rows")
        self.ascending = self.ascending and _ascends(page.ids)
        if self._is_end(page, end):
            return self._adds_up(end)
        self.offset += max(1, len(page.ids) - OVERLAP)
        return False

    def _mismatch(self, page: Page, end: int) -> str:
        """Why this page cannot be joined to what we have; empty when it can."""
        if self.total_binds:
            if page.total is None:
                return "the list does not say how long it is"
            # A page no longer than the overlap brings nothing; only the last may be so short.
            is_short = end < page.total and len(page.ids) <= OVERLAP
            if is_short or (page.ids and end > page.total):
                return f"rows up to number {end} came, but the list reports {page.total}"
        if len(page.ids) > OVERLAP and self.came.setdefault(page.ids, self.offset) != self.offset:
            return "the same page came for two places of the list"
        if self.offset and not (page.ids and page.ids[0] in self.known):
            return "the list changed faster than it could be read"
        return ""

    def _step_back(self, fault: str) -> None:
        self.steps_back += 1
        if self.steps_back > MOST_STEPS_BACK:
            raise PagingFault(fault)
        self.offset = max(0, self.offset - OVERLAP * 2**self.steps_back)

    def _is_end(self, page: Page, end: int) -> bool:
        if not self.total_binds:
            return end == page.total or len(page.ids) <= OVERLAP
        return end == page.total

    def _adds_up(self, end: int) -> bool:
        """Whether the list is whole; if not, it is read again from the first row.

        Without ascending numbers (an old version that cannot sort, say) an unstable order
        could repeat one row and skip another, so as many rows as reported must be known.
        More are known when rows left the list meanwhile, and that cannot be told apart.
        """
        enough = len(self.known) >= end if self.ascending else len(self.known) == end
        if not self.total_binds or enough:
            return True
        self._step_back(f"{len(self.known)} different rows came, the list reports {end}")
        self.offset, self.ascending = 0, True
        self.known.clear()
        return False


def _ascends(ids: tuple[str, ...]) -> bool:
    if not all(number.isdecimal() for number in ids):
        return False
    return all(one < other for one, other in pairwise(map(int, ids)))
