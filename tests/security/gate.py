"""The whole bot behind its Slack listeners: payloads in as Slack sends them, the database after."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot import config
from bot.app import Core, build
from bot.conversation import handlers
from bot.demo.slack import BOT_TOKEN, SIGNING_SECRET, LocalSlack
from bot.demo.slack.seed import APP_ID, TEAM_ID
from bot.slack.asked import Place
from bot.slack.bolt import new_app
from bot.slack.calls import Calls
from bot.slack.listeners import Listening, register
from bot.slack.listening.arrived import carried
from bot.slack.ours import Ours
from bot.tokens import Tokens
from tests.bot.stock import NOW, Stock, fill

Payload = dict[str, Any]

ADA, BEN, CLEO = "U01ADA", "U02BEN", "U03CLEO"
SETTINGS = """
database = "gate.db"
[slack]
channel = "#billing"
[roles]
acknowledge = ["U01ADA"]
manage = ["U03CLEO"]
[[accounts]]
name = "acme-vps"
provider = "interserver"
username = "billing@acme.example"
password = { env = "GATE_SECRET" }
channel = "#acme"
timezone = "America/New_York"
[[accounts]]
name = "nyc-voxel"
provider = "voxel"
key = { env = "GATE_SECRET" }
secret = { env = "GATE_SECRET" }
[[accounts]]
name = "shop"
provider = "whmcs"
url = "https://billing.shop.example"
identifier = { env = "GATE_SECRET" }
secret = { env = "GATE_SECRET" }
timezone = "Europe/Berlin"
"""
OPEN = SETTINGS.replace('["U01ADA"]', "[]").replace('["U03CLEO"]', "[]")
# what was delivered and whether it was answered, and what somebody wants to see on their own Home
# tab: nothing of it is a decision about an invoice or an account
NO_DECISION = ("clicks", "deliveries", "sqlite_", "home_tabs", "welcomed")


@dataclass
class Gate:
    """A bot with invoices, whose clock stands still."""

    stock: Stock
    core: Core
    slack: LocalSlack
    app: App
    listening: Listening
    number: int = 0
    team: str = TEAM_ID

    def send(self, body: Payload) -> BoltResponse:
        """Deliver a payload as Socket Mode does, and wait until nothing more follows."""
        response = self.app.dispatch(BoltRequest(mode="socket_mode", body=body))
        self.quiet()
        return response

    def quiet(self) -> None:
        """Wait for what goes on after an acknowledgement."""
        errands, end = self.listening.errands, time.monotonic() + 10
        pools = (errands._hands, errands._prompt, errands._voices)
        while any(pool._work_queue.qsize() or busy(pool) for pool in pools) or self._speaks():  # type: ignore[attr-defined]
            assert time.monotonic() < end
            threading.Event().wait(0.001)

    def _speaks(self) -> bool:
        """Whether something is on its way to Slack."""
        speaking = self.core.engine._speaking
        return speaking is not None and not speaking.done()

    def state(self) -> str:
        """Everything that is stored, but for what was delivered."""
        with closing(sqlite3.connect(f"file:{self.stock.path}?mode=ro", uri=True)) as base:
            names = [name for (name,) in base.execute("SELECT name FROM sqlite_schema")]
            tables = [n for n in names if is_table(base, n) and not n.startswith(NO_DECISION)]
            return repr([(n, base.execute(f"SELECT * FROM [{n}]").fetchall()) for n in tables])  # noqa: S608 -- our tables

    def of(self, user: str, **more: object) -> Payload:
        """What every interactive payload begins with."""
        self.number += 1
        return {
            "user": {"id": user, "team_id": self.team},
            "team": {"id": self.team},
            "api_app_id": APP_ID,
            "channel": {"id": "C01BILLING"},
            "trigger_id": f"{self.number}.trigger",
            **more,
        }

    def command(self, user: str, text: str) -> Payload:
        self.number += 1
        return {
            "command": "/invoices",
            "text": text,
            "user_id": user,
            "team_id": self.team,
            "api_app_id": APP_ID,
            "channel_id": "C01BILLING",
            "trigger_id": f"{self.number}.trigger",
        }

    def press(self, user: str, action_id: str, value: str, **more: object) -> Payload:
        action = {"type": "button", "block_id": "b", "action_id": action_id, "action_ts": "17.5"}
        return self.of(user, type="block_actions", actions=[{**action, "value": value}], **more)

    def choose(self, user: str, action_id: str, value: str, **more: object) -> Payload:
        body = self.press(user, action_id, "", **more)
        body["actions"][0]["selected_option"] = {"value": value}
        return body

    def view(self, callback: str, form: str, key: str, held: Payload) -> Payload:
        return {
            "id": "V1",
            "type": "modal",
            "callback_id": callback,
            "private_metadata": carried(form, key, Place("C01BILLING"), "modal"),
            "state": {"values": {name: {name: told} for name, told in held.items()}},
        }


def busy(pool: object) -> bool:
    """Whether a thread of a pool works: it has started more threads than stand idle."""
    idle = pool._idle_semaphore._value  # type: ignore[attr-defined]
    return bool(len(pool._threads) > idle)  # type: ignore[attr-defined]


def is_table(base: sqlite3.Connection, name: str) -> bool:
    kind = base.execute("SELECT type FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    return bool(kind == ("table",))


@contextmanager
def gate(folder: Path, settings: str = SETTINGS) -> Iterator[Gate]:
    """Build the bot over a filled database, with a local Slack to talk to."""
    path = folder / "duewatch.toml"
    path.write_text(settings)
    read = config.load(path, {"GATE_SECRET": "not-a-secret"}, need_secrets=True)
    stock = fill(Stock(folder))
    with LocalSlack.start(messages_per_second=None) as slack:
        tokens = Tokens(BOT_TOKEN, None, SIGNING_SECRET, slack.api_url)
        core = build(read, stock.store, lambda: NOW, tokens)
        app = new_app(tokens.bot, tokens.api_url, SIGNING_SECRET)
        app.use(Ours(Calls(tokens.bot, tokens.api_url, timeout=3)).check)
        listening = register(app, handlers(core))
        assert core.engine.delivery is not None
        core.engine.delivery.turn()  # what was decided while the database was filled
        try:
            yield Gate(stock, core, slack, app, listening)
        finally:
            listening.stop()
            core.close()


def words(response: BoltResponse) -> str:
    """What an acknowledgement says."""
    return str(json.loads(response.body).get("text", "")) if response.body else ""
