"""Saying less: what rises in several invoices of an account at once is told in one message.

Each invoice keeps its line in its own thread; in the channel one round-up stands for all of
them. It becomes the living message of those that have none.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from state.messages import ROUNDUP, Draft, Kind
from state.queue import grouping
from state.rows import micros

_LINES = """
SELECT outbox.id, coalesce(outbox.place, outbox.id) AS place, outbox.key,
       outbox.account, outbox.number, outbox.what, outbox.details, home.id AS home
FROM outbox LEFT JOIN living
  ON living.account = outbox.account AND living.number = outbox.number
LEFT JOIN outbox AS home ON home.id = living.item
  AND (home.channel = outbox.channel OR home.key LIKE '%:fallback%')
WHERE outbox.id IN ({which})
  AND outbox.kind = 'reply' AND outbox.state = 'new'
  AND (outbox.broadcast = 1 OR (home.id IS NULL AND outbox.what = 'stage'))
  AND outbox.attempts = 0 AND coalesce(outbox.not_before, 0) <= :now
ORDER BY coalesce(outbox.place, outbox.id), outbox.id
"""
_HEAD = _LINES.format(which=":head")
_CROWD = _LINES.format(
    which="""
    SELECT id FROM outbox INDEXED BY outbox_of_kind
    WHERE state IN ('new', 'unsure') AND channel = :channel AND kind = 'reply'
      AND account = :account AND broadcast = 1
    UNION ALL
    SELECT id FROM outbox INDEXED BY outbox_of_kind
    WHERE state IN ('new', 'unsure') AND channel = :channel AND kind = 'reply'
      AND account = :account AND broadcast = 0 AND what = 'stage'"""
)


def fold_lines(connection: sqlite3.Connection, channel: str, head: int, now: datetime) -> int:
    """Fold a line that would be shown in the channel with others of its account; the round-ups.

    A step of an invoice without a message here, or where this channel is
    spoken for, is shown too, as its first. What was tried is left as it is.
    """
    first = connection.execute(_HEAD, {"head": head, "now": micros(now)}).fetchone()
    if first is None:
        return 0
    values = {"channel": channel, "account": first["account"], "now": micros(now)}
    crowds = grouping.crowds(connection.execute(_CROWD, values), ("account",))
    for crowd in crowds:
        _fold(connection, channel, crowd, now)
    return len(crowds)


def _fold(
    connection: sqlite3.Connection, channel: str, crowd: Sequence[sqlite3.Row], now: datetime
) -> None:
    first = crowd[0]
    draft = Draft(
        key=f"{ROUNDUP}:{first['key']}:{len(crowd)}",
        kind=Kind.GROUP,
        channel=channel,
        account=first["account"],
        what=ROUNDUP,
        details={"mention": grouping.mentions(crowd)},
    )
    before = first["place"] - 1  # ahead of the lines it stands for
    replaced = [row for row in crowd if _says_it_all(row)]
    grouping.fold(connection, draft, before, crowd, replaced, now)
    connection.executemany(
        "UPDATE outbox SET broadcast = 0 WHERE id = ?",
        ((row["id"],) for row in crowd if not _says_it_all(row)),
    )


def _says_it_all(row: sqlite3.Row) -> bool:
    """True if the round-up leaves nothing to add: it is its first message, at a plain step."""
    return row["home"] is None and row["what"] == "stage"
