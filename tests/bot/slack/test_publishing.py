"""Home tabs on their way: the newest last, patient when Slack asks to wait, whatever it refuses."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.demo.slack import BOT_TOKEN, LocalSlack
from bot.slack.calls import Calls
from bot.slack.listening.handlers import Tab
from bot.slack.listening.publishing import APART, REST, Publisher
from bot.slack.render import message as slack_blocks
from bot.slack.render.message import Message, mrkdwn

ADA = "U01ADA"


@dataclass
class Books:
    """A bot whose Home tab shows how often something has happened."""

    happened: int = 0
    now: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC)
    watching: list[str] = field(default_factory=list)
    draws: Callable[[], None] = lambda: None

    def view(self, _user: str, rich: bool) -> dict[str, Any]:
        shown = self.happened
        self.draws()
        words = f"{'rich' if rich else 'plain'} {shown}"
        return {"type": "home", "blocks": [slack_blocks.section(mrkdwn(words))]}

    def tab(self) -> Tab:
        return Tab(
            view=self.view,
            opened=lambda _user: None,
            choose=lambda _user, _what, _value: None,
            put_away=lambda _user: None,
            watched=lambda: self.watching,
            news=lambda: self.happened,
            now=lambda: self.now,
        )


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack.start() as started:
        started.faults.methods = frozenset({"views.publish"})
        yield started


def publisher(slack: LocalSlack, books: Books, faults: list[Exception]) -> Publisher:
    calls = Calls(BOT_TOKEN, slack.api_url, timeout=30)
    return Publisher(calls, books.tab(), faults.append)


def at_once(work: Callable[[], None]) -> None:
    work()


def shown(slack: LocalSlack) -> str:
    return str(slack.home_of(ADA).get("blocks"))


def test_of_many_clicks_the_last_one_is_seen_last(slack: LocalSlack) -> None:
    books, faults = Books(), list[Exception]()
    tabs = publisher(slack, books, faults)

    def click() -> None:
        books.happened += 1
        tabs.show(ADA)

    threads = [threading.Thread(target=click) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "rich 12" in shown(slack)
    assert faults == []


def test_only_news_is_shown_and_not_too_often(slack: LocalSlack) -> None:
    books = Books(watching=[ADA])
    tabs = publisher(slack, books, [])
    tabs.show(ADA)
    tabs.refresh(at_once)
    assert slack.calls["views.publish"] == 1, "nothing has happened"
    books.happened = 1
    tabs.refresh(at_once)
    assert slack.calls["views.publish"] == 1, "it was drawn a moment ago"
    books.now += APART
    tabs.refresh(at_once)
    tabs.refresh(at_once)
    assert slack.calls["views.publish"] == 2
    assert "rich 1" in shown(slack)


def test_when_slack_asks_to_wait_nobody_is_redrawn_until_then(slack: LocalSlack) -> None:
    books, faults = Books(watching=[ADA]), list[Exception]()
    tabs = publisher(slack, books, faults)
    slack.faults.rate_limited, slack.faults.retry_after = 1, 120
    tabs.refresh(at_once)
    assert "Slack asks to wait" in str(faults)
    books.now += timedelta(seconds=119)
    tabs.refresh(at_once)
    assert slack.calls["views.publish"] == 1
    books.now += REST
    tabs.refresh(at_once)
    assert "rich 0" in shown(slack), "what was not shown is not forgotten"


def test_what_slack_refuses_is_not_tried_again_and_again(slack: LocalSlack) -> None:
    books, faults = Books(watching=[ADA]), list[Exception]()
    tabs = publisher(slack, books, faults)
    slack.faults.refuse["views.publish"] = "not_enabled"
    for _ in range(5):
        tabs.refresh(at_once)
        books.now += APART
    assert slack.calls["views.publish"] == 1
    assert len(faults) == 1
    slack.faults.refuse.clear()
    books.happened = 1
    tabs.refresh(at_once)
    assert "rich 1" in shown(slack)


def test_an_answer_whose_blocks_are_refused_is_shown_in_words(slack: LocalSlack) -> None:
    tabs = publisher(slack, Books(), [])
    odd = Message("3 invoices are overdue.", ({"type": "no_such_block"},))
    assert tabs.answer(ADA, odd) is None
    assert "3 invoices are overdue." in shown(slack)
    assert "plain 0" in shown(slack)
    tabs.show(ADA)
    assert "rich 0" in shown(slack), "the new blocks were not what it refused"


def test_a_redrawing_that_fails_by_a_fault_of_ours_is_tried_again(slack: LocalSlack) -> None:
    def fails() -> None:
        raise LookupError("a fault of ours")

    books = Books(watching=[ADA], draws=fails)
    tabs = publisher(slack, books, [])
    with pytest.raises(LookupError):
        tabs.refresh(at_once)
    books.draws = lambda: None
    books.now += APART
    tabs.refresh(at_once)
    assert "rich 0" in shown(slack)


def test_a_bot_that_stops_redraws_nothing_more(slack: LocalSlack) -> None:
    tabs = publisher(slack, Books(watching=[ADA]), [])
    tabs.stop()
    tabs.refresh(at_once)
    assert slack.calls["views.publish"] == 0
