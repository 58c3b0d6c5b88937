"""Questions to what we know; nothing here writes."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from state.changes import NO_LONGER_LISTED
from state.log.chronicle import BEHIND
from state.messages import (
    OutboxItem,
    Post,
)
from state.model import Account, Event, InvoiceKey, InvoiceView, Mute
from state.recorded import Recorded
from state.rows import (
    INVOICE_COLUMNS,
    instant,
    invoice_values,
    maybe_instant,
    micros,
    read_account,
    read_care,
    read_escalation,
    read_event,
    read_invoice,
    read_item,
    read_mute,
)
from state.store import (
    Question,
)

# `last_seen` of what is still listed follows the account's last good check, so that an
# unchanged answer need not touch every row.
_VIEW = f"""
SELECT {", ".join(f"invoices.{column}" for column in INVOICE_COLUMNS.split(", "))},
       invoices.first_seen,
       CASE WHEN invoices.standing IN ('open', 'pending', 'unknown')
                 AND invoices.their_status <> '{NO_LONGER_LISTED}'
            THEN max(invoices.last_seen, coalesce(accounts.checked_at, 0))
            ELSE invoices.last_seen END AS last_seen,
       accounts.name, accounts.provider, accounts.direction, accounts.channel,
       accounts.timezone, accounts.currency, accounts.failing_since,
       accounts.mute_until, accounts.mute_by, accounts.mute_at, accounts.mute_note,
       invoices.next_step_at, invoices.escalating_since, invoices.escalation_level,
       invoices.held_since,
       care.state AS care_state, care.by AS care_by, care.at AS care_at,
       care.until AS care_until, care.note AS care_note,
       care.holder AS care_holder, care.day AS care_day, care.source AS care_source
FROM invoices
JOIN accounts ON accounts.name = invoices.account
LEFT JOIN care ON care.account = invoices.account AND care.number = invoices.number
"""  # noqa: S608 -- only our own column names


def known(connection: sqlite3.Connection, account: str) -> Recorded:
    """Every recorded invoice of an account by number."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(
        f"SELECT {INVOICE_COLUMNS} FROM invoices WHERE account = ? ORDER BY number",  # noqa: S608
        (account,),
    )
    return Recorded({row[1]: row for row in cursor}, read_invoice, invoice_values)


def by_keys(connection: sqlite3.Connection, keys: Sequence[InvoiceKey]) -> list[InvoiceView]:
    """These invoices in this order; one that is not known is left out."""
    found = {
        one.invoice.key: one
        for one in views(connection, Question(keys=tuple(keys), owed_only=False))
    }
    return [found[key] for key in keys if key in found]


def view(connection: sqlite3.Connection, key: InvoiceKey) -> InvoiceView | None:
    """One invoice with its account and care."""
    found = select(
        connection,
        "WHERE invoices.account = :account AND invoices.number = :number",
        {"account": key.account, "number": key.number},
    )
    return found[0] if found else None


def oldest_owed(connection: sqlite3.Connection, account: str) -> InvoiceView | None:
    """The owed invoice of an account that is due first."""
    row = connection.execute(
        """SELECT number FROM invoices
           WHERE account = ? AND standing IN ('open', 'unknown') AND due IS NOT NULL
           ORDER BY due, number LIMIT 1""",
        (account,),
    ).fetchone()
    return None if row is None else view(connection, InvoiceKey(account, row["number"]))


def appeared(connection: sqlite3.Connection, account: str, at: datetime) -> list[InvoiceKey]:
    """The invoices of an account that were first seen at that instant, by due date."""
    rows = connection.execute(
        """SELECT number FROM invoices WHERE account = ? AND first_seen = ?
           ORDER BY due IS NULL, due, number""",
        (account, micros(at)),
    )
    return [InvoiceKey(account, row["number"]) for row in rows]


def views(connection: sqlite3.Connection, question: Question) -> list[InvoiceView]:
    """Invoices of watched accounts by due date, those without one last, then by key."""
    conditions, values = _conditions(question)
    clause = (
        f"WHERE {' AND '.join(conditions)} "
        "ORDER BY invoices.due IS NULL, invoices.due, invoices.account, invoices.number"
    )
    found = select(connection, clause, values)
    if question.client is None:
        return found
    wanted = question.client.casefold()  # SQLite folds only ASCII
    return [one for one in found if wanted in (one.invoice.client or "").casefold()]


def _conditions(question: Question) -> tuple[list[str], dict[str, str]]:
    conditions = ["accounts.watched = 1"]
    values: dict[str, str] = {}
    if question.owed_only:
        # Written like the index's own condition: that is how SQLite recognises it.
        conditions.append("invoices.standing IN ('open', 'unknown')")
    if question.accounts is not None:
        conditions.append("invoices.account IN (SELECT value FROM json_each(:accounts))")
        values["accounts"] = json.dumps(question.accounts)
    if question.keys is not None:
        conditions.append(
            "(invoices.account, invoices.number) IN (SELECT json_extract(value, '$[0]'), "
            "json_extract(value, '$[1]') FROM json_each(:keys))"
        )
        values["keys"] = json.dumps([[key.account, key.number] for key in question.keys])
    for column in ("provider", "direction"):
        wanted = getattr(question, column)
        if wanted is not None:
            conditions.append(f"accounts.{column} = :{column}")
            values[column] = str(wanted)
    return conditions, values


def select(
    connection: sqlite3.Connection,
    clause: str,
    values: dict[str, str] | dict[str, int],
) -> list[InvoiceView]:
    """The invoices that the rest of a query, given from its first JOIN or WHERE on, leaves."""
    accounts: dict[str, _Around] = {}  # one value each, however many invoices it has
    return [_read_view(row, accounts) for row in connection.execute(_VIEW + clause, values)]


_Around = tuple[Account, Mute | None, datetime | None]


def _read_view(row: sqlite3.Row, accounts: dict[str, _Around]) -> InvoiceView:
    name = row["name"]
    if name not in accounts:
        accounts[name] = read_account(row), read_mute(row), maybe_instant(row["failing_since"])
    account, mute, failing_since = accounts[name]
    return InvoiceView(
        invoice=read_invoice(row),
        account=account,
        care=read_care(row),
        first_seen=instant(row["first_seen"]),
        last_seen=instant(row["last_seen"]),
        escalation=read_escalation(row),
        failing_since=failing_since,
        mute=mute,
        next_step_at=maybe_instant(row["next_step_at"]),
        held_since=maybe_instant(row["held_since"]),
    )


def timeline(connection: sqlite3.Connection, key: InvoiceKey, limit: int) -> list[Event]:
    """The last lines of an invoice's history, oldest first."""
    rows = connection.execute(
        f"""SELECT * FROM events WHERE account = ? AND number = ? AND NOT {BEHIND}
            ORDER BY id DESC LIMIT ?""",  # noqa: S608 -- our own words
        (key.account, key.number, limit),
    )
    return [read_event(row) for row in rows][::-1]


def pending(connection: sqlite3.Connection) -> int:
    """How many messages still have to go out."""
    row = connection.execute("SELECT count(*) FROM outbox WHERE state IN ('new', 'unsure')")
    return int(row.fetchone()[0])


def item(connection: sqlite3.Connection, key: str) -> OutboxItem | None:
    """A message of the outbox by its key."""
    row = connection.execute("SELECT * FROM outbox WHERE key = ?", (key,)).fetchone()
    return None if row is None else read_item(row, members(connection, row["id"]))


def said(connection: sqlite3.Connection, key: InvoiceKey, limit: int) -> list[OutboxItem]:
    """The last messages about an invoice, and groups that show it, oldest first."""
    rows = connection.execute(
        """SELECT * FROM outbox WHERE id IN (
               SELECT id FROM outbox WHERE account = :account AND number = :number
               UNION SELECT item FROM members WHERE account = :account AND number = :number)
           ORDER BY id DESC LIMIT :limit""",
        {"account": key.account, "number": key.number, "limit": limit},
    ).fetchall()
    return [read_item(row, members(connection, row["id"])) for row in reversed(rows)]


def members(connection: sqlite3.Connection, item_id: int) -> tuple[InvoiceKey, ...]:
    """The invoices that a group message shows, in its order."""
    rows = connection.execute(
        "SELECT account, number FROM members WHERE item = ? ORDER BY position", (item_id,)
    )
    return tuple(InvoiceKey(row["account"], row["number"]) for row in rows)


def living(connection: sqlite3.Connection, key: InvoiceKey) -> tuple[OutboxItem, Post] | None:
    """The newest message that shows an invoice, and where it stands."""
    row = connection.execute(
        """SELECT outbox.*, living.channel AS at_channel, living.ts AS at_ts
           FROM living JOIN outbox ON outbox.id = living.item
           WHERE living.account = ? AND living.number = ?""",
        (key.account, key.number),
    ).fetchone()
    if row is None:
        return None
    shown = read_item(row, members(connection, row["id"]))
    return shown, Post(row["at_channel"], row["at_ts"])
