"""The engine on very many accounts of one provider, which are all due whenever it is said."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event

from benchmarks import peak
from benchmarks.timing import Took, own_cpu
from benchmarks.upstream import Upstream
from bot import log
from bot.app import TICK_SECONDS, plans
from bot.around import Chain
from bot.check import Checked, Checker, Plan
from bot.clock import system_clock
from bot.config.load import load
from bot.engine import Engine
from bot.rules import Rulebook
from providers.clients import Clients
from state.database import open_store
from state.store import Lease

PATIENCE = 900.0
EVERY = timedelta(days=1)
SETTINGS = """
[slack]
channel = "#billing"
[check]
every = "1d"
"""
ACCOUNT = """
[[accounts]]
name = "acme-{number:05}"
provider = "voxel"
url = "http://127.0.0.1:{port}/"
key = {{ env = "KEY" }}
secret = {{ env = "KEY" }}
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep over all accounts took, in milliseconds, and at its worst in MiB."""

    took: Took
    memory: float


@dataclass(frozen=True, slots=True)
class _Counting(Checker):
    """Checks as ever, and says when all of a sweep are done."""

    each: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    all_done: Event = field(default_factory=Event)
    failed: list[str] = field(default_factory=list)

    def check(self, plan: Plan, lease: Lease, *, believe: bool = False) -> Checked:
        checked = Checker.check(self, plan, lease, believe=believe)
        if not checked.ok:
            self.failed.append(f"{checked.account}: {checked.error or checked.skipped}")
        if next(self.numbers) % self.each == 0:
            self.all_done.set()
        return checked


@dataclass(slots=True)
class Sweeps:
    """A bot that lives a day in each sweep."""

    engine_with: Callable[[int], Engine]
    checker: _Counting
    days: list[int]
    provider: Upstream

    def sweep(self, milliseconds: int, workers: int) -> Swept:
        """Check every account, each answer taking so long; the tick comes as it always does."""
        engine = self.engine_with(workers)
        try:
            return self._swept(engine, milliseconds)
        finally:
            engine.stop()

    def _swept(self, engine: Engine, milliseconds: int) -> Swept:
        self.provider.take(milliseconds)
        self.checker.all_done.clear()
        self.days.append(len(self.days))
        with peak.watched() as worst:
            used, started = own_cpu(), time.perf_counter()
            while not self._ticked(engine):
                if time.perf_counter() - started > PATIENCE:
                    raise TimeoutError("the sweep does not come to an end")
            took = Took((own_cpu() - used) * 1000, (time.perf_counter() - started) * 1000)
            memory = worst()
        if self.checker.failed:
            raise AssertionError(self.checker.failed[0])
        return Swept(took, memory)

    def _ticked(self, engine: Engine) -> bool:
        engine.tick()
        return self.checker.all_done.wait(TICK_SECONDS)


@contextmanager
def sweeps(folder: Path, provider: Upstream, accounts: int) -> Iterator[Sweeps]:
    """A bot with so many accounts at this provider; it logs as usual, to nowhere."""
    days: list[int] = []

    def clock() -> datetime:
        return system_clock() + 2 * EVERY * len(days)

    settings = load(_written(folder, provider.port, accounts), {"KEY": "demo"})
    clients = Clients()
    with _quiet(), open_store(folder / "sweeps.db") as store:
        store.sync_accounts([one.account for one in settings.accounts.values()], clock())
        checker = _Counting(store, clock, lambda span: span, each=accounts)
        engine_with = partial(
            Engine,
            store,
            plans(settings, clients, clock),
            checker,
            None,
            Rulebook(settings),
            Chain,
            clock,
        )
        try:
            yield Sweeps(engine_with, checker, days, provider)
        finally:
            clients.close()


def _written(folder: Path, port: int, accounts: int) -> Path:
    path = folder / "duewatch.toml"
    named = (ACCOUNT.format(number=number, port=port) for number in range(accounts))
    path.write_text(SETTINGS + "".join(named), encoding="utf-8")
    return path


@contextmanager
def _quiet() -> Iterator[None]:
    """What the bot logs costs what it costs, and nobody has to read it."""
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
            log.configure()
            yield
    finally:
        log.configure("WARNING")
