"""What stands below a link to an invoice, in its states and languages."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.slack.catalogue import languages
from bot.slack.language import speaking
from bot.slack.render.message import Message
from bot.slack.render.unfurl import unfurl
from state.model import Care, CareState, InvoiceView, Standing
from tests.bot.slack.block_kit import faults
from tests.bot.slack.render.test_hostile import require_harmless, views
from tests.bot.slack.samples import NOW, TODAY, payable, view

TAKEN_ON = Care(CareState.ACKNOWLEDGED, "U01ADA", NOW, None, "PO 4711")


def shown(one: InvoiceView) -> Message:
    return Message("below a link", tuple(unfurl(one, TODAY)))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("care", [None, TAKEN_ON], ids=["nobody's", "somebody's"])
def test_slack_takes_it_in_every_state(
    language: str, standing: Standing, care: Care | None
) -> None:
    one = view(replace(payable(), standing=standing), care)
    with speaking(language):
        assert faults(shown(one)) == []


def test_the_button_is_there_while_somebody_has_to_take_it_on() -> None:
    free, held = view(payable()), view(payable(), TAKEN_ON)
    paid = view(replace(payable(), standing=Standing.PAID), TAKEN_ON)
    carried = [shown(one).blocks[0].get("accessory", {}).get("value") for one in (free, held, paid)]
    assert carried == ["acme-vps/7514880", None, None]


def test_who_has_it_stands_below_it_until_it_is_closed() -> None:
    held = view(payable(), TAKEN_ON)
    paid = view(replace(payable(), standing=Standing.PAID), TAKEN_ON)
    assert "<@U01ADA>" in str(shown(held).blocks)
    assert "<@U01ADA>" not in str(shown(paid).blocks)


@pytest.mark.parametrize("language", languages())
@given(one=views())
@settings(max_examples=60, deadline=None)
def test_what_others_wrote_is_only_ever_read(language: str, one: InvoiceView) -> None:
    with speaking(language):
        require_harmless(shown(one))
