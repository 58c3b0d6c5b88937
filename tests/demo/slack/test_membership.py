"""The bot comes into channels, and hears that it did; tabs of the app that people open."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import BOT_USER, LocalSlack, SlackError
from tests.demo.slack.raw import get, post_json
from tests.demo.slack.shapes import Json, actions, home, option

ADA = "U01ADA"


@pytest.fixture
def heard(app: App) -> list[Json]:
    events: list[Json] = []

    def remember(event: Json) -> None:
        events.append(event)

    for kind in ("member_joined_channel", "app_home_opened"):
        app.event(kind)(remember)
    return events


@pytest.mark.usefixtures("connected")
def test_the_bot_hears_who_invited_it(slack: LocalSlack, heard: list[Json]) -> None:
    slack.invite_bot("#finance-leads", by="U03CLEO")
    event: Any = slack.wait_for(lambda: heard)[0]
    assert (event["user"], event["inviter"]) == (BOT_USER, "U03CLEO")
    assert (event["channel"], event["channel_type"]) == ("C04LEADS", "C")
    (line,) = slack.history("#finance-leads")
    assert (line["subtype"], line["inviter"]) == ("channel_join", "U03CLEO")
    assert line["text"] == f"<@{BOT_USER}> has joined the channel"
    slack.invite_bot("#finance-leads")
    slack.kick_bot("#finance-leads")
    slack.invite_bot("#finance-leads")
    slack.wait_for(lambda: len(heard) == 2)  # who is in already does not come in again


@pytest.mark.usefixtures("connected")
def test_the_bot_may_come_by_itself(
    slack: LocalSlack, client: WebClient, heard: list[Json]
) -> None:
    client.conversations_join(channel="C04LEADS")
    event: Any = slack.wait_for(lambda: heard)[0]
    assert "inviter" not in event
    for channel, error in (
        ("C05OLD", "is_archived"),
        ("D01ADA", "method_not_supported_for_channel_type"),
    ):
        with pytest.raises(SlackApiError) as caught:
            client.conversations_join(channel=channel)
        assert caught.value.response["error"] == error


def test_the_page_shows_where_the_bot_is_and_invites_it(slack: LocalSlack) -> None:
    def rooms() -> dict[str, bool]:
        state = get(f"{slack.url}/page/state?user={ADA}")
        return {one["id"]: one["has_bot"] for one in state["channels"]}

    assert (rooms()["C01BILLING"], rooms()["C04LEADS"]) == (True, False)
    invitation = {"user": ADA, "channel": "C04LEADS"}
    assert post_json(f"{slack.url}/page/invite", invitation) == (200, {})
    assert rooms()["C04LEADS"]
    with pytest.raises(SlackError, match="is_archived"):
        slack.invite_bot("#old-billing")


@pytest.mark.usefixtures("connected")
def test_the_app_hears_which_of_its_tabs_is_opened(slack: LocalSlack, heard: list[Json]) -> None:
    slack.open_messages(ADA)
    slack.open_home(ADA, timeout=0.1)
    slack.wait_for(lambda: len(heard) == 2)
    assert {event["tab"] for event in heard} == {"messages", "home"}
    assert {event["channel"] for event in heard} == {"D01ADA"}


@pytest.mark.usefixtures("connected")
def test_a_filter_of_the_home_tab_stays_as_it_was_set(
    slack: LocalSlack, app: App, client: WebClient
) -> None:
    states: list[Json] = []
    menu = {
        "type": "static_select",
        "action_id": "direction",
        "options": [option("all"), option("payable")],
        "initial_option": option("all"),
    }
    more = {"type": "static_select", "action_id": "account", "options": [option("acme")]}
    view = home(actions(menu, more, block_id="filters"))

    @app.action("direction")
    @app.action("account")
    def chosen(ack: Ack, body: Json) -> None:
        ack()
        states.append(body["view"]["state"]["values"]["filters"])
        client.views_publish(user_id=body["user"]["id"], view=view, hash=body["view"]["hash"])

    published = client.views_publish(user_id=ADA, view=view)["view"]
    assert published is not None
    slack.click_view(ADA, published["id"], "direction", "payable")
    slack.wait_for(lambda: states)
    slack.click_view(ADA, published["id"], "account", "acme")
    slack.wait_for(lambda: len(states) == 2)
    assert states[0]["direction"]["selected_option"]["value"] == "payable"
    assert states[0]["account"]["selected_option"] is None
    assert states[1]["direction"]["selected_option"]["value"] == "payable"
    assert states[1]["account"]["selected_option"]["value"] == "acme"
