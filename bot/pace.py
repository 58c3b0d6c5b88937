"""How fast a channel may be spoken to: Slack takes one message a second."""

from collections.abc import Callable
from time import monotonic

SECONDS = 1.05


class Pace:
    """Remembers which channels were posted to a moment ago, by the real passing of time.

    `seconds` apart are posts in one channel; 0 lifts the limit.
    """

    def __init__(self, seconds: float = SECONDS, passing: Callable[[], float] = monotonic) -> None:
        self._seconds, self._passing = seconds, passing
        self._last: dict[str, float] = {}

    def posted(self, channel: str) -> None:
        """Note a post."""
        self._last[channel] = self._passing()

    def busy(self) -> set[str]:
        """Give the channels that have to wait."""
        now = self._passing()
        return {channel for channel, at in self._last.items() if now - at < self._seconds}
