"""The running bot: its heart, its ears and its web endpoints, until it is told to stop."""

import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from bot import afresh
from bot.app import Core, Heartbeat
from bot.clock import system_clock
from bot.config.tokens import Tokens
from bot.conversation import handlers
from bot.slack.bolt import new_app
from bot.slack.calls import Calls
from bot.slack.http import Door
from bot.slack.listeners import Listening, register
from bot.slack.ours import Ours
from bot.slack.reach import Reach
from bot.slack.socket import Socket
from bot.upkeep.standstill import Standstill
from bot.web.app import METRICS_TOKEN, Pages, WebServer, web_app
from bot.web.calendar_feed import TOKEN, CalendarFeed
from bot.web.endpoint import read_endpoint
from bot.web.metrics import Figures
from state.database import StateError
from state.store import Reader

log = structlog.get_logger()

STALE = timedelta(seconds=60)  # a heart that has not beaten for so long has stopped


class Line(Protocol):
    """The way to Slack: an open socket, or whether Slack answers."""

    @property
    def connected(self) -> bool:
        """Whether Slack is within reach."""


@dataclass(slots=True)
class Service:
    """Everything that `duewatch run` keeps alive."""

    core: Core
    listening: Listening
    heartbeat: Heartbeat
    socket: Socket | None
    web: WebServer | None

    def start(self) -> None:
        """Take up what was left, then begin to check, to speak, to listen."""
        self.resume()
        if self.web is not None:
            self.web.start()
        self.heartbeat.start()
        if self.socket is not None:
            self.socket.start()

    def resume(self) -> None:
        """Do what people asked for before, and draw anew what was shown lately."""
        self.listening.resume()
        afresh.redraw(self.core.store, self.core.engine.clock())

    def stop(self) -> bool:
        """Stop listening, then beating, then working; True if nothing was cut off."""
        if self.socket is not None:
            self.socket.stop()
        if self.web is not None:
            self.web.stop()
        self.listening.stop()
        self.heartbeat.stop()
        return self.core.close()


def serve(core: Core, tokens: Tokens, environ: Mapping[str, str]) -> Service:
    """Join the bot to Slack: Socket Mode with an app token, HTTP without, web on $PORT."""
    calls = Calls(tokens.bot, tokens.api_url, timeout=3)
    ours = Ours(calls)
    app = new_app(ours, tokens.api_url, None if tokens.app else tokens.signing)
    listening = register(app, handlers(core), core.settings.slack.command)
    heartbeat = Heartbeat(lambda: beat(core, listening))
    socket = Socket(app, tokens.app, ours) if tokens.app else None
    endpoint, web = read_endpoint(environ), None
    if endpoint is not None:
        reach = Reach(calls)
        events = None if socket else Door(app, tokens.signing or "", system_clock).answer
        figures = Figures(core.store, core.engine.clock, lambda: core.watch.late)
        calendar = CalendarFeed(core.store, core.engine.clock, environ.get(TOKEN, "").strip())
        pages = Pages(
            trouble=lambda: trouble(heartbeat, socket or reach, core.store, core.standstill),
            figures=figures.page,
            calendar=calendar.answer,
            events=events,
            metrics_token=environ.get(METRICS_TOKEN, "").strip() or None,
        )
        web = WebServer(web_app(pages), endpoint)
    return Service(core, listening, heartbeat, socket, web)


def beat(core: Core, listening: Listening) -> None:
    """What is done again and again: the work, and Home tabs that show what came of it."""
    core.tick()
    listening.home.refresh()
    listening.again()


def trouble(
    heartbeat: Heartbeat,
    slack: Line | None,
    store: Reader,
    standstill: Standstill | None = None,
) -> str | None:
    """Say what keeps the bot from doing its work, or None."""
    if standstill is not None and standstill.since is not None:
        return "the database cannot be written"
    beat = heartbeat.beat_at
    if beat is None or system_clock() - beat > STALE:
        return "the scheduler does not tick"
    if slack is not None and not slack.connected:
        return "not connected to Slack"
    try:
        store.pending()
    except StateError:  # its words name a path, and anybody may ask
        return "the database cannot be read"
    return None


def until_told_to_stop(service: Service) -> bool:
    """Run until SIGTERM or Ctrl-C; False if a check had to be abandoned, its lease sees to it."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    service.start()
    log.info("started", accounts=len(service.core.settings.accounts))
    while not told.wait(1.0):
        pass
    log.info("stopping")
    quiet = service.stop()
    log.info("stopped", checks_abandoned=not quiet)
    return quiet
