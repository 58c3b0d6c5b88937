"""Searches on SQLite: what they come to, and the rows of one page."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from moneyed import Money, get_currency

from state.model import Direction, InvoiceKey, InvoiceView, Standing
from state.queries import by_keys
from state.search import PAGE, Age, Found, Part, Search, Span, spans
from state.searching.sources import GIVEN, Asked, Values, asked

# Sorting is what costs, so the rows are grouped as they are and told apart afterwards. They come
# as one row, since between two of them a thread that writes may take its turn.
_CELLS = f"""{GIVEN}
SELECT json_group_array(json_array(direction, currency, standing, timezone, due,
                                   n, high, low, unknown)) FROM (
    SELECT t.direction, t.currency, t.standing, t.timezone, t.due, sum(t.n) AS n,
           sum(t.high) AS high, sum(t.low) AS low, sum(t.unknown) AS unknown
    FROM ({{cells}}) AS t GROUP BY t.due, t.direction, t.currency, t.standing, t.timezone)
"""  # noqa: S608 -- our own words
_WANTED = """z.zone = t.timezone AND (t.due BETWEEN z.first AND z.last
    OR (:undated AND t.due = '') OR (:unclear AND t.standing = 'unknown'))"""
_DAYS = f"""{GIVEN}
SELECT t.due, sum(t.n) AS n FROM ({{cells}}) AS t CROSS JOIN zones AS z
WHERE t.direction = :way AND {_WANTED}
GROUP BY t.due HAVING sum(t.n) > 0 ORDER BY t.due
"""  # noqa: S608 -- our own words
_LISTED = f"""{GIVEN}
SELECT t.account, t.number FROM ({{rows}}) AS t CROSS JOIN zones AS z
WHERE t.direction = :way AND {_WANTED} ORDER BY {{order}} LIMIT :limit OFFSET :offset
"""  # noqa: S608 -- same
_BY_DUE = "t.due = '', t.due, t.account, t.number"
_OF_A_DAY = "t.account, t.number"  # as the index has them, so that a page ends the reading


def search(connection: sqlite3.Connection, wanted: Search, page: int, size: int = PAGE) -> Found:
    """What is owed of that sort: its sums, and a page; the last one where there are fewer."""
    question = asked(connection, wanted)
    parts = _parts(connection, question)
    chosen = [part for part in parts if part.is_wanted(wanted)]
    undated = [part for part in parts if part.age is Age.UNDATED and not part.is_wanted(wanted)]
    ours, theirs = (_count(chosen, way) for way in Direction)
    pages = max(1, -(-(ours + theirs) // size))
    shown = min(max(page, 1), pages)
    keys = [
        key
        for span in spans(ours, theirs, shown, size)
        for key in _keys(connection, question, span, chosen)
    ]
    rows = by_keys(connection, keys)
    return Found(chosen, sum(part.count for part in undated), rows, shown, pages)


def everything(connection: sqlite3.Connection, wanted: Search) -> list[InvoiceView]:
    """All of it, payables first, then by due date."""
    question = asked(connection, wanted)
    keys = [
        key
        for way in Direction
        for key in _listed(connection, question.everything(), question.values, Span(way, 0, -1))
    ]
    return by_keys(connection, keys)


def _count(parts: Sequence[Part], direction: Direction) -> int:
    return sum(part.count for part in parts if part.direction is direction)


def cells(connection: sqlite3.Connection, question: Asked, counted: str) -> list[tuple[Any, ...]]:
    """Direction, currency, standing, zone and due date; number, sum in halves, and unknown ones."""
    [found] = connection.execute(_CELLS.format(cells=counted), question.values).fetchone()
    return [tuple(row) for row in json.loads(found)]


def _parts(connection: sqlite3.Connection, question: Asked) -> list[Part]:
    """What the tallies say, added up as far as the search takes it alike."""
    sums: dict[_Sort, list[int]] = {}
    for row in cells(connection, question, question.counted()):
        direction, currency, standing, zone, due, *figures = row
        if zone in question.days:
            sort = (direction, currency, standing, *question.days[zone].sort(due))
            so_far = sums.setdefault(sort, [0, 0, 0, 0])
            sums[sort] = [one + more for one, more in zip(so_far, figures, strict=True)]
    return [_part(sort, *sums[sort]) for sort in sorted(sums) if sums[sort][0]]


_Sort = tuple[str, str, str, str, int, bool]


def _part(sort: _Sort, count: int, high: int, low: int, unknown: int) -> Part:
    direction, code, standing, month, age, within = sort
    return Part(
        Direction(direction),
        code,
        standing == Standing.UNKNOWN,
        Age(age),
        within,
        month,
        count,
        unknown,
        money(high, low, code),
    )


def money(high: int, low: int, code: str) -> Money:
    """An amount from the two halves in which sums are kept."""
    currency = get_currency(code)
    return Money(Decimal((high << 32) + low) / currency.sub_unit, currency)


def _keys(
    connection: sqlite3.Connection, question: Asked, span: Span, parts: Sequence[Part]
) -> list[InvoiceKey]:
    """The invoices of a part of a page, in their order."""
    if not question.is_tallied:
        return _listed(connection, question.rows(), question.values, span)
    found: list[InvoiceKey] = []
    for day, place in _places(connection, question, span, parts):
        left = Span(span.direction, place, span.limit - len(found))
        of_a_day, values = question.of_a_day(day), question.values | {"due": day}
        found += _listed(connection, of_a_day, values, left, _OF_A_DAY)
        if len(found) >= span.limit:
            break
    return found


def _places(
    connection: sqlite3.Connection, question: Asked, span: Span, parts: Sequence[Part]
) -> Iterator[tuple[str, int]]:
    """The days from the first invoice of a span on, and how many of each come before it."""
    before = span.offset
    for month, of_month in _months(parts, span.direction):
        if before >= of_month:
            before -= of_month
            continue
        for day, of_day in _days(connection, question, span.direction, month):
            if before < of_day:
                yield day, before
            before = max(0, before - of_day)


def _months(parts: Sequence[Part], direction: Direction) -> list[tuple[str, int]]:
    """How many are due in each month, in the order of a list; without a due date is last."""
    months: dict[str, int] = {}
    for part in parts:
        if part.direction is direction:
            months[part.month] = months.get(part.month, 0) + part.count
    return sorted(months.items(), key=lambda found: (not found[0], found[0]))


def _days(
    connection: sqlite3.Connection, question: Asked, direction: Direction, month: str
) -> list[tuple[str, int]]:
    """How many are due on each day of a month; an empty day is no due date."""
    bounds = {"way": direction, "begin": month, "end": f"{month}-99"}
    cells = question.of_a_month(month)
    rows = connection.execute(_DAYS.format(cells=cells), question.values | bounds)
    return [(row["due"], row["n"]) for row in rows]


def _listed(
    connection: sqlite3.Connection, rows: str, values: Values, span: Span, order: str = _BY_DUE
) -> list[InvoiceKey]:
    bounds = {"way": span.direction, "limit": span.limit, "offset": span.offset}
    found = connection.execute(_LISTED.format(rows=rows, order=order), values | bounds)
    return [InvoiceKey(row["account"], row["number"]) for row in found]
