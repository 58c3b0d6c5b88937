"""The local Slack against a real Bolt app, over a real socket."""

import json
import select
import threading
import time

import pytest
import websocket
from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient

from bot.demo.slack import APP_TOKEN, LocalSlack
from bot.demo.slack.sockets import MOST_CONNECTIONS
from tests.demo.slack.shapes import Json, actions, button, option, section

ADA = "U01ADA"


def open_socket(slack: LocalSlack) -> websocket.WebSocket:
    client = WebClient(APP_TOKEN, base_url=slack.api_url)
    url = str(client.apps_connections_open(app_token=APP_TOKEN)["url"])
    return websocket.create_connection(url, timeout=30)


@pytest.mark.usefixtures("connected")
def test_a_command_is_answered_in_its_acknowledgement(slack: LocalSlack, app: App) -> None:
    @app.command("/invoices")
    def answer(ack: Ack, command: Json) -> None:
        ack(f"{command['user_name']} asks in {command['channel_name']}: {command['text']}")

    seen = slack.command(ADA, "#billing", "/invoices overdue 7d")

    assert seen["text"] == "ada asks in billing: overdue 7d"
    assert seen["is_ephemeral"]
    assert [one["text"] for one in slack.ephemerals(ADA)] == [seen["text"]]
    assert slack.history("#billing") == []


@pytest.mark.usefixtures("connected")
def test_an_acknowledgement_may_hold_blocks_and_speak_to_everybody(
    slack: LocalSlack, app: App
) -> None:
    @app.command("/invoices")
    def answer(ack: Ack) -> None:
        ack(response_type="in_channel", text="all", blocks=[section("for all")])

    slack.command(ADA, "#billing", "/invoices")
    (message,) = slack.history("#billing")
    assert message["blocks"][0]["text"]["text"] == "for all"
    assert slack.ephemerals(ADA) == []


@pytest.mark.usefixtures("connected")
def test_names_in_a_command_arrive_as_mentions(slack: LocalSlack, app: App) -> None:
    @app.command("/invoices")
    def answer(ack: Ack, command: Json) -> None:
        ack(text=command["text"])

    seen = slack.command(ADA, "#billing", "/invoices assign a/1 @ben in #ops & <x> @finance-oncall")
    assert seen["text"] == (
        "assign a/1 <@U02BEN|ben> in <#C03OPS|ops> &amp; &lt;x&gt; <!subteam^S01|@finance-oncall>"
    )


@pytest.mark.usefixtures("connected")
def test_a_late_answer_comes_through_the_response_address(slack: LocalSlack, app: App) -> None:
    @app.command("/invoices")
    def answer(ack: Ack, respond: Respond) -> None:
        ack()
        respond("checked")

    assert slack.command(ADA, "#billing", "/invoices check")["text"] == "checked"


@pytest.mark.usefixtures("connected")
def test_a_click_reaches_the_app_and_changes_the_message(
    slack: LocalSlack, app: App, client: WebClient
) -> None:
    @app.action("press")
    def pressed(ack: Ack, body: Json, action: Json, client: WebClient) -> None:
        ack()
        client.chat_update(
            channel=body["container"]["channel_id"],
            ts=body["message"]["ts"],
            text=f"{body['user']['id']} pressed {action['value']}",
        )

    blocks = [section("two"), actions(button(value="a/1")), actions(button(value="a/2"))]
    ts = str(client.chat_postMessage(channel="#billing", text="two", blocks=blocks)["ts"])

    assert slack.click(ADA, "#billing", ts, "press", "a/2") == {"ok": True}
    slack.wait_for(lambda: slack.history("#billing")[0]["text"] == "U01ADA pressed a/2")
    with pytest.raises(LookupError):
        slack.click(ADA, "#billing", ts, "press", "a/2")  # the buttons are gone


@pytest.mark.usefixtures("connected")
def test_a_choice_in_a_message_comes_with_what_all_its_fields_hold(
    slack: LocalSlack, app: App, client: WebClient
) -> None:
    states: list[Json] = []

    @app.action("kind")
    def chosen(ack: Ack, body: Json) -> None:
        ack()
        states.append(body["state"]["values"]["filters"])

    menu = {"type": "static_select", "action_id": "kind", "options": [option("a"), option("b")]}
    day = {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"}
    blocks = [actions(menu, day, button(), block_id="filters")]
    ts = str(client.chat_postMessage(channel="#billing", text="x", blocks=blocks)["ts"])
    slack.click(ADA, "#billing", ts, "kind", "b")
    assert states == [
        {
            "kind": {"type": "static_select", "selected_option": option("b")},
            "day": {"type": "datepicker", "selected_date": "2026-12-01"},
        }
    ]


def test_without_a_listening_app_people_are_told(slack: LocalSlack, client: WebClient) -> None:
    seen = slack.command(ADA, "#billing", "/invoices")
    assert seen["text"] == '/invoices failed with the error "dispatch_failed"'
    blocks = [actions(button())]
    ts = str(client.chat_postMessage(channel="#billing", text="x", blocks=blocks)["ts"])
    assert slack.click(ADA, "#billing", ts, "press") == {"ok": False, "error": "dispatch_failed"}


@pytest.mark.usefixtures("connected")
def test_without_an_acknowledgement_in_three_seconds_people_are_told(
    slack: LocalSlack, app: App
) -> None:
    given_up, done = threading.Event(), threading.Event()

    @app.command("/invoices")
    def slow(ack: Ack) -> None:
        assert given_up.wait(60)
        ack("too late")
        done.set()

    begun = time.monotonic()
    seen = slack.command(ADA, "#billing", "/invoices")
    assert time.monotonic() - begun > 2.9
    assert seen["text"] == '/invoices failed with the error "operation_timeout"'
    given_up.set()
    assert done.wait(30)  # the listener went on all the same
    assert len(slack.ephemerals(ADA)) == 1


@pytest.mark.usefixtures("connected")
def test_an_answer_slack_cannot_show_is_reported(slack: LocalSlack, app: App) -> None:
    @app.command("/invoices")
    def answer(ack: Ack) -> None:
        ack(text="x", blocks=[section("y" * 3001)])

    seen = slack.command(ADA, "#billing", "/invoices")
    assert seen["error"] == "invalid_command_response"


def test_unknown_commands_and_threads_are_refused_by_slack_itself(slack: LocalSlack) -> None:
    assert "not a valid command" in slack.command(ADA, "#billing", "/bills")["text"]


@pytest.mark.usefixtures("connected")
def test_the_app_comes_back_after_a_disconnect(slack: LocalSlack, app: App) -> None:
    @app.command("/invoices")
    def answer(ack: Ack) -> None:
        ack("here")

    for reason in ("refresh_requested", None):
        slack.disconnect(reason)
        slack.wait_for(lambda: slack.connections, timeout=60)
        assert slack.command(ADA, "#billing", "/invoices")["text"] == "here"


def test_an_unacknowledged_event_comes_again_with_the_same_id(slack: LocalSlack) -> None:
    line = open_socket(slack)
    assert json.loads(line.recv())["type"] == "hello"
    slack.say(ADA, "#billing", "hello @duewatch")
    first = json.loads(line.recv())
    second = json.loads(line.recv())  # nobody acknowledged within three seconds
    line.send(json.dumps({"envelope_id": second["envelope_id"]}))

    assert (first["type"], first["retry_attempt"]) == ("events_api", 0)
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "http_timeout")
    assert first["envelope_id"] != second["envelope_id"]
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["payload"]["event"]["text"] == "hello <@U01DUEWATCH>"
    assert first["accepts_response_payload"] is False
    line.settimeout(0.5)
    with pytest.raises(websocket.WebSocketTimeoutException):
        line.recv()  # acknowledged: no third time
    line.close()


@pytest.mark.usefixtures("connected")
def test_bolt_hears_mentions_and_direct_messages(slack: LocalSlack, app: App) -> None:
    @app.event("app_mention")
    def mentioned(event: Json, say: Say) -> None:
        say(f"yes, <@{event['user']}>?", thread_ts=event["ts"])

    @app.event("message")
    def whispered(event: Json, say: Say) -> None:
        say(f"you said {event['text']}")

    ts = slack.say("U02BEN", "#billing", "@duewatch hello")["ts"]
    slack.wait_for(lambda: len(slack.thread("#billing", ts)) == 2)
    assert slack.thread("#billing", ts)[1]["text"] == "yes, <@U02BEN>?"
    slack.say(ADA, "D01ADA", "psst")
    slack.wait_for(lambda: len(slack.history("D01ADA")) == 2)
    assert slack.history("D01ADA")[1]["text"] == "you said psst"


def test_a_ticket_opens_one_connection_only(slack: LocalSlack) -> None:
    client = WebClient(APP_TOKEN, base_url=slack.api_url)
    url = str(client.apps_connections_open(app_token=APP_TOKEN)["url"])
    line = websocket.create_connection(url, timeout=30)
    hello = json.loads(line.recv())
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(url, timeout=30)
    line.ping("still there?")
    assert line.recv_data(control_frame=True)[0] == websocket.ABNF.OPCODE_PONG
    line.close()
    slack.wait_for(lambda: slack.connections == 0)


def test_ten_connections_share_the_work_and_the_eleventh_is_sent_away(slack: LocalSlack) -> None:
    lines = [open_socket(slack) for _ in range(MOST_CONNECTIONS)]
    assert {json.loads(line.recv())["type"] for line in lines} == {"hello"}
    assert slack.connections == MOST_CONNECTIONS
    extra = open_socket(slack)
    goodbye = json.loads(extra.recv())
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")

    slack.say(ADA, "#billing", "@duewatch hello")
    select.select([line.fileno() for line in lines], [], [], 30)  # type: ignore[no-untyped-call]
    got = []
    for line in lines:
        line.settimeout(0.1)
        try:
            got.append(json.loads(line.recv()))
        except websocket.WebSocketTimeoutException:
            continue
    assert [one["retry_attempt"] for one in got].count(0) == 1  # a payload goes to one connection
    for line in (*lines, extra):
        line.close()


def test_acknowledgements_nobody_waits_for_are_ignored(slack: LocalSlack) -> None:
    line = open_socket(slack)
    line.recv()
    for text in ("not json", "[]", '{"envelope_id": "unknown"}', '{"envelope_id": 7}'):
        line.send(text)
    slack.say(ADA, "#billing", "@duewatch still there?")
    assert json.loads(line.recv())["type"] == "events_api"
    line.close()
