"""`why` about one of very many invoices: the answer alone and as a process; floor: empty Python"""

import tempfile
from pathlib import Path

from benchmarks import processes
from benchmarks.books import NOW
from benchmarks.many import last, many
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, Took, childrens_cpu, ready, side_by_side
from bot.around import Chain
from bot.clock import system_clock
from bot.config.load import load
from bot.demo.world import World
from bot.formats import reasons
from bot.rules import Rulebook
from bot.why import Explainer
from state.database import SqliteReader, open_reader
from state.model import InvoiceKey

INVOICES = 100_000
ANSWER = Goal(at_most=300)
PROCESS = Goal(above_floor=500)


def measure(effort: Effort) -> list[Row]:
    """Time on the wall, as whoever asks waits."""
    count = effort.of(INVOICES, 1_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environ = processes.configured(folder, _world(), "http://127.0.0.1:9")
        many(folder / "measured.db", count)
        asked = last(count)
        book = Rulebook(load(folder / "duewatch.toml", environ))
        with open_reader(folder / "measured.db") as reader:
            answer = {"ours": ready(lambda: _answer(reader, book, asked))}
            alone = side_by_side(answer, effort.rounds)["ours"]
        command = processes.command("why", str(asked))
        ways = {
            "ours": ready(lambda: processes.run(command, environ)),
            "floor": ready(lambda: processes.run(processes.NOTHING, environ)),
        }
        took = side_by_side(ways, effort.rounds, childrens_cpu)
    return [
        Row(f"one of {count:,}, the answer alone", "ms", alone.wall, goal=ANSWER),
        _process(f"one of {count:,}, `duewatch why`", took["ours"], took["floor"]),
    ]


def _process(what: str, ours: Took, floor: Took) -> Row:
    note = f"of the processor {ours.cpu:,.0f} ms"
    return Row(what, "ms", ours.wall, floor.wall, goal=PROCESS, note=note)


def _answer(reader: SqliteReader, book: Rulebook, key: InvoiceKey) -> str:
    """What a running bot does when somebody asks."""
    view = reader.invoice(key)
    if view is None:
        raise AssertionError(f"{key} should be there")
    return reasons.as_text(Explainer(reader, book, Chain, lambda: NOW).explain(view))


def _world() -> World:
    world = World(system_clock)
    world.add_account("shop", "whmcs")
    return world
