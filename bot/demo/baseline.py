"""The demo's four accounts as they stand on the first day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.demo.billing import BillingAccount
from bot.demo.world import World


class Old(NamedTuple):
    """An invoice from before the story: issued and due so many days from its first day."""

    account: str
    number: int
    amount: str
    issued: int
    due: int
    description: str
    client: str | None = None
    currency: str | None = None
    module: str = "vps"
    service: str = ""


OWED = (
    Old("acme-vps", 21838902, "5.00", -18, -4, "Mail, 5 mailboxes", module="mail", service="8556"),
    Old("acme-vps", 21840117, "12.00", -5, 9, "VPS 2 slices (web-01)", service="410233"),
    Old(
        "acme-vps",
        21842250,
        "58.00",
        -2,
        12,
        "Rapid Deploy server rds-2",
        module="quickservers",
        service="3071",
    ),
    Old("shop", 4098, "118.00", -20, -6, "VPS M, monthly", "Oakridge Dental", "GBP"),
    Old("shop", 4105, "23.80", -9, 5, "Web hosting S, monthly", "Blue Fern Bakery"),
    Old("shop", 4106, "357.00", -11, 3, "Managed server, monthly", "Atlas Robotics GmbH"),
    Old("nyc-voxel", 81230, "149.00", -17, -2, "edge-nyc-1.acme.example (vrap)"),
    Old("nyc-voxel", 81233, "189.50", -9, 6, "edge-nyc-2.acme.example (vrap)"),
    Old("chi-leap", 104509, "249.00", -24, -3, "chi-web1, 16 GB, monthly"),
    Old("chi-leap", 104511, "1649.00", -5, 16, "chi-db2, 256 GB, monthly"),
)
PAID = (
    Old("acme-vps", 21790455, "12.00", -35, -21, "VPS 2 slices (web-01)", service="410233"),
    Old("acme-vps", 21788640, "0.00", -40, -26, "Mail trial", module="mail", service="8556"),
    Old("shop", 4071, "357.00", -41, -27, "Managed server, monthly", "Atlas Robotics GmbH"),
    Old("shop", 4083, "23.80", -39, -25, "Web hosting S, monthly", "Blue Fern Bakery"),
    Old("nyc-voxel", 81198, "149.00", -47, -32, "edge-nyc-1.acme.example (vrap)"),
    Old("nyc-voxel", 81201, "189.50", -39, -24, "edge-nyc-2.acme.example (vrap)"),
    Old("chi-leap", 104466, "249.00", -54, -33, "chi-web1, 16 GB, monthly"),
)
CALLED_OFF = (
    Old("acme-vps", 21801733, "6.00", -28, -14, "VPS 1 slice (test)", service="411950"),
    Old("shop", 4090, "14.90", -30, -16, "Domain saffron.example", "Saffron Yoga Studio"),
)


def demo_world(clock: Callable[[], datetime], start: datetime) -> World:
    """Return the accounts as the story finds them at `start` (aware)."""
    world = World(clock)
    modules: tuple[str, ...] = ("vps", "mail", "quickservers")
    world.add_account("acme-vps", "interserver", settings={"modules": modules, "channel": "#acme"})
    world.add_account("shop", "whmcs", timezone="Europe/Berlin", currency="EUR")
    world.add_account("nyc-voxel", "voxel")
    world.add_account("chi-leap", "singlehop")
    for old in OWED:
        _enter(world, old, start)
    for old in PAID:
        account = _enter(world, old, start)
        account.pay(old.number, at=_evening(account, start, old.due - 3))
    for old in CALLED_OFF:
        account = _enter(world, old, start)
        account.cancel(old.number, at=_evening(account, start, old.due - 1))
    return world


def _enter(world: World, old: Old, start: datetime) -> BillingAccount:
    account = world.account(old.account)
    account.add(
        old.number,
        old.amount,
        issued=_day(account, start, old.issued),
        due=_day(account, start, old.due),
        currency=old.currency,
        description=old.description,
        client=old.client,
        module=old.module,
        service=old.service,
    )
    return account


def _day(account: BillingAccount, start: datetime, days: int) -> date:
    return start.astimezone(ZoneInfo(account.timezone)).date() + timedelta(days=days)


def _evening(account: BillingAccount, start: datetime, days: int) -> datetime:
    return datetime.combine(_day(account, start, days), time(18, 20), ZoneInfo(account.timezone))
