"""How the watched accounts are doing: what every question begins with."""

import json
import sqlite3
from functools import lru_cache
from typing import Any

from state.model import Account, Direction, Mute
from state.rows import instant, maybe_instant, read_lines, read_unread
from state.store import AccountView

_COLUMNS = (
    "name, provider, direction, channel, timezone, currency, healthy, checked_at, next_check_at, "
    "failures, failing_since, error_kind, error, unread, baselined, notes, mute_until, mute_by, "
    "mute_at, mute_note"
)
_NAMES = _COLUMNS.split(", ")

# One row for all of them: between two rows another thread may take its turn, and a check that is
# being recorded takes one after the other. A line each: within JSON no line ends.
_ALL = f"""
SELECT group_concat(json_array({_COLUMNS}), char(10))
FROM (SELECT {_COLUMNS} FROM accounts WHERE watched = 1 ORDER BY name)
"""  # noqa: S608 -- only our own column names


def views(connection: sqlite3.Connection) -> list[AccountView]:
    """Every watched account by name."""
    [found] = connection.execute(_ALL).fetchone()
    return [] if found is None else [_read(line) for line in found.split("\n")]


@lru_cache(maxsize=16_384)  # asked for with every question, and few of them have changed
def _read(line: str) -> AccountView:
    return _view(json.loads(line))


def view(row: sqlite3.Row) -> AccountView:
    """How an account is doing, from its whole row."""
    return _view([row[name] for name in _NAMES])


def _view(row: list[Any]) -> AccountView:
    name, provider, direction, channel, timezone, currency, healthy, *since = row
    checked_at, next_check_at, failures, failing_since, kind, error, *said = since
    unread, baselined, notes, *mute = said
    return AccountView(
        account=Account(name, provider, Direction(direction), channel, timezone, currency),
        healthy=None if healthy is None else bool(healthy),
        checked_at=maybe_instant(checked_at),
        next_check_at=instant(next_check_at),
        failures=failures,
        failing_since=maybe_instant(failing_since),
        error_kind=kind,
        error=error,
        unread=read_unread(unread),
        baselined=bool(baselined),
        notes=read_lines(notes),
        mute=_mute(*mute),
    )


def _mute(until: int | None, by: str, at: int, note: str | None) -> Mute | None:
    return None if until is None else Mute(instant(until), by, instant(at), note)
