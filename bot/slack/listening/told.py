"""Keeps book of which answers were given, so that none is given again after a restart."""

import threading
from collections.abc import Callable, Collection


class Told:
    """Crosses out answers that were given, as many at once as came together meanwhile.

    Nobody waits for it, and each by itself would cost the disk as much as the clicks do.
    `write` has something done beside, one after the other.
    """

    def __init__(
        self,
        forget: Callable[[Collection[str]], None],
        write: Callable[[Callable[[], None]], object],
    ) -> None:
        self._forget = forget
        self._write = write
        self._lock = threading.Lock()
        self._given: list[str] = []
        self._is_writing = False
        self._is_over = False

    def add(self, click: str) -> None:
        """The answer to this was given."""
        with self._lock:
            if self._is_over:
                return
            self._given.append(click)
            if self._is_writing:
                return
            self._is_writing = True
        self._write(self._cross_out)

    def stop(self) -> None:
        """Take no more; what was given by now is written down still."""
        with self._lock:
            self._is_over = True

    def _cross_out(self) -> None:
        with self._lock:
            given, self._given = self._given, []
            self._is_writing = False
        self._forget(given)
