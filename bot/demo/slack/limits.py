"""One message a second a channel, as Slack allows it."""

import math
from collections.abc import Callable
from time import monotonic


class RateLimit:
    """A bucket per channel: so many a second, and one more in a burst."""

    def __init__(
        self, per_second: float | None, burst: int = 1, clock: Callable[[], float] = monotonic
    ) -> None:
        self.per_second = per_second
        self._room = 1 + burst
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}  # channel -> (tokens, at)

    def wait(self, channel: str) -> int:
        """Take one message's place: 0, or the whole seconds to wait for the next place."""
        if self.per_second is None:
            return 0
        now = self._clock()
        tokens, at = self._buckets.get(channel, (float(self._room), now))
        tokens = min(float(self._room), tokens + (now - at) * self.per_second)
        if tokens < 1:
            self._buckets[channel] = (tokens, now)
            return max(1, math.ceil((1 - tokens) / self.per_second))
        self._buckets[channel] = (tokens - 1, now)
        return 0
