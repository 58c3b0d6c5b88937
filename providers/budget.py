"""What one check may take in all: time and bytes, however many requests it makes.

A limit for each request does not stop a list whose every page is slow, or long, or without
end. `Bounded` puts a limit on a whole check, which `providers.http` keeps.
"""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from providers.base import Answer, Provider
from state.model import Invoice, Snapshot

FETCH_SECONDS = 600.0  # with the look-ups less than the 15 minutes a check has to itself
LOOKUP_SECONDS = 240.0
MAX_BYTES = 24 * 1024 * 1024  # of all bodies of one check together, after unpacking


@dataclass(slots=True)
class Budget:
    """What is left. Shared by the threads of one check."""

    ends: float  # by time.monotonic
    bytes_left: int
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def seconds_left(self) -> float:
        """Seconds until the check has to end; never negative."""
        return max(0.0, self.ends - time.monotonic())

    def spend(self, count: int) -> bool:
        """Take so many bytes; False when there are not so many left."""
        with self._lock:
            self.bytes_left -= count
            return self.bytes_left >= 0


_budget: ContextVar[Budget | None] = ContextVar("check_budget", default=None)


def current() -> Budget | None:
    """The budget of the check that the calling thread works for, if there is one."""
    return _budget.get()


@contextmanager
def limited(seconds: float, max_bytes: int = MAX_BYTES) -> Iterator[None]:
    """Let all requests of the calling thread together keep to these limits."""
    token = _budget.set(Budget(time.monotonic() + seconds, max_bytes))
    try:
        yield
    finally:
        _budget.reset(token)


@dataclass(frozen=True, slots=True)
class Bounded:
    """A provider whose checks and look-ups come to an end, whatever the other side does."""

    inner: Provider
    fetch_seconds: float = FETCH_SECONDS
    lookup_seconds: float = LOOKUP_SECONDS
    max_bytes: int = MAX_BYTES

    def fetch(self) -> Answer:
        """What the provider gives, within the limits."""
        with limited(self.fetch_seconds, self.max_bytes):
            return self.inner.fetch()

    def read(self, answer: Answer) -> Snapshot:
        """What the provider understands; no request is made for it."""
        return self.inner.read(answer)

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        """What the provider finds, within the limits."""
        with limited(self.lookup_seconds, self.max_bytes):
            return self.inner.lookup(invoices)
