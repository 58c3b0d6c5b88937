from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import BOT_TOKEN, LocalSlack

METADATA = {"event_type": "duewatch_message", "event_payload": {"key": "k1"}}


def post(client: WebClient, *texts: str, thread_ts: str | None = None) -> list[str]:
    return [
        str(client.chat_postMessage(channel="C01BILLING", text=text, thread_ts=thread_ts)["ts"])
        for text in texts
    ]


def texts(messages: object) -> list[str]:
    assert isinstance(messages, list)
    return [str(message["text"]) for message in messages]


def test_the_newest_message_comes_first(client: WebClient) -> None:
    post(client, "one", "two", "three")
    answer = client.conversations_history(channel="C01BILLING")
    assert texts(answer["messages"]) == ["three", "two", "one"]
    assert answer["has_more"] is False


def test_pages_join_up_even_when_messages_arrive_meanwhile(client: WebClient) -> None:
    post(client, *(str(number) for number in range(7)))
    seen: list[str] = []
    for answer in client.conversations_history(channel="C01BILLING", limit=3):
        found = answer["messages"]
        assert isinstance(found, list)
        assert len(found) <= 3
        seen += texts(found)
        post(client, "later")
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_oldest_and_latest_bound_the_history(client: WebClient) -> None:
    _, second, third, _ = post(client, "1", "2", "3", "4")

    def within(**bounds: object) -> list[str]:
        answer = client.api_call(
            "conversations.history", http_verb="GET", params={"channel": "C01BILLING", **bounds}
        )
        return texts(answer["messages"])

    assert within(oldest=second) == ["4", "3"]
    assert within(oldest=second, inclusive="true") == ["4", "3", "2"]
    assert within(latest=third) == ["2", "1"]
    assert within(latest=third, inclusive="1") == ["3", "2", "1"]
    assert within(oldest=second, latest=third) == []
    assert within(oldest=str(float(second) - 60)) == ["4", "3", "2", "1"]


def test_metadata_is_only_given_to_those_who_ask(client: WebClient) -> None:
    client.chat_postMessage(channel="C01BILLING", text="x", metadata=METADATA)
    plain = client.conversations_history(channel="C01BILLING")["messages"]
    asked = client.conversations_history(channel="C01BILLING", include_all_metadata=True)
    assert plain is not None
    assert "metadata" not in plain[0]
    assert asked["messages"][0]["metadata"] == METADATA


def test_a_thread_is_read_from_its_parent_on(client: WebClient) -> None:
    (parent,) = post(client, "parent")
    replies = post(client, "a", "b", "c", thread_ts=parent)
    client.chat_postMessage(
        channel="C01BILLING", text="d", thread_ts=parent, reply_broadcast=True, metadata=METADATA
    )

    answer = client.conversations_replies(channel="C01BILLING", ts=parent)
    assert texts(answer["messages"]) == ["parent", "a", "b", "c", "d"]
    from_reply = client.conversations_replies(channel="C01BILLING", ts=replies[0])
    assert texts(from_reply["messages"]) == ["parent", "a", "b", "c", "d"]
    newer = client.conversations_replies(channel="C01BILLING", ts=parent, oldest=replies[1])
    assert texts(newer["messages"]) == ["parent", "c", "d"]
    in_channel = client.conversations_history(channel="C01BILLING")
    assert texts(in_channel["messages"]) == ["d", "parent"]

    pages = client.conversations_replies(channel="C01BILLING", ts=parent, limit=2)
    seen = [texts(page["messages"]) for page in pages]
    assert seen == [["parent", "a"], ["b", "c"], ["d"]]
    asked = client.conversations_replies(channel="C01BILLING", ts=parent, include_all_metadata=True)
    assert asked["messages"][-1]["metadata"] == METADATA


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("history", {"channel": "C0NONE"}, "channel_not_found"),
        ("history", {"channel": "#billing"}, "channel_not_found"),  # reading wants the id
        ("history", {"channel": "C04LEADS"}, "not_in_channel"),
        ("history", {"channel": "C01BILLING", "limit": 0}, "invalid_limit"),
        ("history", {"channel": "C01BILLING", "limit": 1000}, "invalid_limit"),
        ("history", {"channel": "C01BILLING", "limit": "many"}, "invalid_arguments"),
        ("history", {"channel": "C01BILLING", "cursor": "page2"}, "invalid_cursor"),
        ("history", {"channel": "C01BILLING", "oldest": "Monday"}, "invalid_ts_oldest"),
        ("history", {}, "invalid_arguments"),
        ("replies", {"channel": "C01BILLING", "ts": "1.0"}, "thread_not_found"),
        ("replies", {"channel": "C01BILLING"}, "invalid_arguments"),
    ],
)
def test_reading_is_refused_with_slacks_words(
    client: WebClient, method: str, arguments: dict[str, object], error: str
) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(f"conversations.{method}", http_verb="GET", params=arguments)
    assert caught.value.response["error"] == error


def test_message_times_follow_the_workspace_clock_and_never_repeat() -> None:
    moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    clock = [moment]
    with LocalSlack.start(clock=lambda: clock[0], messages_per_second=None) as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        stamps = post(client, "a", "b")
        clock[0] = moment - timedelta(days=1)  # somebody set it back
        stamps += post(client, "c")
        clock[0] = moment + timedelta(days=30)
        stamps += post(client, "d")
    assert stamps[0] == f"{moment.timestamp():.0f}.000000"
    assert stamps == sorted(set(stamps))
    assert float(stamps[3]) == clock[0].timestamp()
