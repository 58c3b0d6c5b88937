"""Growth: the same at 1,000, 10,000, 100,000 and 1,000,000 invoices, of the processor"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median

from benchmarks.books import NOW
from benchmarks.decoding import read
from benchmarks.growing import Grown, bare
from benchmarks.ledgers import LEASE
from benchmarks.many import make_due
from benchmarks.measurements import changed, outbox, reminders
from benchmarks.plot import Panel, svg
from benchmarks.queues import Ours
from benchmarks.rows import Row
from benchmarks.timing import Effort, Run, measured
from benchmarks.wire import whmcs_answer
from bot.answers.lookup import find
from bot.answers.narrow import Narrowed, narrow
from bot.slack.commands import Listing, parse
from state.database import SqliteStore, open_store
from state.store import CheckResult, Lease

ON_REQUEST = True  # it takes ten minutes and three gigabytes of disk
SIZES = (1_000, 10_000, 100_000, 1_000_000)
AT_ONCE = 100_000  # rows of one answer, and messages that wait; more of either is not life
QUESTIONS = ("", "overdue", "due 14d", "over 100 USD", "overdue unclaimed", "shop-00000")
TURNS = 5
DUE = TAKEN = 100
HALF_HOUR = timedelta(minutes=30)


def measure(effort: Effort) -> list[Row]:
    """Every figure at every size."""
    rows: list[Row] = []
    for size in sorted({effort.of(size, 100) // 100 * 100 for size in SIZES}):
        with tempfile.TemporaryDirectory() as folder:
            rows += _at(Grown(size), Path(folder))
    return rows


def draw(rows: Sequence[Row]) -> Mapping[str, str]:
    """A panel for each figure, by the picture's name in docs/pictures."""
    panels: dict[str, list[Row]] = {}
    for row in rows:
        panels.setdefault(row.what.partition(": ")[2], []).append(row)
    return {"growth.svg": svg([_panel(title, found) for title, found in panels.items()])}


def _panel(title: str, rows: Sequence[Row]) -> Panel:
    sizes = [int(row.what.partition(":")[0].replace(",", "")) for row in rows]
    ours = [(size, row.ours) for size, row in zip(sizes, rows, strict=True)]
    floor = [(size, row.floor) for size, row in zip(sizes, rows, strict=True) if row.floor]
    return Panel(title, rows[0].unit, {"ours": ours} | ({"floor": floor} if floor else {}))


def _at(grown: Grown, folder: Path) -> Iterator[Row]:
    path, plain = folder / "grown.db", folder / "plain.db"
    with grown.opened(path) as store:
        loaded = grown.load(store).cpu
    yield _row(grown, "first load", "ms", loaded, bare(grown, plain).cpu)
    yield _row(grown, "on the disk", "MiB", _mebibytes(path), _mebibytes(plain))
    yield _row(grown, "opened", "ms", _often(lambda: open_store(path).close()))
    with open_store(path) as store:
        yield from _checks(grown, store)
        yield from _questions(grown, store)
        yield from _passes(grown, store, folder, path)
    if grown.size <= AT_ONCE:
        yield from _messages(grown, folder / "outbox.db")
        answer = whmcs_answer(grown.size)
        yield _row(grown, "an answer with all of them read", "ms", _often(lambda: read(answer)))


def _checks(grown: Grown, store: SqliteStore) -> Iterator[Row]:
    """A check of one account of a hundred invoices: the same answer, and 1 % of it changed."""
    account, said = next(grown.invoices())
    moments = (NOW + turn * HALF_HOUR for turn in range(1, 1_000))

    def lease() -> Lease:
        taken = store.claim_account(account.name, next(moments), LEASE)
        if taken is None:
            raise AssertionError(f"{account.name}: somebody else checks it")
        return taken

    def unchanged() -> None:
        now = next(moments)
        if not store.commit_check(lease(), CheckResult(now, now + HALF_HOUR, "", unread=None)):
            raise AssertionError(f"{account.name}: the lease was overtaken")

    floor = _often(lambda: store.known(account.name))
    yield _row(grown, "a check without news", "ms", _often(unchanged), floor)
    turns = iter(range(1, 1_000))
    yield _row(
        grown,
        "a check with 1 % changed",
        "ms",
        _often(
            lambda: changed.check(store, lease(), changed.dearer(said, next(turns)), next(moments))
        ),
        floor,
    )


def _questions(grown: Grown, store: SqliteStore) -> Iterator[Row]:
    def ask(typed: str) -> None:
        query = parse(typed)
        narrowed = narrow(store, query, NOW, "U07") if isinstance(query, Listing) else None
        if not isinstance(narrowed, Narrowed):
            raise AssertionError(f"{typed!r} is not a question about invoices")
        store.search(narrowed.search)

    took = {typed: _often(lambda: ask(typed)) for typed in QUESTIONS}  # noqa: B023 -- at once
    yield _row(grown, "the slowest of six questions", "ms", max(took.values()))
    last = str(2_000_000 + grown.size - 1)
    yield _row(grown, "an invoice found by its number", "ms", _often(lambda: find(store, last)))


def _passes(grown: Grown, store: SqliteStore, folder: Path, path: Path) -> Iterator[Row]:
    book = reminders.book(folder)
    due = max(1, min(DUE, grown.size // 1_000))

    def one(count: int) -> float:
        make_due(path, count)
        return measured(lambda: reminders.one_pass(store, book, count)).cpu

    yield _row(grown, "reminders, none due", "ms", median(one(0) for _ in range(TURNS)))
    took = median(one(due) for _ in range(TURNS))
    yield _row(grown, "reminders, each that is due", "ms", took / due)


def _messages(grown: Grown, path: Path) -> Iterator[Row]:
    """As many messages as there are invoices; a hundred of them taken and settled."""
    queue = Ours(path)
    queued = measured(lambda: queue.fill(outbox.drafts(grown.size))).cpu
    sent = measured(lambda: queue.send(outbox.CHANNELS, TAKEN)).cpu
    queue.close()
    yield _row(grown, "messages queued", "ms", queued)
    yield _row(grown, f"{TAKEN} of them taken and settled", "ms", sent)


def _row(grown: Grown, what: str, unit: str, ours: float, floor: float | None = None) -> Row:
    return Row(f"{grown.size:,}: {what}", unit, ours, floor)


def _mebibytes(path: Path) -> float:
    return path.stat().st_size / 2**20


def _often(run: Run) -> float:
    """The median of some runs, in milliseconds of the processor."""
    return median(measured(run).cpu for _ in range(TURNS))
