"""The messenger on the wire: what it sends, and what it makes of every way to fail."""

import socket
from datetime import timedelta

import pytest

from state.messages import (
    Ambiguous,
    Later,
    Outcome,
    Refused,
    Sent,
)
from tests.bot.slack.samples import NOW, TOKEN, claim
from tests.bot.slack.voice import FOUND, MESSAGE, POSTED, messenger, refusal
from tests.bot.slack.wire import Act, Wire, answer, cut, drop, gibberish, hang, wire


def post(*acts: Act, timeout: int = 5) -> tuple[Outcome, Wire]:
    with wire(*acts) as said:
        return messenger(said.url, timeout).post(claim(), "#billing", MESSAGE), said


def test_a_message_is_posted_with_all_that_finds_it_again() -> None:
    outcome, said = post(POSTED)
    assert outcome == Sent(FOUND)
    [(method, sent)] = said.asked
    assert method == "chat.postMessage"
    assert sent == {
        "channel": "#billing",
        "text": "said",
        "blocks": list(MESSAGE.blocks),
        "metadata": {"event_type": "duewatch_message", "event_payload": {"key": TOKEN}},
        "client_msg_id": TOKEN,
        "unfurl_links": False,
        "unfurl_media": False,
    }


@pytest.mark.parametrize("broadcast", [True, False])
def test_a_reply_names_its_thread_and_shows_in_the_channel_only_when_asked(broadcast: bool) -> None:
    with wire(POSTED) as said:
        voice = messenger(said.url)
        voice.post(claim(), "C01BILLING", MESSAGE, thread_ts="17.1", broadcast=broadcast)
    sent = said.asked[0][1]
    assert sent["thread_ts"] == "17.1"
    assert sent.get("reply_broadcast", False) is broadcast


AMBIGUOUS = {
    "the reply is lost": drop,
    "the reply is cut": cut,
    "the answer is not HTTP": gibberish,
    "500 with nothing": answer("", 500),
    "502 of a proxy": answer("<html>Bad Gateway</html>", 502, {"Content-Type": "text/html"}),
    "503 with Slack's words": answer({"ok": False, "error": "service_unavailable"}, 503),
    "a page with 200": answer("<html>Hello</html>", 200, {"Content-Type": "text/html"}),
    "JSON that is a list": answer([1, 2]),
    "JSON that is a number": answer(5),
    "an empty answer": answer(""),
    "an unknown alphabet": answer({"ok": True}, 200, {"Content-Type": "text/plain; charset=odd"}),
    "a body that is no text": lambda line: line.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n\xff\xfe"
    ),
    "ok without a place": answer({"ok": True}),
    "a fatal error": refusal("fatal_error"),
    "an internal error": refusal("internal_error"),
}


@pytest.mark.parametrize("fault", AMBIGUOUS)
def test_what_may_have_got_through_is_ambiguous_and_is_not_sent_twice(fault: str) -> None:
    outcome, said = post(AMBIGUOUS[fault])
    assert isinstance(outcome, Ambiguous), outcome
    assert outcome.until == NOW + timedelta(seconds=2)
    assert said.methods == ["chat.postMessage"]


def test_after_a_time_out_slack_gets_as_long_once_more() -> None:
    outcome, said = post(hang, timeout=1)
    assert outcome == Ambiguous(NOW + timedelta(seconds=2), "Slack did not answer in time")
    assert said.methods == ["chat.postMessage"]


def test_a_refused_connection_has_certainly_not_got_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    outcome = messenger(f"http://127.0.0.1:{port}/api/").post(claim(), "#billing", MESSAGE)
    assert outcome == Later(NOW + timedelta(seconds=2), "Slack cannot be reached (no connection)")


@pytest.mark.parametrize(("given", "seconds"), [("17", 17), ("", 30), ("soon", 30)])
def test_slack_says_how_long_to_wait(given: str, seconds: int) -> None:
    outcome, _ = post(answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": given}))
    assert outcome == Later(NOW + timedelta(seconds=seconds), "Slack asks to wait")


def test_every_further_try_waits_twice_as_long_up_to_five_minutes() -> None:
    waits = []
    with wire(drop) as said:
        for attempts in (1, 2, 3, 8, 50):
            held = claim(attempts=attempts)
            outcome = messenger(said.url).post(held, "#billing", MESSAGE)
            assert isinstance(outcome, Ambiguous)
            waits.append((outcome.until - NOW).total_seconds())
    assert waits == [2, 4, 8, 256, 300]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("not_in_channel", "the bot is not in #billing: /invite it there (not_in_channel)"),
        ("is_archived", "the channel #billing is archived"),
        ("channel_not_found", "there is no channel #billing that the bot can see"),
        ("restricted_action_read_only_channel", "does not let the bot post in #billing"),
        ("msg_too_long", "the message is too long"),
        ("brand_new_code", "Slack refuses the message for #billing (brand_new_code)"),
    ],
)
def test_a_refusal_says_what_to_do(code: str, reason: str) -> None:
    outcome, _ = post(refusal(code))
    assert isinstance(outcome, Refused)
    assert reason in outcome.reason


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("token_revoked", "install the app again"),
        ("invalid_auth", "SLACK_BOT_TOKEN"),
        ("account_inactive", "install the app again"),
        ("missing_scope", "the app lacks the scope chat:write"),
    ],
)
def test_a_fault_of_the_whole_workspace_keeps_the_message_for_later(code: str, reason: str) -> None:
    outcome, _ = post(refusal(code, needed="chat:write"))
    assert isinstance(outcome, Later)
    assert outcome.until == NOW + timedelta(minutes=5)
    assert reason in outcome.reason


def test_an_answer_that_is_not_slacks_points_at_the_address() -> None:
    outcome, _ = post(answer("<html>Not Found</html>", 404, {"Content-Type": "text/html"}))
    assert isinstance(outcome, Later)
    assert "SLACK_API_URL" in outcome.reason


def test_refused_blocks_are_left_out_rather_than_the_message() -> None:
    outcome, said = post(refusal("invalid_blocks", errors=["no more than 50 items"]), POSTED)
    assert outcome == Sent(FOUND)
    assert [("blocks" in sent) for _, sent in said.asked] == [True, False]
    assert said.asked[1][1]["text"] == "said"


def redraw(act: Act) -> tuple[Outcome, Wire]:
    with wire(act) as said:
        return messenger(said.url).update(FOUND, MESSAGE), said


def test_a_message_is_redrawn_with_text_and_blocks() -> None:
    outcome, said = redraw(POSTED)
    assert outcome == Sent(FOUND)
    [(method, sent)] = said.asked
    assert method == "chat.update"
    assert sent == {
        "channel": FOUND.channel,
        "ts": FOUND.ts,
        "text": "said",
        "blocks": list(MESSAGE.blocks),
    }


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
def test_a_message_that_cannot_be_redrawn_is_refused(code: str) -> None:
    outcome, _ = redraw(refusal(code))
    assert isinstance(outcome, Refused)
    assert code in outcome.reason


@pytest.mark.parametrize("act", [drop, cut, answer("", 500), refusal("internal_error")])
def test_a_doubtful_redrawing_is_simply_done_again(act: Act) -> None:
    outcome, _ = redraw(act)
    assert isinstance(outcome, Later)
