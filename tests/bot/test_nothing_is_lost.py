"""What might be lost between two rooms of the bot: steps and calls that something overtakes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.actions import Desk
from state.model import InvoiceKey, InvoiceView
from tests.builders import invoice
from tests.replay.books import Books
from tests.replay.chat import Heard
from tests.replay.house import House, MovedClock, in_memory, settings
from tests.replay.slow_chat import Mood, SlowChat

CONFIG = """
timezone = "UTC"

[check]
every = "1d"

[reminders]
before = [3, 0]
after = [1, 7]

[oncall]
who = ["U01ADA"]
escalate_after = "1d"
escalate_to = "#finance"

[[accounts]]
name = "acme"
provider = "interserver"
username = "a@b.example"
password = { env = "KEY" }
"""
SUSPENDS = """
[[suspension]]
account = "acme"
suspend_after = 10
"""
KEY = InvoiceKey("acme", "1")
NIGHT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@dataclass
class Bench:
    """One account with one invoice, and everything that may come between."""

    clock: MovedClock
    books: Books
    house: House[SlowChat]

    def live_until(self, moment: str) -> None:
        """Let time pass with the bot at work."""
        end = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        while self.clock.now < end:
            self.clock.now = min(self.house.next_moment(), end)
            self.house.turn()

    def poll(self) -> None:
        """Ask the provider now, and say what there is to say."""
        self.clock.now += timedelta(minutes=1)
        engine = self.house.core.engine
        lease = engine.store.claim_account("acme", self.clock.now, timedelta(minutes=5))
        assert lease
        engine.checker.check(engine.plans["acme"], lease)
        self.house.turn()

    def lists(self, **changes: object) -> None:
        """The provider says something else about it from now on."""
        found = self.books.invoices[KEY.number]
        self.books.write(replace(found, **changes))  # type: ignore[arg-type]

    @property
    def view(self) -> InvoiceView:
        """The invoice as the bot knows it."""
        found = self.house.core.store.invoice(KEY)
        assert found
        return found

    @property
    def desk(self) -> Desk:
        """Where people decide."""
        return Desk(self.house.core.store, self.clock, timedelta(days=30))

    def said(self, *whats: str) -> list[str]:
        """When and what was heard about the invoice, without redraws."""
        return [_told(one) for one in self.house.chat.heard if one.draft.what in whats]


def _told(one: Heard) -> str:
    return f"{one.at:%d %H:%M} {one.draft.occasion}"


@pytest.fixture
def bench() -> Iterator[Callable[..., Bench]]:
    with in_memory() as folder:
        made: list[Bench] = []

        def build(due: str = "2026-11-24", config: str = CONFIG) -> Bench:
            made.append(_bench(folder, due, config))
            return made[0]

        yield build
        made[0].house.stop()


def _bench(folder: Path, due: str, config: str) -> Bench:
    clock = MovedClock(NIGHT)
    books = Books("acme", clock)
    books.write(invoice("acme/9", "40.00 USD", due=None))
    house = House(settings(folder, config, [books]), clock, SlowChat(clock))
    house.turn()
    books.write(invoice(str(KEY), "40.00 USD", due=due))
    made = Bench(clock, books, house)
    made.poll()
    return made


def test_a_step_that_an_acknowledgement_overtook_is_said_when_it_is_given_back(
    bench: Callable[..., Bench],
) -> None:
    it = bench()
    it.live_until("2026-11-23T12:00")
    it.house.chat.moods.extend([Mood.BUSY])
    it.live_until("2026-11-24T09:00:10")
    it.desk.acknowledge(str(KEY), "U02BEN", None, "button")
    it.live_until("2026-11-24T09:10")
    assert it.said("stage") == ["21 09:00 before-3"]
    it.desk.unacknowledge(str(KEY), "U02BEN", "button")
    it.live_until("2026-11-24T09:20")
    assert it.said("stage") == ["21 09:00 before-3", "24 09:10 due"]


def test_after_days_without_slack_only_the_highest_step_is_said(
    bench: Callable[..., Bench],
) -> None:
    it = bench()
    for day in (21, 24, 25):
        it.clock.now = datetime(2026, 11, day, 9, 0, tzinfo=UTC)
        it.house.chat.moods.append(Mood.BUSY)
        it.house.turn()
    it.live_until("2026-11-25T10:00")
    steps = [one for one in it.house.chat.heard if one.draft.what == "stage"]
    assert [(one.draft.occasion, one.broadcast) for one in steps] == [("after-1", True)]


def test_what_is_no_longer_listed_hushes_no_other_one(bench: Callable[..., Bench]) -> None:
    it = bench(config=CONFIG + SUSPENDS)
    it.books.write(invoice("acme/2", "40.00 USD", due="2026-11-01"))
    it.poll()
    it.books.invoices.pop("2")
    it.books.edition += 1
    it.poll()
    it.live_until("2026-11-22T00:00")
    assert it.said("stage") == ["21 09:00 before-3"]
