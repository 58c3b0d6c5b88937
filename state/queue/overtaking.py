"""Steps of the ladder in the outbox: a higher one overtakes, and one that was dropped may return.

A step is said once. One that was dropped was never said: when its invoice stands at it again,
because somebody gave it back, it is queued anew, and the outbox keeps both.
"""

import sqlite3
from datetime import datetime

from state.log.events import record
from state.messages import Draft, OutboxState
from state.queue import fates
from state.rows import day, micros

# A round-up that was dropped took the lines with it that it stood for.
_GIVE_BACK = """
UPDATE outbox SET key = key || ':dropped:' || id
WHERE key = :key AND (state = 'dropped' OR (state = 'grouped' AND EXISTS
    (SELECT 1 FROM outbox AS shown WHERE shown.key = outbox.reason AND shown.state = 'dropped')))
"""

# What is new was certainly not posted; what is unsure may stand in Slack, so it is left alone.
_OVERTAKEN = "a later step is said instead"
_OVERTAKE = """
UPDATE outbox SET state = 'dropped', reason = :reason, settled_at = :now,
       epoch = epoch + 1, wait_until = NULL
WHERE account = :account AND number = :number AND channel = :channel AND kind = :kind
  AND state = 'new' AND what = 'stage' AND due = :due AND stage < :stage
RETURNING broadcast, key, account, number, what
"""


def give_back(connection: sqlite3.Connection, draft: Draft) -> None:
    """Free the key of a step that was dropped unsaid."""
    if draft.stage is not None:
        connection.execute(_GIVE_BACK, {"key": draft.key})


def overtake(connection: sqlite3.Connection, draft: Draft, now: datetime) -> None:
    """Drop the lower steps that still wait; the higher one is as loud as what it stands for."""
    if draft.stage is None or draft.what != "stage":
        return
    values = {
        "account": draft.account,
        "number": draft.number,
        "channel": draft.channel,
        "kind": draft.kind.value,
        "due": day(draft.due),
        "stage": draft.stage,
        "now": micros(now),
        "reason": _OVERTAKEN,
    }
    overtaken = connection.execute(_OVERTAKE, values).fetchall()
    if overtaken:
        record(connection, fates.unsaid(OutboxState.DROPPED, overtaken, _OVERTAKEN, now))
    if any(row["broadcast"] for row in overtaken):
        connection.execute("UPDATE outbox SET broadcast = 1 WHERE key = ?", (draft.key,))
