"""The whole bot behind its Slack listeners: payloads in as Slack sends them, the database after."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.app import Core, build
from bot.config.load import load
from bot.config.tokens import Tokens
from bot.conversation import handlers
from bot.demo.slack import BOT_TOKEN, SIGNING_SECRET, LocalSlack
from bot.demo.slack.seed import APP_ID, TEAM_ID
from bot.pace import Pace
from bot.slack.asked import Place
from bot.slack.bolt import new_app
from bot.slack.calls import Calls
from bot.slack.listeners import Listening, register
from bot.slack.listening.arrived import carried
from bot.slack.ours import Ours
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
NO_DECISION = ("clicks", "deliveries", "sqlite_", "home_tabs", "welcomed", "audit", "events")
HISTORY = """
SELECT at, account, number, kind, actor, details, source, reason
FROM events WHERE kind <> 'not_allowed' ORDER BY id
"""


class Gate:
    """A bot with invoices, whose clock stands still."""

    def __init__(
        self, stock: Stock, core: Core, slack: LocalSlack, app: App, listening: Listening
    ) -> None:
        self.stock = stock
        self.core = core
        self.slack = slack
        self.app = app
        self.listening = listening
        self.number = 0
        self.team = TEAM_ID

    def send(self, body: Payload) -> BoltResponse:
        """Deliver a payload as Socket Mode does, and wait until nothing more follows."""
        response = self.app.dispatch(BoltRequest(mode="socket_mode", body=body))
        self.quiet()
        return response

    def quiet(self) -> None:
        """Wait for what goes on after an acknowledgement."""
        errands = self.listening.errands
        for _ in range(2):  # what was done is told, and a form that was shown may still say a word
            for pool in (errands._hands, errands._prompt, errands._voices):
                drain(pool)
        speaking, delivery = self.core.engine._speaking, self.core.engine.delivery
        assert delivery is not None
        if speaking is not None:
            speaking.result(60)
        delivery.turn()  # what was queued just before that one ended waits for the next tick

    def state(self) -> list[str]:
        """Everything that is stored, but for what was delivered and who was refused what."""
        with closing(sqlite3.connect(f"file:{self.stock.path}?mode=ro", uri=True)) as base:
            names = [name for (name,) in base.execute("SELECT name FROM sqlite_schema")]
            tables = [n for n in names if is_table(base, n) and not n.startswith(NO_DECISION)]
            asked = {name: f"SELECT * FROM [{name}]" for name in tables} | {"events": HISTORY}  # noqa: S608 -- our tables
            return [f"{name}: {row}" for name, sql in asked.items() for row in base.execute(sql)]

    def refused(self) -> list[str]:
        """Who tried what they may not do, as it stands in the log."""
        with closing(sqlite3.connect(f"file:{self.stock.path}?mode=ro", uri=True)) as base:
            asked = "SELECT actor FROM events WHERE kind = 'not_allowed' ORDER BY id"
            return [actor for (actor,) in base.execute(asked)]

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


def drain(pool: Executor) -> None:
    """Wait until every thread of a pool has done what it had to do."""
    assert isinstance(pool, ThreadPoolExecutor)
    together = threading.Barrier(pool._max_workers + 1)
    for _ in range(pool._max_workers):
        pool.submit(together.wait, 60)
    together.wait(60)


def is_table(base: sqlite3.Connection, name: str) -> bool:
    kind = base.execute("SELECT type FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    return bool(kind == ("table",))


@contextmanager
def gate(folder: Path, settings: str = SETTINGS) -> Iterator[Gate]:
    """Build the bot over a filled database, with a local Slack to talk to."""
    path = folder / "duewatch.toml"
    path.write_text(settings)
    read = load(path, {"GATE_SECRET": "not-a-secret"}, need_secrets=True)
    stock = fill(Stock(folder))
    with LocalSlack.start(messages_per_second=None) as slack:
        tokens = Tokens(BOT_TOKEN, None, SIGNING_SECRET, slack.api_url)
        core = build(read, stock.store, lambda: NOW, tokens, pace=Pace(0))
        ours = Ours(Calls(tokens.bot, tokens.api_url, timeout=30))
        app = new_app(ours, tokens.api_url, SIGNING_SECRET)
        listening = register(app, handlers(core))
        made = Gate(stock, core, slack, app, listening)
        made.quiet()  # what was decided while the database was filled
        try:
            yield made
        finally:
            listening.stop()
            core.close()


def words(response: BoltResponse) -> str:
    """What an acknowledgement says."""
    return str(json.loads(response.body).get("text", "")) if response.body else ""
