"""What a search comes to, day by day: from the tallies, and what people decided from their rows."""

import sqlite3
from dataclasses import replace
from datetime import date

from state import finding
from state.figures.lots import TELLING, Lot, lot
from state.figures.sums import Side, Sum, nothing
from state.model import Direction, InvoiceView, Standing
from state.search import Held, Search
from state.sources import Asked, asked

_Day = tuple[Side, str, date | None]  # side, zone and due date


def found_lots(connection: sqlite3.Connection, wanted: Search) -> list[Lot]:
    """Everything that a search finds; what people decided something telling about by itself."""
    days = _by_day(connection, asked(connection, wanted))
    apart: list[Lot] = []
    for view in _told(connection, wanted):
        zone = view.account.timezone
        one = lot(view, wanted.windows[zone].today)
        days[one.side, zone, one.due] -= one.sum
        apart.append(one)
    others = [
        Lot(side, wanted.windows[zone].today, due, found)
        for (side, zone, due), found in days.items()
        if found.count
    ]
    return others + apart


def _by_day(connection: sqlite3.Connection, question: Asked) -> dict[_Day, Sum]:
    found: dict[_Day, Sum] = {}
    for row in finding.cells(connection, question, question.by_day()):
        direction, code, standing, zone, due, count, high, low, unknown = row
        if zone in question.days and _is_wanted(question, standing, zone, due):
            side = Side(Direction(direction), code)
            day = (side, zone, date.fromisoformat(due) if due else None)
            one = Sum(finding.money(high, low, code), count, unknown)
            found[day] = found.get(day, nothing(side)) + one
    return found


def _is_wanted(question: Asked, standing: str, zone: str, due: str) -> bool:
    wanted = question.wanted
    if (wanted.unclear and standing == Standing.UNKNOWN) or (wanted.undated and not due):
        return True
    *_, is_within = question.days[zone].sort(due)
    return is_within


def _told(connection: sqlite3.Connection, wanted: Search) -> list[InvoiceView]:
    """What the search finds of those invoices whose care says where they count."""
    held = wanted.held or Held()
    states = held.states & TELLING if held.states else TELLING
    if held.nobody or not states:
        return []
    return finding.everything(connection, replace(wanted, held=replace(held, states=states)))
