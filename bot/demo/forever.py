"""What happens after the script: monthly invoices for ever, most of them paid in time.

Everything follows from the seed and the day, so the same demo can be played again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from random import Random

from bot.demo.acts import Issue, Step, at, cancel, fail, pay, recover
from bot.demo.billing import Fault, ProviderName

MONTH = 30  # days
LONGEST_LIFE = 60  # days from issue to the last thing that happens to an invoice
OUTAGES: tuple[tuple[ProviderName, str], ...] = (
    ("interserver", "InterServer"),
    ("whmcs", "The shop's WHMCS"),
    ("voxel", "Voxel"),
    ("singlehop", "SingleHop"),
)
BAD_DAYS: tuple[Fault, ...] = ("down", "maintenance", "html", "cut")


@dataclass(frozen=True, slots=True)
class Subscription:
    """Something that is invoiced every month on the same day of it."""

    account: str
    first_number: int
    day: int
    amount: str
    term: int
    description: str
    client: str | None = None
    currency: str | None = None
    module: str = "vps"
    service: str = ""

    def invoice(self, day: int, place: int) -> Issue:
        """Return the invoice written on this day; numbers grow with the days."""
        return Issue(
            self.account,
            self.first_number + day * 20 + place,
            self.amount,
            self.term,
            self.description,
            self.client,
            self.currency,
            self.module,
            self.service,
        )


ACME, SHOP, NYC, CHI = 21_900_000, 5_000, 82_000, 110_000
SUBSCRIPTIONS = (
    Subscription("acme-vps", ACME, 25, "12.00", 14, "VPS 2 slices (web-01)", service="410233"),
    Subscription("acme-vps", ACME, 0, "18.00", 14, "VPS 3 slices (db-01)", service="412007"),
    Subscription(
        "acme-vps", ACME, 7, "5.00", 14, "Mail, 5 mailboxes", module="mail", service="8556"
    ),
    Subscription(
        "acme-vps",
        ACME,
        1,
        "58.00",
        14,
        "Rapid Deploy server rds-3",
        module="quickservers",
        service="3090",
    ),
    Subscription("shop", SHOP, 2, "46.80", 14, "Managed hosting, monthly", "Nordlicht Media GmbH"),
    Subscription("shop", SHOP, 2, "89.00", 14, "VPS L, monthly", "Harbour Logistics", "GBP"),
    Subscription("shop", SHOP, 2, "23.80", 14, "Web hosting S, monthly", "Blue Fern Bakery"),
    Subscription("shop", SHOP, 2, "357.00", 14, "Managed server, monthly", "Atlas Robotics GmbH"),
    Subscription("shop", SHOP, 27, "142.80", 14, "Shop hosting, monthly", "Pixelwerk Studio"),
    Subscription("shop", SHOP, 12, "118.00", 14, "VPS M, monthly", "Oakridge Dental", "GBP"),
    Subscription("shop", SHOP, 19, "64.50", 14, "Backup 500 GB, monthly", "Lindqvist Architects"),
    Subscription("nyc-voxel", NYC, 26, "189.50", 15, "edge-nyc-2.acme.example (vrap)"),
    Subscription("nyc-voxel", NYC, 0, "289.00", 10, "edge-nyc-3.acme.example (dedicated)"),
    Subscription("chi-leap", CHI, 6, "249.00", 21, "chi-web1, 16 GB, monthly"),
    Subscription("chi-leap", CHI, 25, "1649.00", 21, "chi-db2, 256 GB, monthly"),
    Subscription("chi-leap", CHI, 0, "1249.00", 21, "chi-db1, 128 GB, monthly"),
)


def endless(first_day: int, seed: int = 1) -> Iterator[Step]:
    """Yield what happens from this day of the story on, in order, without an end."""
    for day in count(first_day):
        steps = [step for life in _lives(first_day, day, seed) for step in life]
        steps += _outage(day, seed)
        today = (step for step in steps if step.after.days == day)
        yield from sorted(today, key=lambda step: step.after)


def _lives(first_day: int, day: int, seed: int) -> Iterator[list[Step]]:
    """Yield the lives of all invoices that may still have something to come."""
    for written in range(max(first_day, day - LONGEST_LIFE), day + 1):
        for place, subscription in enumerate(SUBSCRIPTIONS):
            if (written - subscription.day) % MONTH == 0:
                yield _life(subscription.invoice(written, place), written, seed)


def _life(invoice: Issue, written: int, seed: int) -> list[Step]:
    """Return an invoice's life: written, perhaps paid in part, then paid or called off."""
    dice = Random(f"{seed}:{invoice.account}:{invoice.number}")
    about = f"{invoice.client or invoice.account}: {invoice.description}"
    steps = [Step(at(written, dice.randint(1, 9), dice.randint(0, 59)), f"New: {about}", invoice)]
    paid = at(written + _patience(dice, invoice.term), dice.randint(10, 20), dice.randint(0, 59))
    luck = dice.random()
    if luck < 0.03:
        return [*steps, Step(paid, f"Called off: {about}", cancel(invoice.account, invoice.number))]
    if luck < 0.15 and invoice.client is not None:
        part = f"{Decimal(invoice.amount) / 2:.2f}"
        act = pay(invoice.account, invoice.number, part)
        steps.append(Step(paid - timedelta(days=1), f"Paid in part: {about}", act))
    return [*steps, Step(paid, f"Paid: {about}", pay(invoice.account, invoice.number))]


def _patience(dice: Random, term: int) -> int:
    """Return after how many days somebody pays; one in four does it late."""
    luck = dice.random()
    if luck < 0.75:
        return dice.randint(2, term)
    return term + (dice.randint(1, 6) if luck < 0.95 else dice.randint(8, 24))


def _outage(day: int, seed: int) -> list[Step]:
    """Return a few bad hours of a provider, about once in three weeks."""
    dice = Random(f"{seed}:outage:{day}")
    if dice.random() > 0.05:
        return []
    provider, name = dice.choice(OUTAGES)
    fault, hour = dice.choice(BAD_DAYS), dice.randint(1, 17)
    return [
        Step(at(day, hour), f"{name} has trouble", fail(provider, fault)),
        Step(at(day, hour + dice.randint(1, 5)), f"{name} is well again", recover(provider, fault)),
    ]
