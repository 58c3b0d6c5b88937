"""The first visit to the Home tab: what the bot does, three things to try, and never again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.demo.world import World
from bot.slack.language import speaking
from bot.slack.render.hints import PUT_AWAY, hints
from bot.slack.render.message import Message
from bot.welcome import words
from tests.bot.slack.block_kit import faults
from tests.stories.house import PEOPLE, House, house

GREETING = "I watch the invoices of hosting and billing providers"


def furnished(world: World) -> None:
    world.add_account("acme-vps", "interserver")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, furnished) as made:
        made.pass_time()
        books = made.world.account("acme-vps")
        books.add("7001", "24.00", due=date(2026, 11, 25), module="vps", service="2611")
        made.pass_time(minutes=31)
        yield made


def seen(home: House, user: str) -> str:
    return str(home.slack.open_home(PEOPLE[user])["blocks"])


def published(home: House) -> str:
    """Ada's Home tab as it stands, without looking at it anew."""
    return str(home.slack.home_of(PEOPLE["Ada"]).get("blocks"))


def press(home: House, user: str, button: str) -> None:
    view = home.slack.open_home(PEOPLE[user])
    assert home.slack.click_view(PEOPLE[user], view["id"], button) == {"ok": True}


def test_the_first_visit_tells_what_the_bot_does_and_what_to_try(home: House) -> None:
    shown = seen(home, "Ada")
    assert GREETING in shown
    assert "Three things to try" in shown
    for tried in ("`/invoices`", "`/invoices due 7d`", "`/invoices ack 7514880`"):
        assert tried in shown
    assert "Invoices at a glance" in shown


@pytest.mark.parametrize("button", ["page_try_now", "page_try_due"])
def test_what_can_be_tried_is_answered_above_the_home_tab(home: House, button: str) -> None:
    before = seen(home, "Ada").count("acme-vps/7001")
    press(home, "Ada", button)
    home.slack.wait_for(lambda: published(home).count("acme-vps/7001") > before)


def test_who_puts_the_hints_away_does_not_see_them_again_others_do(home: House) -> None:
    press(home, "Ada", PUT_AWAY)
    home.slack.wait_for(lambda: GREETING not in published(home))
    assert GREETING in seen(home, "Ben")
    home.move_out()
    home.move_in()
    assert GREETING not in seen(home, "Ada")
    assert "Invoices at a glance" in seen(home, "Ada")


@pytest.mark.parametrize("language", ["en", "de"])
def test_slack_takes_the_hints_in_every_language(language: str) -> None:
    with speaking(language):
        assert faults(Message("x", tuple(hints()))) == []
        assert len(words("/invoices")) < 600


def test_a_german_team_is_welcomed_in_german() -> None:
    with speaking("de"):
        assert "Drei Dinge zum Ausprobieren" in words("/rechnungen")
        assert "`/rechnungen due 7d`" in str(hints(command="/rechnungen"))
