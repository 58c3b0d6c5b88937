"""Amounts that a search wants, in minor units: whole bands of the tallies, and their edges."""

import json
import sqlite3
from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from moneyed import get_currency

from state.search import Amounts
from state.tallies import BANDS, LOWEST, UNKNOWN_BAND

_HIGHEST = 2**63 - 1
Range = tuple[str, int, int]  # currency, more than, at most
Band = tuple[str, int]
Edge = tuple[str, int, int, int]  # a range, and 1 or -1: it is added to the bands, or taken off


@dataclass(frozen=True, slots=True)
class Sizes:
    """The same amounts three ways, as JSON for SQL.

    `asked` are ranges of amounts; `bands` come nearest to them, and are those of unknown amounts;
    `edges` are what these leave out, and what they have too much.
    """

    asked: str
    bands: str
    edges: str


NO_SIZES = Sizes("[]", "[]", "[]")


def sizes(connection: sqlite3.Connection, amounts: Amounts) -> Sizes:
    """The amounts in each currency that is owed, or in the one that was named."""
    owed = _currencies(connection)
    named = owed if amounts.currency is None else [amounts.currency]
    asked = [_range(code, amounts) for code in named]
    split = [_split(one) for one in asked]
    bands = [band for whole, _ in split for band in whole]
    bands += [(code, UNKNOWN_BAND) for code in owed]
    edges = [edge for _, found in split for edge in found]
    return Sizes(json.dumps(asked), json.dumps(bands), json.dumps(edges))


def _currencies(connection: sqlite3.Connection) -> list[str]:
    """Every currency in which something is owed, one look into the index for each."""
    rows = connection.execute(
        """WITH RECURSIVE found (code) AS (
               SELECT min(currency) FROM owed_month_bands UNION ALL
               SELECT (SELECT min(currency) FROM owed_month_bands WHERE currency > found.code)
               FROM found WHERE found.code IS NOT NULL)
           SELECT code FROM found WHERE code IS NOT NULL"""
    )
    return [row["code"] for row in rows]


def _range(code: str, amounts: Amounts) -> Range:
    above, upto = LOWEST, _HIGHEST
    if amounts.over is not None:
        above = _units(amounts.over, code, ROUND_FLOOR)
    if amounts.under is not None:
        upto = _units(amounts.under, code, ROUND_CEILING) - 1
    return code, above, upto


def _units(figure: Decimal, code: str, rounding: str) -> int:
    units = (figure * get_currency(code).sub_unit).to_integral_value(rounding=rounding)
    return min(max(int(units), LOWEST + 1), _HIGHEST)


def _split(one: Range) -> tuple[list[Band], list[Edge]]:
    """A range as whole bands between the boundaries next to its ends, and what lies between."""
    code, above, upto = one
    first = _nearest(above)
    last = len(BANDS) if upto == _HIGHEST else _nearest(upto)
    if first >= last:
        return [], [(code, above, upto, 1)]
    edges = _between(code, above, BANDS[first], 1)
    if last < len(BANDS):  # the last band has no upper end
        edges += _between(code, upto, BANDS[last], -1)
    return [(code, band) for band in BANDS[first:last]], edges


def _nearest(amount: int) -> int:
    """The place of the boundary of bands that comes nearest to an amount."""
    place = bisect_right(BANDS, amount) - 1
    below, above = BANDS[place], BANDS[min(place + 1, len(BANDS) - 1)]
    return place + int(0 <= above - amount < amount - below)


def _between(code: str, end: int, boundary: int, sign: int) -> list[Edge]:
    """What lies between the end of a range and the boundary taken in its place."""
    if end == boundary:
        return []
    return [(code, min(end, boundary), max(end, boundary), sign if end < boundary else -sign)]
