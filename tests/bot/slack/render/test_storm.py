"""The question about a storm: what its buttons carry, and that foreign words stay words."""

import pytest

from bot.slack.render import storm
from tests.bot.slack.block_kit import faults
from tests.bot.slack.samples import NOW, SHOP
from tests.bot.slack.storm_samples import AMENDED, CURRENCY, RENUMBERED

ALL = [RENUMBERED, CURRENCY, AMENDED]


@pytest.mark.parametrize("details", ALL)
def test_both_buttons_carry_the_account_and_the_moment(details: dict[str, str]) -> None:
    row = storm.question(details, SHOP).blocks[-1]["elements"]
    assert [button["action_id"] for button in row] == ["announce_storm", "hush_storm"]
    assert {button["value"] for button in row} == {f"shop|{NOW.isoformat()}"}


@pytest.mark.parametrize("details", ALL)
@pytest.mark.parametrize("yes", [True, False])
def test_an_answered_question_has_no_buttons(details: dict[str, str], yes: bool) -> None:
    message = storm.answered(details, SHOP, "U01ADA", NOW, yes=yes)
    assert [block["type"] for block in message.blocks] == ["section"]
    assert "<@U01ADA>" in message.text


@pytest.mark.parametrize("details", ALL)
def test_what_a_provider_wrote_can_only_be_read(details: dict[str, str]) -> None:
    evil = "<!channel> *7* `x` <https://evil.example|pay>" * 9
    hostile = details | {"old": evil, "new": evil, "example": evil}
    for message in (
        storm.question(hostile, SHOP),
        storm.answered(hostile, SHOP, "U01ADA", NOW, yes=True),
    ):
        assert faults(message) == []
        assert "<!channel>" not in message.text
        assert "<https" not in message.text
