"""A local Slack in which samples are shown, and an app that opens forms and publishes Home tabs."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from slack_bolt import App
from slack_sdk import WebClient

from bot.demo.slack import APP_TOKEN, BOT_TOKEN, Installed, LocalSlack
from bot.manifest import manifest
from bot.slack.reply import File
from bot.slack.socket import Socket
from tests.bot.slack.showcase import Sample

CHANNEL, VIEWER = "C01BILLING", "U01ADA"
APP = Installed.from_manifest(manifest("/invoices", links=["billing.shop.example"]))
OPENS = next(one.callback_id for one in APP.shortcuts if not one.on_message)
PASTED = "https://billing.shop.example/viewinvoice.php?id=301"
LOCALES = {"en": "en-US", "de": "de-DE"}  # of the workspace, by what the bot speaks
APART = timedelta(minutes=10)  # messages close together would not name who says them


@dataclass(slots=True)
class StageClock:
    """The time at which the next message is posted."""

    now: datetime = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return it."""
        return self.now


@dataclass(slots=True)
class Stage:
    """Shows one thing after the other."""

    slack: LocalSlack
    client: WebClient
    clock: StageClock
    view: dict[str, Any] = field(default_factory=dict)  # the form to open next

    @classmethod
    @contextmanager
    def lit(cls) -> Iterator[Self]:
        """Start the local Slack and connect the app."""
        clock = StageClock()
        with LocalSlack.start(clock=clock, messages_per_second=None, app=APP) as slack:
            client = WebClient(BOT_TOKEN, base_url=slack.api_url, timeout=10)
            stage = cls(slack, client, clock)
            socket = Socket(stage._app(), APP_TOKEN)
            socket.start()
            slack.wait_for(lambda: slack.connected)
            try:
                yield stage
            finally:
                socket.stop()

    def show(self, sample: Sample) -> str:
        """Put it into the channel as what it is; gives the timestamp of its message."""
        if isinstance(sample.shown, File):
            return self.upload(sample.shown)
        return (self.paste if sample.surface == "unfurl" else self.post)(sample.payload)

    def post(self, payload: dict[str, Any]) -> str:
        """Say it; Slack's own checks apply."""
        self.clock.now += APART
        return str(self.client.chat_postMessage(channel=CHANNEL, **payload)["ts"])

    def paste(self, payload: dict[str, Any]) -> str:
        """Let somebody paste a link and show this below it."""
        self.clock.now += APART
        ts = str(self.slack.say(VIEWER, CHANNEL, PASTED)["ts"])
        below = {PASTED: {"blocks": payload["blocks"]}}
        self.client.chat_unfurl(channel=CHANNEL, ts=ts, unfurls=below)
        return ts

    def upload(self, picture: File) -> str:
        """Send a picture."""
        self.clock.now += APART
        said = {"filename": picture.name, "content": picture.content, "alt_txt": picture.described}
        self.client.files_upload_v2(channel=CHANNEL, file_uploads=[said])
        return str(self.slack.history(CHANNEL)[-1]["ts"])

    def speak(self, language: str) -> None:
        """Give the workspace a language; pages that are opened from now on are in it."""
        self.slack.workspace.locale = LOCALES[language]

    def publish(self, view: dict[str, Any]) -> None:
        """Set the Home tab of the one who looks."""
        self.client.views_publish(user_id=VIEWER, view=view)

    @contextmanager
    def opened(self, view: dict[str, Any]) -> Iterator[str]:
        """Open a form for a while; gives the view's id."""
        self.view = view
        self.slack.shortcut(VIEWER, OPENS)
        shown = self.slack.wait_for(lambda: self.slack.modals(VIEWER))[-1]
        yield str(shown["id"])
        self.slack.close_view(VIEWER, shown["id"])

    def _app(self) -> App:
        quiet = logging.getLogger("docs.gallery")
        quiet.setLevel(logging.CRITICAL)
        app = App(client=self.client, logger=quiet)
        app.shortcut(OPENS)(self._open)
        app.event("app_home_opened")(_heard)
        app.event("link_shared")(_heard)
        return app

    def _open(self, ack: Callable[[], object], body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=self.view)


def _heard(ack: Callable[[], object]) -> None:
    ack()  # what is to be shown comes from the samples
