"""One schedule: a world by a seed, lived through until it is calm again, and judged."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from state.file.connections import StateError
from state.model import Coverage
from tests.simulation import flavours, ladder
from tests.simulation.books import Ledgers
from tests.simulation.disk import Disk
from tests.simulation.flavours import NAMES
from tests.simulation.hands import Crew
from tests.simulation.hours import RIGHT, Hours
from tests.simulation.life import Life
from tests.simulation.people import People
from tests.simulation.process import Process
from tests.simulation.slack import Slack
from tests.simulation.trace import Trace
from tests.simulation.weather import Killed, Weather
from tests.simulation.witness import Witness, in_short

BEAT = timedelta(seconds=1.1)
AGAIN = timedelta(seconds=40)  # until a process that has ended is started again
FULL = timedelta(minutes=7)  # how often it is worth looking while the disk is full
MOST_STARTS = 5  # on a full disk; then somebody makes room
MOST_TURNS = 20_000
DATABASE = "simulation.db"
PATIENT = 60  # ticks without anything new


class Broken(Exception):
    """A law was broken; the text says which, and how."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where schedules are lived through: a folder, and an empty database to begin with."""

    folder: Path
    template: Path


class World:
    """Providers, Slack, people, a disk, two clocks, and the bot in the middle."""

    def __init__(
        self, seed: int, place: Place, tell: Callable[[str], object] | None = None
    ) -> None:
        self.seed, self.place = seed, place
        self.chance = Random(seed)
        self.flavour = flavours.some(self.chance)
        self.hours = Hours(flavours.begins(self.flavour, self.chance))
        self.trace = Trace(self.hours.true, tell)
        self.weather = Weather(self.chance, self.trace, fell=self._fall)
        self.database = place.folder / DATABASE
        self.witness = Witness(self.hours, self.trace, self.database)
        watch, seen = self.witness.watch, self.witness.posted
        self.slack = Slack(self.hours, self.weather, watch, seen, self._meanwhile)
        self.witness.slack = self.slack
        self.books = {name: self._opened(name) for name in NAMES}
        self.settings = flavours.settings(self.flavour, place.folder, self.books)
        self.people = People(self.chance, self.slack, self.weather, self.flavour.at_home)
        self.life = Life(self.chance, self.trace, self.books, self.today, self.flavour.crowded)
        self.process: Process | None = None
        self.disk_full = False
        self.shut = False  # a channel was out of reach at some time
        self.most_off = RIGHT  # by how much the bot's clock was ever wrong
        self.head: bytes | None = None  # of the audit log, at the last judgement
        self.turns = 0
        self._nested = 0
        self._known, self._still = (0, 0), 0  # what has happened, and for how many ticks nothing

    def _opened(self, name: str) -> Ledgers:
        coverage = self.chance.choice(list(Coverage))
        return Ledgers(
            name, self.hours.true, coverage, weather=self.weather, meanwhile=self._meanwhile
        )

    def today(self) -> date:
        """The day it is for the team."""
        return self.hours.now.astimezone(ZoneInfo(self.flavour.zone)).date()

    def begin(self) -> None:
        """An empty database, some invoices, and the first start."""
        for leftover in self.place.folder.glob(f"{self.database.name}*"):
            leftover.unlink()
        shutil.copyfile(self.place.template, self.database)
        self.life.begin()
        self.weather.calm = self.chance.random() < 0.7  # a first check without trouble, mostly
        self.start()
        self.until(self.hours.now + timedelta(minutes=2))

    # the process

    def start(self) -> None:
        """Start the bot on its database; it may fail to, or die of it."""
        disk = Disk(self.weather, str(self.database), full=self.disk_full)
        crew = Crew(self.chance, slow=0.0 if self.weather.calm else 0.05)
        process = Process(self.settings, self.hours, disk, self.chance, crew)
        self.process = process
        self.trace.say("system", "starts the bot")
        self.protect(process.start)

    def protect(self, work: Callable[[], object]) -> bool:
        """Do something in the bot's process; False if that was its end."""
        process = self.process
        try:
            work()
        except Killed:
            return self.bury()
        except StateError as error:
            self.trace.say("bot", f"ends: {in_short(error)}")
            return self.bury()
        if process is not None and process.disk.gone:  # somebody has caught what nobody may
            return self.bury()
        return self.process is process

    def _fall(self) -> None:
        """From this moment on the process reaches nothing any more, whatever it still does."""
        if self.process is not None:
            self.process.disk.gone = True

    def bury(self) -> bool:
        """The process is gone: nothing of it works on."""
        if self.process is not None:
            self.process.disk.drop()
            self.process = None
        return False

    def alive(self) -> Process:
        """The bot's process; started again if it has ended."""
        starts = 0
        while self.process is None:
            self.hours.forward(AGAIN)
            self.slack.pass_time()
            self.disk_full = self.disk_full and starts < MOST_STARTS
            self.start()
            starts += 1
        return self.process

    # one thing after the other

    def tick(self, late: timedelta = RIGHT) -> None:
        """The scheduler wakes up and finds out what is to be done."""
        process = self.alive()
        beaten: list[bool] = []
        lived = self.protect(lambda: beaten.append(process.beat(late)))
        if lived and not process.disk.gone and beaten == [False]:
            seconds = late.total_seconds()
            raise Broken(f"no tick is dropped: one that came {seconds:g} s late was")

    def work(self) -> bool:
        """One of the bot's threads does one thing; False if there is nothing to do."""
        found: list[str | None] = [None]
        if self.process is None:
            return False
        crew = self.process.crew

        def turn() -> None:
            found[0] = crew.turn()

        return self.protect(turn) and found[0] is not None

    def deliver(self) -> bool:
        """Slack delivers something that somebody did; False if it cannot."""
        if not self.people.waiting or not self.people.connected:
            return False
        process = self.alive()
        return self.protect(lambda: self.people.deliver(process.app))

    def _meanwhile(self) -> None:
        """While somebody waits for an answer, the others go on."""
        if self.weather.calm or self._nested or self.process is None:
            return
        self._nested += 1
        try:
            if self.chance.random() < 0.15:
                self.hours.forward(timedelta(seconds=self.chance.choice((1, 5, 20))))
                self.life.happen()
            if self.chance.random() < 0.15 and self.people.waiting:
                self.people.deliver(self.process.app)
            if self.chance.random() < 0.15:
                self.process.crew.turn()
        finally:
            self._nested -= 1

    # time

    def until(self, end: datetime) -> None:
        """Let the bot work until then, moment by moment."""
        while self.hours.now < end:
            self.settle()
            self.hours.forward(min(self.next_moment(), end) - self.hours.now)
            self.slack.pass_time()
            self.tick(self._lateness())
            self._count()
        self.settle()

    def settle(self) -> None:
        """Let every thread finish what it can do now."""
        while self.work():
            self._count()

    def _lateness(self) -> timedelta:
        if not self.weather.strikes("late tick"):
            return RIGHT
        seconds = self.chance.choice((1.5, 3, 30))
        self.trace.say("system", "the machine stalls", "late tick")
        return timedelta(seconds=seconds)

    def next_moment(self) -> datetime:
        """When something has to be done next, by the true time."""
        process = self.process
        soon = self.hours.now + BEAT
        if process is None:
            return soon
        if self.disk_full:
            return soon + FULL
        moments = [self._next_check(), process.core.store.next_event()]
        bots = min(moment for moment in moments if moment is not None)
        return max(soon, bots - self.hours.off, self._unless_it_spins())

    def _unless_it_spins(self) -> datetime:
        """What is due and cannot be done yet is tried each second; we need not watch that."""
        known = (len(self.witness.posts), self.trace.steps)
        self._still = self._still + 1 if known == self._known else 0
        self._known = known
        return self.hours.now + (timedelta(minutes=1) if self._still > PATIENT else RIGHT)

    def _next_check(self) -> datetime:
        """When an account may be checked that nobody is checking."""
        found = self.witness.eyes().execute(
            "SELECT min(max(next_check_at, coalesce(lease_until, 0))) FROM accounts"
        )
        return utc(found.fetchone()[0])

    def end(self) -> None:
        """Leave nothing open."""
        self.bury()
        self.witness.close()

    def _count(self) -> None:
        self.turns += 1
        if self.witness.wrong:
            raise Broken(self.witness.wrong[0])
        if self.turns > MOST_TURNS:
            raise Broken("nothing spins: there is always something to be done at once")

    def working(self, at: datetime) -> bool:
        """Whether people may be spoken to then, by a rule of our own."""
        local = at.astimezone(ZoneInfo(self.flavour.zone))
        if not ladder.is_open(local.date(), self.flavour):
            return False
        return flavours.OPENS <= local.time() < flavours.CLOSES


def utc(micros: int) -> datetime:
    """An instant as the database keeps it."""
    return datetime.fromtimestamp(micros / 1_000_000, UTC)
