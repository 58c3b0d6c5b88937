"""Which accounts are watched, who is checking them, and how they are doing."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from state.log.events import record
from state.log.provenance import OPERATOR
from state.model import Account, Event
from state.queue.outbox import enqueue
from state.rows import lines_text, maybe_instant, micros, unread_text
from state.store import (
    CheckResult,
    Failure,
    Lease,
)

# The same answer reads differently once one of these is set differently, so it is read again.
_READ_WITH = ("provider", "timezone", "currency")

# The lease is the newest one and not used up.
_HELD = "name = :name AND epoch = :epoch AND lease_until IS NOT NULL"
_MARK_HEALTHY = f"""
UPDATE accounts SET healthy = 1, failures = 0, failing_since = NULL, error_kind = NULL,
       error = NULL, lease_until = NULL, baselined = 1, digest = :digest,
       checked_at = :taken_at, next_check_at = :next,
       unread = coalesce(:unread, unread), notes = coalesce(:notes, notes)
WHERE {_HELD}
"""  # noqa: S608 -- our own words


def sync(connection: sqlite3.Connection, accounts: Iterable[Account], now: datetime) -> None:
    """Watch exactly these; what is known about the others is kept."""
    wanted = {account.name: account for account in accounts}
    rows = {row["name"]: row for row in connection.execute("SELECT * FROM accounts")}
    gone = [name for name, row in rows.items() if row["watched"] and name not in wanted]
    connection.executemany(
        "UPDATE accounts SET watched = 0, epoch = epoch + 1, lease_until = NULL WHERE name = ?",
        ((name,) for name in gone),
    )
    told = [_configured(name, "unwatched", {}, now) for name in gone]
    for account in wanted.values():
        told += _watch(connection, account, rows.get(account.name), now)
    record(connection, told)


def _configured(name: str, kind: str, details: dict[str, str], now: datetime) -> Event:
    return Event(0, now, name, None, kind, OPERATOR, details)


def _watch(
    connection: sqlite3.Connection, account: Account, row: sqlite3.Row | None, now: datetime
) -> list[Event]:
    """Watch it as it is configured; what is to be told of that."""
    values = {
        "name": account.name,
        "provider": account.provider,
        "direction": account.direction.value,
        "channel": account.channel,
        "timezone": account.timezone,
        "currency": account.currency,
    }
    if row is None:
        connection.execute(
            """INSERT INTO accounts
               (name, provider, direction, channel, timezone, currency, next_check_at)
               VALUES (:name, :provider, :direction, :channel, :timezone, :currency, :now)""",
            values | {"now": micros(now)},
        )
        shown = {name: str(value) for name, value in values.items() if name != "name" and value}
        return [_configured(account.name, "watched", shown, now)]
    changed = {
        name: f"{row[name] or 'none'} -> {value or 'none'}"
        for name, value in values.items()
        if row[name] != value
    }
    if row["watched"] and not changed:
        return []
    again = not row["watched"] or any(row[column] != values[column] for column in _READ_WITH)
    connection.execute(
        """UPDATE accounts SET provider = :provider, direction = :direction, channel = :channel,
                  timezone = :timezone, currency = :currency, watched = 1,
                  next_check_at = iif(:again, min(next_check_at, :now), next_check_at),
                  digest = iif(:again, NULL, digest)
           WHERE name = :name""",
        values | {"now": micros(now), "again": again},
    )
    kind = "reconfigured" if row["watched"] else "watched"
    return [_configured(account.name, kind, changed, now)]


def check_by(connection: sqlite3.Connection, latest: Mapping[str, datetime], now: datetime) -> None:
    """Make the checks due that are planned for later than these accounts allow."""
    connection.executemany(
        "UPDATE accounts SET next_check_at = :now WHERE name = :name AND next_check_at > :latest",
        (
            {"name": name, "now": micros(now), "latest": micros(moment)}
            for name, moment in latest.items()
        ),
    )


def claim_due(
    connection: sqlite3.Connection, now: datetime, limit: int, lease: timedelta
) -> list[Lease]:
    """Take those whose check is due and that nobody is checking, oldest first."""
    rows = connection.execute(
        """SELECT name FROM accounts WHERE watched = 1 AND next_check_at <= :now
           AND coalesce(lease_until, 0) <= :now ORDER BY next_check_at, name LIMIT :limit""",
        {"now": micros(now), "limit": limit},
    ).fetchall()
    leases = (claim(connection, row["name"], now, lease) for row in rows)
    return [taken for taken in leases if taken is not None]


def claim(
    connection: sqlite3.Connection, name: str, now: datetime, lease: timedelta
) -> Lease | None:
    """Take one account; None if it is not watched or somebody is checking it."""
    row = connection.execute(
        """UPDATE accounts SET epoch = epoch + 1, lease_until = :until
           WHERE name = :name AND watched = 1 AND coalesce(lease_until, 0) <= :now
           RETURNING name, epoch, digest, baselined, failures, failing_since""",
        {"name": name, "now": micros(now), "until": micros(now + lease)},
    ).fetchone()
    if row is None:
        return None
    return Lease(
        account=row["name"],
        epoch=row["epoch"],
        digest=row["digest"],
        baselined=bool(row["baselined"]),
        failures=row["failures"],
        failing_since=maybe_instant(row["failing_since"]),
    )


def _held(connection: sqlite3.Connection, lease: Lease) -> sqlite3.Row | None:
    """Whether it was healthy, while the lease is the newest one and not used up, else None."""
    row: sqlite3.Row | None = connection.execute(
        f"SELECT healthy FROM accounts WHERE {_HELD}",  # noqa: S608 -- our own words
        {"name": lease.account, "epoch": lease.epoch},
    ).fetchone()
    return row


def checked_at(connection: sqlite3.Connection, name: str) -> datetime | None:
    """The moment of the last good answer."""
    row = connection.execute("SELECT checked_at FROM accounts WHERE name = ?", (name,)).fetchone()
    return maybe_instant(row["checked_at"])


def mark_healthy(connection: sqlite3.Connection, lease: Lease, result: CheckResult) -> bool:
    """Record a good answer and use the lease up; False, and nothing done, if it was overtaken."""
    marked = connection.execute(
        _MARK_HEALTHY,
        {
            "name": lease.account,
            "epoch": lease.epoch,
            "digest": result.digest,
            "taken_at": micros(result.taken_at),
            "next": micros(result.next_check_at),
            "unread": None if result.unread is None else unread_text(result.unread),
            "notes": None if result.notes is None else lines_text(result.notes),
        },
    )
    return marked.rowcount == 1


def tell_of_answer(connection: sqlite3.Connection, lease: Lease, result: CheckResult) -> None:
    """Write into the history whose word was taken for it, and that it is the first after failures.

    Nobody else failed meanwhile: the lease held.
    """
    if result.believed is not None:
        _note(connection, lease, result, "believed", OPERATOR, {"why": result.believed})
    if lease.failing_since is not None:
        details = {"since": lease.failing_since.isoformat(), "failures": str(lease.failures)}
        _note(connection, lease, result, "recovered", "duewatch", details)


def _note(
    connection: sqlite3.Connection,
    lease: Lease,
    result: CheckResult,
    kind: str,
    actor: str,
    details: dict[str, str],
) -> None:
    record(connection, [Event(0, result.taken_at, lease.account, None, kind, actor, details)])


def commit_failure(connection: sqlite3.Connection, lease: Lease, failure: Failure) -> bool:
    """Record a failed check; only the first one in a row is said and remembered."""
    row = _held(connection, lease)
    if row is None:
        return False
    connection.execute(
        """UPDATE accounts SET healthy = 0, failures = failures + 1, lease_until = NULL,
                  failing_since = coalesce(failing_since, :at), error_kind = :kind,
                  error = :text, next_check_at = :retry_at
           WHERE name = :name""",
        {
            "name": lease.account,
            "at": micros(failure.at),
            "kind": failure.kind,
            "text": failure.text,
            "retry_at": micros(failure.retry_at),
        },
    )
    if row["healthy"] != 0:
        details = {"kind": failure.kind, "error": failure.text}
        record(
            connection,
            [Event(0, failure.at, lease.account, None, "failing", "duewatch", details)],
        )
        enqueue(connection, failure.drafts, failure.at)
    return True


def give_up_leases(connection: sqlite3.Connection) -> None:
    """Free every account that a process which is gone was checking."""
    connection.execute(
        """UPDATE accounts SET epoch = epoch + 1, lease_until = NULL
           WHERE lease_until IS NOT NULL"""
    )
