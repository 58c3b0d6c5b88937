"""What goes on at the providers: invoices are issued, changed, paid, cancelled and forgotten."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from moneyed import Money

from state.model import Invoice, InvoiceKey, Standing
from tests.simulation.books import ANCHOR, Ledgers
from tests.simulation.trace import Trace

# amounts that no float holds exactly, and some that it does
AMOUNTS = ("19.99", "1.15", "4.35", "0.29", "1025.12", "40.00", "8.20", "579.03")
BESIDE = 0.3  # of the invoices come with another one for the same day
MOST = 4  # invoices of one account: more that change at once would be a storm
CROWD = 9  # of one account where storms are meant to come
AT_ONCE = 6  # change together, so that it is more than half whatever was paid meanwhile
CROWDS = 0.25  # of what happens there
WORDS = {
    Standing.OPEN: "Unpaid",
    Standing.PENDING: "Payment Pending",
    Standing.PAID: "Paid",
    Standing.VOID: "Cancelled",
}


Key = tuple[str, str]  # account and number


def _may_be_renamed(one: Invoice) -> bool:
    return one.standing is Standing.OPEN and one.key.number != ANCHOR


@dataclass(slots=True)
class Life:
    """The ordinary days of all accounts."""

    chance: Random
    trace: Trace
    books: Mapping[str, Ledgers]
    today: Callable[[], date]
    crowded: bool = False
    numbers: int = 100
    struck: int = 0
    renamed: dict[Key, Key] = field(default_factory=dict)  # what has had another number before
    changed: set[Key] = field(default_factory=set)  # otherwise, at any time

    def begin(self) -> None:
        """Every account has something already that is never due, and mostly an invoice."""
        for name, books in self.books.items():
            books.write(self._issued(name, ANCHOR, None))
            if self.chance.random() < 0.5:
                self.issue(name)

    def happen(self) -> None:
        """One thing happens somewhere, or many at once."""
        if self.crowded and self.chance.random() < CROWDS:
            self._crowd(self.chance.choice(list(self.books)))
            return
        name = self.chance.choice(list(self.books))
        mine = [one for one in self.books[name].invoices.values() if one.key.number != ANCHOR]
        if not mine or (len(mine) < MOST and self.chance.random() < 0.4):
            due = self.issue(name)
            if len(mine) + 1 < MOST and self.chance.random() < BESIDE:
                self.issue(name, due)
        else:
            self._change(name, self.chance.choice(mine))

    def _crowd(self, name: str) -> None:
        """Many are billed at once; or the provider gives all that are owed other numbers."""
        owed = [one for one in self.books[name].invoices.values() if _may_be_renamed(one)]
        if len(owed) >= AT_ONCE:
            for one in owed:
                self._rename(name, one)
            return
        due = None
        known = self.books[name].invoices.values()
        for _ in range(CROWD - sum(not one.is_closed for one in known)):
            due = self.issue(name, due if self.chance.random() < BESIDE else None)

    def _rename(self, name: str, one: Invoice) -> None:
        """The same debt under another number."""
        self.numbers += 1
        new = replace(one, key=InvoiceKey(name, str(self.numbers)))
        self.trace.say(name, f"calls {one.key} {new.key} from now on")
        self.books[name].strike(one.key.number)
        self.books[name].write(new)
        self.renamed[name, one.key.number] = (name, new.key.number)

    def keys(self) -> list[str]:
        """Every invoice there is."""
        return [str(one.key) for books in self.books.values() for one in books.invoices.values()]

    def issue(self, name: str, due: date | None = None) -> date:
        """Somebody is billed; tells for which day."""
        self.numbers += 1
        if due is None:
            due = self.today() + timedelta(days=self.chance.randrange(-2, 9))
        one = self._issued(name, str(self.numbers), due)
        self.trace.say(name, f"issues {one.key}: {one.open}, due {one.due}")
        self.books[name].write(one)
        return due

    def _issued(self, name: str, number: str, due: date | None) -> Invoice:
        amount = Money(Decimal(self.chance.choice(AMOUNTS)), "USD")
        return Invoice(
            key=InvoiceKey(name, number),
            standing=Standing.OPEN,
            their_status="Unpaid",
            total=amount,
            open=amount,
            issued=self.today(),
            due=due,
            description="VPS slices",
        )

    def _change(self, name: str, one: Invoice) -> None:
        books, fate = self.books[name], self.chance.random()
        if one.is_closed:
            if fate < 0.3:
                self._say(books, replace(self._as_owed(one)), "is owed again")
            return
        if fate < 0.35:
            self._close(books, one, Standing.PAID)
        elif fate < 0.42:
            self._close(books, one, Standing.VOID)
        elif fate < 0.55 and one.standing is Standing.OPEN:
            word = WORDS[Standing.PENDING]
            pending = replace(one, standing=Standing.PENDING, their_status=word)
            self._say(books, pending, "has a payment under way")
        elif fate < 0.6:
            self._say(books, self._as_owed(one), "is open")
        elif fate < 0.8 and one.due:
            due = one.due + timedelta(days=self.chance.choice((-2, -1, 1, 1, 1, 2, 5)))
            self._say(books, replace(one, due=due), f"is due {due} now")
        elif fate < 0.95:
            more = Money(Decimal(self.chance.choice(AMOUNTS)), "USD")
            self._say(books, replace(one, open=more, total=more), f"is {more} now")
        elif not self.struck:
            self.struck += 1
            self.trace.say(name, f"{one.key} is struck from the books")
            books.strike(one.key.number)

    def _as_owed(self, one: Invoice) -> Invoice:
        word = WORDS[Standing.OPEN]
        return replace(one, standing=Standing.OPEN, their_status=word, open=one.total)

    def _close(self, books: Ledgers, one: Invoice, standing: Standing) -> None:
        nothing = Money(0, "USD")
        word = WORDS[standing]
        closed = replace(one, standing=standing, their_status=word, open=nothing)
        self._say(books, closed, f"is {standing}")

    def _say(self, books: Ledgers, one: Invoice, what: str) -> None:
        if one != books.invoices[one.key.number]:
            self.trace.say(books.account, f"{one.key} {what}")
            self.changed.add((one.key.account, one.key.number))
            books.write(one)
