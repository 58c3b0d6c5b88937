"""The two clocks of the world: the true one, and the bot's, which may be wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LOOK = timedelta(microseconds=1)  # what passes between two looks at the bot's clock
RIGHT = timedelta(0)


@dataclass(slots=True)
class Hours:
    """Stands still until it is moved; Slack, providers and people live by the true time."""

    now: datetime
    off: timedelta = RIGHT  # by how much the bot's clock is wrong
    elapsed: float = 0.0  # seconds, by the clock that nobody can set

    def true(self) -> datetime:
        """The true time."""
        return self.now

    def bots(self) -> datetime:
        """What the machine of the bot says."""
        self.now += LOOK
        return self.now + self.off

    def passing(self) -> float:
        """How long all this takes, whatever the clocks say."""
        return self.elapsed

    def forward(self, span: timedelta) -> None:
        """Let time pass."""
        if span > RIGHT:
            self.now += span
            self.elapsed += span.total_seconds()
