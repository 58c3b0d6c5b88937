"""From trouble to calm, and then the judgement: what one seed stands for."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from types import FrameType

from tests.simulation import heart, laws, operators
from tests.simulation.ears import EARS
from tests.simulation.hours import RIGHT
from tests.simulation.slack import in_reach
from tests.simulation.weather import PLACES
from tests.simulation.world import Broken, Place, World

PATIENCE = 300  # seconds of the processor; a schedule takes a fraction of one, seldom ten
LONGEST = 3_600  # seconds by the wall, for one that only waits; others may use the machine as well
MOST_STEPS = 20
PROMPTLY = 0.8  # of what people do comes at once, and not later or after something else
OFTEN = 0.6  # what may go wrong and last does, when its turn comes
AWAY = timedelta(hours=3)
PASS = timedelta(minutes=15)  # the longest wait of a message, and a pass of the delivery
CALM = timedelta(hours=14)  # the longest wait is eight hours, and then all is asked once more
JUMPS = (timedelta(minutes=-50), timedelta(minutes=40), timedelta(hours=-2), timedelta(hours=3))


@dataclass(slots=True)
class Tally:
    """What happened in so many schedules."""

    schedules: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take in what others lived through."""
        self.schedules += other.schedules
        self.faults.update(other.faults)
        self.done.update(other.done)
        self.violations += other.violations


def live(seed: int, place: Place, tell: Callable[[str], object] | None = None) -> Tally:
    """Live through one schedule, and say what came of it."""
    world = World(seed, place, tell)
    broken: list[str] = []
    EARS.who = world.witness
    with heart.by(world.hours.bots), in_reach(world.slack), hurried():
        try:
            Schedule(world).run()
        except Broken as error:
            broken = [f"SEED={seed}: {error}"]
        except Exception as error:
            if tell is not None:
                raise  # whoever lives it again wants to see where
            broken = [f"SEED={seed}: {type(error).__name__}: {error}"]
        finally:
            world.end()
    return _tally(world, broken)


def _tally(world: World, broken: list[str]) -> Tally:
    methods = Counter(one.method for one in world.witness.posts)
    done = Counter(
        {
            "messages posted": methods["chat.postMessage"],
            "messages redrawn": methods["chat.update"],
            "clicks and commands": len(world.people.done),
            "deliveries": sum(one.tries for one in world.people.done),
            "deaths": world.weather.deaths,
            "steps": world.turns,
        }
    )
    return Tally(1, Counter(world.trace.faults), done, broken)


@contextmanager
def hurried(work: float = PATIENCE, wall: float = LONGEST) -> Iterator[None]:
    """A schedule that hangs is broken: nobody ever waits in it."""

    def ring(number: int, _frame: FrameType | None) -> None:
        after = f"{work:g} s of work" if number == signal.SIGPROF else f"{wall:g} s"
        raise Broken(f"nothing hangs: nothing came of it within {after}")

    clocks = {
        signal.SIGPROF: (signal.ITIMER_PROF, work),
        signal.SIGALRM: (signal.ITIMER_REAL, wall),
    }
    before = {number: signal.signal(number, ring) for number in clocks}
    for clock, seconds in clocks.values():
        signal.setitimer(clock, seconds)
    try:
        yield
    finally:
        for number, (clock, _) in clocks.items():
            signal.setitimer(clock, 0)
            signal.signal(number, before[number])


@dataclass(slots=True)
class Schedule:
    """The course of one world."""

    world: World

    @property
    def _chance(self) -> Random:
        return self.world.chance

    def run(self) -> None:
        """Storm, calm, judgement; sometimes twice."""
        world = self.world
        world.weather.brew()
        world.begin()
        for _ in range(self._chance.choice((1, 1, 1, 2))):
            world.weather.calm = False
            for _ in range(self._chance.randrange(4, MOST_STEPS)):
                self._step()
            self.calm_down()
            laws.judge(world)

    def _step(self) -> None:
        """One thing happens."""
        world = self.world
        kinds = (self._wait, self._live, self._click, self._deliver, self._work, self._trouble)
        what = self._chance.choices(kinds, (5, 3, 4, 4, 3, 2))[0]
        what()
        world.slack.pass_time()

    def _wait(self) -> None:
        """Until something has to be done, and a little or a lot longer."""
        world = self.world
        spans = (1, 60, 600, 3_600, 4 * 3_600, 24 * 3_600)
        span = timedelta(seconds=self._chance.choices(spans, (3, 2, 2, 3, 3, 4))[0])
        longest = AWAY if world.slack.is_away else span  # trying again and again takes its time
        world.until(world.hours.now + min(span, longest))

    def _live(self) -> None:
        self.world.life.happen()

    def _click(self) -> None:
        """Somebody does something or other; who has opened a form mostly goes on with it."""
        for _ in range(self._chance.choice((1, 1, 2, 3))):
            self._act()
            if self.world.people.forms_open and self._chance.random() < PROMPTLY:
                self._act()

    def _act(self) -> None:
        world = self.world
        day = (world.today() + timedelta(days=self._chance.randrange(4))).isoformat()
        world.people.act(world.life.keys(), day)
        if self._chance.random() < PROMPTLY:
            for _ in range(len(world.people.waiting)):
                self._deliver()
            self._chance.choice((self.world.settle, self._work))()

    def _deliver(self) -> None:
        self.world.deliver()

    def _work(self) -> None:
        for _ in range(self._chance.randrange(1, 4)):
            self.world.work()

    def _trouble(self) -> None:
        """Something goes wrong that lasts."""
        world, weather = self.world, self.world.weather
        lasting = (
            ("disk full", self._fill),
            ("socket lost", self._disconnect),
            ("clock forward", self._jump),
            ("clock back", self._jump),
            ("long sleep", self._sleep),
            ("restart", self._restart),
            (PLACES[0], self._shut),
            (PLACES[1], self._shut),
            (PLACES[2], self._be_away),
        )
        known = [one for one in lasting if one[0] in weather.kinds]
        if known and self._chance.random() < OFTEN:
            kind, work = self._chance.choice(known)
            world.trace.say("world", "something lasting happens", kind)
            work(kind)

    def _fill(self, _kind: str) -> None:
        world = self.world
        world.disk_full = not world.disk_full
        if world.process is not None:
            world.process.disk.full = world.disk_full

    def _disconnect(self, _kind: str) -> None:
        self.world.people.connected = not self.world.people.connected

    def _jump(self, kind: str) -> None:
        ways = [one for one in JUMPS if (one > RIGHT) == (kind == "clock forward")]
        self.world.hours.off = self._chance.choice(ways)
        self.world.most_off = max(map(abs, JUMPS))

    def _sleep(self, _kind: str) -> None:
        """Nothing runs for days."""
        world = self.world
        world.bury()
        world.hours.forward(timedelta(hours=self._chance.choice((5, 30, 80))))
        world.slack.pass_time()
        for _ in range(self._chance.randrange(4)):
            world.life.happen()

    def _restart(self, _kind: str) -> None:
        """It is told to stop, as before an update."""
        world, process = self.world, self.world.process
        if process is None or world.disk_full:
            return
        world.settle()
        if world.process is process:
            world.protect(lambda: process.finish(world.work))
            world.bury()

    def _be_away(self, _kind: str) -> None:
        """Slack cannot be reached at all, nor can it reach us; or it is back."""
        slack, people = self.world.slack, self.world.people
        slack.is_away = not slack.is_away
        people.connected = not slack.is_away

    def _shut(self, kind: str) -> None:
        """Somebody archives a channel or removes the bot, or takes that back."""
        channel = self.world.slack.parts.workspace.channels["C01BILLING"]
        self.world.shut = True
        if kind == PLACES[0]:
            channel.is_archived = not channel.is_archived
        elif laws.BOT in channel.members:
            channel.members.discard(laws.BOT)
        else:
            channel.members.add(laws.BOT)

    def calm_down(self) -> None:
        """Everything works again; then enough time passes for all that waited."""
        world = self.world
        world.weather.calm, world.hours.off, world.disk_full = True, RIGHT, False
        world.people.connected, world.slack.is_away = True, False
        channel = world.slack.parts.workspace.channels["C01BILLING"]
        channel.is_archived = False
        channel.members.add(laws.BOT)
        process = world.alive()
        process.disk.full, process.crew.slow = False, 0.0
        world.trace.say("world", "all is well from here on")
        world.people.clear(world.deliver)
        world.until(world.hours.now + PASS)
        laws.require_certainty(world)
        world.until(world.hours.now + CALM)
        operators.believe(world)
        world.until(self._opened())
        world.until(world.hours.now + timedelta(minutes=3))  # what came at that moment is said

    def _opened(self) -> datetime:
        """From now on the first moment at which people have been at work for two hours."""
        moment = self.world.hours.now
        while not (self.world.working(moment) and self.world.working(moment - timedelta(hours=2))):
            moment += timedelta(hours=1)
        return moment
