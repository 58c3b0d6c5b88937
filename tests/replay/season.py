"""Ninety days of five hundred invoices: who is billed what, who pays when, and what breaks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from moneyed import Money

from state.model import Invoice, InvoiceKey, Standing
from tests.replay.books import Books

DAYS = 90
INVOICES = 500
FIRST = date(2026, 9, 1)
BEGIN = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
END = BEGIN + timedelta(days=DAYS)
BOT_OUTAGE = (datetime(2026, 10, 9, 15, 0, tzinfo=UTC), datetime(2026, 10, 12, 15, 0, tzinfo=UTC))
PROVIDER_OUTAGE = (
    datetime(2026, 11, 3, 2, 0, tzinfo=UTC),
    datetime(2026, 11, 5, 20, 0, tzinfo=UTC),
)
BROKEN = "shop"  # what clients owe: nothing of it is ever critical

CONFIG = """
timezone = "Europe/Berlin"

[slack]
channel = "#billing"
fallback_channel = "#ops"

[check]
every = "4h"

[reminders]
business_days = true
holidays = "DE"
quiet_below = { USD = "2.00", EUR = "2.00" }

[reminders.receivable]
before = []

[oncall]
who = ["U01ADA", "U02BEN"]
rotate = "weekly"
escalate_after = "1d"
escalate_to = "#finance"

[[suspension]]
provider = "interserver"
suspend_after = 10
terminate_after = 30
hour = "01:00"
timezone = "America/New_York"

[[suspension]]
provider = "voxel"
suspend_after = 5

[[routes]]
name = "soon offline"
direction = "payable"
severity = "suspended"
channel = "#outage"
mention = "@here"

[[accounts]]
name = "acme-vps"
provider = "interserver"
username = "a@b.example"
password = { env = "KEY" }

[[accounts]]
name = "york-servers"
provider = "interserver"
username = "c@d.example"
password = { env = "KEY" }

[[accounts]]
name = "nyc-voxel"
provider = "voxel"
key = { env = "KEY" }
secret = { env = "KEY" }

[[accounts]]
name = "steel"
provider = "singlehop"
username = "e@f.example"
password = { env = "KEY" }

[[accounts]]
name = "shop"
provider = "whmcs"
url = "https://billing.shop.example"
identifier = { env = "KEY" }
secret = { env = "KEY" }
currency = "EUR"
channel = "#clients"
"""
SHARES = {"acme-vps": 6, "york-servers": 3, "nyc-voxel": 2, "steel": 2, "shop": 7}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens at a provider at a moment."""

    at: datetime
    act: Callable[[], None]


def happenings(books: Mapping[str, Books], chance: Random) -> list[Happening]:
    """Everything that happens in these days, in its order."""
    found = [*_outage(books[BROKEN])]
    names, weights = list(SHARES), list(SHARES.values())
    for number in range(INVOICES):
        account = chance.choices(names, weights)[0]
        found += _life(books[account], _issued(account, number, chance), chance)
    return sorted(found, key=lambda one: one.at)


def _outage(books: Books) -> Iterator[Happening]:
    begin, end = PROVIDER_OUTAGE
    yield Happening(begin, lambda: _set_down(books, down=True))
    yield Happening(end, lambda: _set_down(books, down=False))


def _set_down(books: Books, *, down: bool) -> None:
    books.down = down


def _issued(account: str, number: int, chance: Random) -> Invoice:
    """An invoice of an ordinary amount; providers bill in runs, most on the first of a month."""
    day = FIRST + timedelta(days=chance.randrange(-12, DAYS - 3))
    if chance.random() < 0.4:
        day = day.replace(day=1)
    amount = Decimal(chance.choice([100, 495, 1250, 2380, 9900, 48000])) / 100
    money = Money(amount, "EUR" if account == "shop" else "USD")
    return Invoice(
        key=InvoiceKey(account, str(7_000 + number)),
        standing=Standing.OPEN,
        their_status="Unpaid",
        total=money,
        open=money,
        issued=day,
        due=day + timedelta(days=chance.choice([7, 14, 14, 30])),
        description="VPS slices",
        client="Example GmbH" if account == "shop" else None,
    )


def _life(books: Books, invoice: Invoice, chance: Random) -> Iterator[Happening]:
    """It is issued, some change, and most are paid: early, late, very late or never."""
    issued, due, number = invoice.issued, invoice.due, invoice.key.number
    assert issued
    assert due
    born = _hour(issued, chance)
    yield Happening(max(born, BEGIN), lambda: books.write(invoice))
    ends = _ends(issued, due, chance)
    kind = chance.random()
    changed = _hour(issued + timedelta(days=2), chance)
    if kind < 0.03:
        yield Happening(max(changed, BEGIN), lambda: _amend(books, number, times=2))
    elif kind < 0.06:
        yield Happening(max(changed, BEGIN), lambda: _amend(books, number, days=5))
    if ends is not None:
        standing = Standing.VOID if chance.random() < 0.04 else Standing.PAID
        paid = max(_hour(ends, chance), BEGIN + timedelta(hours=1), born + timedelta(hours=1))
        yield Happening(paid, lambda: books.settle(number, standing))
        if chance.random() < 0.01:  # a payment that bounced
            yield Happening(paid + timedelta(days=3), lambda: _reopen(books, invoice))


def _ends(issued: date, due: date, chance: Random) -> date | None:
    fate = chance.random()
    if fate < 0.70:
        return issued + timedelta(days=chance.randint(1, (due - issued).days))
    if fate < 0.92:
        return due + timedelta(days=chance.randint(1, 9))
    return due + timedelta(days=chance.randint(10, 40)) if fate < 0.97 else None


def _hour(day: date, chance: Random) -> datetime:
    return datetime.combine(day, time(chance.randrange(24), chance.randrange(60)), UTC)


def _amend(books: Books, number: str, *, times: int = 1, days: int = 0) -> None:
    before = books.invoices[number]
    if before.is_closed or before.open is None or before.due is None:
        return
    more, later = before.open * times, before.due + timedelta(days=days)
    books.write(replace(before, open=more, total=more, due=later))


def _reopen(books: Books, invoice: Invoice) -> None:
    if books.invoices[invoice.key.number].is_closed:
        books.write(invoice)
