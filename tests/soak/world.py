"""One world lived through: poll after poll, each with its fault, each judged."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx

from bot.demo.billing import BillingAccount
from bot.demo.loopback import Served
from providers.deadline import open_client
from tests.soak import linode
from tests.soak.books import Books, Clock
from tests.soak.facts import whmcs_list
from tests.soak.faults import LIES, place, plan
from tests.soak.house import Watch, Witness, check, watch
from tests.soak.laws import Bills, Seen, broken, unsettled
from tests.soak.wire import InProcess, OverSockets, Version, Wire

PROVIDERS: tuple[linode.Name, ...] = ("interserver", "whmcs", "voxel", "singlehop", "linode")
STEPS = 160  # polls of one world
CALM = 10  # every so many polls a good one must put all in order
MOVES = 0.3  # share of good polls after which the provider numbers all that is owed anew
SOCKETS = 0.02  # share of polls that go over real sockets
MEMORY = Path("/dev/shm")  # noqa: S108 -- only for a folder with an unguessable name
CACHES_END = timedelta(hours=25)  # details are kept for a day at most


@dataclass(frozen=True, slots=True)
class Violation:
    """A law that was broken, and how to see it again."""

    seed: int
    world: int
    step: int
    provider: str
    what: str
    fault: str

    def __str__(self) -> str:
        again = f"python -m tests.soak SEED={self.seed} WORLD={self.world} STEP={self.step}"
        return f"{self.provider}: {self.what}\n    fault: {self.fault}; again: {again}"


@dataclass(slots=True)
class Tally:
    """What was done and what came of it."""

    polls: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    survived: Counter[str] = field(default_factory=Counter)  # faults in spite of which it read
    changes: Counter[str] = field(default_factory=Counter)
    renumbered: int = 0
    believed: int = 0  # of these, how many an operator had to take over
    messages: int = 0
    sockets: int = 0
    violations: list[Violation] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take in what another world gave."""
        for name in ("polls", "good", "faults", "survived", "changes"):
            getattr(self, name).update(getattr(other, name))
        self.renumbered += other.renumbered
        self.believed += other.believed
        self.messages += other.messages
        self.sockets += other.sockets
        self.violations += other.violations


class Line:
    """How requests travel; shared by all worlds of a process, since one runs at a time."""

    def __init__(self) -> None:
        self.wire: Wire | None = None
        self.over_sockets = False
        self._inside = httpx.Client(transport=InProcess(self._current), trust_env=False)
        self._outside = open_client()
        self._served = Served(OverSockets(self._current))
        self.url = self._served.url

    def __call__(self) -> httpx.Client:
        """The client for the current poll."""
        return self._outside if self.over_sockets else self._inside

    def close(self) -> None:
        """Close the port."""
        self._served.stop()
        self._inside.close()
        self._outside.close()

    def _current(self) -> Wire:
        assert self.wire is not None, "a request outside of any poll"
        return self.wire


@contextmanager
def line() -> Iterator[Line]:
    """Open a line and close it at the end."""
    opened = Line()
    try:
        yield opened
    finally:
        opened.close()


class World:
    """Five accounts, their books, one database."""

    def __init__(self, seed: int, number: int, folder: Path, through: Line) -> None:
        self.seed, self.number, self.line = seed, number, through
        self.rng = Random(f"{seed}/{number}")
        self.clock = Clock()
        self.tally = Tally()
        self.step = 0
        self.store = Witness(folder / "soak.db")
        self.has_moments = self.rng.random() < 0.7
        self.earlier: dict[str, BillingAccount] = {}
        self.calmed: Watch | None = None  # of this one everything is known
        retries = self.rng.choice((0, 2))
        self.watched = [
            watch(Books.opened(name, self.clock, self.rng), through.url, through, retries)
            for name in PROVIDERS
        ]
        self.store.sync_accounts([one.account for one in self.watched], self.clock())

    def live(self, steps: int, until: int) -> Tally:
        """Poll so many times; stops at the first violation, or early at step `until`."""
        while self.step < min(steps, until) and not self.tally.violations:
            self.step += 1
            ends = steps - self.step < len(self.watched)
            one = self.watched[steps - self.step] if ends else self.rng.choice(self.watched)
            if ends or self.step % CALM == 0:
                self._calm(one)
            elif self.calmed and self.step % CALM == 1 and self.rng.random() < MOVES:
                self._renumber(self.calmed)
            else:
                self._poll(one)
        self.tally.messages = self.store.heard.total()
        for key in self.store.doubled():
            self._violated("all", f"said twice: {key}", "-")
        return self.tally

    def _poll(self, one: Watch) -> None:
        """Let some time pass, let something go wrong, check, and judge."""
        rng = self.rng
        self.clock.forward(timedelta(minutes=rng.choice((1, 5, 30, 30, 180, 1500))))
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
            one.books.live(rng)
        if rng.random() < 0.03:
            one.restart()
        wire = self._wire(one, self._versions(one))
        if rng.random() < 0.5:
            wire.fault = plan(one.name, rng, one.books.modules)
        wire.packed = rng.random() < 0.2
        self._judge(one, wire, over_sockets=rng.random() < SOCKETS)

    def _calm(self, one: Watch) -> None:
        """Check with nothing wrong, late enough for all that was kept; then all must fit."""
        self.clock.forward(CACHES_END)
        self._fits(one)
        # Linode's numbers say which of its invoices the balance pays, so they cannot
        self.calmed = None if one.name == "linode" else one

    def _renumber(self, one: Watch) -> None:
        """All that is owed gets another number: with nothing else wrong that is believed.

        What stands in none of WHMCS' lists cannot be seen under a new number. Where most is
        like that the answer is refused by rule, and rightly: an operator has to look.
        """
        believe = self._is_mostly_hidden(one)
        one.books.renumber()
        self.tally.renumbered += 1
        self._fits(one, believe=believe)

    def _is_mostly_hidden(self, one: Watch) -> bool:
        record = self.store.known(one.account.name)
        bills = [bill for bill in one.books.account.bills() if bill.open]
        lost = [bill for bill in bills if bill.number in record and record[bill.number].is_owed]
        hidden = [bill for bill in lost if one.name == "whmcs" and not whmcs_list(bill)]
        return len(lost) >= 3 and 2 * len(hidden) >= len(lost)

    def _fits(self, one: Watch, *, believe: bool = False) -> None:
        wire = self._wire(one, [self._version(one, 0)])
        if not self._judge(one, wire, over_sockets=False, believe=believe):
            return
        record, bills = self.store.known(one.account.name), _bills(one.name, wire)[-1]
        for what in unsettled(one.name, bills, record):
            self._violated(one.name, f"after all faults {what}", "none")
        one.books.gone.clear()

    def _wire(self, one: Watch, versions: list[Version]) -> Wire:
        return Wire(
            seed=f"{self.seed}/{self.number}/{self.step}",
            versions=versions,
            earlier=self.earlier.get(one.name),
            has_moments=self.has_moments,
        )

    def _versions(self, one: Watch) -> list[Version]:
        """The books now, and, in some checks, how they change between two requests."""
        versions = [self._version(one, 0)]
        if self.rng.random() < 0.3:
            for since in sorted(place(one.name, self.rng, one.books.modules) for _ in range(2)):
                one.books.live(self.rng)
                versions.append(self._version(one, since))
            self.tally.faults["drift"] += 1
        return versions

    def _version(self, one: Watch, since: int) -> Version:
        return Version(since, one.books.as_of_now())

    def _judge(self, one: Watch, wire: Wire, *, over_sockets: bool, believe: bool = False) -> bool:
        """Check and hold the result against the laws; True if the check was good."""
        before = self.store.known(one.account.name)
        self.line.wire, self.line.over_sockets = wire, over_sockets
        checked = check(self.store, one, believe=believe)
        fault = wire.fault.kind if wire.fault and wire.struck else None
        seen = Seen(
            provider=one.name,
            window=_bills(one.name, wire),
            ever=frozenset(one.books.ever),
            before=before,
            after=self.store.known(one.account.name),
            error=checked.error,
            fault=fault,
            lied=fault in LIES,
            kept=frozenset(one.books.opens if self._is_old(one) else ()),
        )
        self.tally.believed += checked.doubt is not None
        self.earlier[one.name] = wire.versions[-1].account
        self._count(seen, checked.changes, over_sockets=over_sockets)
        for what in broken(seen):
            self._violated(one.name, what, f"{wire.fault}, drift {len(wire.versions) - 1}")
        return seen.ok and not self.tally.violations

    def _is_old(self, one: Watch) -> bool:
        """Whether part payments may stay unseen for a day, as WHMCS before version 8 has it."""
        return one.name == "whmcs" and not self.has_moments

    def _count(self, seen: Seen, changes: object, *, over_sockets: bool) -> None:
        tally = self.tally
        tally.polls[seen.provider] += 1
        tally.sockets += over_sockets
        if seen.fault:
            tally.faults[seen.fault] += 1
        if seen.ok:
            tally.good[seen.provider] += 1
            tally.survived[seen.fault or "none"] += 1
        for change in changes if isinstance(changes, list | tuple) else ():
            tally.changes[type(change).__name__.lower()] += 1

    def _violated(self, provider: str, what: str, fault: str) -> None:
        self.tally.violations.append(
            Violation(self.seed, self.number, self.step, provider, what, fault)
        )


def _bills(provider: linode.Name, wire: Wire) -> list[Bills]:
    seen = (account.bills() for account in wire.seen())
    told = (linode.told(bills) if provider == "linode" else bills for bills in seen)
    return [{bill.number: bill for bill in bills} for bills in told]


def run(
    seed: int, number: int, through: Line, steps: int = STEPS, until: int | None = None
) -> Tally:
    """Live through one world in a folder of its own; `until` ends it at an earlier step."""
    memory = str(MEMORY) if MEMORY.is_dir() else None  # the disk is not what is tried here
    with TemporaryDirectory(prefix="soak-", dir=memory) as folder:
        world = World(seed, number, Path(folder), through)
        try:
            return world.live(steps, steps if until is None else until)
        finally:
            world.store.close()
