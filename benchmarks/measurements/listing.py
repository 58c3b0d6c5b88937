"""`duewatch list`: a whole process, floor: a Python that just ends"""

import json
import tempfile
from pathlib import Path

from benchmarks import ledgers, processes
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, Prepare, Took, childrens_cpu, ready, side_by_side
from bot.clock import system_clock
from bot.demo.world import World

INVOICES = 10_000
GOAL = Goal(above_floor=500)


def measure(effort: Effort) -> list[Row]:
    """Time on the wall, as whoever types it waits; with few accounts and with many."""
    count = effort.of(INVOICES, 100)
    few, many = ledgers.listed(count, count // 4), ledgers.listed(count)
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as large:
        with_few, with_many = _database(Path(small), few), _database(Path(large), many)
        listed = f"{_listed(with_few):,} invoices"
        ways = {
            f"{listed}, table": _process("table", with_few),
            f"{listed}, json": _process("json", with_few),
            f"{listed}, csv": _process("csv", with_few),
            f"{listed} of {len(many)} accounts, table": _process("table", with_many),
        }
        nothing = {"floor": ready(lambda: processes.run(processes.NOTHING, with_few))}
        took = side_by_side(ways | nothing, effort.rounds, childrens_cpu)
    return [_row(what, took[what], took["floor"]) for what in ways]


def _command(output: str) -> tuple[str, ...]:
    return processes.command("list", "--format", output)


def _process(output: str, environ: dict[str, str]) -> Prepare:
    return ready(lambda: processes.run(_command(output), environ))


def _row(what: str, ours: Took, floor: Took) -> Row:
    note = f"of the processor {ours.cpu:,.0f} ms"
    return Row(what, "ms", ours.wall, floor.wall, goal=GOAL, note=note)


def _database(folder: Path, accounts: list[ledgers.Listed]) -> dict[str, str]:
    world = World(system_clock)
    for one in accounts:
        world.add_account(one.account.name, ledgers.PROVIDER)
    environ = processes.configured(folder, world, "http://127.0.0.1:9")
    with ledgers.opened(folder / "measured.db", accounts) as store:
        ledgers.load(store, ledgers.first_results(accounts))
    return environ


def _listed(environ: dict[str, str]) -> int:
    """How many it lists; also the warm-up."""
    said = processes.run(_command("json"), environ)
    return len(json.loads(said)["invoices"])
