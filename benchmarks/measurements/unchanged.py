"""Nothing changed: from the bytes of the answers to "seen again", for accounts of 100 invoices"""

import json
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from benchmarks import ledgers, plain
from benchmarks.books import NOW
from benchmarks.measurements.decode_whmcs import NaiveRow
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, ready, side_by_side
from bot.check import examine
from providers.base import Answer
from state.database import SqliteStore
from state.model import Invoice, Snapshot
from state.store import CheckResult, Lease

INVOICES = 100_000
WORKERS = 32  # as many as check at once where nothing else is configured
HALF_HOUR = timedelta(minutes=30)
READ = f"SELECT {', '.join(plain.COLUMNS)} FROM invoices WHERE account = ?"  # noqa: S608


def measure(effort: Effort) -> list[Row]:
    """The digest alone, and the whole of it with a recorded "seen at" for each account."""
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
            recheck = _Recheck(store, accounts, workers)
            _naive(database, accounts)
            took = side_by_side(
                {
                    "digest": ready(lambda: [one.answer.digest for one in accounts]),
                    "ours": ready(recheck.run),
                    "floor": ready(lambda: stored(reader, accounts)),
                    "naive": ready(lambda: _naive(database, accounts)),
                },
                effort.rounds,
            )
    floor, naive = took["floor"].cpu, took["naive"].cpu
    count = f"{sum(len(one.invoices) for one in accounts):,} invoices"
    goal = Goal(of_floor=0.6, below_naive=25)
    walls = f"{took['ours'].wall:,.0f}, {took['floor'].wall:,.0f}, {took['naive'].wall:,.0f} ms"
    note = (
        f"one transaction an account, on the disk when it ends, by 32 workers; on the wall {walls}"
    )
    return [
        Row(f"{count}, digest alone", "ms", took["digest"].cpu, floor, naive, goal),
        Row(f"{count}, recorded", "ms", took["ours"].cpu, floor, naive, goal, note),
    ]


@dataclass(slots=True)
class _Recheck:
    """Our way: every account claimed, examined and recorded, half an hour later each time."""

    store: SqliteStore
    accounts: Sequence[ledgers.Listed]
    workers: ThreadPoolExecutor
    now: datetime = NOW

    def run(self) -> None:
        self.now += HALF_HOUR
        left = {one.account.name: one.answer for one in self.accounts}
        while leases := self.store.claim_due(self.now, 2 * WORKERS, ledgers.LEASE):
            answers = [left.pop(lease.account) for lease in leases]
            list(self.workers.map(self._check, leases, answers))
        if left:
            raise AssertionError(f"{len(left)} accounts were not checked")

    def _check(self, lease: Lease, answer: Answer) -> None:
        found = examine(_Answering(answer), dict, lease.digest)
        result = CheckResult(self.now, self.now + HALF_HOUR, found.digest, unread=None, notes=None)
        if found.changes or not self.store.commit_check(lease, result):
            raise AssertionError(f"{lease.account}: this was to be an unchanged check")


@dataclass(frozen=True, slots=True)
class _Answering:
    """A provider that has its answer already."""

    answer: Answer

    def fetch(self) -> Answer:
        return self.answer

    def read(self, answer: Answer) -> Snapshot:
        raise AssertionError(f"an unchanged answer of {answer.provider} needs no reading")

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        raise AssertionError(f"nothing was to be looked up, not {len(invoices)} invoices")


def stored(reader: sqlite3.Connection, accounts: Sequence[ledgers.Listed]) -> int:
    """The floor of any comparison: every row read."""
    return sum(len(reader.execute(READ, (one.account.name,)).fetchall()) for one in accounts)


def _naive(database: Database, accounts: Sequence[ledgers.Listed]) -> None:
    for one in accounts:
        for part in one.answer.parts:
            said = json.loads(part.body)
            rows = [NaiveRow.model_validate(row) for row in said["invoices"]["invoice"]]
            plain.upsert_all(database, [_record(one.account.name, row) for row in rows])


def _record(account: str, row: NaiveRow) -> dict[str, object]:
    fields = {name: str(value) for name, value in row.model_dump().items()}
    return {"account": account, "number": fields.pop("id"), **fields}
