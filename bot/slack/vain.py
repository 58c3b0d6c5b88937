"""For how long something has been tried in vain. Pure.

Only time in which somebody tried counts. While the disk is full, the machine sleeps or the bot
is down nobody does, and whoever looks again after a day has not been refused for a day.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

_AT_A_TIME = timedelta(minutes=15)  # what may pass between two tries and count as trying


@dataclass(slots=True)
class InVain:
    """Tries that failed one after the other."""

    latest: datetime
    passed: timedelta = field(default_factory=timedelta)

    def once_more(self, now: datetime) -> timedelta:
        """Count a try that failed as well, and return for how long they have failed."""
        since = max(now - self.latest, timedelta())  # a clock may be set back
        self.passed += min(since, _AT_A_TIME)
        self.latest = now
        return self.passed
