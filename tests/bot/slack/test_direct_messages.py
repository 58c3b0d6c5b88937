"""Direct messages: a person's id is a place to write to, and never one to look in."""

from datetime import timedelta
from typing import Any

import pytest

from bot.demo.slack import BOT_TOKEN, LocalSlack
from bot.slack.messenger import Messenger
from state.messages import Later, Outcome, Post, Refused, Sent
from tests.bot.slack.samples import NOW, TOKEN, claim
from tests.bot.slack.voice import MESSAGE, messenger, refusal
from tests.bot.slack.wire import Act, Wire, answer, drop, hang, wire

OPENED = answer({"ok": True, "channel": {"id": "D01ADA"}})
POSTED = answer({"ok": True, "channel": "D01ADA", "ts": "17.1"})


def write(*acts: Act, timeout: int = 5, **facts: Any) -> tuple[Outcome, Wire]:
    with wire(*acts) as said:
        return messenger(said.url, timeout).post(claim(**facts), "U01ADA", MESSAGE), said


def test_the_direct_messages_are_opened_first_and_the_message_goes_there():
    outcome, said = write(OPENED, POSTED)
    assert outcome == Sent(Post("D01ADA", "17.1"))
    assert said.methods == ["conversations.open", "chat.postMessage"]
    assert said.asked[0][1]["users"] == "U01ADA"
    assert said.asked[1][1]["channel"] == "D01ADA"


def test_they_are_opened_once():
    with wire(OPENED, POSTED) as said:
        voice = messenger(said.url)
        for _ in range(3):
            assert isinstance(voice.post(claim(), "U01ADA", MESSAGE), Sent)
    assert said.methods == ["conversations.open", *["chat.postMessage"] * 3]


def test_after_a_doubtful_call_the_message_is_looked_for_in_the_direct_messages():
    carried = {"event_type": "duewatch_message", "event_payload": {"key": TOKEN}}
    found = answer({"ok": True, "messages": [{"ts": "17.1", "metadata": carried}]})
    outcome, said = write(OPENED, found, reconcile=True)
    assert outcome == Sent(Post("D01ADA", "17.1"))
    assert said.methods == ["conversations.open", "conversations.history"]
    assert said.asked[1][1]["channel"] == "D01ADA"


@pytest.mark.parametrize("reconcile", [False, True])
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("user_not_found", "there is no person U01ADA in Slack: check the id (user_not_found)"),
        ("cannot_dm_bot", "U01ADA is a bot, and bots get no direct messages (cannot_dm_bot)"),
        ("user_disabled", "the account of U01ADA in Slack is switched off: name somebody else"),
        ("user_not_visible", "the bot may not see U01ADA in Slack"),
    ],
)
def test_a_person_who_cannot_be_written_to_is_refused_at_once(
    code: str, reason: str, reconcile: bool
):
    outcome, said = write(refusal(code), reconcile=reconcile)
    assert isinstance(outcome, Refused)
    assert reason in outcome.reason
    assert set(said.methods) == {"conversations.open"}


@pytest.mark.parametrize("act", [drop, answer("", 500), refusal("internal_error")])
def test_an_opening_that_may_have_got_through_is_simply_done_again(act: Act):
    outcome, said = write(act)
    assert isinstance(outcome, Later)
    assert outcome.until == NOW + timedelta(seconds=2)
    assert said.methods == ["conversations.open"]


def test_slack_that_hangs_while_opening_posts_nothing():
    outcome, _ = write(hang, timeout=1)
    assert isinstance(outcome, Later)


def test_an_opening_that_names_no_place_posts_nothing():
    outcome, said = write(answer({"ok": True}))
    assert isinstance(outcome, Later)
    assert said.methods == ["conversations.open"]


def test_an_app_without_a_messages_tab_keeps_the_message_and_says_what_to_do():
    outcome, _ = write(OPENED, refusal("messages_tab_disabled"))
    assert isinstance(outcome, Later)
    assert "switch on its messages tab" in outcome.reason


def test_without_the_scope_the_message_waits():
    outcome, _ = write(refusal("missing_scope", needed="im:write"))
    assert isinstance(outcome, Later)
    assert "the app lacks the scope im:write" in outcome.reason


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket.socket")
def test_the_local_slack_shows_the_message_to_the_person_alone():
    with LocalSlack.start(messages_per_second=None, clock=lambda: NOW) as slack:
        voice = Messenger(BOT_TOKEN, slack.api_url, lambda: NOW)
        sent = voice.post(claim(), "U02BEN", MESSAGE)
        assert isinstance(sent, Sent)
        assert sent.post.channel == slack.workspace.direct("U02BEN").id
        assert voice.find(claim(), "U02BEN") == sent.post
