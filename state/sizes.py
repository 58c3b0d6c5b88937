"""Amounts that a search wants, in minor units: whole bands of the tallies, and their edges."""

import json
import sqlite3
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from moneyed import get_currency

from state.search import Amounts
from state.tallies import BANDS, LOWEST, UNKNOWN_BAND

_HIGHEST = 2**63 - 1
Range = tuple[str, int, int]  # currency, more than, at most


@dataclass(frozen=True, slots=True)
class Sizes:
    """The same amounts three ways, as JSON for SQL.

    `asked` are ranges of amounts; `bands` are the bands wholly inside them, and those of unknown
    amounts; `edges` are the ranges that lie in part of a band.
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
    bands = [found for one in asked for found in _whole(one)]
    bands += [(code, UNKNOWN_BAND) for code in owed]
    edges = [found for one in asked for found in _edges(one)]
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


def _ends(one: Range) -> tuple[int, int]:
    """The first boundary of bands in a range, and the last."""
    _, above, upto = one
    return bisect_left(BANDS, above), bisect_right(BANDS, upto) - 1


def _whole(one: Range) -> list[tuple[str, int]]:
    first, last = _ends(one)
    if one[2] == _HIGHEST:  # the last band has no upper end
        last = len(BANDS)
    return [(one[0], band) for band in BANDS[first:last]]


def _edges(one: Range) -> list[Range]:
    code, above, upto = one
    first, last = _ends(one)
    if upto == _HIGHEST:
        return [(code, above, BANDS[first])] if first < len(BANDS) and above < BANDS[first] else []
    if first > last:
        return [(code, above, upto)]
    found = [(code, above, BANDS[first]), (code, BANDS[last], upto)]
    return [(code, low, high) for code, low, high in found if low < high]
