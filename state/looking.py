"""When the reminder pass looks at an invoice again, and since when people are to be called."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from state.model import Appeared, Escalation, InvoiceKey
from state.people import caring
from state.rows import maybe_micros, micros
from state.store import CheckResult


def at(connection: sqlite3.Connection, key: InvoiceKey, moment: datetime | None) -> None:
    """Look at it then, whatever it waited for; None: not again."""
    connection.execute(
        "UPDATE invoices SET next_step_at = ? WHERE account = ? AND number = ?",
        (maybe_micros(moment), key.account, key.number),
    )


def never(connection: sqlite3.Connection, keys: Iterable[InvoiceKey]) -> None:
    """Nobody is reminded of these any more, and nobody called."""
    connection.executemany(
        """UPDATE invoices SET next_step_at = NULL, held_since = NULL,
                  escalating_since = NULL, escalation_level = 0
           WHERE account = ? AND number = ?""",
        ((key.account, key.number) for key in keys),
    )


def after_check(connection: sqlite3.Connection, account: str, result: CheckResult) -> None:
    """Look at what has changed when its next step comes, or earlier where something waits.

    New invoices, and a first check has many, got their step with their row.
    """
    if not (result.steps or result.escalations):
        return
    new = {one.invoice.key.number for one in result.changes if isinstance(one, Appeared)}
    others = {number: step for number, step in result.steps.items() if number not in new}
    _put_off(connection, account, others, result.taken_at)
    _set_clocks(connection, account, result, new)


def anew(connection: sqlite3.Connection, key: InvoiceKey, now: datetime) -> None:
    """What was just told stands for its step; whether people are to be called is asked at once."""
    at(connection, key, now)
    connection.execute(
        """UPDATE invoices SET escalating_since = coalesce(escalating_since, ?)
           WHERE account = ? AND number = ? AND held_since IS NULL""",
        (micros(now), key.account, key.number),
    )


def escalate(
    connection: sqlite3.Connection, key: InvoiceKey, escalation: Escalation | None
) -> None:
    """Note how far an invoice is escalated; None ends it."""
    since, level = (None, 0) if escalation is None else (micros(escalation.since), escalation.level)
    connection.execute(
        """UPDATE invoices SET escalating_since = ?, escalation_level = ?
           WHERE account = ? AND number = ?
             AND (escalating_since IS NOT ? OR escalation_level <> ?)""",
        (since, level, key.account, key.number, since, level),
    )


def _put_off(
    connection: sqlite3.Connection,
    account: str,
    steps: Mapping[str, datetime | None],
    now: datetime,
) -> None:
    """Wait for the next step, unless one that has come is held back or was not looked at yet."""
    connection.executemany(
        """UPDATE invoices SET next_step_at = iif(next_step_at <= :now OR held_since IS NOT NULL,
                  min(coalesce(next_step_at, :at), coalesce(:at, next_step_at)), :at)
           WHERE account = :account AND number = :number""",
        (
            {"at": maybe_micros(step), "now": micros(now), "account": account, "number": number}
            for number, step in steps.items()
        ),
    )


def _set_clocks(
    connection: sqlite3.Connection, account: str, result: CheckResult, new: Collection[str]
) -> None:
    """Begin or end escalations, but not of what somebody has taken on.

    What is being escalated is looked at again at once: its next call may come before its step.
    """
    for number, escalation in result.escalations.items():
        key = InvoiceKey(account, number)
        care = caring.care_of(connection, key)
        if care is None or not care.silences(result.taken_at):
            escalate(connection, key, escalation)
    now = micros(result.taken_at)
    connection.executemany(
        """UPDATE invoices SET next_step_at = ?
           WHERE account = ? AND number = ? AND escalating_since IS NOT NULL""",
        (
            (now, account, number)
            for number in result.steps
            if number not in new or number in result.escalations
        ),
    )
