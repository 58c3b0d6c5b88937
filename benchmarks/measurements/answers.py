"""Answers: 99 of 100 questions stay below these, a writer commits; naive: reading every row"""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from threading import Event, Thread

from benchmarks.books import NOW
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, Took
from benchmarks.varied import ACCOUNTS, FIRST, varied
from bot.answers.answer import Answers
from bot.answers.lookup import find
from bot.answers.narrow import Narrowed, narrow
from bot.answers.reporting import Reports
from bot.slack.commands import Listing, Query, Report, Show, parse
from state.database import SqliteStore, open_store
from state.store import CheckResult

INVOICES = 1_000_000
ROUNDS = 4  # of all questions, in each round of the measurement
USUAL = (
    *("", "overdue", "due 14d", "open", "payable", "overdue receivable", "this month"),
    *("voxel overdue", "acme-017", "account acme-501 overdue", "client 'client 421'"),
    *("over 100 USD", "overdue over 250", "payable under 50 EUR due next week", "mine"),
    *("overdue unclaimed", "acknowledged of <@U07>", "before 2026-09-01 over 1000 USD"),
    *(f"show {FIRST + 77}", f"acme-003/{FIRST + 3}", f"show RE-{FIRST + 500}", f"show {FIRST}0"),
)
DEEP = (("open", 500), ("overdue", 100), ("over 100", 50), ("payable", 20_000))
REPORTS = ("summary", "aging", "cash 30d")
ODD = ("over 137", "under 1234.56 USD", "overdue over 333.33")
IN_STATE, WHOLE = Goal(at_most=50), Goal(at_most=150)
_USER = "U07"


def measure(effort: Effort) -> list[Row]:
    """Every question again and again, on the wall; the writer records checks all the while."""
    count = effort.of(INVOICES, 1_000)
    rounds = max(1, round(ROUNDS * effort.rounds * min(1.0, effort.share * 5)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "varied.db"
        varied(path, count)
        with open_store(path) as store:
            naive = _timed(lambda: _naive(store)).wall
            with _writing(store) as written:
                usual = _asked(store, [(typed, 1) for typed in USUAL] + [*DEEP], rounds)
                odd = _asked(store, [(typed, 1) for typed in ODD], rounds)
                reports = {typed: _reported(store, typed) for typed in REPORTS}
            note = f"{written()} checks were recorded meanwhile"
    what = f"{count:,} open invoices"
    return [
        _row(f"{what}, in state", usual, 0, naive, IN_STATE, note),
        _row(f"{what}, whole answer", usual, 1, naive, WHOLE, note),
        _row(f"{what}, amounts that are not round, in state", odd, 0, naive, Goal(), note),
        _slowest(f"{what}, figures", reports),
    ]


Times = dict[str, list[tuple[Took, Took]]]  # by question: in state, and in all


def _row(what: str, times: Times, which: int, naive: float, goal: Goal, note: str) -> Row:
    found = [one[which] for each in times.values() for one in each]
    walls, cpus = sorted(one.wall for one in found), sorted(one.cpu for one in found)
    slowest = max(times, key=lambda typed: _middle(times[typed], which))
    told = (
        f"p99 of {len(found)} on the wall; of the processor {_at(cpus, 0.99):,.1f} ms; medians "
        f"{_at(walls, 0.5):,.1f} and {_at(cpus, 0.5):,.1f} ms; most of the processor: `{slowest}` "
        f"{_middle(times[slowest], which):,.1f} ms; {note}"
    )
    return Row(what, "ms", _at(walls, 0.99), naive=naive, goal=goal, note=told)


def _slowest(what: str, reports: Mapping[str, Took]) -> Row:
    """They are answered after the acknowledgement, so nothing is wanted of them but sense."""
    told = ", ".join(f"`{typed}` {took.cpu:,.0f} ms" for typed, took in reports.items())
    worst = max(took.wall for took in reports.values())
    return Row(what, "ms", worst, note=f"the slowest on the wall; of the processor {told}")


def _reported(store: SqliteStore, typed: str) -> Took:
    """A report as it is sent, its pictures apart."""
    query = parse(typed)
    if not isinstance(query, Report):
        raise AssertionError(f"{typed!r} is no question for figures")
    return _timed(lambda: Reports(store, lambda: NOW).told(query, _USER, NOW))


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _middle(each: Sequence[tuple[Took, Took]], which: int) -> float:
    return median(one[which].cpu for one in each)


def _asked(store: SqliteStore, questions: Sequence[tuple[str, int]], rounds: int) -> Times:
    times: Times = {}
    answers = Answers(store, lambda: NOW)
    for _ in range(rounds):
        for typed, page in questions:
            query = parse(typed)
            if not isinstance(query, Query):
                raise AssertionError(f"{typed!r} is not a question")
            in_state = _timed(partial(_in_state, store, query, page))
            in_all = _timed(partial(answers.answer, query, _USER, page))
            times.setdefault(f"{typed} (page {page})", []).append((in_state, in_all))
    return times


def _in_state(store: SqliteStore, query: Query, page: int) -> None:
    """What an answer asks of the state: names, the sums of all that is meant, and a page."""
    match query:
        case Listing():
            narrowed = narrow(store, query, NOW, _USER)
            if not isinstance(narrowed, Narrowed):
                raise AssertionError(f"{query} names nothing")
            store.search(narrowed.search, page)
        case Show(reference):
            find(store, reference)
        case _:
            raise AssertionError(f"{query} is not measured")


def _naive(store: SqliteStore) -> dict[tuple[str, str], int]:
    """Every owed row read and added up here, as a list of what is overdue once was."""
    today = NOW.date()
    sums: dict[tuple[str, str], int] = {}
    with store._readers.moment() as connection:  # noqa: SLF001 -- the same connection for both
        for direction, currency, units, due in connection.execute(
            """SELECT a.direction, i.open_currency, i.open, i.due FROM invoices AS i
               JOIN accounts AS a ON a.name = i.account WHERE i.standing IN ('open', 'unknown')"""
        ):
            if due and date.fromisoformat(due) < today:
                sums[direction, currency] = sums.get((direction, currency), 0) + units
    return sums


def _timed(work: Callable[[], object]) -> Took:
    """Of the processor what this thread used, not the writer."""
    used, started = time.thread_time(), time.perf_counter()
    work()
    return Took((time.thread_time() - used) * 1000, (time.perf_counter() - started) * 1000)


@contextmanager
def _writing(store: SqliteStore) -> Iterator[Callable[[], int]]:
    """A thread that records one check after the other, each on the disk when it ends."""
    stop, done = Event(), list[str]()
    thread = Thread(target=_write, args=(store, stop, done))
    thread.start()
    try:
        yield lambda: len(done)
    finally:
        stop.set()
        thread.join()


def _write(store: SqliteStore, stop: Event, done: list[str]) -> None:
    turn = 0
    while not stop.is_set():
        name, at = f"acme-{turn % ACCOUNTS:03}", NOW + timedelta(seconds=turn)
        lease = store.claim_account(name, at, timedelta(minutes=15))
        if lease is None:
            raise AssertionError(f"{name}: somebody else checks it")
        if store.commit_check(lease, CheckResult(at, at + timedelta(hours=1), str(turn))):
            done.append(name)
        turn += 1
