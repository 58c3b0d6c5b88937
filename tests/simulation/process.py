"""The bot as a process: built on its database, killed in the middle of anything, built again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

from slack_bolt import App

from bot.app import Core, Heartbeat, Instead, build
from bot.config.settings import Settings
from bot.config.tokens import Tokens
from bot.conversation import handlers
from bot.pace import Pace
from bot.service import Service, beat
from bot.slack.bolt import new_app
from bot.slack.calls import Calls
from bot.slack.listeners import register
from bot.slack.ours import Ours
from providers.clients import Clients
from state.database import open_store
from tests.simulation.disk import Disk
from tests.simulation.hands import AtOnce, Crew
from tests.simulation.heart import Woken
from tests.simulation.hours import Hours
from tests.simulation.slack import URL

TOKENS = Tokens(bot="xoxb-local", app=None, signing=None, api_url=f"{URL}/api/")

NO_PLACE = Path("no place")  # has no room to be tried: whether there is any, our disk says


@cache
def _clients() -> Clients:
    return Clients()  # reading the certificates takes longer than a whole schedule


@dataclass(slots=True)
class Process:
    """One life of the bot."""

    settings: Settings
    hours: Hours
    disk: Disk
    chance: Random
    crew: Crew
    beats: int = 0
    core: Core = field(init=False)
    app: App = field(init=False)
    service: Service = field(init=False)
    scheduler: Woken = field(init=False)

    def start(self) -> None:
        """What `duewatch run` does, but for the sockets."""
        store = open_store(self.settings.database, lasting=False, opening=self.disk.opening)
        self.core = build(
            self.settings,
            store,
            self.hours.bots,
            TOKENS,
            spread=lambda span: span * self.chance.uniform(1.0, 1.1),
            pace=Pace(passing=self.hours.passing),
            instead=Instead(pool=self.crew.pool, clients=_clients()),
        )
        self.core.standstill.beside = NO_PLACE
        command = self.settings.slack.command
        ours = Ours(Calls(TOKENS.bot, TOKENS.api_url, timeout=3))
        self.app = new_app(ours, TOKENS.api_url, None, AtOnce())
        listening = register(self.app, handlers(self.core), command, pool=self.crew.pool)
        heartbeat = Heartbeat(self._tick, self._scheduler)
        self.service = Service(self.core, listening, heartbeat, socket=None, web=None)
        self.service.start()

    def _scheduler(self, **options: object) -> Woken:
        self.scheduler = Woken(self.hours.forward, **options)
        return self.scheduler

    def _tick(self) -> None:
        self.beats += 1
        beat(self.core, self.service.listening)

    def beat(self, late: timedelta) -> bool:
        """Wake the scheduler, so late; False if it did nothing."""
        before = self.beats
        self.scheduler.look(late)
        return self.beats > before

    def finish(self, turn: Callable[[], bool]) -> None:
        """Stop it as the system does, when what is under way has come to its end."""
        while turn():
            continue
        self.service.stop()
