"""What is said beside the great answers, as people see it and as it is sent: golden/replies.

GOLDEN=write python -m pytest tests/bot/slack/render/test_reply_golden.py
"""

import pytest

from bot.slack.catalogue import languages
from bot.slack.language import speaking
from tests.bot.slack.golden_files import FOLDER, require_same
from tests.bot.slack.reply_samples import messages

PLACE = FOLDER / "replies"


@pytest.mark.parametrize("spoken", languages())
@pytest.mark.parametrize("name", messages())
def test_the_reply_is_the_golden_one(name: str, spoken: str) -> None:
    with speaking(spoken):
        require_same(name, messages()[name], PLACE / spoken)


@pytest.mark.parametrize("spoken", languages())
def test_no_golden_file_is_left_over(spoken: str) -> None:
    expected = {f"{name}{suffix}" for name in messages() for suffix in (".txt", ".json")}
    assert {path.name for path in (PLACE / spoken).iterdir()} == expected
