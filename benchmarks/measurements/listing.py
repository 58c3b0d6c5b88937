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
FORMATS = ("table", "json", "csv")


def measure(effort: Effort) -> list[Row]:
    """Time on the wall, as whoever types it waits."""
    accounts = ledgers.listed(effort.of(INVOICES, 100))
    with tempfile.TemporaryDirectory() as folder:
        environ = _database(Path(folder), accounts)
        count = _listed(environ)
        ways = {each: _process(_command(each), environ) for each in FORMATS}
        ways["floor"] = _process(processes.NOTHING, environ)
        took = side_by_side(ways, effort.rounds, childrens_cpu)
    return [_row(f"{count:,} invoices, {each}", took[each], took["floor"]) for each in FORMATS]


def _command(output: str) -> tuple[str, ...]:
    return processes.command("list", "--format", output)


def _process(words: tuple[str, ...], environ: dict[str, str]) -> Prepare:
    return ready(lambda: processes.run(words, environ))


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
