"""What comes next, what has come, and what is late; nothing here writes."""

import sqlite3
from datetime import datetime

from state.model import InvoiceView
from state.queries import select
from state.rows import instant, maybe_instant, micros
from state.store import Late

# Each invoice that has to be looked at by then. The end of care matters once somebody has
# to pay: while a payment is under way it waits.
_STEPS = """
SELECT account, number, min(at) AS at FROM (
    SELECT account, number, next_step_at AS at FROM invoices WHERE next_step_at <= :now
    UNION ALL
    SELECT care.account, care.number, care.wakes_at AS at
    FROM care JOIN invoices AS cared
      ON cared.account = care.account AND cared.number = care.number
    WHERE care.wakes_at <= :now AND cared.standing IN ('open', 'unknown'))
GROUP BY account, number
"""

# The same for the first few: each of its two halves stops reading when it has found so many.
# CROSS JOIN keeps the order of the tables, which is that of the index.
_FIRST_STEPS = """
SELECT account, number, min(at) AS at FROM (
    SELECT * FROM (
        SELECT invoices.account, number, next_step_at AS at FROM invoices CROSS JOIN accounts
          ON accounts.name = invoices.account AND accounts.watched = 1
        WHERE next_step_at <= :now
        ORDER BY next_step_at, invoices.account, number LIMIT :limit)
    UNION ALL
    SELECT * FROM (
        SELECT care.account, care.number, care.wakes_at AS at FROM care
          CROSS JOIN invoices AS cared
            ON cared.account = care.account AND cared.number = care.number
          CROSS JOIN accounts ON accounts.name = care.account AND accounts.watched = 1
        WHERE care.wakes_at <= :now AND cared.standing IN ('open', 'unknown')
        ORDER BY care.wakes_at, care.account, care.number LIMIT :limit))
GROUP BY account, number
"""

_DUE_STEPS = f"""
JOIN ({_FIRST_STEPS}) AS step
  ON step.account = invoices.account AND step.number = invoices.number
ORDER BY step.at, invoices.account, invoices.number
LIMIT :limit
"""

# The earliest step is the index's first entry.
_NEXT_STEPS = (
    """SELECT invoices.next_step_at FROM invoices CROSS JOIN accounts
         ON accounts.name = invoices.account AND accounts.watched = 1
       WHERE invoices.next_step_at IS NOT NULL ORDER BY invoices.next_step_at LIMIT 1""",
    """SELECT care.wakes_at FROM care
         CROSS JOIN invoices ON invoices.account = care.account AND invoices.number = care.number
         CROSS JOIN accounts ON accounts.name = care.account AND accounts.watched = 1
       WHERE care.wakes_at IS NOT NULL AND invoices.standing IN ('open', 'unknown')
       ORDER BY care.wakes_at LIMIT 1""",
    "SELECT min(mute_until) FROM accounts WHERE mute_until IS NOT NULL AND watched = 1",
)

# A channel whose head waits for Slack, or is on its way, holds up the messages behind it.
_NEXT_MESSAGE = """
SELECT min(ready) FROM (
    SELECT max(max(coalesce(lease_until, 0)), max(coalesce(wait_until, 0)),
               min(coalesce(not_before, 0))) AS ready
    FROM outbox WHERE state IN ('new', 'unsure') GROUP BY channel)
"""


def anything_due(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether some account waits for its check; asked before the write lock is taken."""
    row = connection.execute(
        """SELECT 1 FROM accounts WHERE watched = 1 AND next_check_at <= :now
           AND coalesce(lease_until, 0) <= :now LIMIT 1""",
        {"now": micros(now)},
    ).fetchone()
    return row is not None


def due_steps(connection: sqlite3.Connection, now: datetime, limit: int) -> list[InvoiceView]:
    """Invoices whose next step or end of care has come, the longest waiting first."""
    return select(connection, _DUE_STEPS, {"now": micros(now), "limit": limit})


def next_event(connection: sqlite3.Connection) -> datetime | None:
    """When something is to be looked at or sent; long past for what only waits its turn."""
    moments = [_first(connection, question) for question in (*_NEXT_STEPS, _NEXT_MESSAGE)]
    return min((moment for moment in moments if moment is not None), default=None)


def _first(connection: sqlite3.Connection, question: str) -> datetime | None:
    row = connection.execute(question).fetchone()
    return None if row is None else maybe_instant(row[0])


def late(connection: sqlite3.Connection, ready_before: datetime) -> Late:
    """What was ready before then and still waits."""
    at = micros(ready_before)
    messages, waiting_since = connection.execute(
        """SELECT count(*), min(max(created_at, coalesce(not_before, 0))) FROM outbox
           WHERE state IN ('new', 'unsure') AND max(created_at, coalesce(not_before, 0)) < ?""",
        (at,),
    ).fetchone()
    steps, reached = connection.execute(
        f"""SELECT count(*), min(step.at) FROM ({_STEPS}) AS step
            JOIN accounts ON accounts.name = step.account AND accounts.watched = 1""",  # noqa: S608
        {"now": at - 1},
    ).fetchone()
    since = min((one for one in (waiting_since, reached) if one is not None), default=None)
    return Late(messages, steps, None if since is None else instant(since))
