"""The judges of forms and Home tabs do refuse what Slack refuses."""

from typing import Any

import pytest

from bot.slack.render.message import Block, actions, button, mrkdwn, section
from bot.slack.render.modals.forms import form
from bot.slack.render.modals.sheet import Form
from tests.bot.slack import modal_samples
from tests.bot.slack.view_judge import faults

GOOD: Block = form(modal_samples.sheet(Form.SNOOZE), "{}")
PRESS = button("Take", "acknowledge", "acme-vps/1")


def home(*blocks: Block) -> Block:
    return {"type": "home", "blocks": list(blocks)}


def test_a_form_and_a_home_tab_as_they_should_be_are_taken() -> None:
    assert faults(GOOD) == []
    assert faults(home(section(mrkdwn("Nothing is due.")), actions(PRESS))) == []


@pytest.mark.parametrize(
    ("view", "judges"),
    [
        (GOOD | {"title": {"type": "plain_text", "text": "x" * 25}}, ["blockkit", "slackblocks"]),
        ({name: value for name, value in GOOD.items() if name != "submit"}, ["submit"]),
        (GOOD | {"private_metadata": "x" * 3_001}, ["blockkit", "metadata"]),
        (home(*[section(mrkdwn("row"))] * 101), ["blockkit", "slackblocks", "too many"]),
        (home(section(mrkdwn("x" * 3_001))), ["blockkit", "slackblocks"]),
        (home(actions(PRESS, PRESS)), ["action_id appears twice"]),
        (
            home(GOOD["blocks"][0] | {"block_id": "a"}, section(mrkdwn("b")) | {"block_id": "a"}),
            ["block_id appears twice"],
        ),
    ],
    ids=["title", "no submit", "metadata", "101 blocks", "section", "action ids", "block ids"],
)
def test_what_slack_would_refuse_is_refused(view: Any, judges: list[str]) -> None:
    found = "\n".join(faults(view))
    assert [word for word in judges if word not in found] == []
