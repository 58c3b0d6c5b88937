"""What an app may do with a response address."""

import asyncio
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.demo.slack import LocalSlack
from bot.demo.slack.errors import SlackError
from bot.demo.slack.occasions import Occasion, ResponseUrls
from tests.demo.slack.shapes import Json, actions, button, section

ADA = "U01ADA"


@pytest.fixture
def address(slack: LocalSlack, app: App, connected: None) -> WebhookClient:  # noqa: ARG001 -- order
    """The response address of a command Ada typed."""
    urls: list[str] = []

    @app.command("/invoices")
    def answer(ack: Ack, command: Json) -> None:
        urls.append(command["response_url"])
        ack("first")

    slack.command(ADA, "#billing", "/invoices")
    return WebhookClient(urls[0])


@pytest.fixture
def click(slack: LocalSlack, app: App, client: WebClient, connected: None) -> dict[str, Any]:  # noqa: ARG001
    """A message with a button that Ada clicked, and the address that came with it."""
    urls: list[str] = []

    @app.action("press")
    def pressed(ack: Ack, body: Json) -> None:
        urls.append(body["response_url"])
        ack()

    blocks = [actions(button())]
    ts = str(client.chat_postMessage(channel="#billing", text="press", blocks=blocks)["ts"])
    slack.click(ADA, "#billing", ts, "press")
    return {"ts": ts, "address": WebhookClient(urls[0])}


def test_an_answer_is_for_the_asker_unless_it_says_otherwise(
    slack: LocalSlack, address: WebhookClient
) -> None:
    assert address.send(text="quiet").body == "ok"
    assert address.send(text="loud", response_type="in_channel").status_code == 200
    assert [one["text"] for one in slack.ephemerals(ADA)] == ["first", "quiet"]
    assert [one["text"] for one in slack.history("#billing")] == ["loud"]


def test_an_address_is_good_for_five_answers(slack: LocalSlack, address: WebhookClient) -> None:
    answers = [address.send(text=str(number)) for number in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [404]
    assert "used_url" in answers[5].body
    assert len(slack.ephemerals(ADA)) == 6
    unknown = WebhookClient(f"{slack.url}/response/guessed").send(text="x")
    assert unknown.status_code == 404


def test_an_answer_slack_cannot_show_is_refused(address: WebhookClient) -> None:
    assert address.send(text="").body == "no_text"
    bad = address.send(text="x", blocks=[section("x" * 3001)])
    assert (bad.status_code, bad.body) == (400, "invalid_blocks")


def test_the_clicked_message_can_be_replaced_and_deleted(
    slack: LocalSlack, click: dict[str, Any]
) -> None:
    address = click["address"]
    address.send(text="beside it")
    assert slack.ephemerals(ADA)[0]["text"] == "beside it"
    address.send(text="replaced", replace_original=True)
    (message,) = slack.history("#billing")
    assert (message["text"], message["ts"]) == ("replaced", click["ts"])
    assert "blocks" not in message
    reply = {"text": "re", "response_type": "in_channel", "thread_ts": click["ts"]}
    address.send_dict(reply)
    assert slack.history("#billing")[0]["reply_count"] == 1
    address.send(delete_original=True)
    assert slack.history("#billing") == []
    again = address.send(text="x", replace_original=True)
    assert again.body == "message_not_found"


@pytest.mark.usefixtures("connected")
def test_an_ephemeral_message_is_replaced_and_deleted_where_it_is(
    slack: LocalSlack, app: App
) -> None:
    @app.command("/invoices")
    def answer(ack: Ack) -> None:
        ack(text="choose", blocks=[actions(button(value="keep"), button("drop"))])

    @app.action("press")
    def pressed(ack: Ack, body: Json, respond: Respond) -> None:
        ack()
        assert body["container"]["is_ephemeral"]
        assert "message" not in body
        respond(text="kept", blocks=[actions(button("drop"))], replace_original=True)

    @app.action("drop")
    def dropped(ack: Ack, respond: Respond) -> None:
        ack()
        respond(delete_original=True)

    ts = slack.command(ADA, "#billing", "/invoices")["ts"]
    slack.click(ADA, "#billing", ts, "press")
    slack.wait_for(lambda: slack.ephemerals(ADA)[0]["text"] == "kept")
    assert slack.ephemerals(ADA)[0]["ts"] == ts
    slack.click(ADA, "#billing", ts, "drop")
    slack.wait_for(lambda: slack.ephemerals(ADA) == [])


async def _late() -> str:
    now = [0.0]
    urls = ResponseUrls(lambda: now[0])
    secret = urls.mint(Occasion(ADA)).rpartition("/")[2]
    now[0] = 29 * 60
    urls.use(secret)
    now[0] = 30 * 60 + 1
    with pytest.raises(SlackError) as caught:
        urls.use(secret)
    return caught.value.code


def test_an_address_is_good_for_half_an_hour() -> None:
    assert asyncio.run(_late()) == "expired_url"
