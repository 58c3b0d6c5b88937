"""A bot that was down draws its newest messages anew when it is back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.demo.slack import BOT_TOKEN
from bot.demo.world import World
from state.messages import Draft, Kind, Post
from tests.stories.house import PEOPLE, House, house

KEY = "acme-vps/7001"


def furnished(world: World) -> None:
    world.add_account("acme-vps", "interserver")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, furnished) as made:
        made.pass_time()
        for number in ("7001", "7002"):
            made.world.account("acme-vps").add(number, "24.00", due=date(2027, 3, 1))
            made.pass_time(minutes=31)
        yield made


def aged(home: House, post: Post) -> None:
    """Have a message stand there as an older version would have drawn it."""
    client = WebClient(BOT_TOKEN, base_url=home.slack.api_url)
    client.chat_update(channel=post.channel, ts=post.ts, text="old", blocks=[])


def back(home: House) -> None:
    """The bot goes and comes back, and does what it does then."""
    home.move_out()
    home.move_in()
    home.service.resume()
    home.clock.forward(minutes=1)
    home.deliver()


def test_a_bot_that_was_down_draws_fresh_buttons_when_it_is_back(home: House) -> None:
    post, before = home.living(KEY), home.about(KEY)
    said = len(home.messages())
    aged(home, post)
    back(home)
    assert home.shown(KEY) == before["text"]
    assert home.living(KEY) == post
    assert len(home.messages()) == said
    home.slack.click(PEOPLE["Ben"], post.channel, post.ts, "acknowledge", KEY)
    home.slack.wait_for(lambda: home.slack.ephemerals(PEOPLE["Ben"]))
    home.deliver()
    assert "acknowledged" in home.shown(KEY)


def test_a_bot_that_restarts_over_and_over_redraws_once_and_nothing_old(home: House) -> None:
    drawn = home.slack.calls["chat.update"]
    back(home)
    back(home)
    assert home.slack.calls["chat.update"] == drawn + 2  # two messages, once each
    aged(home, home.living(KEY))
    home.clock.forward(days=8)
    back(home)
    assert home.shown(KEY) == "old", "it is redrawn with its next news"


def test_news_do_not_wait_for_what_is_redrawn(home: House) -> None:
    home.service.resume()
    home.clock.forward(minutes=-1)  # the redrawing is still to come
    home.core.store.enqueue([news()], home.clock())
    assert home.core.engine.delivery is not None
    home.core.engine.delivery.turn()
    assert home.messages()[-1]["text"] == "news"
    assert home.core.store.pending() == 2


def news() -> Draft:
    return Draft("news", Kind.NOTE, "#billing", "", what="test", details={"text": "news"})
