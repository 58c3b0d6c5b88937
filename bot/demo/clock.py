"""A clock that can be sped up and moved forward, never back."""

import threading
import time
from datetime import datetime, timedelta


class DemoClock:
    """Story time: it starts at `start` and runs `speed` times as fast as real time."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._lock = threading.Lock()
        self._base, self._speed = start, speed
        self._since = time.monotonic()

    def __call__(self) -> datetime:
        """Give story time, aware and in UTC."""
        with self._lock:
            return self._now()

    @property
    def speed(self) -> float:
        """How many story seconds pass in a second."""
        return self._speed

    def run_at(self, speed: float) -> None:
        """Go on from now at another speed."""
        with self._lock:
            self._base, self._since = self._now(), time.monotonic()
            self._speed = speed

    def jump(self, span: timedelta) -> None:
        """Skip ahead."""
        with self._lock:
            self._base += span

    def _now(self) -> datetime:
        return self._base + timedelta(seconds=(time.monotonic() - self._since) * self._speed)
