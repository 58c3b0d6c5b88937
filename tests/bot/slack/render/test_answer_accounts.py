"""How the accounts are doing, one line each."""

from datetime import timedelta

from bot.slack.render.answer_accounts import accounts
from state.model import Mute
from tests.bot.slack.samples import NOW, health


def test_an_account_that_is_muted_says_until_when_and_one_that_was_says_nothing():
    end = NOW + timedelta(days=3)
    muted = accounts([health(mute=Mute(end, "U01ADA", NOW))], [], NOW)
    was = accounts([health(mute=Mute(NOW, "U01ADA", NOW))], [], NOW)
    assert "🔕 muted until " in muted.text
    assert "🔕 muted until " in str(muted.blocks)
    assert "muted" not in was.text
