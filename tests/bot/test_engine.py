"""The heart after a pause: what is known may be old, so the providers are asked first."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from providers.base import Answer, RateLimited
from state.store import Failure
from tests.builders import NOW, invoice
from tests.replay.books import Books
from tests.replay.chat import Recorder
from tests.replay.house import House, MovedClock, in_memory, settings
from tests.soak.quiet import quiet

CONFIG = """
[check]
every = "1h"

[[accounts]]
name = "acme"
provider = "interserver"
username = "a@b.example"
password = { env = "KEY" }
"""


@dataclass(slots=True)
class SlowBooks(Books):
    """A provider that answers when it is allowed to."""

    answers: Event = field(default_factory=Event)

    def fetch(self) -> Answer:
        """Answer, some time."""
        assert self.answers.wait(60)
        return Books.fetch(self)


@dataclass(slots=True)
class Bot:
    """A bot that was away since the invoice was listed, and its slow provider."""

    clock: MovedClock
    books: SlowBooks
    house: House[Recorder]

    def tick(self, **span: float) -> bool:
        """Some time later: the tick, with everything it has started but a check."""
        self.clock.now += timedelta(**span)
        fresh = self.house.core.engine.tick()
        self._wait()
        return fresh

    def answer(self) -> None:
        """Let the provider answer, and wait for what that leads to."""
        self.books.answers.set()
        for check in tuple(self.house.core.engine._running):
            check.result(60)
        self._wait()

    def _wait(self) -> None:
        speaking = self.house.core.engine._speaking
        if speaking is not None:
            speaking.result(60)

    @property
    def said(self) -> list[str]:
        """What people heard."""
        return [one.draft.occasion for one in self.house.chat.heard]


@pytest.fixture
def bot() -> Iterator[Bot]:
    with quiet(), in_memory() as folder:
        made = _away(folder)
        yield made
        made.books.answers.set()
        made.house.stop()


def _away(folder: Path) -> Bot:
    clock = MovedClock(NOW)
    books = SlowBooks("acme", clock)
    books.answers.set()
    books.write(invoice("acme/9", "40.00 USD", due=None))
    house = House(settings(folder, CONFIG, [books]), clock, Recorder(clock))
    house.turn()
    books.write(invoice("acme/7", "40.00 USD", due="2026-11-28"))
    clock.now += timedelta(hours=1)
    house.turn()
    house.stop()
    books.answers.clear()
    clock.now += timedelta(days=9)
    house.start()
    return Bot(clock, books, house)


def test_what_was_paid_while_the_bot_was_away_is_not_chased(bot: Bot) -> None:
    bot.books.settle("7")
    assert not bot.tick()
    assert not bot.tick(seconds=1)
    bot.answer()
    assert bot.tick(seconds=1)
    assert bot.said == ["baseline", "new", "paid"]


def test_what_was_not_paid_is_said_as_soon_as_the_provider_has_answered(bot: Bot) -> None:
    assert not bot.tick()
    bot.answer()
    assert bot.tick(seconds=1)
    assert bot.said == ["baseline", "new", "after-1"]


def test_a_provider_that_does_not_answer_holds_reminders_up_for_minutes_only(bot: Bot) -> None:
    assert not bot.tick()
    assert not bot.tick(minutes=3)
    assert bot.tick(minutes=1)
    assert bot.said == ["baseline", "new", "after-1"]


def test_after_a_sleep_of_the_machine_the_provider_is_asked_first_as_well(bot: Bot) -> None:
    bot.answer()
    bot.tick()
    bot.answer()
    assert bot.tick(seconds=1)
    bot.books.answers.clear()
    bot.books.settle("7")
    assert not bot.tick(days=6)
    bot.answer()
    assert bot.tick(seconds=1)
    assert bot.said == ["baseline", "new", "after-1", "paid"]


def test_a_check_that_comes_due_as_usual_holds_up_nothing(bot: Bot) -> None:
    bot.books.answers.set()
    bot.tick()
    bot.answer()
    bot.books.answers.clear()
    for _ in range(20):
        assert bot.tick(minutes=4)


NINE = """
[check]
every = "1h"
concurrency = 2
""" + "".join(
    f"""
[[accounts]]
name = "acme-{number}"
provider = "interserver"
username = "a@b.example"
password = {{ env = "KEY" }}
"""
    for number in range(9)
)


def test_whoever_ends_a_check_begins_the_next_one_without_waiting_for_the_tick() -> None:
    with quiet(), in_memory() as folder:
        clock = MovedClock(NOW)
        books = [Books(f"acme-{number}", clock) for number in range(9)]
        house = House(settings(folder, NINE, books), clock, Recorder(clock))
        engine = house.core.engine
        engine.tick()
        while under_way := [one for one in engine._running if not one.done()]:
            wait(under_way, 10)
        views = house.core.store.account_views()
        house.stop()
        assert [view.checked_at for view in views] == [NOW] * 9


def test_what_was_taken_in_advance_is_given_up_when_the_bot_stops() -> None:
    with quiet(), in_memory() as folder:
        clock = MovedClock(NOW)
        books = [SlowBooks(f"acme-{number}", clock) for number in range(9)]
        house = House(settings(folder, NINE, books), clock, Recorder(clock))
        house.core.engine.tick()
        assert len(house.core.engine._running) == 4  # twice as many as there are workers
        with ThreadPoolExecutor(1) as pool:
            stopping = pool.submit(house.core.engine.stop)
            for one in books:
                one.answers.set()
            assert stopping.result(60)
        assert sum(view.checked_at is not None for view in house.core.store.account_views()) <= 4
        house.stop()


def test_no_more_checks_are_taken_than_workers_can_begin_soon(bot: Bot) -> None:
    assert bot.house.core.engine.concurrency == 32
    bot.tick()
    assert len(bot.house.core.engine._running) == 1
    assert bot.house.core.engine.start_checks() == []
    bot.answer()


def test_an_account_is_looked_at_at_once_when_a_clock_that_was_ahead_is_set_right(bot: Bot) -> None:
    bot.tick(hours=3)
    bot.answer()
    bot.books.answers.clear()
    bot.tick(hours=-3)
    assert len(bot.house.core.engine._running) == 1


def test_what_was_asked_for_while_a_clock_was_ahead_puts_off_no_check_either(bot: Bot) -> None:
    bot.tick()
    bot.answer()
    bot.clock.now += timedelta(hours=3)
    (checked,) = bot.house.core.engine.check_now(["acme"])
    assert checked.ok
    bot.books.answers.clear()
    bot.tick(hours=-3)
    assert len(bot.house.core.engine._running) == 1
    bot.answer()


def test_a_clock_that_was_set_right_before_the_start_puts_off_no_check(bot: Bot) -> None:
    bot.answer()
    bot.tick(hours=3)
    bot.answer()
    bot.house.stop()
    bot.clock.now -= timedelta(hours=3)
    bot.house.start()
    bot.books.answers.clear()
    bot.tick()
    assert len(bot.house.core.engine._running) == 1


def test_a_clock_that_goes_back_a_little_has_nothing_checked_before_its_time(bot: Bot) -> None:
    bot.answer()
    bot.tick()
    bot.answer()
    bot.books.answers.clear()
    bot.tick(seconds=-2)
    assert bot.house.core.engine._running == set()


def test_what_a_provider_asked_us_to_wait_is_waited_for_after_a_start(bot: Bot) -> None:
    store = bot.house.core.store
    (lease,) = store.claim_due(bot.clock(), 1, timedelta(minutes=1))
    asked = bot.clock() + timedelta(hours=20)
    store.commit_failure(lease, Failure(bot.clock(), RateLimited.kind, "wait", asked))
    bot.house.stop()
    bot.house.start()
    bot.tick()
    assert bot.house.core.store.account_views()[0].next_check_at == asked
