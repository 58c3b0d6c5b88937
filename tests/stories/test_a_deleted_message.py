"""Somebody deletes the bot's message: the invoice is not forgotten with it."""

from datetime import date
from pathlib import Path

from slack_sdk import WebClient

from bot.demo.slack import BOT_TOKEN
from bot.demo.world import World
from tests.stories.house import house


def furnish(world: World) -> None:
    opened = world.add_account("chi-leap", "singlehop")
    opened.add("1", "5.00", due=date(2026, 12, 20), description="Old")


def test_the_next_news_about_it_is_a_new_living_message(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        home.world.account("chi-leap").add("2", "24.00", due=date(2026, 12, 1), description="Xeon")
        home.pass_time(minutes=31)
        gone = home.about("chi-leap/2")
        WebClient(BOT_TOKEN, base_url=home.slack.api_url).chat_delete(
            channel="C01BILLING", ts=gone["ts"]
        )
        home.pass_time(days=4)
        again = home.about("chi-leap/2")
        assert again["ts"] != gone["ts"]
        assert again["text"].startswith("Due soon")

        home.world.account("chi-leap").pay("2")
        home.pass_time(minutes=31)
        assert home.about("chi-leap/2")["text"].startswith("Paid")
        assert len(home.messages()) == 2
