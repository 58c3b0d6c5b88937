"""The judges themselves are tried: each limit that our messages come near has to be caught."""

from collections.abc import Sequence

import pytest

from bot.slack.render import message as slack
from bot.slack.render.message import Block, Message, mrkdwn, plain_text
from tests.bot.slack.block_kit import faults

BUTTON = slack.button("Acknowledge", "acknowledge", "acme-vps/1")
LIMITS: dict[str, Sequence[Block]] = {
    "51 blocks": [slack.section(mrkdwn("x"))] * 51,
    "a header of 151": [slack.header("x" * 151)],
    "a header in mrkdwn": [{"type": "header", "text": mrkdwn("x")}],
    "a section of 3,001": [slack.section(mrkdwn("x" * 3_001))],
    "an empty section": [slack.section()],
    "an empty text": [slack.section(mrkdwn(""))],
    "11 fields": [slack.section(fields=[mrkdwn("x")] * 11)],
    "a field of 2,001": [slack.section(fields=[mrkdwn("x" * 2_001)])],
    "a button of 76": [slack.actions(slack.button("x" * 76, "a", "v"))],
    "a value of 2,001": [slack.actions(slack.button("x", "a", "v" * 2_001))],
    "an address of 3,001": [
        slack.actions(slack.button("x", "a", "v", url="https://" + "x" * 2_993))
    ],
    "a style of its own": [slack.actions(slack.button("x", "a", "v", style="red"))],
    "26 buttons": [slack.actions(*(slack.button("x", f"a{number}", "v") for number in range(26)))],
    "11 context elements": [slack.context(*[mrkdwn("x")] * 11)],
    "one action id twice": [slack.actions(BUTTON, BUTTON)],
    "one block id twice": [{"type": "divider", "block_id": "b"}] * 2,
    "two tables": [{"type": "table", "rows": []}] * 2,
    "too much markdown": [{"type": "markdown", "text": "x" * 6_001}] * 2,
    "an unknown key": [{"type": "section", "text": mrkdwn("x"), "colour": "red"}],
    "emoji in mrkdwn": [{"type": "section", "text": mrkdwn("x") | {"emoji": True}}],
}


@pytest.mark.parametrize("case", LIMITS)
def test_a_broken_limit_is_caught(case: str) -> None:
    assert faults(Message("said", tuple(LIMITS[case]))) != []


def test_a_text_that_slack_would_split_is_caught() -> None:
    assert faults(Message("x" * 4_001, ())) == ["the text has 4001 characters"]


def test_a_message_at_every_limit_is_taken() -> None:
    blocks = (
        slack.header("x" * 150),
        slack.section(plain_text("x" * 3_000), fields=[mrkdwn("x" * 2_000)] * 10),
        slack.section(mrkdwn("x" * 3_000), accessory=BUTTON),
        slack.actions(BUTTON, slack.button("x" * 75, "open", "v" * 2_000, url="https://x.example")),
        slack.context(*[mrkdwn("x")] * 10),
    )
    assert faults(Message("x" * 4_000, blocks)) == []
