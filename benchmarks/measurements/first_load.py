"""First load: into an empty database, one transaction for each account of 100 invoices"""

import sqlite3
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from benchmarks import ledgers, plain
from benchmarks.books import NOW
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, Run, Took, side_by_side

INVOICES = 100_000
WORKERS = 32  # as many as check at once where nothing else is configured
BARE, SAME = Goal(of_floor=1.5, below_naive=4), Goal(of_floor=1.5)


def measure(effort: Effort) -> list[Row]:
    """Ours also writes the history, the indexes, the tallies and the next reminder of each."""
    accounts = ledgers.listed(effort.of(INVOICES, 200))
    with tempfile.TemporaryDirectory() as folder:
        load = _Load(accounts, Path(folder))
        ways = {"ours": load.ours, "floor": load.floor, "kept": load.kept, "naive": load.naive}
        took = side_by_side(ways, effort.rounds)
    what, naive = f"{len(load.rows):,} invoices", took["naive"].cpu
    return [
        _row(f"{what}, floor: a bare table", took["ours"], took["floor"], BARE, naive),
        _row(f"{what}, floor: all we keep, copied", took["ours"], took["kept"], SAME),
    ]


def _row(what: str, ours: Took, floor: Took, goal: Goal, naive: float | None = None) -> Row:
    note = f"on the wall {ours.wall:,.0f} and {floor.wall:,.0f} ms"
    return Row(what, "ms", ours.cpu, floor.cpu, naive, goal, note)


class _Load:
    """The ways, each into a new file every time."""

    def __init__(self, accounts: Sequence[ledgers.Listed], folder: Path) -> None:
        self._accounts = accounts
        self._folder = folder
        self._results = ledgers.first_results(accounts)
        self._files = 0
        self.rows = [row for one in accounts for row in plain.values(one.invoices)]
        self._records = [dict(zip(plain.COLUMNS, row, strict=True)) for row in self.rows]
        self._loaded = folder / "loaded.db"
        with ledgers.opened(self._loaded, accounts) as store:
            ledgers.load(store, self._results)

    def ours(self) -> Run:
        """The workers of a check, one account each."""
        store = ledgers.opened(self._file(), self._accounts)
        leases = store.claim_due(NOW, len(self._results), ledgers.LEASE)

        def run() -> None:
            with store, ThreadPoolExecutor(WORKERS) as pool:
                done = pool.map(
                    lambda one: store.commit_check(one, self._results[one.account]), leases
                )
                if not all(done):
                    raise AssertionError("a lease was overtaken")

        return run

    def floor(self) -> Run:
        """Values that are ready made, into one table without an index, in one transaction."""
        connection = plain.bare_table(self._file())

        def run() -> None:
            plain.insert_all(connection, self.rows)
            connection.close()

        return run

    def kept(self) -> Run:
        """Everything that ours leaves behind, copied by SQLite alone, in one transaction."""
        path = self._file()
        ledgers.opened(path, ()).close()

        def run() -> None:
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                plain.copy_all(connection, self._loaded)

        return run

    def naive(self) -> Run:
        """One `upsert_all`."""
        database = Database(self._file())

        def run() -> None:
            plain.upsert_all(database, self._records)
            database.close()

        return run

    def _file(self) -> Path:
        """A new name; what the rounds before left is thrown away, so that the disk stays free."""
        for old in self._folder.iterdir():
            if not old.name.startswith(self._loaded.name):
                old.unlink()
        self._files += 1
        return self._folder / f"{self._files}.db"
