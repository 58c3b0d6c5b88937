"""Muted accounts: who muted one, until when, and what happens when that ends."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from state import watched
from state.changes import NO_LONGER_LISTED
from state.log.events import record
from state.messages import Draft
from state.model import Event, Mute
from state.queue.outbox import enqueue
from state.rows import micros, read_mute
from state.store import AccountView


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, and from where."""

    name: str  # Slack user id, or duewatch
    source: str = ""


def mute(
    connection: sqlite3.Connection,
    account: str,
    wanted: Mute | None,
    now: datetime,
    drafts: Sequence[Draft],
    actor: Actor,
) -> bool:
    """Mute an account or end its mute; False if it is not watched."""
    row = connection.execute(
        "SELECT * FROM accounts WHERE name = ? AND watched = 1", (account,)
    ).fetchone()
    if row is None:
        return False
    if wanted is not None:
        _begin(connection, account, wanted, actor)
        enqueue(connection, drafts, now)
    elif (old := read_mute(row)) is not None:
        _end(connection, account, old, now, actor)
        enqueue(connection, drafts, now)
    return True


def end_mutes(
    connection: sqlite3.Connection,
    now: datetime,
    drafts: Callable[[AccountView], Sequence[Draft]],
) -> list[str]:
    """End the mutes whose time has come; the accounts' names."""
    views = [watched.view(row) for row in connection.execute(_OVER, (micros(now),)).fetchall()]
    for view in views:
        if view.mute is not None:
            _end(connection, view.account.name, view.mute, now, Actor("duewatch"))
            enqueue(connection, drafts(view), now)
    return [view.account.name for view in views]


_OVER = """
SELECT * FROM accounts WHERE mute_until IS NOT NULL AND mute_until <= ? AND watched = 1
ORDER BY mute_until, name
"""


def any_over(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether some mute's time has come; asked before the write lock is taken."""
    return connection.execute(_OVER, (micros(now),)).fetchone() is not None


def _begin(connection: sqlite3.Connection, account: str, wanted: Mute, actor: Actor) -> None:
    connection.execute(
        """UPDATE accounts SET mute_until = ?, mute_by = ?, mute_at = ?, mute_note = ?
           WHERE name = ?""",
        (micros(wanted.until), wanted.by, micros(wanted.at), wanted.note, account),
    )
    details = {"until": wanted.until.isoformat()}
    if wanted.note:
        details["note"] = wanted.note
    if actor.source:
        details["source"] = actor.source
    record(connection, [Event(0, wanted.at, account, None, "muted", actor.name, details)])


def _end(
    connection: sqlite3.Connection, account: str, old: Mute, now: datetime, actor: Actor
) -> None:
    connection.execute(
        """UPDATE accounts SET mute_until = NULL, mute_by = NULL, mute_at = NULL, mute_note = NULL
           WHERE name = ?""",
        (account,),
    )
    connection.execute(  # nobody is reminded of what is no longer listed
        """UPDATE invoices SET next_step_at = min(coalesce(next_step_at, :now), :now)
           WHERE account = :account AND standing IN ('open', 'unknown')
             AND their_status <> :gone""",
        {"account": account, "now": micros(now), "gone": NO_LONGER_LISTED},
    )
    details = {"by": old.by, "since": old.at.isoformat()}
    if actor.source:
        details["source"] = actor.source
    record(connection, [Event(0, now, account, None, "unmuted", actor.name, details)])
