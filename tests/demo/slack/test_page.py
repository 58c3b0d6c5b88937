"""What the page asks and hears, over the same HTTP and websocket it uses."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import websocket
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.demo.slack import LocalSlack
from tests.demo.slack.raw import get, post_json, send
from tests.demo.slack.shapes import Json, actions, button, home, modal, section, text_input

ADA = "U01ADA"


class Live:
    """An open page."""

    def __init__(self, slack: LocalSlack, user: str) -> None:
        url = f"{slack.url.replace('http', 'ws')}/page/live?user={user}"
        self._line = websocket.create_connection(url, timeout=30)

    def hear(self, *kinds: str) -> list[Json]:
        """Wait for an event of each kind, in this order; others are passed over."""
        heard: list[Json] = []
        for kind in kinds:
            event: Json = {}
            while event.get("type") != kind:
                event = dict(json.loads(self._line.recv()))
            heard.append(event)
        return heard

    def silent(self) -> bool:
        self._line.settimeout(0.2)
        try:
            self._line.recv()
        except websocket.WebSocketTimeoutException:
            return True
        return False

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def ada(slack: LocalSlack) -> Iterator[Live]:
    page = Live(slack, ADA)
    slack.wait_for(lambda: ADA in slack._parts.feed.watchers())
    yield page
    page.close()


def tell(slack: LocalSlack, what: str, **body: object) -> Json:
    status, answer = post_json(f"{slack.url}/page/{what}", {"user": ADA, **body})
    assert status == 200, answer
    return answer


def test_the_page_learns_who_and_what_there_is(slack: LocalSlack) -> None:
    state = get(f"{slack.url}/page/state?user={ADA}")
    assert state["team"] == {"name": "Acme Hosting", "locale": "en-US"}
    assert state["users"][0] == {
        "id": ADA,
        "name": "ada",
        "real_name": "Ada Ops",
        "is_bot": False,
        "color": "2bac76",
        "initials": "AO",
        "tz": "Europe/Berlin",
    }
    channels = {one["name"]: one for one in state["channels"]}
    assert channels["old-billing"]["is_archived"]
    assert channels["duewatch"]["id"] == "D01ADA"  # Ada's own direct messages, nobody else's
    assert [one["id"] for one in state["channels"] if one["is_im"]] == ["D01ADA"]
    assert state["commands"][0]["command"] == "/invoices"
    assert state["bot"] == {"id": "U01DUEWATCH", "name": "duewatch"}
    assert state["connected"] is False
    assert abs(state["now"] - slack.workspace.now()) < 60


def test_messages_are_seen_as_they_come(slack: LocalSlack, client: WebClient, ada: Live) -> None:
    ts = str(client.chat_postMessage(channel="#billing", text="one")["ts"])
    (new,) = ada.hear("message")
    assert (new["channel"], new["message"]["ts"]) == ("C01BILLING", ts)
    client.chat_update(channel="C01BILLING", ts=ts, text="two")
    assert ada.hear("message_changed")[0]["message"]["text"] == "two"
    reply = str(client.chat_postMessage(channel="#billing", text="re", thread_ts=ts)["ts"])
    (thread,) = ada.hear("thread_changed")
    assert (thread["thread_ts"], thread["message"]["reply_count"]) == (ts, 1)
    client.chat_delete(channel="C01BILLING", ts=reply)
    assert ada.hear("message_deleted")[0]["ts"] == reply

    client.chat_postEphemeral(channel="#billing", user=ADA, text="psst")
    assert ada.hear("ephemeral")[0]["message"]["text"] == "psst"
    where = f"channel=C01BILLING&user={ADA}"
    shown = get(f"{slack.url}/page/messages?{where}")["messages"]
    assert [(one["text"], one.get("is_ephemeral")) for one in shown] == [
        ("two", None),
        ("psst", True),
    ]
    others = get(f"{slack.url}/page/messages?channel=C01BILLING&user=U02BEN")["messages"]
    assert [one["text"] for one in others] == ["two"]
    whole = get(f"{slack.url}/page/thread?{where}&ts={ts}")["messages"]
    assert [one["text"] for one in whole] == ["two"]


def test_what_concerns_others_is_not_heard(slack: LocalSlack, client: WebClient, ada: Live) -> None:
    client.chat_postEphemeral(channel="#billing", user="U02BEN", text="psst")
    client.chat_postMessage(channel="U02BEN", text="direct")
    client.views_publish(user_id="U02BEN", view=home())
    assert ada.silent()
    assert slack.ephemerals(ADA) == []


@pytest.mark.usefixtures("connected")
def test_the_page_types_clicks_submits_and_closes(
    slack: LocalSlack, app: App, client: WebClient, ada: Live
) -> None:
    seen: list[Any] = []

    @app.command("/invoices")
    def answer(ack: Ack, command: Json) -> None:
        ack(f"you typed {command['text']}")

    @app.action("choose")
    def chosen(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        seen.append(body["actions"][0])
        view = modal(text_input("note"), notify_on_close=True)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("form")
    def submitted(ack: Ack, view: Json) -> None:
        seen.append(view["state"]["values"]["note"]["typed"]["value"])
        ack(response_action="errors", errors={"note": "no"})

    @app.view_closed("form")
    def closed(ack: Ack) -> None:
        ack()
        seen.append("closed")

    assert tell(slack, "command", channel="C01BILLING", text="/invoices due") == {}
    assert ada.hear("ephemeral")[0]["message"]["text"] == "you typed due"

    menu = {
        "type": "overflow",
        "action_id": "choose",
        "options": [{"text": {"type": "plain_text", "text": "Note"}, "value": "note"}],
    }
    posted = client.chat_postMessage(channel="#billing", text="x", blocks=[actions(menu)])
    option = menu["options"][0]
    action = {"action_id": "choose", "type": "overflow", "selected_option": option}
    where = {"channel": "C01BILLING", "message_ts": posted["ts"]}
    assert tell(slack, "action", action=action, state={"values": {}}, **where) == {}
    view = ada.hear("view_open")[0]["view"]
    assert seen[0]["selected_option"] == option
    assert seen[0]["block_id"]

    state = {"values": {"note": {"typed": {"type": "plain_text_input", "value": "hi"}}}}
    answer_ = tell(slack, "view_submit", view_id=view["id"], state=state)
    assert answer_ == {"errors": {"note": "no"}}
    assert seen[1] == "hi"
    assert tell(slack, "view_close", view_id=view["id"], is_cleared=False) == {}
    assert ada.hear("view_close")[0]["view"]["id"] == view["id"]
    slack.wait_for(lambda: "closed" in seen)


@pytest.mark.usefixtures("connected")
def test_the_home_tab_reaches_the_page(slack: LocalSlack, app: App, ada: Live) -> None:
    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(section("welcome")))

    assert tell(slack, "home") == {"view": None}
    (event,) = ada.hear("home")
    assert event["view"]["blocks"][0]["text"]["text"] == "welcome"
    assert tell(slack, "home")["view"]["id"] == event["view"]["id"]


def test_an_action_nobody_takes_is_a_toast(slack: LocalSlack, client: WebClient, ada: Live) -> None:
    posted = client.chat_postMessage(channel="#billing", text="x", blocks=[actions(button())])
    where = {"channel": "C01BILLING", "message_ts": posted["ts"]}
    answer = tell(slack, "action", action={"action_id": "press"}, **where)
    assert answer == {"error": "dispatch_failed"}
    assert ada.hear("toast")[0]["error"] == "dispatch_failed"


def test_people_write_messages(slack: LocalSlack, ada: Live) -> None:
    said = tell(slack, "message", channel="C01BILLING", text="1 < 2 @ben")["message"]
    assert said["text"] == "1 &lt; 2 <@U02BEN|ben>"
    assert ada.hear("message")[0]["message"]["user"] == ADA
    tell(slack, "message", channel="C01BILLING", text="re", thread_ts=said["ts"])
    assert [one["text"] for one in slack.thread("#billing", said["ts"])][1:] == ["re"]
    refused = tell(slack, "command", channel="C01BILLING", text="/invoices", thread_ts=said["ts"])
    assert refused == {}
    assert "not supported in threads" in slack.ephemerals(ADA)[0]["text"]
    assert slack.ephemerals(ADA)[0]["thread_ts"] == said["ts"]


@pytest.mark.usefixtures("connected")
def test_a_button_of_a_home_tab_that_was_drawn_anew_meanwhile_still_works(
    slack: LocalSlack, app: App, client: WebClient
) -> None:
    pressed: list[str] = []

    @app.action("take")
    def take(ack: Ack, body: Json) -> None:
        pressed.append(f"{body['actions'][0]['value']} {body['actions'][0]['block_id']}")
        ack()

    def publish(*blocks: Json) -> Json:
        client.views_publish(user_id=ADA, view=home(*blocks))
        return slack.home_of(ADA)

    rows = [actions(button("take", value=key)) for key in ("acme/1", "acme/2")]
    seen = publish(*rows)
    shown = publish(section("news"), *rows)
    block = seen["blocks"][1]["block_id"]
    action = {"type": "button", "action_id": "take", "block_id": block, "value": "acme/2"}
    assert tell(slack, "action", view_id=seen["id"], action=action) == {}
    assert pressed == [f"acme/2 {shown['blocks'][2]['block_id']}"]

    publish(section("all are taken"))
    assert tell(slack, "action", view_id=seen["id"], action=action) == {}
    assert pressed[1:] == [f"acme/2 {block}"], "what somebody saw can be pressed"

    gone = {"user": ADA, "view_id": seen["id"], "action": {**action, "value": "acme/3"}}
    assert post_json(f"{slack.url}/page/action", gone)[1]["error"] == "action_not_found"


@pytest.mark.parametrize(
    ("what", "body", "error"),
    [
        ("command", {"text": "/invoices"}, "invalid_arguments"),
        ("command", {"text": "/invoices", "channel": "C0"}, "channel_not_found"),
        ("action", {"channel": "C01BILLING", "message_ts": "1"}, "invalid_arguments"),
        (
            "action",
            {"channel": "C01BILLING", "message_ts": "1", "action": {"action_id": "a"}},
            "message_not_found",
        ),
        ("view_submit", {"view_id": "V0"}, "not_found"),
        ("message", {"channel": "C05OLD", "text": "x"}, "is_archived"),
        ("home", {"user": "U0"}, "user_not_found"),
        ("panel", {"id": "nothing"}, "unknown_control"),
    ],
)
def test_what_makes_no_sense_is_refused(
    slack: LocalSlack, what: str, body: Json, error: str
) -> None:
    status, answer = post_json(f"{slack.url}/page/{what}", {"user": ADA, **body})
    assert (status, answer["error"]) == (400, error)


def test_what_is_not_json_is_refused(slack: LocalSlack) -> None:
    for body in (b"{", b"[]"):
        status, _, _ = send(f"{slack.url}/page/command", "POST", body)
        assert status == 400


def test_channel_changes_are_told(slack: LocalSlack, ada: Live) -> None:
    slack.archive("#acme")
    (event,) = ada.hear("state")
    acme = next(one for one in event["state"]["channels"] if one["name"] == "acme")
    assert acme["is_archived"]
