"""The whole bot on the page: invoices to care for, and a person who looks at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Self

from playwright.sync_api import Locator, Page, expect

from bot.demo.slack import Installed
from bot.demo.world import World
from bot.manifest import manifest
from tests.stories.house import SETTINGS, House, house

LINKS = ("my.interserver.net", "127.0.0.1", "localhost")
CONFIG = (
    SETTINGS
    + """
[oncall]
who = "@finance-oncall"

[roles]
manage = ["U01ADA", "U03CLEO"]        # Ben may take on, not dispute or mute
"""
)


def furnish(world: World) -> None:
    """Two accounts with an invoice each, one of either direction."""
    now = world.clock().date()
    acme = world.add_account("acme-vps", "interserver")
    shop = world.add_account("shop", "whmcs", currency="EUR")
    acme.add(7001, "24.00", due=now - timedelta(days=2), service="2611", description="VPS slices")
    shop.add(301, "90.00", due=now + timedelta(days=5), client="Tuva Bank")


@dataclass(slots=True)
class Office:
    """Invoices come when a test wants one, so that no test meets another's."""

    house: House
    numbers: Iterator[int] = field(default_factory=lambda: count(7100))

    @classmethod
    @contextmanager
    def open(cls, folder: Path) -> Iterator[Self]:
        """Start providers, the local Slack and the bot, and let it look once."""
        app = Installed.from_manifest(manifest("/invoices", links=LINKS))
        with house(folder, furnish, config=CONFIG, app=app) as made:
            made.check()
            yield cls(made)

    def bill(self, amount: str = "24.00", days: int = -3) -> str:
        """A new invoice of acme-vps, announced; gives its key. `days` from now it is due."""
        number = next(self.numbers)
        acme = self.house.world.account("acme-vps")
        due = acme.today() + timedelta(days=days)
        acme.add(number, amount, due=due, service=str(number), description="VPS slices")
        self.house.check("acme-vps")
        return f"acme-vps/{number}"

    def claim(self) -> str:
        """A new invoice that a client of the shop has to pay."""
        number, shop = next(self.numbers), self.house.world.account("shop")
        shop.add(number, "120.00", due=shop.today() + timedelta(days=3), client="Kiln Studio")
        self.house.check("shop")
        return f"shop/{number}"

    def bills(self, number: int, amount: str = "777.00") -> list[str]:
        """So many at once, announced in one message; gives their keys."""
        acme, made = self.house.world.account("acme-vps"), []
        for each in range(number):
            due = acme.today() - timedelta(days=each + 1)
            bill = acme.add(next(self.numbers), amount, due=due, description="VPS slices")
            made.append(f"acme-vps/{bill.number}")
        self.house.check("acme-vps")
        return made


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at the page."""

    page: Page
    office: Office
    user: str

    def message(self, key: str) -> Locator:
        """The living message of an invoice."""
        ts = self.office.house.living(key).ts
        return self.page.locator(f'#timeline [data-ts="{ts}"]')

    def press(self, key: str, control: str, entry: str | None = None) -> None:
        """Press a control of an invoice's message, and an entry of its menu."""
        self.message(key).locator(f'[data-action-id="{control}"]').click()
        if entry is not None:
            self.page.get_by_test_id("menu").get_by_text(entry, exact=True).click()

    def form(self, title: str) -> Locator:
        """The form that is open."""
        shown = self.page.get_by_test_id("modal")
        expect(shown.get_by_role("heading", level=2)).to_have_text(title)
        return shown

    def fill(self, title: str, day: str | None = None, **fields: str) -> Locator:
        """Fill in a form: texts by their label, and the day where it asks for one."""
        shown = self.form(title)
        for label, words in fields.items():
            shown.get_by_label(label.replace("_", " ")).fill(words)
        if day is not None:
            shown.locator("input[type=date]").fill(day)
        return shown

    def submit(self) -> None:
        """Send the form; it goes away."""
        self.page.get_by_test_id("modal-submit").click()
        expect(self.page.get_by_test_id("modal")).to_have_count(0)

    def ask(self, words: str) -> Locator:
        """Type `/invoices` and these words; gives the answer."""
        slack = self.office.house.slack
        before = len(slack.ephemerals(self.user))
        composer = self.page.get_by_test_id("composer")
        composer.fill(f"/invoices {words}")
        composer.press("Enter")
        slack.wait_for(lambda: len(slack.ephemerals(self.user)) > before)
        ts = slack.ephemerals(self.user)[before]["ts"]
        return self.page.locator(f'#timeline [data-ephemeral][data-ts="{ts}"]')

    def told(self) -> Locator:
        """The newest of what only this person sees."""
        return self.page.locator("[data-ephemeral]").last

    def day(self, days: int) -> str:
        """A day so far from today, as a date field takes it."""
        return (self.office.house.today + timedelta(days=days)).isoformat()
