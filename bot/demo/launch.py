"""`duewatch demo`: providers, a Slack and the ordinary bot, all on this machine."""

import signal
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
import typer

from bot.app import Instead, build
from bot.clock import system_clock
from bot.config.load import load
from bot.config.tokens import Tokens
from bot.demo.clock import DemoClock
from bot.demo.panel import DemoPanel
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, Installed, LocalSlack
from bot.demo.story import Story, demo_world
from bot.demo.world import World
from bot.manifest import manifest
from bot.service import Service, serve
from bot.slack.language import speaking
from bot.upkeep.lock import WriterLock
from bot.web.endpoint import EndpointError
from state.database import StateError, open_store

log = structlog.get_logger()

SPEED = 600.0  # ten story minutes a second: a day takes two and a half minutes
STEP_SECONDS = 0.5
PROLOGUE = timedelta(hours=1)  # so that the first checks see the world before it moves
ZONE = "Europe/Berlin"
WORKSPACES = {"en": "en-US", "de": "de-DE"}  # of which language people have set their Slack to
LINKS = ("my.interserver.net", "127.0.0.1", "localhost")  # where the simulated invoices are
SETTINGS = f"""
timezone = "{ZONE}"
database = "demo.db"
locale = "%s"

[slack]
channel = "#billing"
fallback_channel = "#ops"

[check]
every = "30m"

[reminders]
before = [7, 3, 1, 0]
after = [1, 3, 7]
hours = ["00:00", "23:59"]            # a demo is watched at any hour

[oncall]
who = "@finance-oncall"
escalate_after = "4h"
escalate_to = "#ops"

[[suspension]]
provider = "interserver"
suspend_after = 3
terminate_after = 10
"""


class Demo:
    """The whole product in one process, with a story that unfolds by itself."""

    def __init__(
        self,
        host: str,
        port: int,
        folder: Path | None = None,
        speed: float = SPEED,
        locale: str = "en",
    ) -> None:
        self._host, self._port, self._folder, self._locale = host, port, folder, locale
        self.clock = DemoClock(_morning(), speed)
        self._told = threading.Event()

    def run(self, *, open_browser: bool) -> None:
        """Run until Ctrl-C or SIGTERM."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._told.set())
        with self.running() as slack:
            typer.echo(f"Duewatch's demo is at {slack.url} (Ctrl-C ends it)", err=True)
            if open_browser:
                webbrowser.open(slack.url)
            self._told.wait()
        typer.echo("The demo has ended.", err=True)

    @contextmanager
    def running(self) -> Iterator[LocalSlack]:
        """Start everything, give the local Slack (its `url` is the page), and end everything."""
        clock = self.clock
        world = demo_world(clock, clock())
        story = Story(world, clock() + PROLOGUE)
        with ExitStack() as stack:
            folder = self._folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            slack = self._slack(world, DemoPanel(world, story, clock))
            stack.callback(slack.stop)
            slack.workspace.locale = WORKSPACES.get(self._locale, self._locale)
            accounts = world.snapshot_config(f"{slack.url}/providers")
            service = stack.enter_context(
                _bot(folder, SETTINGS % self._locale + accounts, world.environment(), slack, clock)
            )
            service.start()
            stack.callback(service.stop)
            stack.callback(self._told.set)
            self._tell(story, clock)
            yield slack

    def _slack(self, world: World, panel: DemoPanel) -> LocalSlack:
        try:
            return LocalSlack.start(
                self._host,
                self._port,
                clock=self.clock,
                mounts={"/providers": world.app()},
                panel=panel,
                app=self._installed(),
            )
        except OSError as error:
            why = str(error.strerror or error).partition(" (")[0]
            raise EndpointError(
                f"cannot show the demo on port {self._port} of {self._host}: {why};"
                " choose another with --port, or --port 0 for any that is free"
            ) from None

    def _installed(self) -> Installed:
        with speaking(self._locale):
            return Installed.from_manifest(manifest("/invoices", links=LINKS))

    def _tell(self, story: Story, clock: DemoClock) -> None:
        def unfold() -> None:
            while not self._told.wait(STEP_SECONDS):
                for step in story.advance(clock()):
                    log.info("story", step=step.title)

        threading.Thread(target=unfold, name="story", daemon=True).start()


def _morning() -> datetime:
    """Today an hour before reminders go out, so that every demo tells the same story."""
    here = system_clock().astimezone(ZoneInfo(ZONE))
    return here.replace(hour=8, minute=0, second=0, microsecond=0).astimezone(UTC)


@contextmanager
def _bot(
    folder: Path, written: str, environ: dict[str, str], slack: LocalSlack, clock: DemoClock
) -> Iterator[Service]:
    path = folder / "duewatch.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8")
    except OSError as error:
        raise StateError(
            f"cannot keep the demo in {folder}: {error.strerror}; name another folder with --data"
        ) from None
    settings = load(path, environ, need_secrets=True)
    tokens = Tokens(bot=BOT_TOKEN, app=APP_TOKEN, signing=None, api_url=slack.api_url)
    with WriterLock(settings.database, "duewatch demo", system_clock):
        store = open_store(settings.database)
        # an hour of the demo's clock takes seconds, while Slack's pace stays what it is
        core = build(settings, store, clock, tokens, instead=Instead(grace=timedelta(days=2)))
        yield serve(core, tokens, {})
