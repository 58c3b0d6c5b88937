"""Saying less: new invoices of an account in one message, redraws of a message in one."""

import sqlite3
from datetime import datetime
from functools import partial
from itertools import takewhile

from state.log.events import record
from state.messages import (
    Draft,
    Kind,
    OutboxState,
)
from state.queue import fates, grouping, roundups
from state.queue.outbox import waiting
from state.rows import micros

_SUPERSEDED = "a newer redraw shows the same and more"
# A message shows its invoice, or those of a group: one look into an index for each of them.
_NEWER = """
SELECT 1 FROM (
    SELECT :account AS account, :number AS number UNION
    SELECT other.account, other.number FROM living CROSS JOIN living AS other
        INDEXED BY living_item ON other.item = living.item
    WHERE living.account = :account AND living.number = :number) AS shown
CROSS JOIN outbox AS newer INDEXED BY outbox_of
    ON newer.account = shown.account AND newer.number = shown.number AND newer.id > :id
WHERE newer.kind = 'update' AND newer.state IN ('new', 'unsure') AND newer.channel = :channel
  AND coalesce(newer.not_before, 0) <= :now
LIMIT 1
"""
MOST_SINGLE = 5  # more new messages than these in one channel become a group, whosever they are


def merge_next(connection: sqlite3.Connection, channel: str, now: datetime, *, held: bool) -> None:
    """Merge what stands next in a channel with what belongs to it, wherever that stands.

    The rest of the backlog is left until its turn: merged later it can only be more. In a
    channel that is held nothing is folded, since a crowd may still grow.
    """
    drop_superseded(connection, channel, now)
    head = None if held else waiting(connection, channel, now).fetchone()
    if head is not None and head["kind"] == Kind.INVOICE:
        fold_new(connection, channel, now)
    elif head is not None and head["kind"] == Kind.REPLY:
        roundups.fold_lines(connection, channel, head["id"], now)


def drop_superseded(connection: sqlite3.Connection, channel: str, now: datetime) -> int:
    """Drop redraws that stand next and that a newer one in the channel replaces; how many."""
    is_old = partial(_is_superseded, connection, channel, now)
    old = list(takewhile(is_old, waiting(connection, channel, now)))
    connection.executemany(
        """UPDATE outbox SET state = 'dropped', reason = 'superseded', settled_at = ?,
                  epoch = epoch + 1, lease_until = NULL, wait_until = NULL WHERE id = ?""",
        ((micros(now), row["id"]) for row in old),
    )
    if old:
        record(connection, fates.unsaid(OutboxState.DROPPED, old, _SUPERSEDED, now))
    return len(old)


def _is_superseded(
    connection: sqlite3.Connection, channel: str, now: datetime, row: sqlite3.Row
) -> bool:
    """Whether it redraws a message that something newer redraws as well."""
    if row["kind"] != Kind.UPDATE or row["number"] is None:
        return False
    values = {name: row[name] for name in ("id", "account", "number")}
    found = connection.execute(_NEWER, values | {"channel": channel, "now": micros(now)})
    return found.fetchone() is not None


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
