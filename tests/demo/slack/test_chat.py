import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import BOT_USER, LocalSlack
from tests.demo.slack.shapes import section


def refusal(client: WebClient, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    return str(caught.value.response["error"])


def post(client: WebClient, text: str = "hello", **more: object) -> str:
    return str(
        client.api_call("chat.postMessage", json={"channel": "#billing", "text": text, **more})[
            "ts"
        ]
    )


def test_a_message_stands_where_it_was_posted(slack: LocalSlack, client: WebClient) -> None:
    answer = client.chat_postMessage(channel="#billing", text="hello", blocks=[section("hi")])

    assert answer["channel"] == "C01BILLING"
    (message,) = slack.history("#billing")
    assert message["ts"] == answer["ts"]
    assert (message["user"], message["bot_id"]) == (BOT_USER, "B01DUEWATCH")
    assert message["text"] == "hello"
    assert message["blocks"][0]["text"]["text"] == "hi"
    assert message["blocks"][0]["block_id"]


@pytest.mark.parametrize("reference", ["C01BILLING", "#billing", "billing"])
def test_a_channel_is_found_by_id_and_by_name(client: WebClient, reference: str) -> None:
    assert client.chat_postMessage(channel=reference, text="x")["channel"] == "C01BILLING"


def test_a_message_to_a_person_goes_to_their_direct_messages(
    slack: LocalSlack, client: WebClient
) -> None:
    answer = client.chat_postMessage(channel="U01ADA", text="psst")
    assert str(answer["channel"]).startswith("D")
    assert [one["text"] for one in slack.history(str(answer["channel"]))] == ["psst"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "#nowhere", "text": "x"}, "channel_not_found"),
        ({"channel": "#finance-leads", "text": "x"}, "not_in_channel"),
        ({"channel": "#old-billing", "text": "x"}, "is_archived"),
        ({"channel": "#billing"}, "no_text"),
        ({"channel": "#billing", "text": ""}, "no_text"),
        ({"channel": "#billing", "blocks": []}, "no_text"),
        ({"text": "x"}, "invalid_arguments"),
        ({"channel": "#billing", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "#billing", "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": "#billing", "text": "x", "blocks": {}}, "invalid_blocks_format"),
        ({"channel": "#billing", "text": "x", "blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ({"channel": "#billing", "text": "x", "attachments": [1]}, "invalid_attachments"),
        ({"channel": "#billing", "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"channel": "#billing", "text": "x", "metadata": "{"}, "invalid_metadata_format"),
        ({"channel": "#billing", "text": "x", "metadata": {}}, "invalid_metadata_schema"),
        ({"channel": "#billing", "text": "x", "thread_ts": "1.0"}, "thread_not_found"),
        ({"channel": "#billing", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": "#billing", "markdown_text": "y" * 12_001}, "msg_too_long"),
    ],
)
def test_posting_is_refused_with_slacks_words(
    slack: LocalSlack, client: WebClient, arguments: dict[str, object], error: str
) -> None:
    assert refusal(client, "chat.postMessage", **arguments) == error
    assert slack.history("#billing") == []


def test_the_longest_message_is_taken(slack: LocalSlack, client: WebClient) -> None:
    post(client, "x" * 40_000)
    assert len(slack.history("#billing")[0]["text"]) == 40_000


def test_invalid_blocks_say_where_and_why(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        post(client, blocks=[section(), section("x" * 3001)])
    answer = caught.value.response
    told = "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [told]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {told}"]


def test_replies_stand_in_the_thread_and_are_counted_at_the_parent(
    slack: LocalSlack, client: WebClient
) -> None:
    parent = post(client, "parent")
    first = post(client, "first", thread_ts=parent)
    post(client, "to the reply", thread_ts=first)  # belongs to the same thread

    (shown,) = slack.history("#billing")
    assert shown["reply_count"] == 2
    assert shown["reply_users"] == [BOT_USER]
    assert shown["thread_ts"] == parent
    texts = [one["text"] for one in slack.thread("#billing", parent)]
    assert texts == ["parent", "first", "to the reply"]
    assert shown["latest_reply"] == slack.thread("#billing", parent)[-1]["ts"]


def test_a_broadcast_reply_is_also_shown_in_the_channel(
    slack: LocalSlack, client: WebClient
) -> None:
    parent = post(client, "parent")
    post(client, "loud", thread_ts=parent, reply_broadcast=True)
    shown = slack.history("#billing")
    assert [one["text"] for one in shown] == ["parent", "loud"]
    assert shown[1]["subtype"] == "thread_broadcast"
    assert shown[1]["thread_ts"] == parent


def test_an_update_with_text_alone_removes_the_blocks(slack: LocalSlack, client: WebClient) -> None:
    ts = post(client, "old", blocks=[section()], attachments=[{"color": "#a30200", "text": "bar"}])

    client.chat_update(channel="C01BILLING", ts=ts, text="new")

    (message,) = slack.history("#billing")
    assert message["text"] == "new"
    assert "blocks" not in message
    assert message["attachments"] == [{"id": 1, "color": "#a30200", "text": "bar"}]
    assert message["edited"]["user"] == BOT_USER

    client.chat_update(channel="C01BILLING", ts=ts, text="new", attachments=[])
    assert slack.history("#billing")[0]["attachments"] == []


def test_an_update_with_blocks_keeps_metadata_and_shows_no_edit(
    slack: LocalSlack, client: WebClient
) -> None:
    metadata = {"event_type": "duewatch_message", "event_payload": {"key": "k1"}}
    ts = post(client, metadata=metadata)
    client.chat_update(channel="C01BILLING", ts=ts, text="new", blocks=[section("new")])
    (message,) = slack.history("#billing")
    assert message["metadata"] == metadata
    assert "edited" not in message
    assert message["ts"] == ts


def test_what_an_updated_message_says_as_before_goes_by_the_same_name(
    slack: LocalSlack, client: WebClient
) -> None:
    ts = post(client, "old", blocks=[section("one"), section("two")])
    before = [block["block_id"] for block in slack.history("#billing")[0]["blocks"]]
    client.chat_update(
        channel="C01BILLING", ts=ts, text="new", blocks=[section("one"), section("three")]
    )
    after = [block["block_id"] for block in slack.history("#billing")[0]["blocks"]]
    assert after[0] == before[0]
    assert after[1] not in before


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ({"channel": "#billing", "text": "x"}, "channel_not_found"),  # an update wants the id
        ({"channel": "C01BILLING", "ts": "1.0", "text": "x"}, "message_not_found"),
        ({"channel": "C01BILLING"}, "no_text"),
        ({"channel": "C01BILLING", "text": "x" * 4001}, "msg_too_long"),
        ({"channel": "C01BILLING", "text": "x", "blocks": [{}]}, "invalid_blocks"),
    ],
)
def test_updating_is_refused_with_slacks_words(
    client: WebClient, arguments: dict[str, object], error: str
) -> None:
    ts = post(client)
    assert refusal(client, "chat.update", **{"ts": ts, **arguments}) == error


def test_other_peoples_messages_are_not_the_bots_to_change(
    slack: LocalSlack, client: WebClient
) -> None:
    ts = slack.say("U01ADA", "#billing", "mine")["ts"]
    where = {"channel": "C01BILLING", "ts": ts}
    assert refusal(client, "chat.update", text="x", **where) == "cant_update_message"
    assert refusal(client, "chat.delete", **where) == "cant_delete_message"


def test_nothing_is_changed_in_an_archived_channel(slack: LocalSlack, client: WebClient) -> None:
    ts = post(client)
    slack.archive("#billing")
    assert refusal(client, "chat.update", channel="C01BILLING", ts=ts, text="x") == "is_inactive"
    assert refusal(client, "chat.postMessage", channel="#billing", text="x") == "is_archived"


def test_a_deleted_message_is_gone(slack: LocalSlack, client: WebClient) -> None:
    parent = post(client, "parent")
    reply = post(client, "reply", thread_ts=parent)
    client.chat_delete(channel="C01BILLING", ts=reply)
    assert [one["text"] for one in slack.thread("#billing", parent)] == ["parent"]
    client.chat_delete(channel="C01BILLING", ts=parent)
    assert slack.history("#billing") == []
    again = refusal(client, "chat.delete", channel="C01BILLING", ts=parent)
    assert again == "message_not_found"


def test_an_ephemeral_message_is_for_one_person_only(slack: LocalSlack, client: WebClient) -> None:
    answer = client.chat_postEphemeral(channel="#billing", user="U01ADA", text="only you")
    (message,) = slack.ephemerals("U01ADA")
    assert (message["text"], message["ts"]) == ("only you", answer["message_ts"])
    assert slack.ephemerals("U02BEN") == []
    assert slack.history("#billing") == []
    assert client.conversations_history(channel="C01BILLING")["messages"] == []
    nobody = refusal(client, "chat.postEphemeral", channel="#billing", user="U0", text="x")
    assert nobody == "user_not_in_channel"


def test_a_permalink_names_the_message_and_its_thread(client: WebClient) -> None:
    parent = post(client, "parent")
    reply = post(client, "reply", thread_ts=parent)
    link = client.chat_getPermalink(channel="C01BILLING", message_ts=reply)["permalink"]
    assert f"/archives/C01BILLING/p{reply.replace('.', '')}?thread_ts={parent}" in str(link)
    gone = refusal(client, "chat.getPermalink", channel="C01BILLING", message_ts="1.0")
    assert gone == "message_not_found"


def test_reactions_are_put_on_and_taken_off(slack: LocalSlack, client: WebClient) -> None:
    where = {"channel": "C01BILLING", "timestamp": post(client)}
    client.reactions_add(name="eyes", **where)
    assert slack.history("#billing")[0]["reactions"] == [
        {"name": "eyes", "users": [BOT_USER], "count": 1}
    ]
    assert refusal(client, "reactions.add", name="eyes", **where) == "already_reacted"
    client.reactions_remove(name="eyes", **where)
    assert "reactions" not in slack.history("#billing")[0]
    assert refusal(client, "reactions.remove", name="eyes", **where) == "no_reaction"
