"""What a search comes to, piece by piece: from the tallies, and what people decided besides."""

import sqlite3
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from state.figures.lots import TELLING, Lot, lot
from state.figures.sums import Side, Sum, nothing
from state.model import CareState, Direction, Standing
from state.search import Held, Search
from state.searching import finding
from state.searching.sources import Asked, asked

_UNDATED = -1
_Place = tuple[Side, str, int]  # side, zone and piece


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The calendar in pieces, each from one cut to the day before the next."""

    cuts: Sequence[date]
    texts: Sequence[str]

    @classmethod
    def between(cls, cuts: Collection[date]) -> Self:
        """These cuts, in any order."""
        ordered = sorted(set(cuts))
        return cls(ordered, [cut.isoformat() for cut in ordered])

    def of(self, due: str) -> int:
        """The piece of a day, or of a month that no cut falls into."""
        return bisect_right(self.texts, due) if due else _UNDATED

    def day(self, piece: int) -> date | None:
        """A day of the piece; the others count like it."""
        if piece == _UNDATED:
            return None
        if piece:
            return self.cuts[piece - 1]
        return self.cuts[0] - timedelta(days=1) if self.cuts else date.max


def found_lots(connection: sqlite3.Connection, wanted: Search, cuts: Collection[date]) -> list[Lot]:
    """Everything that a search finds; what people decided something telling about by itself."""
    pieces = _Pieces.between(cuts)
    left = _sums(connection, asked(connection, wanted, cuts), pieces)
    told: list[Lot] = []
    for state in CareState:
        if state in TELLING:
            for place, one in _told(connection, wanted, state, pieces):
                left[place] = left.get(place, nothing(one.side)) - one.sum
                told.append(one)
    return [*_lots(left, wanted, pieces), *told]


def held_lots(
    connection: sqlite3.Connection, wanted: Search, cuts: Collection[date], now: datetime
) -> list[Lot]:
    """What somebody's decision holds of what a search finds, one decision after the other."""
    pieces, found = _Pieces.between(cuts), list[Lot]()
    for state in CareState:
        of_state = _decided(wanted, state)
        if of_state is not None and of_state.held is not None:
            held = replace(of_state, held=replace(of_state.held, in_force=now))
            sums = _sums(connection, asked(connection, held), pieces)
            found += _lots(sums, wanted, pieces, state)
    return found


def _decided(wanted: Search, state: CareState) -> Search | None:
    """What of a search somebody decided so; None where it asks for nothing of the sort."""
    held = wanted.held or Held()
    if held.nobody or (held.states and state not in held.states):
        return None
    return replace(wanted, held=replace(held, states=frozenset({state})))


def _told(
    connection: sqlite3.Connection, wanted: Search, state: CareState, pieces: _Pieces
) -> list[tuple[_Place, Lot]]:
    """What counts elsewhere by a decision; a promise by its own day, so one by one."""
    of_state = _decided(wanted, state)
    if of_state is None:
        return []
    if state is not CareState.PROMISED:
        sums = _sums(connection, asked(connection, of_state), pieces)
        return list(zip(sums, _lots(sums, wanted, pieces, state), strict=True))
    found = []
    for view in finding.everything(connection, of_state):
        zone, due = view.account.timezone, view.invoice.due
        one = lot(view, wanted.windows[zone].today)
        found.append(((one.side, zone, pieces.of(due.isoformat() if due else "")), one))
    return found


def _sums(connection: sqlite3.Connection, question: Asked, pieces: _Pieces) -> dict[_Place, Sum]:
    """What is wanted of a question, added up in whole numbers."""
    found: dict[tuple[str, str, str, int], list[int]] = {}
    for row in finding.cells(connection, question, question.counted()):
        direction, code, standing, zone, due, *figures = row
        if zone in question.days and _is_wanted(question, standing, zone, due):
            place = (direction, code, zone, pieces.of(due))
            so_far = found.setdefault(place, [0, 0, 0, 0])
            found[place] = [one + more for one, more in zip(so_far, figures, strict=True)]
    return {
        (Side(Direction(direction), code), zone, piece): Sum(
            finding.money(high, low, code), count, unknown
        )
        for (direction, code, zone, piece), (count, high, low, unknown) in found.items()
        if count
    }


def _lots(
    sums: dict[_Place, Sum], wanted: Search, pieces: _Pieces, care: CareState | None = None
) -> list[Lot]:
    return [
        Lot(side, wanted.windows[zone].today, pieces.day(piece), one, care)
        for (side, zone, piece), one in sums.items()
        if one.count
    ]


def _is_wanted(question: Asked, standing: str, zone: str, due: str) -> bool:
    wanted = question.wanted
    if (wanted.unclear and standing == Standing.UNKNOWN) or (wanted.undated and not due):
        return True
    *_, is_within = question.days[zone].sort(due)
    return is_within
