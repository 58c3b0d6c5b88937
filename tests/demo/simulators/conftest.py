"""A small world with one account at each provider, served on loopback."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.demo.loopback import Served
from bot.demo.world import World
from providers.base import Provider
from providers.clients import Clients
from tests.demo.simulators.lines import connect


@dataclass(slots=True)
class Clock:
    """The world's time; tests move it."""

    now: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    world = World(clock, slow_seconds=0.4)
    world.add_account("acme-vps", "interserver")
    world.add_account("shop", "whmcs", currency="EUR")
    world.add_account("nyc-voxel", "voxel")
    world.add_account("chi-leap", "singlehop")
    return world


class Stage:
    """One server for all tests, each with a world of its own: starting one takes longer."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, Served]]:
    stage = Stage()
    with Served(stage) as served:
        yield stage, served


@pytest.fixture
def served(world: World, stage: tuple[Stage, Served]) -> Served:
    stage[0].app = world.app()
    return stage[1]


@pytest.fixture
def http(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture
def stocked(world: World) -> World:
    """Three invoices at each provider: open, paid, called off."""
    for account in world.accounts():
        for number, amount in ((7001, "12.50"), (7002, "1249.00"), (7003, "30.00")):
            account.add(
                number,
                amount,
                issued=date(2026, 11, 10),
                due=date(2026, 11, 24),
                description="Server \N{LATIN SMALL LETTER E WITH ACUTE} & <more>",
                client="Kestrel & Sons",
                service="vps8556",
            )
        account.pay(7002)
        account.cancel(7003)
    return world


@pytest.fixture
def clients() -> Iterator[Clients]:
    clients = Clients()
    yield clients
    clients.close()


@pytest.fixture
def line(world: World, served: Served, clients: Clients) -> Callable[[str], Provider]:
    """Connect our provider to an account: `line("shop")`."""
    return lambda name: connect(world.account(name), world.url(name, served.url), clients)
