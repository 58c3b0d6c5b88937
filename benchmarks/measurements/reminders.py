"""Reminders: a pass over open invoices of which 100 are due; floor: their rows, naive: a scan"""

import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from benchmarks.books import NOW
from benchmarks.ledgers import LADDER
from benchmarks.many import make_due, many
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, Prepare, Run, Took, ready, side_by_side
from bot.around import Chain, Surroundings
from bot.config.load import load
from bot.remind import remind
from bot.rules import Rulebook
from state.database import SqliteStore, open_store
from state.rows import micros

INVOICES = 1_000_000
DUE = 100
MESSAGES = 10_000
SOME = Goal(below_naive=4)
NONE = Goal(below_naive=300)
DECIDED = Goal(at_most=2_000)
STEPS = {-days for days in LADDER.before} | set(LADDER.after)
CONFIG = """
[[accounts]]
name = "shop"
provider = "whmcs"
url = "https://billing.shop.example"
identifier = { env = "KEY" }
secret = { env = "KEY" }
"""


def measure(effort: Effort) -> list[Row]:
    """One pass when steps have come, with their messages on the disk; and one with none."""
    count, due = effort.of(INVOICES, 10_000), DUE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.db"
        many(path, count)
        rules = book(Path(folder))
        with open_store(path) as store:
            some = side_by_side(_ways(store, path, rules, due), effort.rounds)
            none = side_by_side(_ways(store, path, rules, 0), effort.rounds)
            messages = effort.of(MESSAGES, 20) // 2 * 2  # a line and a redraw of each invoice
            many_due = side_by_side(_ways(store, path, rules, messages // 2), effort.rounds)
    return [
        _row(f"{count:,} open invoices, {due} due", some, SOME),
        _row(f"{count:,} open invoices, none due", none, NONE),
        _row(f"{messages:,} messages decided and queued", many_due, DECIDED),
    ]


def _row(what: str, took: Mapping[str, Took], goal: Goal) -> Row:
    ours, floor, naive = (took[name].cpu for name in ("ours", "floor", "naive"))
    walls = ", ".join(f"{name} {each.wall:,.2f} ms" for name, each in took.items())
    return Row(what, "ms", ours, floor, naive, goal, f"on the wall: {walls}")


def _ways(store: SqliteStore, path: Path, rules: Rulebook, due: int) -> Mapping[str, Prepare]:
    def ours() -> Run:
        make_due(path, due)
        return lambda: one_pass(store, rules, due)

    def floor() -> Run:
        make_due(path, due)
        return lambda: _floor(path, due)

    return {"ours": ours, "floor": floor, "naive": ready(lambda: _naive(path))}


def one_pass(store: SqliteStore, rules: Rulebook, due: int) -> None:
    """The pass of every tick: find, decide, queue, record and schedule."""
    looked = remind(store, Surroundings(store, rules, Chain(), NOW).of, NOW)
    if looked != due or store.pending() != 2 * due:  # a line and a redraw each
        raise AssertionError(f"{looked} looked at, {store.pending()} queued; {due} were due")


def _floor(path: Path, due: int) -> None:
    """Reading the rows of those that are due, by the index; nothing is decided or written."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT * FROM invoices WHERE next_step_at <= ?", (micros(NOW),)
        ).fetchall()
    if len(rows) != due:
        raise AssertionError(f"{len(rows)} rows for {due} that are due")


def _naive(path: Path) -> list[tuple[str, str]]:
    """Every open invoice, compared with the days of the ladder; nothing is written either."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT account, number, due FROM invoices WHERE standing IN ('open', 'unknown')"
        )
        today = NOW.date()
        return [
            (account, number)
            for account, number, due in rows
            if due and (today - date.fromisoformat(due)).days in STEPS
        ]


def book(folder: Path) -> Rulebook:
    """The rules of somebody who configured none."""
    path = folder / "duewatch.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return Rulebook(load(path, {}))
