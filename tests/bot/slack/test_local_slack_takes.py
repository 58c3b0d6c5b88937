"""The local Slack as a third judge: it takes every golden message, posted and redrawn."""

import json
from collections.abc import Iterator

import pytest

from bot.demo.slack import BOT_TOKEN, LocalSlack
from bot.slack.messenger import Messenger
from bot.slack.render.message import Message
from state.messages import (
    Sent,
)
from tests.bot.slack.golden_files import FOLDER
from tests.bot.slack.samples import NOW, claim

GOLDEN = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack.start(messages_per_second=None) as running:
        yield running


@pytest.mark.parametrize("name", GOLDEN)
def test_a_golden_message_can_be_posted_and_redrawn(slack: LocalSlack, name: str) -> None:
    stored = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    message = Message(stored["text"], tuple(stored["blocks"]))
    voice = Messenger(BOT_TOKEN, slack.api_url, lambda: NOW)
    outcome = voice.post(claim(token=name), "#billing", message)
    assert isinstance(outcome, Sent), outcome
    assert voice.update(outcome.post, message) == outcome
    shown = slack.history("#billing")[-1]
    assert len(shown["blocks"]) == len(message.blocks)  # none was left out to get it through
