"""The messenger on the wire: what it sends, and what it makes of every way to fail."""

import json
import logging
import socket
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.slack.messenger import Identity, Messenger, SlackRefused
from bot.slack.render.message import Message, mrkdwn, section
from state.store import Ambiguous, Later, Outcome, Post, Refused, Sent
from tests.bot.slack.samples import NOW, TOKEN, claim
from tests.bot.slack.wire import Act, Wire, answer, cut, drop, gibberish, hang, wire

BOT = "xoxb-not-a-real-token"
MESSAGE = Message("said", (section(mrkdwn("*shown*")),))
POSTED = answer({"ok": True, "channel": "C01BILLING", "ts": "1795183200.000100"})
CHANNELS = answer({"ok": True, "channels": [{"id": "C01BILLING", "name": "billing"}]})
NOTHING = answer({"ok": True, "messages": []})
FOUND = Post("C01BILLING", "1795183200.000100")


def refusal(code: str, **facts: object) -> Act:
    return answer({"ok": False, "error": code, **facts})


def messenger(url: str, timeout: int = 5, now: datetime = NOW) -> Messenger:
    return Messenger(BOT, url, lambda: now, timeout)


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


# Looking before posting again


def carrying(token: str, ts: str, event: str = "duewatch_message") -> dict[str, Any]:
    metadata = {"event_type": event, "event_payload": {"key": token}}
    return {"type": "message", "ts": ts, "metadata": metadata}


def again(*acts: Act, now: datetime = NOW, **where: Any) -> tuple[Outcome, Wire]:  # noqa: ANN401
    with wire(*acts) as said:
        voice = messenger(said.url, now=now)
        return voice.post(claim(reconcile=True), "#billing", MESSAGE, **where), said


def test_a_message_that_got_through_is_adopted_wherever_it_stands() -> None:
    others = [
        {"type": "message", "ts": "17.4", "text": "of a person"},
        carrying(TOKEN, "17.3", event="alert_of_another_app"),
        carrying("another token", "17.2"),
    ]
    first = answer({"ok": True, "messages": others, "response_metadata": {"next_cursor": "two"}})
    second = answer({"ok": True, "messages": [carrying(TOKEN, "17.1")]})
    outcome, said = again(CHANNELS, first, second)
    assert outcome == Sent(Post("C01BILLING", "17.1"))
    assert said.methods == ["conversations.list", "conversations.history", "conversations.history"]
    asked = [arguments for _, arguments in said.asked[1:]]
    assert asked[0]["channel"] == "C01BILLING"
    assert asked[0]["include_all_metadata"] == "1"
    assert float(asked[0]["oldest"]) == NOW.timestamp() - 60
    assert [arguments.get("cursor") for arguments in asked] == [None, "two"]


def test_a_reply_is_looked_for_in_its_thread() -> None:
    replies = answer(
        {"ok": True, "messages": [carrying("parent", "17.1"), carrying(TOKEN, "17.2")]}
    )
    outcome, said = again(CHANNELS, replies, thread_ts="17.1")
    assert outcome == Sent(Post("C01BILLING", "17.2"))
    assert said.asked[1][0] == "conversations.replies"
    assert said.asked[1][1]["ts"] == "17.1"


def test_a_message_that_is_nowhere_is_posted() -> None:
    outcome, said = again(CHANNELS, NOTHING, POSTED)
    assert outcome == Sent(FOUND)
    assert said.methods[-1] == "chat.postMessage"


def test_a_cursor_that_turns_in_circles_ends() -> None:
    circle = answer({"ok": True, "messages": [], "response_metadata": {"next_cursor": "same"}})
    outcome, said = again(CHANNELS, circle, circle, POSTED)
    assert outcome == Sent(FOUND)
    assert said.methods.count("conversations.history") == 2


@pytest.mark.parametrize(
    "fault", [drop, answer("", 500), answer({"ok": False, "error": "ratelimited"}, 429)]
)
def test_while_the_history_cannot_be_read_nothing_is_posted(fault: Act) -> None:
    outcome, said = again(CHANNELS, fault)
    assert isinstance(outcome, Ambiguous)
    assert outcome.reason.startswith("cannot look whether it arrived: ")
    assert "chat.postMessage" not in said.methods


def test_without_permission_to_look_it_waits_an_hour_and_then_says_that_it_may_repeat() -> None:
    blind = refusal("missing_scope", needed="channels:history")
    outcome, said = again(CHANNELS, blind, now=NOW + timedelta(minutes=59))
    assert isinstance(outcome, Ambiguous)
    assert "the app lacks the scope channels:history" in outcome.reason
    assert "chat.postMessage" not in said.methods

    outcome, said = again(CHANNELS, blind, POSTED, now=NOW + timedelta(minutes=60))
    assert outcome == Sent(FOUND)
    sent = said.asked[-1][1]
    assert sent["text"].startswith("said This may be a repeat")
    assert "may be a repeat" in json.dumps(sent["blocks"][-1])


def test_an_outage_of_the_history_is_waited_for_six_hours() -> None:
    broken = answer("", 500)
    outcome, _ = again(CHANNELS, broken, now=NOW + timedelta(hours=5, minutes=59))
    assert isinstance(outcome, Ambiguous)
    outcome, _ = again(CHANNELS, broken, POSTED, now=NOW + timedelta(hours=6))
    assert outcome == Sent(FOUND)


def test_where_the_bot_was_let_out_slack_itself_refuses_at_once() -> None:
    outcome, said = again(CHANNELS, refusal("not_in_channel"), refusal("not_in_channel"))
    assert isinstance(outcome, Refused)
    assert said.methods[-1] == "chat.postMessage"


# Redrawing


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


# Channels, people, ourselves


def test_the_id_of_a_channel_is_asked_once_and_over_all_pages() -> None:
    page = {
        "ok": True,
        "channels": [{"id": "C9", "name": "ops"}],
        "response_metadata": {"next_cursor": "two"},
    }
    with wire(answer(page), CHANNELS) as said:
        voice = messenger(said.url)
        assert voice.channel_id("#billing") == "C01BILLING"
        assert voice.channel_id("billing") == "C01BILLING"
        assert voice.channel_id("#ops") == "C9"
        assert voice.channel_id("C02ACME") == "C02ACME"
        assert voice.channel_id("#nowhere") is None
    assert len(said.asked) == 3


def test_where_slack_does_not_list_channels_the_reason_is_told() -> None:
    with (
        wire(refusal("missing_scope", needed="channels:read")) as said,
        pytest.raises(SlackRefused, match="channels:read"),
    ):
        messenger(said.url).channel_id("#billing")


def test_posting_teaches_the_id_of_the_channel() -> None:
    with wire(POSTED) as said:
        voice = messenger(said.url)
        voice.post(claim(), "#billing", MESSAGE)
        assert voice.channel_id("#billing") == "C01BILLING"
    assert said.methods == ["chat.postMessage"]


def test_one_person_is_told_something() -> None:
    with wire(answer({"ok": True, "message_ts": "17.1"})) as said:
        messenger(said.url).ephemeral("C01BILLING", "U01ADA", MESSAGE)
    [(method, sent)] = said.asked
    assert method == "chat.postEphemeral"
    assert (sent["channel"], sent["user"], sent["text"]) == ("C01BILLING", "U01ADA", "said")


def test_a_person_who_cannot_be_told_is_an_error_with_a_reason() -> None:
    with (
        wire(refusal("user_not_in_channel")) as said,
        pytest.raises(SlackRefused, match="not in C01BILLING"),
    ):
        messenger(said.url).ephemeral("C01BILLING", "U01ADA", MESSAGE)


def test_the_bot_learns_who_it_is() -> None:
    who = {"ok": True, "team": "Acme", "team_id": "T1", "user_id": "U0BOT", "bot_id": "B1"}
    with wire(answer(who)) as said:
        assert messenger(said.url).check() == Identity("Acme", "T1", "U0BOT", "B1")


def test_a_wrong_token_is_told_without_showing_it() -> None:
    with wire(refusal("invalid_auth")) as said, pytest.raises(SlackRefused) as caught:
        messenger(said.url).check()
    assert "SLACK_BOT_TOKEN" in str(caught.value)
    assert BOT not in repr(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("act", [POSTED, drop, cut, refusal("invalid_auth"), answer("", 500)])
def test_the_token_is_never_shown(act: Act, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with wire(act) as said:
        voice = messenger(said.url)
        outcome = voice.post(claim(), "#billing", MESSAGE)
    assert BOT not in repr(voice)
    assert BOT not in repr(outcome)
    assert BOT not in caplog.text
