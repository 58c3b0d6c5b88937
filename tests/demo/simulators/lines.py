"""Our providers, connected to simulated accounts."""

from datetime import UTC, date, datetime
from decimal import Decimal

from moneyed import Money

import providers
from bot.demo.billing import BillingAccount
from bot.demo.world import World
from providers.base import Connection, OptionKind, Provider, Secret
from providers.clients import Clients
from state.model import Account, Invoice, Snapshot

ACME, SHOP, NYC, CHI = "acme-vps", "shop", "nyc-voxel", "chi-leap"
EVERY = (ACME, SHOP, NYC, CHI)


def connect(account: BillingAccount, url: str, clients: Clients, deadline: float = 10) -> Provider:
    spec = providers.load(account.provider)
    kinds = {option.name: option.kind for option in spec.options}
    given = account.credentials
    connection = Connection(
        account=Account(
            account.name,
            account.provider,
            spec.direction,
            "#billing",
            account.timezone,
            account.currency,
        ),
        url=url,
        texts={name: v for name, v in given.items() if kinds[name] is OptionKind.TEXT},
        lists={},
        secrets={name: secret(v) for name, v in given.items() if kinds[name] is OptionKind.SECRET},
        clients=clients,
        now=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC),
        deadline=deadline,
    )
    return spec.connect(connection)


def secret(value: str) -> Secret:
    return Secret(lambda: value)


def check(provider: Provider) -> Snapshot:
    return provider.read(provider.fetch())


def seen(provider: Provider) -> dict[str, Invoice]:
    snapshot = check(provider)
    assert snapshot.unread == ()
    return {invoice.key.number: invoice for invoice in snapshot.invoices}


def add(world: World, name: str, number: int = 7001, amount: str = "1249.50") -> None:
    world.account(name).add(
        number,
        amount,
        issued=date(2026, 11, 10),
        due=date(2026, 11, 24),
        description="Caf\N{LATIN SMALL LETTER E WITH ACUTE} & <b>",
        client="Kestrel & Sons",
        service="8556",
    )


def euro_or_dollar(world: World, name: str, amount: str) -> Money:
    return Money(Decimal(amount), world.account(name).currency)
