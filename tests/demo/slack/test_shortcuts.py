"""Shortcuts of the composer and of messages, as the app gets them."""

from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.demo.slack import Installed, LocalSlack, SlackError
from bot.manifest import EVENTS
from tests.demo.slack.conftest import APP
from tests.demo.slack.raw import get, post_json
from tests.demo.slack.shapes import Json, modal, section

ADA = "U01ADA"


def test_what_can_be_started_is_what_the_manifest_lists() -> None:
    assert [(one.callback_id, one.on_message) for one in APP.shortcuts] == [
        ("look", False),
        ("take", True),
    ]
    ours = Installed.from_manifest()
    assert [one.command for one in ours.commands] == ["/invoices"]
    assert ours.events == frozenset(EVENTS)


@pytest.mark.usefixtures("connected")
def test_a_global_shortcut_opens_a_modal(slack: LocalSlack, app: App, client: WebClient) -> None:
    seen: list[Json] = []

    @app.shortcut({"type": "shortcut", "callback_id": "look"})
    def look(ack: Ack, body: Json) -> None:
        ack()
        seen.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=modal(section("which?")))

    assert slack.shortcut(ADA, "look") == {"ok": True}
    slack.wait_for(lambda: slack.modals(ADA))
    (body,) = seen
    assert (body["type"], body["callback_id"], body["user"]["id"]) == ("shortcut", "look", ADA)
    assert body["action_ts"]
    assert "channel" not in body
    assert "response_url" not in body


@pytest.mark.usefixtures("connected")
def test_a_message_shortcut_brings_the_message(
    slack: LocalSlack, app: App, client: WebClient
) -> None:
    seen: list[Json] = []

    @app.shortcut({"type": "message_action", "callback_id": "take"})
    def take(ack: Ack, body: Json, respond: Respond) -> None:
        ack()
        seen.append(body)
        respond("taken on")

    ts = str(client.chat_postMessage(channel="#billing", text="due", blocks=[section()])["ts"])
    assert slack.message_shortcut(ADA, "#billing", ts, "take") == {"ok": True}
    answer: Any = slack.wait_for(lambda: slack.ephemerals(ADA))
    assert answer[0]["text"] == "taken on"
    (body,) = seen
    assert (body["type"], body["callback_id"]) == ("message_action", "take")
    assert body["channel"] == {"id": "C01BILLING", "name": "billing"}
    assert body["message_ts"] == ts
    assert body["message"]["blocks"][0]["type"] == "section"


def test_what_nobody_takes_is_told(slack: LocalSlack) -> None:
    assert slack.shortcut(ADA, "look") == {"ok": False, "error": "dispatch_failed"}
    ts = str(slack.say("U02BEN", "#billing", "due")["ts"])
    refused = slack.message_shortcut(ADA, "#billing", ts, "take")
    assert refused == {"ok": False, "error": "dispatch_failed"}


def test_a_shortcut_the_manifest_does_not_list_cannot_be_started(slack: LocalSlack) -> None:
    ts = str(slack.say("U02BEN", "#billing", "due")["ts"])
    for callback_id in ("take", "unknown"):  # the first is one of messages
        with pytest.raises(SlackError, match="unknown_shortcut"):
            slack.shortcut(ADA, callback_id)
    with pytest.raises(SlackError, match="unknown_shortcut"):
        slack.message_shortcut(ADA, "#billing", ts, "look")
    with pytest.raises(SlackError, match="message_not_found"):
        slack.message_shortcut(ADA, "#billing", "1.0", "take")


@pytest.mark.usefixtures("connected")
def test_the_page_knows_and_starts_them(slack: LocalSlack, app: App) -> None:
    seen: list[str] = []

    @app.shortcut("look")
    def look(ack: Ack) -> None:
        ack()
        seen.append("look")

    @app.shortcut("take")
    def take(ack: Ack) -> None:
        ack()
        seen.append("take")

    state = get(f"{slack.url}/page/state?user={ADA}")
    assert state["shortcuts"] == [
        {"callback_id": "look", "name": "Look up", "description": "By number", "on_message": False},
        {"callback_id": "take", "name": "Take on", "description": "For me", "on_message": True},
    ]
    url = f"{slack.url}/page/shortcut"
    assert post_json(url, {"user": ADA, "callback_id": "look"}) == (200, {})
    ts = slack.say("U02BEN", "#billing", "due")["ts"]
    on = {"user": ADA, "callback_id": "take", "channel": "C01BILLING", "message_ts": ts}
    assert post_json(url, on) == (200, {})
    assert seen == ["look", "take"]
    status, answer = post_json(url, {"user": ADA, "callback_id": "no"})
    assert (status, answer["error"]) == (400, "unknown_shortcut")
