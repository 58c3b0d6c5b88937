"""What was asked for while the bot was down means what it meant to whoever asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.actions import Desk
from bot.clicks import Clicks
from bot.slack.asked import Asked, Inquiry, Place, Unsaid
from bot.slack.deeds import Deed, Promise, Snooze
from bot.slack.moments import After, Ahead
from state.clicks import Click, Taken
from tests.bot.bench import KEY
from tests.bot.stock import NOW, Stock

DAY = timedelta(days=1)
BEN = "U02BEN"


@dataclass
class Bot:
    """Clicks and the desk, with a clock that is moved by hand."""

    stock: Stock
    now: datetime = NOW

    def __post_init__(self) -> None:
        store = self.stock.store
        desk = Desk(store, lambda: self.now, timedelta(days=3))
        self.clicks = Clicks(store, lambda: self.now, desk, lambda *_: "", lambda: None)

    def ask(self, deed: Deed) -> Asked:
        asked = Asked("trigger:1", BEN, "command", Place("C01BILLING"), deed)
        assert self.clicks.take(asked) is Taken.NEW
        return asked

    def until(self) -> datetime | None:
        found = self.stock.store.invoice(KEY)
        assert found
        return found.care.until if found.care else None


@pytest.fixture
def bot(stock: Stock) -> Bot:
    return Bot(stock)


def test_a_span_counts_from_when_it_was_asked_for(bot: Bot) -> None:
    bot.ask(Snooze(str(KEY), After(7 * DAY)))
    bot.now += 2 * DAY  # the bot was down meanwhile
    [asked] = bot.clicks.waiting()
    bot.clicks.carry_out(asked)
    assert bot.until() == NOW + 7 * DAY


def test_tomorrow_is_the_day_after_it_was_asked_for(bot: Bot) -> None:
    asked = bot.ask(Promise(str(KEY), Ahead(1)))
    bot.now += timedelta(hours=23)
    assert "will be paid on Sat 21 Nov 2026" in (bot.clicks.carry_out(asked) or "")


def test_what_is_past_when_the_bot_is_back_is_said_to_be(bot: Bot) -> None:
    asked = bot.ask(Snooze(str(KEY), Ahead(1)))
    bot.now += 3 * DAY
    assert "has passed already" in (bot.clicks.carry_out(asked) or "")
    assert bot.until() is None


def test_an_answer_waits_until_it_was_given(bot: Bot) -> None:
    words = bot.clicks.carry_out(bot.ask(Snooze(str(KEY), After(DAY))))
    assert words
    assert bot.clicks.untold() == [Unsaid("trigger:1", BEN, Place("C01BILLING"), words)]
    bot.stock.store.told_clicks(["trigger:1"])
    assert bot.clicks.untold() == []


def test_an_answer_of_another_version_is_not_given(bot: Bot) -> None:
    store = bot.stock.store
    store.take_click(Click("trigger:1", "{}"), NOW)
    with store.carrying_out("trigger:1", NOW):
        store.answer_click("trigger:1", '{"sentence": "done"}', NOW)
    assert bot.clicks.untold() == []
    assert store.untold_clicks() == []


def test_a_question_waits_like_a_decision_and_is_crossed_out_when_it_is_answered(bot: Bot) -> None:
    asked = Asked("trigger:1", BEN, "command", Place("C01BILLING"), Inquiry("cash 30d", NOW))
    bot.clicks.take(asked)
    assert bot.clicks.waiting() == [asked]
    with pytest.raises(TypeError):
        bot.clicks.carry_out(asked)
    assert bot.clicks.waiting() == [asked]
    bot.clicks.answer_only(asked)
    assert bot.clicks.waiting() == []
    assert bot.clicks.take(asked) is Taken.DONE
