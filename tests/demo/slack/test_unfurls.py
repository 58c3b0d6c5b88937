"""Links that people paste, and what the app shows for them."""

import json
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import LocalSlack
from bot.demo.slack.unfurls import links_in, registered
from tests.demo.slack.shapes import Json, actions, button, section

ADA, BEN = "U01ADA", "U02BEN"
URL = "https://my.billing.example/invoice?id=7&amp;tab=1"  # as it stands in texts and events
TYPED = "https://my.billing.example/invoice?id=7&tab=1"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("no link", []),
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x) and http://b.example", ["https://a.example/x", "http://b.example"]),
        ("https://a.example https://a.example", ["https://a.example"]),
        ("<https://a.example/x|a page>", ["https://a.example/x"]),
    ],
)
def test_links_are_found(text: str, links: list[str]) -> None:
    assert links_in(text) == links


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://billing.example/7", "billing.example"),
        ("https://my.BILLING.example:8443/7", "billing.example"),
        ("https://mybilling.example/7", None),
        ("https://other.example/billing.example", None),
    ],
)
def test_a_domain_counts_for_what_lies_below_it(url: str, domain: str | None) -> None:
    assert registered(url, ("billing.example",)) == domain


@pytest.fixture
def heard(app: App) -> list[Json]:
    events: list[Json] = []

    @app.event("link_shared")
    def shared(event: Json) -> None:
        events.append(event)

    return events


@pytest.mark.usefixtures("connected")
def test_a_link_is_told_and_its_preview_is_shown(
    slack: LocalSlack, client: WebClient, heard: list[Json]
) -> None:
    said = slack.say(ADA, "#billing", f"who has {TYPED}?")
    slack.say(ADA, "#billing", "and https://other.example/7?")
    event: Any = slack.wait_for(lambda: heard)[0]
    assert event["links"] == [{"domain": "billing.example", "url": URL}]
    assert (event["channel"], event["message_ts"]) == ("C01BILLING", said["ts"])
    assert (event["user"], event["is_bot_user_member"]) == (ADA, True)
    assert (event["source"], "thread_ts" in event) == ("conversations_history", False)

    for words in ("open", "paid"):
        client.chat_unfurl(
            unfurl_id=event["unfurl_id"],
            source=event["source"],
            unfurls={URL: {"blocks": [section(words)]}},
        )
        (preview,) = slack.history("#billing")[0]["attachments"]
        assert (preview["id"], preview["app_unfurl_url"]) == (1, URL)
        assert preview["blocks"][0]["text"]["text"] == words
    assert len(heard) == 1


@pytest.mark.usefixtures("connected")
def test_a_link_in_a_channel_without_the_bot_is_told_too(
    slack: LocalSlack, client: WebClient, heard: list[Json]
) -> None:
    parent = slack.say(ADA, "#finance-leads", "so?")
    said = slack.say(ADA, "#finance-leads", TYPED, thread_ts=parent["ts"])
    event: Any = slack.wait_for(lambda: heard)[0]
    assert (event["is_bot_user_member"], event["thread_ts"]) == (False, parent["ts"])
    client.chat_unfurl(channel="C04LEADS", ts=said["ts"], unfurls={TYPED: {"text": "open"}})
    reply = slack.thread("#finance-leads", parent["ts"])[1]
    assert reply["attachments"][0]["text"] == "open"


@pytest.mark.usefixtures("connected")
def test_what_the_bot_itself_posts_is_not_told(
    slack: LocalSlack, client: WebClient, heard: list[Json]
) -> None:
    client.chat_postMessage(channel="#billing", text=URL)
    slack.say(ADA, "#billing", TYPED)
    slack.wait_for(lambda: heard)
    assert [event["user"] for event in heard] == [ADA]


@pytest.mark.usefixtures("connected")
def test_a_button_in_a_preview_is_pressed(slack: LocalSlack, app: App, client: WebClient) -> None:
    pressed: list[Json] = []

    @app.action("press")
    def press(ack: Ack, body: Json) -> None:
        ack()
        pressed.append(body)

    said = slack.say(ADA, "#billing", TYPED)
    blocks = [actions(button(value="shop/7"))]
    client.chat_unfurl(channel="C01BILLING", ts=said["ts"], unfurls={URL: {"blocks": blocks}})
    assert slack.click(BEN, "#billing", said["ts"], "press") == {"ok": True}
    (body,) = pressed
    assert body["actions"][0]["value"] == "shop/7"
    assert body["container"]["type"] == "message_attachment"
    assert body["container"]["app_unfurl_url"] == body["app_unfurl"]["app_unfurl_url"] == URL
    assert "message" not in body  # a person's words are none of the app's business


REFUSALS: dict[str, tuple[dict[str, object], str]] = {
    "no channel": ({"ts": "1.0"}, "missing_channel"),
    "no ts": ({"channel": "C01BILLING"}, "missing_ts"),
    "no source": ({"unfurl_id": "x"}, "missing_source"),
    "no unfurl_id": ({"source": "composer"}, "missing_unfurl_id"),
    "a strange source": ({"unfurl_id": "x", "source": "y"}, "invalid_source"),
    "a strange unfurl_id": ({"unfurl_id": "x", "source": "composer"}, "invalid_unfurl_id"),
    "an unknown channel": ({"channel": "C0", "ts": "1.0"}, "cannot_find_channel"),
    "an unknown message": ({"channel": "C01BILLING", "ts": "1.0"}, "cannot_find_message"),
    "no unfurls": ({"unfurls": None}, "missing_unfurls"),
    "what is not JSON": ({"unfurls": "{"}, "invalid_unfurls_format"),
    "a list": ({"unfurls": "[]"}, "invalid_unfurls_format"),
    "a link that is not there": (
        {"unfurls": {"https://my.billing.example/8": {"text": "x"}}},
        "cannot_unfurl_message",
    ),
    "a link of others": ({"unfurls": {"https://other.example/": {"text": "x"}}}, "unfurl_url"),
    "nothing to show": ({"unfurls": {URL: {}}}, "cannot_parse_attachment"),
    "wrong blocks": ({"unfurls": {URL: {"blocks": [{"type": "poem"}]}}}, "cannot_parse_attachment"),
}


@pytest.mark.parametrize(("given", "error"), REFUSALS.values(), ids=REFUSALS)
def test_a_preview_is_refused(
    slack: LocalSlack, client: WebClient, given: dict[str, object], error: str
) -> None:
    said = slack.say(ADA, "#billing", f"{TYPED} https://other.example/")
    whole = {"channel": "C01BILLING", "ts": said["ts"], "unfurls": {URL: {"text": "open"}}}
    arguments = {**whole, **given} if "unfurls" in given else given
    sent = {
        key: json.dumps(value) if isinstance(value, dict) else value
        for key, value in arguments.items()
    }
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.unfurl", params=sent)
    assert str(caught.value.response["error"]).endswith(error)
    assert "attachments" not in slack.history("#billing")[0]
