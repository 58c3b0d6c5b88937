"""`who` and the hand-over: what people see, what they hear, and nothing that a feed wrote.

The pictures beside this file are the specification. After a wanted change write them anew
and read the difference: GOLDEN=write python -m pytest tests/bot/oncall/test_words.py
"""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.render.answer_who import doubt, who
from bot.slack.render.message import Message
from tests.bot.oncall.word_samples import GROUND, GROUP, HOLDINGS, NOBODY, TAKEN, TURN, messages
from tests.bot.slack.block_kit import faults
from tests.bot.slack.golden_files import picture
from tests.bot.slack.samples import NOW

FOLDER = Path(__file__).parent / "pictures"


@pytest.mark.parametrize(
    ("name", "message"), list(messages().items()), ids=lambda one: str(one)[:40]
)
def test_it_looks_as_agreed_and_slack_takes_it(name: str, message: Message):
    path = FOLDER / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(picture(message), encoding="utf-8")
    assert picture(message) == path.read_text(encoding="utf-8")
    assert faults(message) == []


def test_there_is_no_picture_without_a_message():
    drawn = {path.stem for path in FOLDER.iterdir()}
    assert drawn == set(messages())


def test_an_escalation_can_say_how_far_its_mention_is_to_be_trusted():
    assert doubt(GROUP, NOW) == ""
    stale = replace(TURN, stale_since=NOW - timedelta(hours=3), trouble="status 404")
    assert doubt(stale, NOW).endswith("3 hours ago (status 404).")
    assert doubt(replace(NOBODY, trouble="nobody is in @x"), NOW) == "Nobody is in @x."


@given(st.text(max_size=400), st.text(max_size=200))
def test_words_of_a_feed_or_of_slack_can_only_be_read(trouble: str, source: str):
    odd = replace(TURN, trouble=f"<!channel> {trouble}", source=f"<!here> {source}")
    for on_call in (odd, replace(odd, stale_since=NOW)):
        message = who(on_call, HOLDINGS, TAKEN, GROUND)
        assert faults(message) == []
        assert "<!channel>" not in str(message)
        assert "<!here>" not in str(message)
