"""Saying less: new invoices of an account in one message, redraws of a message in one."""

import sqlite3
from datetime import datetime

from state import fates, grouping
from state.events import record
from state.messages import (
    Draft,
    Kind,
    OutboxState,
)
from state.rows import micros

_SUPERSEDED = "a newer redraw shows the same and more"
MOST_SINGLE = 5  # more new messages than these in one channel become a group, whosever they are


def drop_superseded(connection: sqlite3.Connection, channel: str, now: datetime) -> int:
    """Drop redraws of a message that a newer redraw in the channel replaces; how many."""
    rows = connection.execute(
        """SELECT outbox.id, outbox.key, outbox.account, outbox.number, outbox.what, living.item
           FROM outbox INDEXED BY outbox_of_kind LEFT JOIN living
             ON living.account = outbox.account AND living.number = outbox.number
           WHERE outbox.state IN ('new', 'unsure') AND outbox.kind = 'update'
             AND outbox.number IS NOT NULL AND outbox.channel = :channel
             AND coalesce(outbox.lease_until, 0) <= :now AND coalesce(outbox.not_before, 0) <= :now
           ORDER BY outbox.id""",
        {"channel": channel, "now": micros(now)},
    )
    newest: dict[tuple[str | int | None, ...], sqlite3.Row] = {}
    old: list[sqlite3.Row] = []
    for row in rows:
        shown = (row["account"], row["number"]) if row["item"] is None else (row["item"],)
        if shown in newest:
            old.append(newest[shown])
        newest[shown] = row
    connection.executemany(
        """UPDATE outbox SET state = 'dropped', reason = 'superseded', settled_at = ?,
                  epoch = epoch + 1, lease_until = NULL, wait_until = NULL WHERE id = ?""",
        ((micros(now), row["id"]) for row in old),
    )
    if old:
        record(connection, fates.unsaid(OutboxState.DROPPED, old, _SUPERSEDED, now))
    return len(old)


def fold_new(connection: sqlite3.Connection, channel: str, now: datetime) -> int:
    """Fold untried invoice messages into groups; the number of groups.

    Several of one account are one message. More than a few in a channel are as well, but
    what we owe and what is owed to us are never listed as one, nor are messages that say
    different things.
    """
    rows = connection.execute(
        """SELECT outbox.id, coalesce(outbox.place, outbox.id) AS place, outbox.key,
                  outbox.account, outbox.number, outbox.what, outbox.details, accounts.direction
           FROM outbox INDEXED BY outbox_of_kind
           LEFT JOIN accounts ON accounts.name = outbox.account
           WHERE outbox.state IN ('new', 'unsure') AND outbox.state = 'new'
             AND outbox.channel = :channel AND outbox.kind = 'invoice' AND outbox.attempts = 0
             AND outbox.number IS NOT NULL AND coalesce(outbox.not_before, 0) <= :now
           ORDER BY coalesce(outbox.place, outbox.id), outbox.id""",
        {"channel": channel, "now": micros(now)},
    ).fetchall()
    by = ("direction", "what") if len(rows) > MOST_SINGLE else ("account", "what")
    crowds = grouping.crowds(rows, by)
    for crowd in crowds:
        _fold(connection, channel, crowd, now)
    return len(crowds)


def _fold(
    connection: sqlite3.Connection, channel: str, crowd: list[sqlite3.Row], now: datetime
) -> None:
    """One message for a crowd; a round-up that came from another channel calls whom it called."""
    first, called = crowd[0], grouping.mentions(crowd)
    draft = Draft(
        key=f"group:{first['key']}:{len(crowd)}",
        kind=Kind.GROUP,
        channel=channel,
        account=first["account"],
        what=first["what"],
        details={"mention": called} if called else {},
    )
    grouping.fold(connection, draft, first["place"], crowd, crowd, now)
