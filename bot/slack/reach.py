"""Is Slack within reach? Asked where no connection stands open that would tell: in HTTP mode."""

import threading
from collections.abc import Callable
from time import monotonic

from bot.slack.calls import Calls
from bot.slack.refusals import Fault

AGAIN_SECONDS = 30.0  # health is asked for every few seconds, Slack need not be


class Reach:
    """Asks Slack whether our token is good, and remembers the answer for half a minute."""

    def __init__(self, calls: Calls, passing: Callable[[], float] = monotonic) -> None:
        self._calls, self._passing = calls, passing
        self._lock = threading.Lock()
        self._asked: float | None = None
        self._reached = False

    @property
    def connected(self) -> bool:
        """True if Slack answered to our token when it was asked last; may have to ask."""
        with self._lock:  # whoever asks at the same moment waits for the one answer
            now = self._passing()
            if self._asked is None or now - self._asked >= AGAIN_SECONDS:
                answer = self._calls.ask(self._calls.web.auth_test, "Slack")
                self._asked, self._reached = now, not isinstance(answer, Fault)
            return self._reached
