"""Lines to providers: talked over once to get a real answer, or for reading answers only."""

from collections.abc import Callable

import httpx

import providers
from benchmarks.books import NOW
from bot.demo.billing import BillingAccount, ProviderName
from bot.demo.world import CREDENTIALS, ZONES, World
from providers.base import Answer, Connection, Provider, Secret
from providers.clients import Clients
from state.model import Account


def line(provider: ProviderName) -> Provider:
    """A provider of an account; asking it anything ends in an error."""
    return _connect(provider, "http://127.0.0.1:9/", _nobody)


def fetched(world: World, account: BillingAccount) -> Answer:
    """The answer that the provider's own client gets for an account, over loopback."""
    clients = Clients()
    try:
        with world.serve() as served:
            url = world.url(account.name, served.url)
            return _connect(account.provider, url, clients).fetch()
    finally:
        clients.close()


def _connect(provider: ProviderName, url: str, clients: Callable[[], httpx.Client]) -> Provider:
    spec = providers.load(provider)
    given = CREDENTIALS[provider]
    connection = Connection(
        account=Account("acme", provider, spec.direction, "#billing", ZONES[provider], "USD"),
        url=url,
        texts=given,
        lists={},
        secrets={name: _secret(value) for name, value in given.items()},
        clients=clients,
        now=lambda: NOW,
    )
    return spec.connect(connection)


def _secret(value: str) -> Secret:
    return Secret(lambda: value)


def _nobody() -> httpx.Client:
    raise AssertionError("a measurement of reading does not talk")
