"""The local Slack as a whole: start it, talk to it, stop it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Self

from starlette.types import ASGIApp

from bot.clock import system_clock
from bot.demo.slack.driver import Driver
from bot.demo.slack.faults import Faults
from bot.demo.slack.installed import Installed
from bot.demo.slack.listening import Listening
from bot.demo.slack.parts import Options, Panel, Parts
from bot.demo.slack.site import build_site
from bot.demo.slack.workspace import Workspace


class LocalSlack(Driver):
    """A Slack of our own on this machine. `url` is its page, `api_url` its Web API."""

    def __init__(self, parts: Parts, listening: Listening, host: str) -> None:
        super().__init__(parts, listening.loop)
        self._listening = listening
        parts.url = self.url = f"http://{host}:{listening.port}"
        parts.response_urls.base = self.url
        self.api_url = f"{self.url}/api/"

    @classmethod
    def start(  # noqa: PLR0913 -- a keyword for each way it can differ
        cls,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        clock: Callable[[], datetime] = system_clock,
        mounts: Mapping[str, ASGIApp] | None = None,
        panel: Panel | None = None,
        messages_per_second: float | None = 1.0,
        app: Installed | None = None,
        events: Iterable[str] | None = None,
        retry_delays: Iterable[float] = (0.0, 60.0, 300.0),
    ) -> Self:
        """Start a fresh workspace; OSError when the port is taken.

        `clock` dates the messages; limits and expiries go by the real time.
        `messages_per_second` is per channel, None for no limit. `app` is what the app has
        registered, its manifest unless told otherwise; `events` are other subscriptions:
        `app_home_opened`, `app_mention`, `link_shared`, `member_joined_channel`,
        `message.channels`, `message.im`.
        `retry_delays` are the seconds before an unacknowledged event comes again.
        """
        app = app or Installed.from_manifest()
        if events is not None:
            app = replace(app, events=frozenset(events))
        options = Options(clock, app, messages_per_second, tuple(retry_delays))
        parts = Parts(options)
        slack = cls(
            parts, Listening(build_site(parts, panel, mounts or {}, host), host, port), host
        )
        slack._listening.start()
        return slack

    def stop(self) -> None:
        """Disconnect everybody and end."""
        self.disconnect("link_disabled")
        self._do(self._parts.stop)
        self._listening.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def faults(self) -> Faults:
        """What is broken on purpose."""
        return self._parts.faults

    @property
    def calls(self) -> Counter[str]:
        """How often each method of the Web API was called."""
        return self._parts.calls

    @property
    def workspace(self) -> Workspace:
        """People, channels and groups; change them only before the bot connects."""
        return self._parts.workspace

    @property
    def connected(self) -> bool:
        """Whether an app listens."""
        return self._parts.connected

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        return self._parts.sockets.count

    @property
    def request_url(self) -> str | None:
        """Where commands, actions and events are posted (HTTP mode); None for Socket Mode."""
        return self._parts.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self._parts.request_url = url
        self._parts.feed.touch()
