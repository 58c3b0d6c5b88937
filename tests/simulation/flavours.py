"""The companies in which a schedule may take place: their hours, ladders and accounts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from bot.config.load import load
from bot.config.settings import Settings
from providers.base import Provider
from tests.simulation.places import STOPS, WAYS, Stop, Way

HEAD = """
database = "simulation.db"
timezone = "{zone}"

[slack]
channel = "#billing"
fallback_channel = "#ops"

[check]
every = "{every}"
concurrency = 3

[reminders]
before = {before}
after = {after}
repeat = 7
max_repeats = 1
business_days = {business_days}
{holidays}
ack_expires = "2d"
{digest}
"""
ONCALL = """
[oncall]
who = ["U01ADA"]
escalate_after = "1d"
"""
ACCOUNTS = """
[[accounts]]
name = "acme"
provider = "interserver"
timezone = "America/New_York"
username = "a@b.example"
password = {{ env = "KEY" }}

[[accounts]]
name = "york"
provider = "voxel"
timezone = "America/New_York"
key = {{ env = "KEY" }}
secret = {{ env = "KEY" }}

[[accounts]]
name = "shop"
provider = "whmcs"
url = "https://billing.shop.example"
identifier = {{ env = "KEY" }}
secret = {{ env = "KEY" }}
currency = "USD"
channel = "#acme"
timezone = "{zone}"
"""
NAMES = ("acme", "york", "shop")
OPENS = time(9)
CLOSES = time(17, 30)
# each with a day on which its clocks change
ZONES: dict[str, tuple[str, ...]] = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "America/Santiago": ("2026-04-05", "2026-09-06"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "Asia/Kolkata": (),
}
DIGESTS = ("09:00", "17:00", "Mon 09:00", "Thu 02:30")  # the last one may be skipped by clocks
HOLIDAYS: dict[str, tuple[str, ...]] = {  # of the year in which all this takes place
    "DE": (
        *("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25"),
        *("2026-10-03", "2026-12-25", "2026-12-26"),
    ),
    "US": (
        *("2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03"),
        *("2026-07-04", "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"),
    ),
}
SOME = 0.4  # of the companies have an extra
FEW = 0.15  # have much more to do than the others
LADDERS = (((3, 0), (1, 4)), ((7, 3, 1, 0), (1, 3, 7)), ((1,), (1, 2, 3)))


@dataclass(frozen=True, slots=True)
class Flavour:
    """What was configured, in words of our own."""

    zone: str = "Europe/Berlin"
    every: str = "8h"
    before: tuple[int, ...] = (3, 0)
    after: tuple[int, ...] = (1, 4)
    business_days: bool = False
    holidays: str | None = None  # whose; only where business days count
    oncall: bool = False
    stops: tuple[Stop, ...] = ()
    ways: tuple[Way, ...] = ()
    digest: str | None = None
    at_home: bool = False  # people look at their Home tabs, and press there
    crowded: bool = False  # many invoices come at once, and all of an account get other numbers

    def today_is_of(self, account: str) -> str:
        """The zone in which an account's days are counted."""
        return self.zone if account == "shop" else "America/New_York"

    def stop(self, account: str) -> Stop | None:
        """What becomes of an account's services that are not paid for, if that is known."""
        return next((one for one in self.stops if one.account == account), None)

    @property
    def text(self) -> str:
        """The configuration file."""
        head = HEAD.format(
            zone=self.zone,
            every=self.every,
            before=list(self.before),
            after=list(self.after),
            business_days=str(self.business_days).lower(),
            holidays=f'holidays = "{self.holidays}"' if self.holidays else "",
            digest=f'digest = "{self.digest}"' if self.digest else "",
        )
        extras: tuple[Stop | Way, ...] = (*self.stops, *self.ways)
        more = "\n".join(one.text for one in extras)
        return head + (ONCALL if self.oncall else "") + more + ACCOUNTS.format(zone=self.zone)


def some(chance: Random) -> Flavour:
    """A company by chance."""
    before, after = chance.choice(LADDERS)
    made = Flavour(
        zone=chance.choice(list(ZONES)),
        every=chance.choice(("6h", "8h", "12h")),
        before=before,
        after=after,
        business_days=chance.random() < 0.3,
        oncall=chance.random() < 0.3,
        stops=chance.choice(STOPS) if chance.random() < SOME else (),
        ways=chance.choice(WAYS) if chance.random() < SOME else (),
        digest=chance.choice(DIGESTS) if chance.random() < SOME else None,
        crowded=chance.random() < FEW,
        at_home=chance.random() < FEW,
    )
    if made.business_days and chance.random() < SOME:
        return replace(made, holidays=chance.choice(list(HOLIDAYS)))
    return made


def begins(flavour: Flavour, chance: Random) -> datetime:
    """When the schedule begins; often some days before the clocks change."""
    days = ZONES[flavour.zone]
    day = chance.choice(days) if days and chance.random() < 0.6 else "2026-06-10"
    back = chance.randrange(2, 9)
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return noon.replace(minute=chance.randrange(60)) - timedelta(days=back)


def _configured(flavour: Flavour, folder: Path) -> Settings:
    path = folder / "duewatch.toml"
    path.write_text(flavour.text, encoding="utf-8")
    return load(path, {"KEY": "not a secret"})


def settings(flavour: Flavour, folder: Path, books: Mapping[str, Provider]) -> Settings:
    """The configuration, read as the bot reads it, with these books in the providers' place."""
    found = _configured(flavour, folder)

    def led_to(name: str) -> Callable[[object], Provider]:
        return lambda _connection: books[name]

    accounts = {
        name: replace(one, spec=replace(one.spec, connect=led_to(name)))
        for name, one in found.accounts.items()
    }
    return replace(found, accounts=accounts)
