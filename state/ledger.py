"""The only writer of invoices and care: checks, reminders and people's decisions."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from state import accounts, clients, looking, queries
from state.changes import has_vanished, outcome
from state.log import history
from state.log.events import record
from state.messages import Draft, Kind
from state.model import (
    Amended,
    Appeared,
    Change,
    Escalation,
    Event,
    Invoice,
    InvoiceKey,
    InvoiceView,
    Reopened,
    Settled,
    Stage,
    Vanished,
)
from state.people import caring
from state.queue.outbox import enqueue, waits
from state.raising import raises_amount
from state.rows import INVOICE_COLUMNS, invoice_values, maybe_micros, micros
from state.store import (
    CheckResult,
    Decision,
    Declined,
    Lease,
    Reminder,
)
from state.tallies import counted_at_once

CALL = "escalated"  # what a message says that calls people
UNHEARD = timedelta(minutes=5)  # until it is looked at again whether a call has gone out

_COLUMNS = INVOICE_COLUMNS.split(", ")
_FACTS = [column for column in _COLUMNS if column not in ("account", "number")]
_UPSERT = f"""
INSERT INTO invoices ({INVOICE_COLUMNS}, first_seen, last_seen, next_step_at)
VALUES ({", ".join("?" * (len(_COLUMNS) + 3))})
ON CONFLICT (account, number) DO UPDATE SET
{", ".join(f"{column} = excluded.{column}" for column in [*_FACTS, "last_seen"])}
"""  # noqa: S608 -- only our own column names
_WRITTEN = f"SELECT {INVOICE_COLUMNS} FROM invoices WHERE account = ? AND number = ?"  # noqa: S608
_Known = Amended | Reopened | Settled | Vanished


def commit_check(connection: sqlite3.Connection, lease: Lease, result: CheckResult) -> bool:
    """Record a good answer; False, and nothing done, if the lease was overtaken."""
    before = accounts.checked_at(connection, lease.account) if result.changes else None
    if not accounts.mark_healthy(connection, lease, result):
        return False
    if result.changes:
        with nullcontext() if lease.baselined else counted_at_once(connection, lease.account):
            _apply(connection, result, before)
    looking.after_check(connection, lease.account, result)
    _end_agreements(connection, result)
    accounts.tell_of_answer(connection, lease, result)
    enqueue(connection, result.drafts, result.taken_at)
    return True


def _apply(
    connection: sqlite3.Connection, result: CheckResult, last_check: datetime | None
) -> None:
    changes, now = result.changes, result.taken_at
    seen = _Seen(micros(now), micros(last_check or now))
    new = [one for one in changes if isinstance(one, Appeared)]
    if new:
        connection.executemany(_UPSERT, (_row(change, result, seen) for change in new))
    for change in changes:
        if not isinstance(change, Appeared):
            _rewrite(connection, change, seen)
    clients.introduce(connection, (outcome(one).client or "" for one in changes))
    record(connection, (_event(change, now) for change in changes))
    _let_go(connection, [outcome(change) for change in changes], now)


def _end_agreements(connection: sqlite3.Connection, result: CheckResult) -> None:
    """Who took an invoice on did so for less: it is looked at again at once."""
    now = result.taken_at
    for key in (outcome(one).key for one in result.changes if raises_amount(one)):
        care = caring.care_of(connection, key)
        if care is not None:
            caring.replace(connection, key, None)
            details = {"reason": "amount", "state": care.state.value, "by": care.held_by}
            record(connection, [_ours(key, now, "care_ended", details)])
            _tell_holder(connection, key, now, details)
            looking.anew(connection, key, now)


def _tell_holder(
    connection: sqlite3.Connection, key: InvoiceKey, now: datetime, details: dict[str, str]
) -> None:
    """A line in the thread, if there is one; the change itself is told by whoever found it."""
    living = queries.living(connection, key)
    if living is not None:
        line = Draft(
            key=f"{key}:care_ended:{now.isoformat()}",
            kind=Kind.REPLY,
            channel=living[0].draft.channel,
            account=key.account,
            number=key.number,
            what="care_ended",
            details=details,
        )
        enqueue(connection, [line], now)


class _Seen(NamedTuple):
    """The moment of this check and of the one before, as they are stored."""

    now: int
    before: int


def _row(change: Appeared, result: CheckResult, seen: _Seen) -> tuple[str | int | None, ...]:
    step = maybe_micros(result.steps.get(change.invoice.key.number))
    return (*invoice_values(change.invoice), seen.now, seen.now, step)


def _rewrite(connection: sqlite3.Connection, change: _Known, seen: _Seen) -> None:
    """Write down what is said otherwise now, and leave the indexes of all else alone.

    What is no longer listed was seen for the last time in the check before.
    """
    key, values = change.after.key, invoice_values(change.after)
    written = connection.execute(_WRITTEN, (key.account, key.number)).fetchone()
    news = {
        column: value
        for column, value, before in zip(_COLUMNS, values, written, strict=True)
        if value != before
    }
    news["last_seen"] = seen.before if isinstance(change, Vanished) else seen.now
    connection.execute(
        f"UPDATE invoices SET {', '.join(f'{column} = ?' for column in news)} "  # noqa: S608 -- our own
        "WHERE account = ? AND number = ?",
        (*news.values(), key.account, key.number),
    )


def _event(change: Change, now: datetime) -> Event:
    key = outcome(change).key
    kind, details = history.kind(change), history.details(change)
    return Event(0, now, key.account, key.number, kind, "provider", details)


def _let_go(connection: sqlite3.Connection, invoices: Iterable[Invoice], now: datetime) -> None:
    """Nobody is reminded of a closed or vanished invoice; care ends when it is closed."""
    stopped = [one for one in invoices if one.is_closed or has_vanished(one)]
    looking.never(connection, (one.key for one in stopped))
    closed = caring.close(connection, (one.key for one in stopped if one.is_closed), now)
    if closed:
        record(connection, closed)


def commit_reminders(
    connection: sqlite3.Connection, reminders: Sequence[Reminder], now: datetime
) -> None:
    """Queue and re-schedule; what was closed or taken on anew meanwhile is not spoken of."""
    for reminder in reminders:
        view = queries.view(connection, reminder.key)
        if view is None:
            continue
        if view.invoice.is_closed:
            _let_go(connection, [view.invoice], now)
        elif _is_stale(reminder, view):
            _look_again(connection, view.invoice, now)
        elif not reminder.ends_care or _end_care(connection, view, now):
            heard = _without_unheard(connection, reminder, view, now)
            _remind(connection, heard, now)
            _climb(connection, heard, view, now)


def _without_unheard(
    connection: sqlite3.Connection, reminder: Reminder, view: InvoiceView, now: datetime
) -> Reminder:
    """Nobody can answer a call that is still on its way: the next ones get their time after it."""
    quiet = [draft for draft in reminder.drafts if draft.what != CALL]
    if len(quiet) == len(reminder.drafts) or not waits(connection, reminder.key, CALL):
        return reminder
    level = view.escalation.level if view.escalation else 0
    look = now + UNHEARD
    at = look if reminder.next_step_at is None else min(look, reminder.next_step_at)
    return replace(reminder, drafts=quiet, next_step_at=at, escalation=Escalation(now, level))


def _is_stale(reminder: Reminder, view: InvoiceView) -> bool:
    seen = reminder.seen
    return seen is not None and (seen.invoice, seen.care) != (view.invoice, view.care)


def _look_again(connection: sqlite3.Connection, invoice: Invoice, now: datetime) -> None:
    if has_vanished(invoice):
        _let_go(connection, [invoice], now)
    else:
        looking.at(connection, invoice.key, now)


def _remind(connection: sqlite3.Connection, reminder: Reminder, now: datetime) -> None:
    key = reminder.key
    connection.execute(
        "UPDATE invoices SET next_step_at = ?, held_since = ? WHERE account = ? AND number = ?",
        (
            maybe_micros(reminder.next_step_at),
            maybe_micros(reminder.held_since),
            key.account,
            key.number,
        ),
    )
    for draft in reminder.drafts:
        if enqueue(connection, [draft], now) and draft.stage is not None:
            record(connection, [_reminded(key, draft, now)])


def _climb(
    connection: sqlite3.Connection, reminder: Reminder, view: InvoiceView, now: datetime
) -> None:
    """Escalate as decided, but not what somebody took on meanwhile."""
    care = None if reminder.ends_care else view.care
    taken_on = care is not None and care.silences(now)
    looking.escalate(connection, reminder.key, None if taken_on else reminder.escalation)
    ran_out = care is not None and care.until is not None and care.until <= now
    if ran_out and view.invoice.is_owed:  # it may not be said yet, so it wakes later
        caring.wake_at(connection, reminder.key, reminder.next_step_at)


def _end_care(connection: sqlite3.Connection, view: InvoiceView, now: datetime) -> bool:
    """End what has run out; False if somebody decided anew meanwhile: people win."""
    key, care = view.invoice.key, view.care
    if care is None or care.until is None or care.until > now:
        return False
    caring.replace(connection, key, caring.left_behind(care))
    record(connection, [_ours(key, now, *caring.words_at_its_end(care))])
    return True


def _ours(key: InvoiceKey, now: datetime, kind: str, details: dict[str, str]) -> Event:
    return Event(0, now, key.account, key.number, kind, "duewatch", details)


def _reminded(key: InvoiceKey, draft: Draft, now: datetime) -> Event:
    details = {"stage": Stage(draft.stage or 0).code, "message": draft.key}
    if draft.due is not None:
        details["due"] = draft.due.isoformat()
    return _ours(key, now, "reminded", details)


def decide(
    connection: sqlite3.Connection,
    key: InvoiceKey,
    rule: Callable[[InvoiceView], Decision | Declined],
) -> Decision | Declined:
    """Apply a rule to the invoice as it stands now."""
    view = queries.view(connection, key)
    if view is None:
        return Declined(f"I know no invoice {key}.")
    decision = rule(view)
    if isinstance(decision, Decision):
        _take_on(connection, view, decision)
        record(connection, [_decided(view, decision)])
        enqueue(connection, decision.drafts, decision.at)
        if decision.next_step_at is not None:
            looking.at(connection, key, decision.next_step_at)
    return decision


def _take_on(connection: sqlite3.Connection, view: InvoiceView, decision: Decision) -> None:
    key, care = view.invoice.key, decision.care
    if care != view.care:
        caring.replace(connection, key, care)
    if care is not None and care.silences(decision.at):
        looking.escalate(connection, key, None)


def _decided(view: InvoiceView, decision: Decision) -> Event:
    key, details = view.invoice.key, dict(decision.details)
    if view.care is not None and view.care != decision.care:
        details["before"] = caring.in_words(view.care)
    return Event(0, decision.at, key.account, key.number, decision.kind, decision.actor, details)
