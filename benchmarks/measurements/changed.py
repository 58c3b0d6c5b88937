"""1 % changed: one invoice of a hundred in each account; floor: reading the stored rows"""

import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from moneyed import Money
from sqlite_utils import Database

from benchmarks import ledgers, plain
from benchmarks.books import NOW
from benchmarks.measurements.unchanged import WORKERS, stored
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, Run, side_by_side
from state.changes import diff, require_plausible
from state.database import SqliteStore
from state.model import Coverage, Invoice, Snapshot
from state.store import CheckResult, Lease

INVOICES = 100_000
GOAL = Goal(of_floor=1.5, below_naive=5)
HALF_HOUR = timedelta(minutes=30)


def measure(effort: Effort) -> list[Row]:
    """From invoices that were read: what differs is found, and all that follows recorded."""
    accounts = ledgers.listed(effort.of(INVOICES, 200))
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.db", Path(folder) / "naive.db"
        with (
            ledgers.opened(ours, accounts) as store,
            closing(sqlite3.connect(f"{ours.as_uri()}?mode=ro", uri=True)) as reader,
            closing(Database(theirs)) as database,
            ThreadPoolExecutor(WORKERS) as workers,
        ):
            ledgers.load(store, ledgers.first_results(accounts))
            books = _Books(store, accounts, workers)
            plain.upsert_all(database, books.records())
            ways: Mapping[str, Callable[[], Run]] = {
                "ours": books.ours,
                "floor": lambda: lambda: stored(reader, accounts),
                "naive": lambda: books.naive(database),
            }
            took = side_by_side(ways, effort.rounds)
    ours_, floor, naive = (took[name] for name in ("ours", "floor", "naive"))
    what = f"{sum(len(one.invoices) for one in accounts):,} invoices, 1 % changed"
    note = (
        "known ones read, compared and recorded with history, tallies and next reminder by "
        f"{WORKERS} workers, one transaction an account; on the wall {ours_.wall:,.0f}, "
        f"{floor.wall:,.0f} and {naive.wall:,.0f} ms"
    )
    return [Row(what, "ms", ours_.cpu, floor.cpu, naive.cpu, GOAL, note)]


@dataclass(slots=True)
class _Books:
    """Accounts of which one invoice in a hundred is dearer each time."""

    store: SqliteStore
    accounts: Sequence[ledgers.Listed]
    workers: ThreadPoolExecutor
    now: datetime = NOW
    turn: int = 0

    def ours(self) -> Run:
        self.now += HALF_HOUR
        said = self._dearer()
        leases = {one.account: one for one in self._leases()}

        def run() -> None:
            list(self.workers.map(lambda name: self._check(leases[name], said[name]), said))

        return run

    def naive(self, database: Database) -> Run:
        self._dearer()
        records = self.records()
        return lambda: plain.upsert_all(database, records)

    def records(self) -> list[dict[str, str | int | None]]:
        """Every invoice as sqlite-utils takes it."""
        rows = (row for one in self.accounts for row in plain.values(one.invoices))
        return [dict(zip(plain.COLUMNS, row, strict=True)) for row in rows]

    def _leases(self) -> list[Lease]:
        return self.store.claim_due(self.now, len(self.accounts), ledgers.LEASE)

    def _dearer(self) -> dict[str, tuple[Invoice, ...]]:
        self.turn += 1
        return {one.account.name: dearer(one.invoices, self.turn) for one in self.accounts}

    def _check(self, lease: Lease, said: tuple[Invoice, ...]) -> None:
        if not check(self.store, lease, said, self.now):
            raise AssertionError(f"{lease.account}: the lease was overtaken")


def dearer(invoices: Sequence[Invoice], turn: int) -> tuple[Invoice, ...]:
    """The same, but the first of each hundred costs something else each time."""
    amount = Money(Decimal(turn) + Decimal("0.10"), "USD")
    return tuple(
        replace(one, open=amount, total=amount) if place % 100 == 0 else one
        for place, one in enumerate(invoices)
    )


def check(store: SqliteStore, lease: Lease, said: tuple[Invoice, ...], now: datetime) -> bool:
    """What a check does once the answer was read."""
    known = store.known(lease.account)
    snapshot = Snapshot(lease.account, said, Coverage.EVERYTHING, (), now)
    require_plausible(known, snapshot, {})
    changes = diff(known, snapshot, {})
    if len(changes) != max(1, len(said) // 100):
        raise AssertionError(f"{lease.account}: {len(changes)} changes were found")
    return store.commit_check(lease, CheckResult(now, now + HALF_HOUR, now.isoformat(), changes))
