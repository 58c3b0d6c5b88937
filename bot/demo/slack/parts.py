"""Everything one local Slack consists of, for those of its parts that need the others."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.demo.slack import http_mode
from bot.demo.slack.errors import SlackError
from bot.demo.slack.faults import Faults
from bot.demo.slack.feed import Feed
from bot.demo.slack.files import Files
from bot.demo.slack.installed import Installed
from bot.demo.slack.limits import RateLimit
from bot.demo.slack.occasions import Offer, ResponseUrls, Triggers
from bot.demo.slack.sockets import Delivery, Retry, Sockets
from bot.demo.slack.timeline import Timeline
from bot.demo.slack.views import Views
from bot.demo.slack.workspace import Workspace


class Panel(Protocol):
    """The page's panel of things to press; called in a thread of its own."""

    def controls(self) -> list[dict[str, Any]]:
        """List the controls: id, group, title, kind, value, and choices and help if any."""

    def press(self, control: str, value: object) -> None:
        """Do what a control stands for."""

    def clock(self) -> dict[str, Any]:
        """Return `now` as ISO text and `speed` as a number."""


@dataclass(slots=True)
class Options:
    """How a local Slack is to behave."""

    clock: Callable[[], datetime]
    app: Installed
    messages_per_second: float | None = 1.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)  # before an unacknowledged event again


class Parts:
    """One workspace with its messages, views, files, faults and lines to the app."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.feed = Feed()
        self.workspace = Workspace(options.clock)
        self.timeline = Timeline(self.workspace, self.feed)
        self.faults = Faults()
        self.views = Views(self.workspace, self.feed, self.faults)
        self.files = Files(self.workspace)
        self.triggers = Triggers()
        self.response_urls = ResponseUrls()
        self.sockets = Sockets(self.tell_connection, self.background)
        self.limit = RateLimit(options.messages_per_second)
        self.calls: Counter[str] = Counter()
        self.unfurls: dict[str, Offer] = {}  # unfurl_id -> the message with the links
        self.refusals: list[SlackError] = []  # what an answer in an acknowledgement got back
        self.url = ""
        self.request_url: str | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        """Whether an app listens."""
        return self.request_url is not None or self.sockets.count > 0

    def tell_connection(self) -> None:
        """Tell the pages whether an app listens."""
        self.feed.tell({"type": "connection", "connected": self.connected})

    async def deliver(
        self, kind: str, payload: dict[str, Any], retry: Retry | None = None
    ) -> Delivery:
        """Hand a payload to the app, over Socket Mode or HTTP."""
        if self.request_url is None:
            return await self.sockets.deliver(kind, payload, retry)
        return await asyncio.to_thread(http_mode.deliver, self.request_url, kind, payload, retry)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something without making anybody wait for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()
