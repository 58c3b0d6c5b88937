"""What may go wrong, how often in this schedule, and when it has to stop."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from tests.simulation.trace import Trace

PROVIDER = (
    *("provider unreachable", "provider asks to wait", "login refused", "answer unreadable"),
    *("empty list", "short list", "look-up fails", "slow answer"),
)
# a call to Slack: what becomes of it, and what the bot hears
BEFORE = ("no connection", "call lost", "time-out before", "429", "5xx before")
AFTER = ("reply lost", "time-out after", "5xx after", "reply garbled", "time-out, done later")
DISK = ("disk full", "database locked")
DEATHS = ("death",)
PLACES = ("channel archived", "bot let out of channel", "Slack away")
PEOPLE = (
    *("acknowledgement lost", "delivered again", "delivered out of order", "socket lost"),
    "death at a delivery",
)
TIME = ("clock forward", "clock back", "late tick", "long sleep")
KINDS = (*PROVIDER, *BEFORE, *AFTER, *DISK, *DEATHS, *PLACES, *PEOPLE, *TIME)
BESIDE = ("another writer", "restart")  # happen, and nothing may come of them
OFTEN = (0.01, 0.03, 0.08, 0.2)
MORE_OFTEN = (0.1, 0.3, 0.6)  # what happens seldom in a schedule
MOST_DEATHS = 4


def _nobody() -> None:
    """Nobody is told."""


class Killed(BaseException):
    """The process is gone; nothing may catch it."""


@dataclass(slots=True)
class Weather:
    """The faults of one schedule: some kinds, each with its own chance; none while it is calm."""

    chance: Random
    trace: Trace
    kinds: dict[str, float] = field(default_factory=dict)
    calm: bool = False
    deaths: int = 0
    fell: Callable[[], None] = _nobody  # told at once when the process ends
    left: int = 0  # moments until the process ends, where that is certain; 0: it is not

    def brew(self) -> None:
        """Choose what this schedule suffers from: a few kinds, all of them, or none."""
        share = self.chance.choice((0.0, 0.15, 0.15, 0.3, 0.5, 1.0))
        self.kinds = {
            kind: self.chance.choice(MORE_OFTEN if kind in PEOPLE else OFTEN)
            for kind in (*KINDS, *BESIDE)
            if self.chance.random() < share
        }

    def strikes(self, kind: str) -> bool:
        """Whether this fault comes now."""
        if self.calm or kind not in self.kinds:
            return False
        return self.chance.random() < self.kinds[kind]

    def one_of(self, kinds: Iterable[str]) -> str | None:
        """Which of these faults comes now, if any."""
        if self.calm:
            return None
        return next((kind for kind in kinds if self.strikes(kind)), None)

    def maybe_die(self, who: str, where: str) -> None:
        """A moment at which the process may end."""
        if self._is_the_moment() or (self.deaths < MOST_DEATHS and self.strikes("death")):
            self.die(who, where)

    def doom(self, moments: int) -> None:
        """Let the process end at the how many-th moment from now; 0: let it live."""
        self.left = moments

    def _is_the_moment(self) -> bool:
        if not self.left:
            return False
        self.left -= 1
        return self.left == 0

    def die(self, who: str, where: str) -> None:
        """End the process."""
        self.deaths += 1
        self.trace.say(who, where, "death")
        self.fell()
        raise Killed(where)
