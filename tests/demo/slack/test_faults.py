from http.client import RemoteDisconnected

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import BOT_TOKEN, FOREVER, LocalSlack

DROPPED = (RemoteDisconnected, ConnectionError)


def post(client: WebClient, text: str) -> str:
    return str(client.chat_postMessage(channel="#billing", text=text)["ts"])


def texts(slack: LocalSlack) -> list[str]:
    return [str(one["text"]) for one in slack.history("#billing")]


def test_a_lost_reply_leaves_the_message_behind(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.lose_replies = 1
    with pytest.raises(DROPPED):
        post(client, "there all the same")
    post(client, "next")
    assert texts(slack) == ["there all the same", "next"]


def test_the_sdks_own_retry_posts_twice_after_a_lost_reply(slack: LocalSlack) -> None:
    slack.faults.lose_replies = 1
    WebClient(BOT_TOKEN, base_url=slack.api_url).chat_postMessage(channel="#billing", text="x")
    assert texts(slack) == ["x", "x"]
    assert slack.calls["chat.postMessage"] == 2


def test_a_line_that_drops_before_leaves_nothing_behind(
    slack: LocalSlack, client: WebClient
) -> None:
    slack.faults.lose_before = 1
    with pytest.raises(DROPPED):
        post(client, "never")
    post(client, "next")
    assert texts(slack) == ["next"]


def test_a_server_error_leaves_nothing_behind(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.server_errors = 2
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            post(client, "never")
        assert caught.value.response.status_code == 500
    post(client, "next")
    assert texts(slack) == ["next"]


def test_a_rate_limit_can_be_forced_and_says_how_long(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.rate_limited, slack.faults.retry_after = 1, 30
    with pytest.raises(SlackApiError) as caught:
        post(client, "never")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "30"
    post(client, "next")
    assert texts(slack) == ["next"]


def test_a_fault_can_stay(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.server_errors = FOREVER
    for _ in range(3):
        with pytest.raises(SlackApiError):
            post(client, "never")
    assert slack.faults.server_errors == FOREVER


def test_a_slow_answer_comes_after_the_deed(slack: LocalSlack) -> None:
    slack.faults.slow = 60
    impatient = WebClient(BOT_TOKEN, base_url=slack.api_url, timeout=1)
    impatient.retry_handlers = []
    with pytest.raises(TimeoutError):
        post(impatient, "late")
    slack.wait_for(lambda: texts(slack) == ["late"], 20)


def test_faults_strike_posting_and_leave_reading_alone(
    slack: LocalSlack, client: WebClient
) -> None:
    slack.faults.server_errors = 1
    client.auth_test()
    client.conversations_history(channel="C01BILLING")
    assert slack.faults.server_errors == 1
    slack.faults.methods = frozenset({"conversations.history"})
    with pytest.raises(SlackApiError):
        client.conversations_history(channel="C01BILLING")


@pytest.mark.parametrize("error", ["token_revoked", "missing_scope", "internal_error"])
def test_a_method_can_be_refused_with_any_of_slacks_words(
    slack: LocalSlack, client: WebClient, error: str
) -> None:
    slack.faults.refuse["chat.postMessage"] = error
    with pytest.raises(SlackApiError) as caught:
        post(client, "never")
    assert caught.value.response["error"] == error
    del slack.faults.refuse["chat.postMessage"]
    post(client, "next")
    assert texts(slack) == ["next"]
