"""A message in Slack that nobody here remembers is taken for what it shows.

A database that was restored from a backup, or begun anew, does not know what was posted
since. Who clicks such a message wants it to change, not a second one beside it.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from state.log.events import record
from state.log.provenance import BOT
from state.messages import Draft, Kind, Post
from state.model import Event, InvoiceKey
from state.queue.outbox import enqueue
from state.rows import micros

WHAT = "adopted"


@dataclass(frozen=True, slots=True)
class Found:
    """How a message came to light that nobody here remembered."""

    source: str
    reason: str


CLICKED = Found("button", "somebody clicked a message that nobody here remembered")
READ = Found("channel history", "it stands in Slack, and nobody here remembered it")


def adopt(
    connection: sqlite3.Connection,
    post: Post,
    keys: Sequence[InvoiceKey],
    channel: str,
    now: datetime,
    found: Found = CLICKED,
) -> bool:
    """Make a post the living message of the invoices that have none; False if all have one."""
    known = [key for key in keys if _exists(connection, "invoices", key)]
    if any(_is_an_alert(connection, key, post) for key in known):
        return False  # it is remembered, and what follows it stands elsewhere
    homeless = [key for key in known if not _exists(connection, "living", key)]
    if not homeless:
        return False
    item = _as_sent(connection, _draft(post, known, channel), post, now)
    if len(known) > 1:
        connection.executemany(
            "INSERT OR IGNORE INTO members (item, position, account, number) VALUES (?, ?, ?, ?)",
            ((item, at, key.account, key.number) for at, key in enumerate(known)),
        )
    connection.executemany(
        "INSERT INTO living (account, number, item, channel, ts) VALUES (?, ?, ?, ?, ?)",
        ((key.account, key.number, item, post.channel, post.ts) for key in homeless),
    )
    record(connection, (_adopted(key, post, now, found) for key in homeless))
    return True


def _adopted(key: InvoiceKey, post: Post, now: datetime, found: Found) -> Event:
    place = f"{post.channel}/{post.ts}"
    details = {"post": place, "source": found.source, "reason": found.reason}
    return Event(0, now, key.account, key.number, WHAT, BOT, details)


def _exists(connection: sqlite3.Connection, table: str, key: InvoiceKey) -> bool:
    found = connection.execute(
        f"SELECT 1 FROM {table} WHERE account = ? AND number = ?",  # noqa: S608 -- our own names
        (key.account, key.number),
    )
    return found.fetchone() is not None


def _is_an_alert(connection: sqlite3.Connection, key: InvoiceKey, post: Post) -> bool:
    """True for what was said of an invoice where a route led, beside its own message.

    While nobody knows whether and where one has arrived, any post may be it.
    """
    found = connection.execute(
        """SELECT 1 FROM outbox WHERE account = ? AND number = ? AND kind = ?
           AND (state = 'unsure' OR (post_channel = ? AND post_ts = ?))""",
        (key.account, key.number, Kind.ALERT.value, post.channel, post.ts),
    )
    return found.fetchone() is not None


def _draft(post: Post, known: Sequence[InvoiceKey], channel: str) -> Draft:
    """What would have been queued when it was posted: one invoice, or a group of them."""
    alone = len(known) == 1
    return Draft(
        key=f"{known[0]}:{WHAT}:{post.channel}:{post.ts}",
        kind=Kind.INVOICE if alone else Kind.GROUP,
        channel=channel,
        account=known[0].account,
        number=known[0].number if alone else None,
        what="new",
    )


def _as_sent(connection: sqlite3.Connection, draft: Draft, post: Post, now: datetime) -> int:
    enqueue(connection, [draft], now)
    row = connection.execute(
        """UPDATE outbox SET state = 'sent', reason = ?, settled_at = ?, post_channel = ?,
                  post_ts = ? WHERE key = ? RETURNING id""",
        (WHAT, micros(now), post.channel, post.ts, draft.key),
    ).fetchone()
    return int(row["id"])
