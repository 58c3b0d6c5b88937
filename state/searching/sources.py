"""Where a search reads: the tallies if they can answer it, else the invoices it is about."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from state.rows import maybe_micros
from state.search import Held, Search, Window
from state.searching.sizes import NO_SIZES, sizes
from state.tallies import OWED
from state.totals import NO_CURRENCY

Values = dict[str, str | int | None]

# `whole` are the sorts of accounts of which all were named: for these the tallies answer.
GIVEN = """
WITH zones (zone, first, last) AS MATERIALIZED (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),
           json_extract(value, '$[2]') FROM json_each(:zones)
), named (account) AS MATERIALIZED (SELECT value FROM json_each(:accounts)
), whole (direction, provider, timezone) AS MATERIALIZED (
    SELECT direction, provider, timezone FROM accounts WHERE watched = 1
    GROUP BY 1, 2, 3 HAVING count(*) = sum(name IN (SELECT account FROM named))
), asked (currency, above, upto) AS MATERIALIZED (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),
           json_extract(value, '$[2]') FROM json_each(:asked)
), sized (currency, band) AS MATERIALIZED (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:bands)
), split (month) AS MATERIALIZED (SELECT value FROM json_each(:split)
), edges (currency, above, upto, sign) AS MATERIALIZED (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),
           json_extract(value, '$[2]'), json_extract(value, '$[3]') FROM json_each(:edges)
)
"""
_CELL = """SELECT c.direction, c.timezone, c.currency, c.standing, c.due,
                  c.n, c.high, c.low, c.unknown, NULL AS account, NULL AS number"""
_ROW = """SELECT a.direction, a.timezone,
       {currency} AS currency, i.standing,
       coalesce({due}, '') AS due, {sign}1 AS n, {sign}(coalesce(i.open, 0) >> 32) AS high,
       {sign}(coalesce(i.open, 0) & 4294967295) AS low, {sign}(i.open IS NULL) AS unknown,
       i.account, i.number"""

# As the tallies have it where they are added up by month: fewer sums to group, and to read.
_SPLIT = """iif(substr(i.due, 1, 7) IN (SELECT month FROM split), i.due,
                substr(i.due, 1, 7))"""
_CURRENCY = f"coalesce(i.open_currency, i.total_currency, a.currency, '{NO_CURRENCY}')"
_ACCOUNTS = "CROSS JOIN accounts AS a ON a.name = i.account"
_OF_ACCOUNTS = f"""named CROSS JOIN accounts AS a ON a.name = named.account
    CROSS JOIN invoices AS i ON i.account = a.name AND i.{OWED}"""
_OF_ALL = f"""accounts AS a CROSS JOIN invoices AS i ON i.account = a.name AND i.{OWED}"""
_OF_CLIENTS = f"""clients CROSS JOIN invoices AS i
    ON i.client = clients.name AND i.{OWED} {_ACCOUNTS}"""
_CARED_FOR = f"""care CROSS JOIN invoices AS i
    ON i.account = care.account AND i.number = care.number AND i.{OWED} {_ACCOUNTS}"""
_AT_THE_EDGES = f"""edges CROSS JOIN invoices AS i
    ON i.open_currency = edges.currency AND i.open > edges.above AND i.open <= edges.upto
    AND i.open IS NOT NULL AND i.{OWED} {_ACCOUNTS}"""
_OF_A_DAY = f"invoices AS i INDEXED BY invoices_owed {_ACCOUNTS}"

_IS_WHOLE = """({0}.direction, {0}.provider, {0}.timezone) IN
               (SELECT direction, provider, timezone FROM whole)"""
_IS_SIZED = """(i.open IS NULL OR EXISTS (SELECT 1 FROM asked
    WHERE asked.currency = i.open_currency AND i.open > asked.above AND i.open <= asked.upto))"""
_IS_CLIENT = "i.client IN (SELECT name FROM clients WHERE {0})"
_IS_NOT_HELD = """NOT EXISTS (SELECT 1 FROM care
    WHERE care.account = i.account AND care.number = i.number)"""
_IS_BY = "coalesce(care.holder, care.by) IN (SELECT value FROM json_each(:people))"
_IS_IN = "care.state IN (SELECT value FROM json_each(:states))"
_HOLDS = "(care.state = 'assigned' OR care.until IS NULL OR care.until > :in_force)"
_IS_OVER = "care.state <> 'assigned' AND care.until <= :over"
_IS_WHOLE_MONTH = "c.due NOT IN (SELECT month FROM split)"
_IS_OF_SPLIT_MONTH = "c.due BETWEEN split.month AND split.month || '-99'"
_IS_DUE = "i.due BETWEEN :earliest AND :latest"  # in any zone: so that an index can be used
_OF_SIZE = (
    "sized CROSS JOIN owed_{0}_bands AS c ON c.currency = sized.currency AND c.band = sized.band"
)
_OF_ANY_SIZE = "owed_{0}s AS c"


@dataclass(frozen=True, slots=True)
class Days:
    """A window in ISO dates, which are in the same order as their texts; empty: no date."""

    today: str
    first: str
    last: str

    def sort(self, due: str) -> tuple[str, int, bool]:
        """The month of a day or month, the age by its number, and whether it is wanted."""
        age = (1 if due < self.today else 2) if due else 0
        return due[:7], age, self.first <= due <= self.last


@dataclass(frozen=True, slots=True)
class Asked:
    """A search in SQL."""

    wanted: Search
    values: Values
    days: Mapping[str, Days]  # by time zone
    is_tallied: bool  # the tallies answer most of it; else it is about few enough invoices

    def counted(self) -> str:
        """Rows that add up to what is owed of that sort: days where it matters, else months."""
        if not self.is_tallied:
            return self.rows(by=_SPLIT)
        months = self._cells("month", _IS_WHOLE_MONTH, self._dated("c"))
        days = self._cells("day", _IS_OF_SPLIT_MONTH, beside="split")
        return " UNION ALL ".join([months, days, *self._besides(self._dated("i"), by=_SPLIT)])

    def of_a_month(self, month: str) -> str:
        """The same by day for a month, `2026-11`, or without a due date; in one direction."""
        due = "i.due BETWEEN :begin AND :end" if month else "i.due IS NULL"
        cells = self._cells("day", "c.due BETWEEN :begin AND :end AND c.direction = :way")
        return " UNION ALL ".join([cells, *self._besides(due)])

    def _besides(self, *due: str, by: str = "i.due") -> list[str]:
        """What the tallies do not know, invoice by invoice."""
        whole = self._named(_IS_WHOLE.format("a"))
        parts = [self._rows(_OF_ACCOUNTS, f"NOT {one}", *due, by=by) for one in whole]
        if self.wanted.amounts is not None:
            parts.append(self._edge(*whole, *due, by=by))
        if self.wanted.held is not None:  # nobody's: all of them but those of somebody
            parts.append(self._rows(_CARED_FOR, *due, by=by, sign="-"))
        return parts

    def rows(self, by: str = "i.due") -> str:
        """The invoices themselves, where they are few enough."""
        held = self.wanted.held
        if held is not None and not held.nobody:
            return self._rows(_CARED_FOR, *self._held(), by=by)
        source = _OF_CLIENTS if self.wanted.clients else _OF_ACCOUNTS
        return self._rows(source, *self._not_held(), by=by)

    def _dated(self, row: str) -> str:
        """Only what is listed, and what has no due date, which is counted; months where whole."""
        unclear = f" OR {row}.standing = 'unknown'" if self.wanted.unclear else ""
        return f"({row}.due BETWEEN :earliest AND :latest OR coalesce({row}.due, '') = ''{unclear})"

    def everything(self) -> str:
        """The invoices themselves, however many."""
        if not self.is_tallied:
            return self.rows()
        source = _OF_ACCOUNTS if self.wanted.accounts else _OF_ALL
        dated = [] if self.wanted.undated or self.wanted.unclear else [_IS_DUE]
        return self._rows(source, *dated, *self._not_held())

    def of_a_day(self, day: str) -> str:
        """The invoices that are due on a day, or on none."""
        due = "i.due = :due" if day else "i.due IS NULL"
        return self._rows(_OF_A_DAY, f"i.{OWED}", due, *self._not_held())

    def _rows(self, source: str, *more: str, by: str = "i.due", sign: str = "") -> str:
        row = _ROW.format(due=by, sign=sign, currency=_CURRENCY)
        sized = [_IS_SIZED] * bool(self.wanted.amounts)
        where = " AND ".join([*self._conditions(), *sized, *more])
        return f"{row} FROM {source} WHERE {where}"

    def _edge(self, *more: str, by: str) -> str:
        """What the edges hold is of the right size, and in a currency that the index knows."""
        row = _ROW.format(due=by, sign="edges.sign * ", currency="i.open_currency")
        where = " AND ".join([*self._conditions(), *more])
        return f"{row} FROM {_AT_THE_EDGES} WHERE {where}"

    def _conditions(self) -> list[str]:
        """All filters but due date and amount, for an invoice `i` of an account `a`."""
        wanted = self.wanted
        return [
            "a.watched = 1",
            *["a.direction = :direction"] * bool(wanted.direction),
            *self._named("a.name IN (SELECT account FROM named)"),
            *[_IS_CLIENT.format(self._called())] * bool(wanted.clients),
            *["i.standing = :standing"] * bool(wanted.standing),
        ]

    def _cells(self, by: str, *due: str, beside: str = "") -> str:
        """Rows of the tallies by day or month."""
        wanted = self.wanted
        conditions = [
            *due,
            *["c.direction = :direction"] * bool(wanted.direction),
            *["c.standing = :standing"] * bool(wanted.standing),
            *self._named(_IS_WHOLE.format("c")),
        ]
        table = (_OF_SIZE if wanted.amounts else _OF_ANY_SIZE).format(by)
        source = f"{beside} CROSS JOIN {table}" if beside else table
        return f"{_CELL} FROM {source} WHERE {' AND '.join(conditions)}"

    def _named(self, condition: str) -> list[str]:
        return [] if self.wanted.accounts is None else [condition]

    def _called(self) -> str:
        numbers = range(len(self.wanted.clients))
        return " OR ".join(f"instr(clients.folded, :client{number})" for number in numbers)

    def _held(self) -> list[str]:
        held = self.wanted.held or Held()
        return [
            *[_IS_BY] * bool(held.people),
            *[_IS_IN] * bool(held.states),
            *[_HOLDS] * (held.in_force is not None),
            *[_IS_OVER] * (held.over is not None),
        ]

    def _not_held(self) -> list[str]:
        return [_IS_NOT_HELD] * bool(self.wanted.held and self.wanted.held.nobody)


def asked(connection: sqlite3.Connection, wanted: Search, cuts: Collection[date] = ()) -> Asked:
    """A search, ready to be asked on this connection; months with a cut are counted by day."""
    days = {zone: _days(window) for zone, window in wanted.windows.items()}
    values = _values(connection, wanted, days, cuts)
    return Asked(wanted, values, days, _is_tallied(connection, wanted, values))


def _is_tallied(connection: sqlite3.Connection, wanted: Search, values: Values) -> bool:
    if wanted.clients or (wanted.held is not None and not wanted.held.nobody):
        return False
    if wanted.accounts is None:
        return True
    whole = connection.execute(f"{GIVEN} SELECT EXISTS (SELECT 1 FROM whole)", values)  # noqa: S608
    return bool(whole.fetchone()[0])


def _days(window: Window) -> Days:
    first, last = window.first or date.min, window.last or date.max
    return Days(window.today.isoformat(), first.isoformat(), last.isoformat())


def _values(
    connection: sqlite3.Connection,
    wanted: Search,
    days: Mapping[str, Days],
    cuts: Collection[date],
) -> Values:
    ends = [end for one in days.values() for end in (one.today, one.first, one.last)]
    ends += [cut.isoformat() for cut in cuts]
    size = sizes(connection, wanted.amounts) if wanted.amounts else NO_SIZES
    held = wanted.held or Held()
    return {
        "zones": json.dumps([(zone, one.first, one.last) for zone, one in days.items()]),
        "split": json.dumps(sorted({"", *(end[:7] for end in ends)})),
        "accounts": json.dumps(wanted.accounts or ()),
        "earliest": min((one.first for one in days.values()), default=None),
        "latest": max((one.last for one in days.values()), default=None),
        "undated": wanted.undated,
        "unclear": wanted.unclear,
        "direction": wanted.direction,
        "standing": wanted.standing,
        "asked": size.asked,
        "bands": size.bands,
        "edges": size.edges,
        "people": json.dumps(sorted(held.people)),
        "states": json.dumps(sorted(held.states)),
        "in_force": maybe_micros(held.in_force),
        "over": maybe_micros(held.over),
        **{f"client{number}": one.casefold() for number, one in enumerate(wanted.clients)},
    }
