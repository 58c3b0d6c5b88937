"""How fast a channel may be spoken to: Slack takes one message a second."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic

SECONDS = 1.05
_LONGEST = timedelta(minutes=5)  # a clock that was set back would ask for hours


class Pace:
    """Remembers which channels have to be left alone for a moment, by the real passing of time.

    `seconds` apart are posts in one channel; 0 lifts every limit.
    """

    def __init__(self, seconds: float = SECONDS, passing: Callable[[], float] = monotonic) -> None:
        self._seconds, self._passing = seconds, passing
        self._free: dict[str, float] = {}  # channel -> from when on

    def posted(self, channel: str) -> None:
        """Note a post."""
        self._free[channel] = self._passing() + self._seconds

    def doubted(self, channel: str, wait: timedelta) -> None:
        """Note a call that may still take effect: looking for it before that finds nothing.

        Our clock may be set forward meanwhile, which makes that moment come no sooner.
        """
        if self._seconds:
            self._free[channel] = self._passing() + min(wait, _LONGEST).total_seconds()

    def busy(self) -> set[str]:
        """Give the channels that have to wait."""
        now = self._passing()
        return {channel for channel, free in self._free.items() if now < free}
