"""Bolt with our listeners on the bench: payloads in, acknowledgements and posts out."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.actions import Desk, sheet
from bot.answers.answer import Answers
from bot.answers.home import HomeTabs
from bot.answers.reporting import Reports
from bot.clicks import Clicks
from bot.roles import Roles
from bot.slack.asked import Place
from bot.slack.listeners import Handlers, Listening, Tab, register
from bot.slack.listening.arrived import carried
from bot.slack.render.answer_help import note
from bot.slack.render.message import Message
from state.model import InvoiceKey
from tests.bot.stock import NOW, Stock
from tests.bot.wall import Payload, Wall

SECRET = "local-signing-secret"
KEY = InvoiceKey("acme-vps", "7514881")


@dataclass
class Bench:
    """Bolt with our listeners, the real desk and answers, and Slack's side as a wall."""

    stock: Stock
    wall: Wall
    failures: list[Exception] = field(default_factory=list)
    checked: list[str | None] = field(default_factory=list)
    stormed: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)  # channels that the bot was let into
    roles: Roles = field(default_factory=Roles)
    desk: Desk = field(init=False)
    clicks: Clicks = field(init=False)
    handlers: Handlers = field(init=False)
    listening: Listening | None = None
    deliveries: int = 0
    patience: float = 30.0  # seconds an answer may take before it follows later

    def __post_init__(self) -> None:
        store = self.stock.store
        answers = Answers(store, lambda: NOW)
        self.desk = Desk(store, lambda: NOW, timedelta(days=3), roles=self.roles)
        self.clicks = Clicks(store, lambda: NOW, self.desk, self._storm, lambda: None)
        self.handlers = Handlers(
            answer=answers.answer,
            take=self.clicks.take,
            waiting=self.clicks.waiting,
            carry_out=self.clicks.carry_out,
            untold=self.clicks.untold,
            told=store.told_clicks,
            reply=Reports(store, lambda: NOW).reply,
            answered=self.clicks.answer_only,
            give_up=self.clicks.give_up,
            redraw=self.clicks.redraw,
            sheet=partial(sheet, self.desk),
            check=self._check,
            seen=lambda delivery: store.seen_delivery(delivery, NOW),
            joined=self.joined.append,
            home=self._tab(),
            unfurl=lambda _: None,
            failed=self.failures.append,
            now=lambda: NOW,
            who=lambda: note("who is on call"),
            why=lambda key: note(f"why {key}"),
        )

    def _tab(self) -> Tab:
        store, tabs = self.stock.store, HomeTabs(self.stock.store, lambda: NOW, roles=self.roles)
        return Tab(
            view=tabs.view,
            opened=tabs.opened,
            choose=tabs.choose,
            put_away=lambda user: store.welcomed(user, NOW),
            watched=tabs.watched,
            news=store.newest_event,
            now=lambda: NOW,
        )

    def _storm(self, asked: str, user: str, yes: bool) -> str:
        self.stormed.append(asked)
        return f"{user} said {'yes' if yes else 'no'} to {asked}"

    def _check(self, account: str | None, _say: Callable[[Message], None]) -> Message:
        self.checked.append(account)
        return note(f"checked {account}")

    def app(self, **handlers: Callable[..., object]) -> App:
        """The application; named handlers take the place of the usual ones."""
        app = App(
            authorize=lambda: AuthorizeResult(
                enterprise_id=None, team_id="T1", bot_token="xoxb-local", bot_user_id="U0BOT"
            ),
            client=WebClient(base_url=f"{self.wall.url}/api/"),
            signing_secret=SECRET,
        )
        ours = replace(self.handlers, **handlers)  # type: ignore[arg-type]
        self.listening = register(app, ours, patience=self.patience)
        for listener in app._listeners:  # Bolt would wait three seconds, whoever holds us up
            listener.ack_timeout = 30
        return app

    def send(self, body: Payload, **handlers: Callable[..., object]) -> BoltResponse:
        """Deliver a payload as Socket Mode does; what goes back in the acknowledgement."""
        request = BoltRequest(mode="socket_mode", body=body)
        return self.app(**handlers).dispatch(request)

    def command(self, text: str) -> Payload:
        self.deliveries += 1
        return {
            "command": "/invoices",
            "text": text,
            "user_id": "U02BEN",
            "team_id": "T1",
            "channel_id": "C01BILLING",
            "trigger_id": f"{self.deliveries}.trigger",
            "response_url": f"{self.wall.url}/respond/{self.deliveries}",
        }

    def click(self, action_id: str, value: str | None = str(KEY)) -> Payload:
        self.deliveries += 1
        pressed = {"type": "button", "block_id": "b", "action_id": action_id, "action_ts": "17.5"}
        return {
            "type": "block_actions",
            "user": {"id": "U02BEN"},
            "team": {"id": "T1"},
            "channel": {"id": "C01BILLING"},
            "message": {"ts": "1.2"},
            "actions": [pressed | ({"value": value} if value is not None else {})],
            "trigger_id": f"{self.deliveries}.trigger",
            "response_url": f"{self.wall.url}/respond/{self.deliveries}",
        }

    def choice(self, action_id: str, value: str) -> Payload:
        """An entry of a menu."""
        body = self.click(action_id, None)
        body["actions"][0]["selected_option"] = {"value": value}
        return body

    def submission(self, form: str, key: str, entered: Payload) -> Payload:
        """A form that was filled in and sent."""
        self.deliveries += 1
        kinds = {"day": "selected_date", "holder": "selected_user"}
        held = {name: {name: {kinds.get(name, "value"): told}} for name, told in entered.items()}
        return {
            "type": "view_submission",
            "user": {"id": "U02BEN"},
            "team": {"id": "T1"},
            "trigger_id": f"{self.deliveries}.trigger",
            "view": {
                "id": "V1",
                "type": "modal",
                "callback_id": "care",
                "private_metadata": carried(form, key, Place("C01BILLING"), "modal"),
                "state": {"values": held},
            },
        }

    def opened(self, tab: str = "home") -> Payload:
        self.deliveries += 1
        return {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": f"Ev{self.deliveries}",
            "event": {"type": "app_home_opened", "user": "U02BEN", "tab": tab, "channel": "D1"},
        }

    def came(self, user: str, channel: str = "C02ACME") -> Payload:
        """Somebody comes into a channel."""
        body = self.opened()
        event = {"type": "member_joined_channel", "user": user, "channel": channel}
        return {**body, "event": event}

    def kinds(self) -> list[str]:
        return [event.kind for event in self.stock.store.timeline(KEY)]


def said(response: BoltResponse) -> str:
    """The private words in an acknowledgement."""
    assert response.status == 200
    body = json.loads(response.body)
    assert body["response_type"] == "ephemeral"
    assert body["blocks"]
    return str(body["text"])


def settle(check: Callable[[], bool]) -> None:
    """Wait for a listener that goes on after its acknowledgement."""
    end = time.monotonic() + 30
    while not check():
        assert time.monotonic() < end
        threading.Event().wait(0.01)
