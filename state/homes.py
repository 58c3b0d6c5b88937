"""Home tabs: what each person chose to see, and who looked at theirs lately. The seam; pure."""

from datetime import datetime
from typing import Protocol


class Homes(Protocol):
    """Remembers Home tabs, so that choices stay and only those who look are told of news."""

    def home_choice(self, person: str) -> str:
        """What somebody chose for their Home tab, as it was written down; empty: nothing yet."""

    def choose_home(self, person: str, chosen: str, now: datetime) -> None:
        """Keep what somebody chose; when this returns it is on the disk. Choosing is looking."""

    def homes_seen_since(self, since: datetime, most: int) -> list[str]:
        """Who looked at their Home tab since then, the latest first, no more than so many."""

    def newest_event(self) -> int:
        """A number that grows whenever something happens to an invoice or an account."""
