"""The companies in which a schedule may take place: their hours, ladders and accounts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
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
SOME = 0.4  # of the companies have an extra
LADDERS = (((3, 0), (1, 4)), ((7, 3, 1, 0), (1, 3, 7)), ((1,), (1, 2, 3)))


@dataclass(frozen=True, slots=True)
class Flavour:
    """What was configured, in words of our own."""

    zone: str = "Europe/Berlin"
    every: str = "8h"
    before: tuple[int, ...] = (3, 0)
    after: tuple[int, ...] = (1, 4)
    business_days: bool = False
    oncall: bool = False
    stops: tuple[Stop, ...] = ()
    ways: tuple[Way, ...] = ()
    digest: str | None = None

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
            digest=f'digest = "{self.digest}"' if self.digest else "",
        )
        extras: tuple[Stop | Way, ...] = (*self.stops, *self.ways)
        more = "\n".join(one.text for one in extras)
        return head + (ONCALL if self.oncall else "") + more + ACCOUNTS.format(zone=self.zone)


def some(chance: Random) -> Flavour:
    """A company by chance."""
    before, after = chance.choice(LADDERS)
    return Flavour(
        zone=chance.choice(list(ZONES)),
        every=chance.choice(("6h", "8h", "12h")),
        before=before,
        after=after,
        business_days=chance.random() < 0.3,
        oncall=chance.random() < 0.3,
        stops=chance.choice(STOPS) if chance.random() < SOME else (),
        ways=chance.choice(WAYS) if chance.random() < SOME else (),
        digest=chance.choice(DIGESTS) if chance.random() < SOME else None,
    )


def begins(flavour: Flavour, chance: Random) -> datetime:
    """When the schedule begins; often some days before the clocks change."""
    days = ZONES[flavour.zone]
    day = chance.choice(days) if days and chance.random() < 0.6 else "2026-06-10"
    back = chance.randrange(2, 9)
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return noon.replace(minute=chance.randrange(60)) - timedelta(days=back)


@cache
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
