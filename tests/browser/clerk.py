"""A small Slack app to talk to: it remembers what reached it and answers in every way there is."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from slack_bolt import App
from slack_sdk import WebClient

from bot.demo.slack import APP_TOKEN, LocalSlack
from bot.slack.socket import Socket

Json = dict[str, Any]


def words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str, text: str, **more: object) -> Json:
    return {"type": "button", "action_id": action_id, "text": words(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


PROMISE: Json = {
    "type": "modal",
    "callback_id": "promise",
    "notify_on_close": True,
    "title": words("Promise a payment"),
    "submit": words("Promise"),
    "close": words("Never mind"),
    "blocks": [
        {
            "type": "input",
            "block_id": "who",
            "label": words("Who pays"),
            "element": {"type": "users_select", "action_id": "user"},
        },
        {
            "type": "input",
            "block_id": "day",
            "label": words("Paid by"),
            "element": {"type": "datepicker", "action_id": "date", "initial_date": "2020-01-01"},
        },
        {
            "type": "input",
            "block_id": "note",
            "optional": True,
            "label": words("Note"),
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
    ],
}


@dataclass(slots=True)
class Clerk:
    """What reached the app so far; `answering` may be cleared to let it hesitate."""

    slack: LocalSlack
    client: WebClient
    heard: list[Json] = field(default_factory=list)
    answering: threading.Event = field(default_factory=threading.Event)
    modal: Json = field(default_factory=lambda: PROMISE)
    home: Json | None = None

    @classmethod
    @contextmanager
    def connect(cls, slack: LocalSlack, client: WebClient) -> Iterator[Self]:
        clerk = cls(slack, client)
        clerk.answering.set()
        socket = Socket(clerk._app(client), APP_TOKEN)
        socket.start()
        slack.wait_for(lambda: slack.connected)
        yield clerk
        clerk.answering.set()
        socket.stop()

    def publish(self, user: str, blocks: list[Json]) -> None:
        """Draw somebody's Home tab anew."""
        self.client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})

    def next(self, kind: str) -> Json:
        """The first payload of this kind, which may still be on its way."""
        return self.slack.wait_for(lambda: self.all(kind))[0]

    def all(self, kind: str) -> list[Json]:
        return [payload for payload in list(self.heard) if payload.get("type", "command") == kind]

    def _app(self, client: WebClient) -> App:
        quiet = logging.getLogger("tests.browser.clerk")
        quiet.setLevel(logging.CRITICAL)
        app = App(client=client, logger=quiet)
        app.use(self._listen)
        app.command("/invoices")(self._command)
        app.action("acknowledge")(self._acknowledge)
        app.action("promise")(self._open)
        for action_id in ("plain", "direction", "mute", "take", "more", "kinds"):
            app.action(action_id)(lambda ack: ack())
        app.view("promise")(self._submitted)
        app.view_closed("promise")(lambda ack: ack())
        app.event("app_home_opened")(self._home)
        app.event("message")(lambda ack: ack())
        app.event("member_joined_channel")(self._joined)
        app.event("link_shared")(self._unfurl)
        app.shortcut("look")(self._open)
        app.shortcut("take")(self._take)
        return app

    def _listen(self, body: Json, next: Callable[[], None]) -> None:  # noqa: A002 -- Bolt's name
        self.answering.wait(2)
        self.heard.append(body)
        next()

    def _command(self, ack: Callable[..., None], command: Json) -> None:
        ack(
            text=f"Nothing is {command['text']}", blocks=[mrkdwn(f"Nothing is *{command['text']}*")]
        )

    def _acknowledge(self, ack: Callable[..., None], body: Json, client: WebClient) -> None:
        ack()
        taken = f"Acknowledged by <@{body['user']['id']}>"
        where, ts = body["channel"]["id"], body["message"]["ts"]
        client.chat_update(channel=where, ts=ts, text=taken, blocks=[mrkdwn(taken)])
        client.chat_postMessage(channel=where, thread_ts=ts, text=taken)

    def _open(self, ack: Callable[..., None], body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=self.modal)

    def _submitted(self, ack: Callable[..., None], view: Json) -> None:
        day = view["state"]["values"].get("day", {"date": {"selected_date": "9"}})
        if day["date"]["selected_date"] < "2026-01-01":
            ack(response_action="errors", errors={"day": "That day has passed."})
        else:
            ack()

    def _home(self, event: Json, client: WebClient) -> None:
        greeting = mrkdwn(f"Good morning <@{event['user']}>")
        view = self.home or {"type": "home", "blocks": [greeting]}
        client.views_publish(user_id=event["user"], view=view)

    def _joined(self, event: Json, client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], text="Hello, I watch invoices")

    def _unfurl(self, event: Json, client: WebClient) -> None:
        url = event["links"][0]["url"]
        number = url.rpartition("/")[2]
        blocks = [mrkdwn(f"Invoice *{number}* is open"), actions(button("plain", "Take"))]
        client.chat_unfurl(
            unfurl_id=event["unfurl_id"],
            source=event["source"],
            unfurls={url: {"color": "#a30200", "blocks": blocks}},
        )

    def _take(self, ack: Callable[..., None], respond: Callable[..., object]) -> None:
        ack()
        respond("Taken on")
