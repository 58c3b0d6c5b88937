import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import BOT_TOKEN, LocalSlack
from bot.demo.slack.limits import RateLimit


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_one_message_a_second_and_one_more_in_a_burst() -> None:
    watch = Watch()
    limit = RateLimit(1.0, clock=watch)
    assert [limit.wait("C1") for _ in range(3)] == [0, 0, 1]
    assert limit.wait("C2") == 0  # each channel has its own place
    watch.now += 0.9
    assert limit.wait("C1") == 1
    watch.now += 0.1
    assert [limit.wait("C1") for _ in range(2)] == [0, 1]
    watch.now += 60
    assert [limit.wait("C1") for _ in range(3)] == [0, 0, 1]


def test_a_slow_limit_asks_for_whole_seconds() -> None:
    watch = Watch()
    limit = RateLimit(0.25, burst=0, clock=watch)
    assert [limit.wait("C1"), limit.wait("C1")] == [0, 4]
    watch.now += 2.5
    assert limit.wait("C1") == 2


def test_nothing_is_limited_without_a_limit() -> None:
    limit = RateLimit(None)
    assert [limit.wait("C1") for _ in range(100)] == [0] * 100


def test_a_channel_that_is_posted_to_too_fast_answers_429() -> None:
    watch = Watch()
    with LocalSlack.start() as slack:
        slack._parts.limit = RateLimit(1.0, clock=watch)
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        client.retry_handlers = []
        for text in ("1", "2"):
            client.chat_postMessage(channel="#billing", text=text)
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="C01BILLING", text="3")
        client.chat_postMessage(channel="#acme", text="elsewhere")

        answer = caught.value.response
        assert (answer.status_code, answer["error"]) == (429, "ratelimited")
        assert answer.headers["Retry-After"] == "1"
        assert len(slack.history("#billing")) == 2

        watch.now += int(answer.headers["Retry-After"])
        client.chat_postMessage(channel="#billing", text="3")
        assert [one["text"] for one in slack.history("#billing")] == ["1", "2", "3"]
