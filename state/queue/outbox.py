"""The only writer of the outbox: what is queued, claimed, sent, waiting or refused."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import assert_never
from uuid import UUID, uuid5

from state.log.events import record
from state.messages import (
    ROUNDUP,
    Ambiguous,
    Claim,
    Draft,
    Dropped,
    Kind,
    Later,
    OutboxItem,
    OutboxState,
    Outcome,
    Post,
    Refused,
    Sent,
)
from state.model import InvoiceKey
from state.queries import members
from state.queue import fates, overtaking
from state.rows import day, details_text, maybe_micros, micros, read_item

_TOKENS = UUID("5a1f0f4e-62b1-5c86-9a53-6d7a0c3c2b1e")  # so that our tokens are nobody else's
_ON_THE_WAY = timedelta(seconds=5)  # a call cut off by a kill may still reach Slack

# One look into an index for each channel, and one for what each says next.
_READY = """
WITH RECURSIVE channels (channel) AS (
    SELECT min(channel) FROM outbox INDEXED BY outbox_waiting WHERE state IN ('new', 'unsure')
    UNION ALL
    SELECT (SELECT min(outbox.channel) FROM outbox INDEXED BY outbox_waiting
            WHERE state IN ('new', 'unsure') AND outbox.channel > channels.channel)
    FROM channels WHERE channels.channel IS NOT NULL)
SELECT channel FROM channels WHERE channel IS NOT NULL
  AND EXISTS (
    SELECT 1 FROM outbox INDEXED BY outbox_waiting WHERE state IN ('new', 'unsure')
    AND outbox.channel = channels.channel AND coalesce(not_before, 0) <= :now)
  AND NOT EXISTS (
    SELECT 1 FROM outbox INDEXED BY outbox_busy WHERE state IN ('new', 'unsure')
    AND (lease_until IS NOT NULL OR wait_until IS NOT NULL)
    AND outbox.channel = channels.channel AND (lease_until > :now OR wait_until > :now))
ORDER BY (
    SELECT coalesce(place, id) FROM outbox INDEXED BY outbox_waiting
    WHERE state IN ('new', 'unsure') AND outbox.channel = channels.channel
    ORDER BY coalesce(place, id), id LIMIT 1)
"""


def enqueue(connection: sqlite3.Connection, drafts: Iterable[Draft], now: datetime) -> int:
    """Queue what was never queued before; the number of new messages."""
    return sum(_queue(connection, draft, now) for draft in drafts)


def _queue(connection: sqlite3.Connection, draft: Draft, now: datetime) -> int:
    overtaking.give_back(connection, draft)
    new = _insert(connection, draft, now)
    if new:
        overtaking.overtake(connection, draft, now)
    return new


def _insert(connection: sqlite3.Connection, draft: Draft, now: datetime) -> int:
    return connection.execute(
        """INSERT INTO outbox (key, token, kind, channel, account, number, what, stage, due,
                               details, broadcast, not_before, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING""",
        (
            draft.key,
            str(uuid5(_TOKENS, draft.key)),
            draft.kind.value,
            draft.channel,
            draft.account,
            draft.number,
            draft.what,
            draft.stage,
            day(draft.due),
            details_text(draft.details),
            int(draft.broadcast),
            maybe_micros(draft.not_before),
            micros(now),
        ),
    ).rowcount


def waits(connection: sqlite3.Connection, key: InvoiceKey, what: str) -> bool:
    """Whether something of this sort is still to be said about an invoice."""
    row = connection.execute(
        """SELECT 1 FROM outbox WHERE account = ? AND number = ? AND what = ?
           AND state IN ('new', 'unsure') LIMIT 1""",
        (key.account, key.number, what),
    ).fetchone()
    return row is not None


def ready_channels(connection: sqlite3.Connection, now: datetime) -> list[str]:
    """Channels with something to say in which no call is under way and nothing waits.

    A message that is not to be sent before some moment does not hold up the others; one
    that Slack asked to wait does, since Slack counts by channel.
    """
    rows = connection.execute(_READY, {"now": micros(now)}).fetchall()
    return [row["channel"] for row in rows]


def waiting(connection: sqlite3.Connection, channel: str, now: datetime) -> sqlite3.Cursor:
    """What may go out in a channel, in its order, found row by row as it is asked for."""
    return connection.execute(
        """SELECT id, state, kind, key, account, number, what FROM outbox
           WHERE state IN ('new', 'unsure') AND channel = :channel
           AND coalesce(not_before, 0) <= :now ORDER BY coalesce(place, id), id""",
        {"channel": channel, "now": micros(now)},
    )


def claim_head(
    connection: sqlite3.Connection,
    channel: str,
    now: datetime,
    lease: timedelta,
    *,
    redraw_only: bool = False,
) -> Claim | None:
    """Take the first message of a channel and mark it UNSURE before anything is sent.

    With `redraw_only` it is taken only if it redraws a message that stands already.
    """
    head = waiting(connection, channel, now).fetchone()
    if head is None or (redraw_only and head["kind"] != Kind.UPDATE):
        return None
    values = {"id": head["id"], "now": micros(now), "until": micros(now + lease)}
    row = connection.execute(
        """UPDATE outbox SET state = 'unsure', attempts = attempts + 1, epoch = epoch + 1,
                  lease_until = :until, wait_until = NULL, tried_at = :now,
                  first_try = coalesce(first_try, :now)
           WHERE id = :id RETURNING *""",
        values,
    ).fetchone()
    item = read_item(row, members(connection, row["id"]))
    return Claim(item, row["epoch"], reconcile=head["state"] == OutboxState.UNSURE)


def settle(connection: sqlite3.Connection, claim: Claim, outcome: Outcome, now: datetime) -> bool:
    """Record how a call went; False if the claim was overtaken or used up."""
    match outcome:
        case Sent():
            done = _finish(connection, claim, OutboxState.SENT, None, now)
            if done:
                _record_post(connection, claim, outcome)
                record(connection, [fates.settled(claim, outcome, now)])
            return done
        case Refused(reason, instead):
            done = _finish(connection, claim, OutboxState.REFUSED, reason, now)
            if done:
                enqueue(connection, instead, now)
                record(connection, [fates.settled(claim, outcome, now)])
            return done
        case Dropped(reason):
            done = _finish(connection, claim, OutboxState.DROPPED, reason, now)
            if done:
                record(connection, [fates.dropped(claim, reason, now)])
            return done
        case Ambiguous(until, reason):
            return _wait(connection, claim, OutboxState.UNSURE, until, reason)
        case Later(until, reason):
            # Nothing was posted this time, but an earlier call may still have got through.
            state = OutboxState.UNSURE if claim.reconcile else OutboxState.NEW
            return _wait(connection, claim, state, until, reason)
        case _:
            assert_never(outcome)


def _finish(
    connection: sqlite3.Connection,
    claim: Claim,
    state: OutboxState,
    reason: str | None,
    now: datetime,
) -> bool:
    changed = connection.execute(
        """UPDATE outbox SET state = ?, reason = ?, settled_at = ?, epoch = epoch + 1,
                  lease_until = NULL, wait_until = NULL
           WHERE id = ? AND epoch = ? AND state = 'unsure'""",
        (state.value, reason, micros(now), claim.item.id, claim.epoch),
    ).rowcount
    return changed == 1


def _wait(
    connection: sqlite3.Connection, claim: Claim, state: OutboxState, until: datetime, reason: str
) -> bool:
    changed = connection.execute(
        """UPDATE outbox SET state = ?, reason = ?, wait_until = ?, epoch = epoch + 1,
                  lease_until = NULL
           WHERE id = ? AND epoch = ? AND state = 'unsure'""",
        (state.value, reason, micros(until), claim.item.id, claim.epoch),
    ).rowcount
    return changed == 1


def _record_post(connection: sqlite3.Connection, claim: Claim, sent: Sent) -> None:
    item, post = claim.item, sent.post
    connection.execute(
        "UPDATE outbox SET post_channel = ?, post_ts = ? WHERE id = ?",
        (post.channel, post.ts, item.id),
    )
    connection.executemany(
        """INSERT INTO living (account, number, item, channel, ts) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (account, number) DO UPDATE SET
           item = excluded.item, channel = excluded.channel, ts = excluded.ts""",
        (
            (key.account, key.number, item.id, post.channel, post.ts)
            for key in sent.shows or _announced(item)
        ),
    )


def _announced(item: OutboxItem) -> tuple[InvoiceKey, ...]:
    """The invoices that a message announces by its kind."""
    if item.draft.kind is Kind.INVOICE and item.draft.number is not None:
        return (InvoiceKey(item.draft.account, item.draft.number),)
    return () if item.draft.what == ROUNDUP else item.members


def forget_living(connection: sqlite3.Connection, post: Post) -> None:
    """Note that a message is gone from Slack."""
    connection.execute("DELETE FROM living WHERE channel = ? AND ts = ?", (post.channel, post.ts))


def give_up_claims(connection: sqlite3.Connection) -> None:
    """Free every message that a process which is gone was sending; it stays UNSURE."""
    connection.execute(
        """UPDATE outbox SET epoch = epoch + 1, lease_until = NULL, wait_until = tried_at + ?
           WHERE state IN ('new', 'unsure') AND lease_until IS NOT NULL""",
        (_ON_THE_WAY // timedelta(microseconds=1),),
    )
