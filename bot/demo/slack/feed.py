"""What open pages are told, and how waiting tests are woken."""

import asyncio
import threading
from collections.abc import Iterable
from typing import Any

Event = dict[str, Any]


class Feed:
    """Passes events to the pages of the people they concern.

    Used in the server's thread, except `changed`, on which any thread may wait.
    """

    def __init__(self) -> None:
        self._queues: dict[asyncio.Queue[Event], str] = {}
        self.changed = threading.Condition()

    def subscribe(self, user: str) -> asyncio.Queue[Event]:
        """Open the line of one page, on which `user` is looking."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._queues[queue] = user
        return queue

    def unsubscribe(self, queue: asyncio.Queue[Event]) -> None:
        """Close the line of a page that went away."""
        self._queues.pop(queue, None)

    def watchers(self) -> set[str]:
        """Return the people whose pages are open."""
        return set(self._queues.values())

    def tell(self, event: Event, users: Iterable[str] | None = None) -> None:
        """Pass an event to the pages of these people, or of everybody."""
        wanted = None if users is None else set(users)
        for queue, user in self._queues.items():
            if wanted is None or user in wanted:
                queue.put_nowait(event)
        self.touch()

    def touch(self) -> None:
        """Wake those who wait for something to become true."""
        with self.changed:
            self.changed.notify_all()
