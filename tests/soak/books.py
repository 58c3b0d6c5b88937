"""A customer's books at a provider, and the ordinary life that goes on in them, by a seed."""

from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from bot.demo.billing import BillingAccount
from bot.demo.bills import Bill
from bot.demo.simulators.interserver_wsdl import MODULES
from bot.demo.world import CREDENTIALS, ZONES
from tests.soak import linode

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
TEXTS = ("Hosting", "Hosting Größe L, 日本", 'Hosting <b>"1&2"</b>', "Hosting\tmany\n lines", "")
CLIENTS = ("Roth & Söhne", "Ellery Ltd", "", "Faðir ehf.", "<script>", "Acme")
WORDS = ("Payment Pending", "Collections", "Draft", "Refunded", "Sent to the Moon")
SIZES = (0, 1, 2, 3, 5, 8, 13, 21, 40)
IN_PAGES = ("whmcs", "singlehop", "linode")  # where a list comes in pages
MOST_GONE = 2  # more unexplained losses at once are refused by rule, and rightly


@dataclass(slots=True)
class Clock:
    """A clock that is moved by hand; between two looks a microsecond passes."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def forward(self, span: timedelta) -> None:
        self.now += span


@dataclass(slots=True)
class Books:
    """The truth about one account, and what was ever true about it."""

    provider: linode.Name
    account: BillingAccount
    clock: Clock
    number: int
    ever: set[str] = field(default_factory=set)  # every invoice there ever was
    opens: set[tuple[str, Decimal]] = field(default_factory=set)  # what was ever open on each
    gone: set[str] = field(default_factory=set)  # deleted, and the record need not know yet

    @classmethod
    def opened(cls, provider: linode.Name, clock: Clock, rng: Random) -> "Books":
        """Open an account with a few years behind it."""
        settings: dict[str, tuple[str, ...]] = {}
        if provider == "interserver" and rng.random() < 0.4:
            settings["modules"] = tuple(rng.sample(MODULES, rng.randint(1, 9)))
        account = BillingAccount(
            f"{provider}-acme",
            linode.named(provider),
            clock,
            credentials=linode.CREDENTIALS if provider == "linode" else CREDENTIALS[provider],
            timezone=linode.ZONE if provider == "linode" else ZONES[provider],
            settings=settings,
        )
        caps = (250, 25, 7, 3, 2) if provider == "linode" else (250, 250, 100, 25, 12, 7)
        account.page_cap = rng.choice(caps)
        books = cls(provider, account, clock, rng.randint(1, 900_000))
        is_long = provider in IN_PAGES and rng.random() < 0.1  # several pages
        size = rng.randint(100, 210) if is_long else rng.choice(SIZES)
        for _ in range(size):
            books.add(rng)
            if rng.random() < 0.3:
                books.live(rng)
        return books

    @property
    def modules(self) -> tuple[str, ...]:
        """The departments in which this account has invoices."""
        chosen = self.account.settings.get("modules", MODULES)
        return chosen if isinstance(chosen, tuple) else (chosen,)

    def live(self, rng: Random) -> None:
        """Let one thing happen in the books."""
        self.clock.forward(timedelta(seconds=rng.randint(1, 40)))
        bills = self.account.bills()
        if not bills or rng.random() < 0.25:
            self.add(rng)
            return
        bill = rng.choice([bill for bill in bills if bill.open] or bills)
        if rng.random() < 0.15:
            bill = rng.choice(bills)
        self._happen(bill, rng)
        self.opens |= {(bill.number, one.open) for one in (bill, self._still(bill))}

    def _still(self, bill: Bill) -> Bill:
        return self.account.shown_bill(bill.number) or bill

    def add(self, rng: Random) -> None:
        """Write an invoice; the numbers go up."""
        self.number += rng.choice((1, 1, 1, 2, 17))
        today = self.account.today()
        cents = rng.choice((rng.randint(1, 9_999), rng.randint(1, 5_000_000), 100_000, 0))
        self.account.add(
            self.number,
            f"{cents // 100}.{cents % 100:02}",
            due=None if rng.random() < 0.05 else today + timedelta(days=rng.randint(-40, 40)),
            issued=today - timedelta(days=rng.randint(0, 400)),
            description=rng.choice(TEXTS),
            client=rng.choice(CLIENTS),
            module=rng.choice(self.modules),
            service=rng.randint(0, 9_999),
            extras=[("Extra", "0.00")] * rng.choice((0, 0, 1, 3)),
        )
        self.ever.add(str(self.number))

    def _happen(self, bill: Bill, rng: Random) -> None:
        number, account, fate = bill.number, self.account, rng.random()
        if bill.open and fate < 0.35:
            account.pay(number)
        elif bill.open > 1 and fate < 0.5:
            account.pay(number, bill.open / 2 // 1)
        elif fate < 0.65:
            due = account.today() + timedelta(days=rng.randint(-5, 60))
            account.amend(
                number, amount=f"{rng.randint(0, 3_000)}.{rng.randint(0, 99):02}", due=due
            )
        elif fate < 0.73:
            account.cancel(number)
        elif fate < 0.83:
            account.reopen(number)
        elif fate < 0.94:
            account.mark(number, None if bill.word else rng.choice(WORDS))
        else:
            self._delete(bill)

    def _delete(self, bill: Bill) -> None:
        """Forget an invoice; a department that shows nothing at all is no evidence for us."""
        others = [one for one in self.account.bills() if one.module == bill.module]
        if len(others) > 1 and len(self.gone) < MOST_GONE:
            self.account.delete(bill.number)
            self.gone.add(bill.number)

    def renumber(self) -> None:
        """Give every unpaid invoice another number, as after a move to another system."""
        for bill in [bill for bill in self.account.bills() if bill.open]:
            self.number += 1
            self.account.delete(bill.number)
            self.account._enter(replace(bill, number=str(self.number)))
            self.ever.add(str(self.number))
            self.opens.add((str(self.number), bill.open))

    def as_of_now(self) -> BillingAccount:
        """Return the account as it is: what happens later does not show in it."""
        still = copy(self.account)
        still._bills = dict(self.account._bills)
        return still
