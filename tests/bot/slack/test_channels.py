"""Channels by name, words to one person, who the bot is, and the token never shown."""

import logging

import pytest

from bot.slack.messenger import Identity, SlackRefused
from tests.bot.slack.samples import claim
from tests.bot.slack.voice import BOT, CHANNELS, MESSAGE, POSTED, messenger, refusal
from tests.bot.slack.wire import Act, answer, cut, drop, wire


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
