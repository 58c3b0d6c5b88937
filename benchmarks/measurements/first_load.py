"""First load: into an empty database, one transaction for each account of 100 invoices"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database

from benchmarks import ledgers, plain
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, Run, side_by_side

INVOICES = 100_000
GOAL = Goal(of_floor=1.3, below_naive=4)


def measure(effort: Effort) -> list[Row]:
    """Ours also writes the history, the indexes and the next reminder of each invoice."""
    accounts = ledgers.listed(effort.of(INVOICES, 200))
    with tempfile.TemporaryDirectory() as folder:
        load = _Load(accounts, Path(folder))
        ways = {"ours": load.ours, "floor": load.floor, "naive": load.naive}
        took = side_by_side(ways, effort.rounds)
    ours, floor, naive = took["ours"], took["floor"], took["naive"]
    walls = f"{ours.wall:,.0f}, {floor.wall:,.0f} and {naive.wall:,.0f} ms"
    return [
        Row(
            what=f"{len(load.rows):,} invoices",
            unit="ms",
            ours=ours.cpu,
            floor=floor.cpu,
            naive=naive.cpu,
            goal=GOAL,
            note=f"on the wall {walls}",
        )
    ]


class _Load:
    """The three ways, each into a new file every time."""

    def __init__(self, accounts: Sequence[ledgers.Listed], folder: Path) -> None:
        self._accounts = accounts
        self._folder = folder
        self._results = ledgers.first_results(accounts)
        self._files = 0
        self.rows = [row for one in accounts for row in plain.values(one.invoices)]
        self._records = [dict(zip(plain.COLUMNS, row, strict=True)) for row in self.rows]

    def ours(self) -> Run:
        store = ledgers.opened(self._file(), self._accounts)

        def run() -> None:
            with store:
                ledgers.load(store, self._results)

        return run

    def floor(self) -> Run:
        connection = plain.bare_table(self._file())

        def run() -> None:
            plain.insert_all(connection, self.rows)
            connection.close()

        return run

    def naive(self) -> Run:
        database = Database(self._file())

        def run() -> None:
            plain.upsert_all(database, self._records)
            database.close()

        return run

    def _file(self) -> Path:
        """A new name; what the rounds before left is thrown away, so that the disk stays free."""
        for old in self._folder.iterdir():
            old.unlink()
        self._files += 1
        return self._folder / f"{self._files}.db"
