"""What a message claims at the moment it is sent, held against what the bot knew just then."""

import sqlite3
from datetime import datetime

from tests.simulation.record import Row, at

CLOSED, OWED = ("paid", "void"), ("open", "unknown")
CALLS = ("stage", "escalated", "woke", "promise_broken")
TOLD_OF_OLD = (  # stay true, whatever comes after
    *("acknowledged", "unacknowledged", "snoozed", "promised", "waiting", "disputed", "muted"),
    *("assigned", "noted", "care_ended"),
)


def untrue(eyes: sqlite3.Connection, token: str, text: str, now: datetime) -> str | None:
    """What is wrong with a message; None if it is true."""
    row = eyes.execute("SELECT * FROM outbox WHERE token = ? ORDER BY id DESC", (token,)).fetchone()
    if row is None:
        return "it was never queued"
    match row["kind"]:
        case "invoice" | "reply" | "alert":
            wrong = _of_invoice(eyes, row, text, now)
        case "group":
            wrong = _of_group(eyes, row)
        case "account":
            wrong = _of_account(eyes, row)
        case _:
            wrong = None
    return wrong and f"{row['key']}: {wrong}"


def _of_invoice(eyes: sqlite3.Connection, row: Row, text: str, now: datetime) -> str | None:
    found = _invoice(eyes, row["account"], row["number"])
    if found is None:
        return "nobody knows this invoice"
    what, standing = row["what"], found["standing"]
    if what in CLOSED:
        return None if standing in CLOSED else f"it is called {what} and is {standing}"
    if what in TOLD_OF_OLD:
        return None
    if standing in CLOSED:
        return f"it is {standing} already"
    if what == "new" and found["open"] is not None and _amount(found["open"]) not in text:
        return f"{_amount(found['open'])} is open, and it says: {text[:80]}"
    return _call(eyes, row, found, now) if what in CALLS else None


def _amount(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02}"


def _call(eyes: sqlite3.Connection, row: Row, found: Row, now: datetime) -> str | None:
    if found["standing"] not in OWED:
        return f"people are called, and it is {found['standing']}"
    if row["stage"] is not None and row["due"] != found["due"]:
        return f"it speaks of {row['due']}, and it is due {found['due']}"
    care = eyes.execute(
        "SELECT * FROM care WHERE account = ? AND number = ?", (row["account"], row["number"])
    ).fetchone()
    if care is None or care["state"] == "assigned":
        return None
    silent = care["until"] is None or at(care["until"]) > now
    return f"people are called, and it is {care['state']} by {care['by']}" if silent else None


def _of_group(eyes: sqlite3.Connection, row: Row) -> str | None:
    members = eyes.execute(
        """SELECT standing FROM members JOIN invoices USING (account, number) WHERE item = ?""",
        (row["id"],),
    ).fetchall()
    if all(one["standing"] in CLOSED for one in members):
        return "all of them are closed"
    return None


def _of_account(eyes: sqlite3.Connection, row: Row) -> str | None:
    found = eyes.execute("SELECT * FROM accounts WHERE name = ?", (row["account"],)).fetchone()
    if row["what"] == "failing" and found["healthy"] != 0:
        return "it answers"
    return None


def _invoice(eyes: sqlite3.Connection, account: str, number: str) -> Row | None:
    row: Row | None = eyes.execute(
        "SELECT * FROM invoices WHERE account = ? AND number = ?", (account, number)
    ).fetchone()
    return row
