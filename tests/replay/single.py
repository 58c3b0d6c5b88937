"""One account with one invoice, a Slack with moods, and a clock: what may come between them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.actions import Desk
from bot.why import Coming, Explainer
from state.model import InvoiceKey, InvoiceView
from tests.builders import invoice
from tests.replay.books import Books
from tests.replay.chat import Heard
from tests.replay.house import House, MovedClock, in_memory, settings
from tests.replay.slow_chat import SlowChat

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

    @property
    def coming(self) -> Coming | None:
        """What is foretold of it."""
        engine = self.house.core.engine
        explainer = Explainer(engine.store, engine.book, engine.chain, self.clock)
        return explainer.explain(self.view).coming

    def said(self, *whats: str) -> list[str]:
        """When and what was heard about the invoice, without redraws."""
        return [_told(one) for one in self.house.chat.heard if one.draft.what in whats]


def _told(one: Heard) -> str:
    return f"{one.at:%d %H:%M} {one.draft.occasion}"


def bench_in(folder: Path, due: str | None, config: str) -> Bench:
    clock = MovedClock(NIGHT)
    books = Books("acme", clock)
    books.write(invoice("acme/9", "40.00 USD", due=None))
    house = House(settings(folder, config, [books]), clock, SlowChat(clock))
    house.turn()
    books.write(invoice(str(KEY), "40.00 USD", due=due))
    made = Bench(clock, books, house)
    made.poll()
    return made


Single = Callable[..., Bench]


@contextmanager
def singles() -> Iterator[Single]:
    """Builds one bench, and clears it away."""
    with in_memory() as folder, ExitStack() as ends:

        def build(due: str | None = "2026-11-24", config: str = CONFIG) -> Bench:
            made = bench_in(folder, due, config)
            ends.callback(made.house.stop)
            return made

        yield build
