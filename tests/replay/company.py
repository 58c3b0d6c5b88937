"""A small company for the laws of care: two accounts, four invoices, people, and a bot at work."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.actions import Desk
from bot.why import Explainer
from state.messages import Kind, OutboxItem
from state.model import InvoiceKey, InvoiceView, Standing
from state.rules.calendar import WorkingTime
from tests.builders import invoice, money
from tests.replay.books import Books
from tests.replay.house import House, MovedClock, settings
from tests.replay.slow_chat import SlowChat

START = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)  # a Thursday
TODAY = date(2026, 11, 19)
HOURS = WorkingTime("Europe/Berlin", time(9), time(17, 30), business_days=True, holidays="DE")
CONFIG = """
timezone = "Europe/Berlin"

[check]
every = "1d"

[reminders]
before = [3, 0]
after = [1, 4]
repeat = 7
max_repeats = 3
business_days = true
holidays = "DE"

[oncall]
who = ["U01ADA"]
escalate_after = "1d"
escalate_to = "#finance"

[[suspension]]
account = "acme"
suspend_after = 6
terminate_after = 20

[[routes]]
severity = "critical"
channel = "#outage"

[[accounts]]
name = "acme"
provider = "interserver"
username = "a@b.example"
password = { env = "KEY" }

[[accounts]]
name = "york"
provider = "interserver"
username = "c@d.example"
password = { env = "KEY" }
"""
NAMES = ("acme", "york")
KEYS = tuple(InvoiceKey(name, number) for name in NAMES for number in ("1", "2"))
ANCHOR = "9"  # never due and never paid, so that an answer is never empty


class Company:
    """Everything there is, and what may happen to it."""

    def __init__(self, folder: Path) -> None:
        self.clock = MovedClock(START)
        self.books = {name: Books(name, self.clock) for name in NAMES}
        found = settings(folder, CONFIG, self.books.values())
        for name in NAMES:
            self.books[name].write(invoice(f"{name}/{ANCHOR}", "40.00 USD", due=None))
        self.house = House(found, self.clock, SlowChat(self.clock))
        self.house.turn()
        self.house.turn()
        for key in KEYS:
            self.books[key.account].write(invoice(str(key), "40.00 USD", due="2026-11-25"))
        self.poll()

    @property
    def desk(self) -> Desk:
        """Where people decide, by the clock of now."""
        return Desk(self.house.core.store, self.clock, timedelta(days=3), hours=HOURS)

    def poll(self) -> None:
        """Ask the providers now, whether it is time for it or not."""
        self.clock.now += timedelta(minutes=1)
        engine = self.house.core.engine
        for name in NAMES:
            lease = engine.store.claim_account(name, self.clock.now, timedelta(minutes=5))
            assert lease
            engine.checker.check(engine.plans[name], lease)
        self.house.turn()

    def amend(self, key: InvoiceKey, amount: str | None = None, due: date | None = None) -> None:
        """The provider says something else about it."""
        books = self.books[key.account]
        before = books.invoices[key.number]
        sum_ = money(amount) if amount else before.open
        books.write(replace(before, open=sum_, total=sum_, due=due or before.due))

    def relist(self, key: InvoiceKey, standing: Standing) -> None:
        """List it, whatever was said of it before."""
        books = self.books[key.account]
        fresh = invoice(str(key), "40.00 USD", due="2026-11-25")
        before = books.invoices.get(key.number, fresh)
        owed = replace(before, open=before.total, standing=standing, their_status=standing.value)
        books.write(owed)

    def unlist(self, key: InvoiceKey) -> None:
        """Do not list it any more."""
        books = self.books[key.account]
        if books.invoices.pop(key.number, None):
            books.edition += 1

    def live_until(self, end: datetime) -> None:
        """Let time pass with the bot at work; it never has to do something again and again."""
        begin, turns = self.clock.now, 0
        while self.clock.now < end:
            self.clock.now = min(self.house.next_moment(), end)
            self.house.turn()
            turns += 1
            assert turns < 200 + (end - begin) / timedelta(minutes=5), "it spins"

    def restart(self) -> None:
        """Stop the bot, and start it again."""
        self.house.stop()
        self.house.start()

    def view(self, key: InvoiceKey) -> InvoiceView:
        """An invoice as the bot knows it."""
        found = self.house.core.store.invoice(key)
        assert found
        return found

    def news(self, key: InvoiceKey) -> list[OutboxItem]:
        """What was ever queued to be said about it, but for redraws."""
        items = self.house.core.store.said(key, 10_000)
        return [one for one in items if one.draft.kind not in (Kind.UPDATE, Kind.GROUP)]

    def explainer(self) -> Explainer:
        """Says why, and what comes."""
        engine = self.house.core.engine
        return Explainer(engine.store, engine.book, engine.chain, self.clock)
