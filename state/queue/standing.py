"""Messages that stand in Slack: which of them we remember, and what becomes of the others.

A database that was begun anew or restored from a backup does not know what was posted since.
What a message carries tells which invoices it shows; it becomes their living message again.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from state.found import Remembered, Standing
from state.log.events import record
from state.marks import mark
from state.messages import ROUNDUP, Kind, OutboxState, Post
from state.model import InvoiceKey
from state.queue import fates
from state.queue.adopting import READ, adopt
from state.rows import micros


def remembered(connection: sqlite3.Connection, place: str, tokens: Iterable[str]) -> Remembered:
    """What is known of these messages, and the newest post in a place."""
    wanted = frozenset(tokens)
    rows = connection.execute("SELECT token, state FROM outbox") if wanted else ()
    known = {row["token"]: row["state"] for row in rows if row["token"] in wanted}
    newest = connection.execute(
        "SELECT max(post_ts) FROM outbox WHERE post_channel = ?", (place,)
    ).fetchone()[0]
    sent = frozenset(token for token, state in known.items() if state == "sent")
    return Remembered(frozenset(known), sent, newest or "")


def adopt_standing(
    connection: sqlite3.Connection,
    found: Sequence[Standing],
    keys: Mapping[str, InvoiceKey],
    channel: str,
    now: datetime,
    *,
    partly: bool,
) -> list[InvoiceKey]:
    """Adopt what shows invoices without a message; one invoice of each that was adopted."""
    adopted = []
    for message in sorted(found, key=_nearest):
        shown = [keys[one] for one in message.marks if one in keys]
        enough = shown and (partly or len(shown) == len(message.marks))
        if enough and adopt(connection, message.post, shown, channel, now, READ):
            adopted.append(shown[0])
            _regroup(connection, message.post, shown)
            for key in shown:
                _unsay(connection, key, now)
    return adopted


def _nearest(message: Standing) -> tuple[int, float]:
    """A message about one invoice before one about many, the newest first."""
    newest = 0.0
    with suppress(ValueError):
        newest = -float(message.post.ts)
    return len(message.marks), newest


def by_mark(connection: sqlite3.Connection, found: Sequence[Standing]) -> dict[str, InvoiceKey]:
    """The invoices that are known of those that messages show; it reads every key there is."""
    wanted = {one for message in found for one in message.marks}
    if not wanted:
        return {}
    rows = connection.execute("SELECT account, number FROM invoices")
    keys = (InvoiceKey(row["account"], row["number"]) for row in rows)
    marked = ((mark(key), key) for key in keys)
    return {sign: key for sign, key in marked if sign in wanted}


def _regroup(connection: sqlite3.Connection, post: Post, shown: Sequence[InvoiceKey]) -> None:
    """Have a message show all that it showed, also where its invoices became known bit by bit."""
    row = connection.execute(
        "SELECT item FROM living WHERE channel = ? AND ts = ? LIMIT 1", (post.channel, post.ts)
    ).fetchone()
    if len(shown) < 2:
        return
    connection.execute("DELETE FROM members WHERE item = ?", (row["item"],))
    connection.executemany(
        "INSERT INTO members (item, position, account, number) VALUES (?, ?, ?, ?)",
        ((row["item"], at, key.account, key.number) for at, key in enumerate(shown)),
    )
    connection.execute(
        "UPDATE outbox SET kind = ?, number = NULL WHERE id = ?", (Kind.GROUP.value, row["item"])
    )


def _unsay(connection: sqlite3.Connection, key: InvoiceKey, now: datetime) -> None:
    """What would announce it a second time is dropped, alone or as a member of a group."""
    names = {"account": key.account, "number": key.number}
    dropped = connection.execute(
        """UPDATE outbox SET state = 'dropped', reason = 'adopted', settled_at = :now,
                  epoch = epoch + 1, lease_until = NULL, wait_until = NULL
           WHERE state = 'new' AND kind = 'invoice' AND what = 'new'
             AND account = :account AND number = :number
           RETURNING key, account, number, what""",
        {**names, "now": micros(now)},
    ).fetchall()
    if dropped:
        record(connection, fates.unsaid(OutboxState.DROPPED, dropped, READ.reason, now))
    connection.execute(
        """DELETE FROM members WHERE account = :account AND number = :number AND item IN (
               SELECT id FROM outbox WHERE state IN ('new', 'unsure') AND kind = :group
                 AND what <> :roundup)""",
        {**names, "group": Kind.GROUP.value, "roundup": ROUNDUP},
    )
