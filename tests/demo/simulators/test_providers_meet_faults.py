"""Our providers on the simulators' bad days, and through the whole story."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from moneyed import Money

from bot.config.load import load
from bot.demo.billing import BillingAccount, Fault
from bot.demo.bills import Bill
from bot.demo.loopback import Served
from bot.demo.story import Story, demo_world
from bot.demo.world import World
from providers.base import (
    AuthRejected,
    Provider,
    ProviderError,
    RateLimited,
    Unreachable,
    Unreadable,
)
from providers.clients import Clients
from state.model import Invoice
from tests.demo.simulators.conftest import Clock, Stage
from tests.demo.simulators.lines import ACME, EVERY, NYC, SHOP, add, check, connect, seen

Open = Callable[[str], Provider]

WRONG: tuple[tuple[Fault, type[ProviderError]], ...] = (
    ("down", Unreachable),
    ("maintenance", Unreachable),
    ("dropped", Unreachable),
    ("wrong_password", AuthRejected),
    ("html", Unreadable),
    ("cut", Unreadable),
    ("rate_limited", RateLimited),
)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(("fault", "error"), WRONG)
def test_each_fault_is_the_right_one_of_four_errors(
    world: World, line: Open, name: str, fault: Fault, error: type[ProviderError]
) -> None:
    add(world, name)
    provider = line(name)
    assert seen(provider)
    account = world.account(name)
    account.fault = fault
    with pytest.raises(ProviderError) as caught:
        check(provider)
    assert type(caught.value) is error
    assert name in str(caught.value)
    private = [value for option, value in account.credentials.items() if option != "username"]
    assert not any(value in str(caught.value) for value in private)
    account.fault = None
    assert set(seen(provider)) == {"7001"}


@pytest.mark.parametrize("name", EVERY)
def test_who_limits_the_rate_says_for_how_long(world: World, line: Open, name: str) -> None:
    world.account(name).fault = "rate_limited"
    with pytest.raises(RateLimited) as caught:
        check(line(name))
    assert caught.value.retry_after == timedelta(seconds=30)


@pytest.mark.parametrize("name", EVERY)
def test_a_slow_provider_is_unreachable_after_the_deadline(
    world: World, served: Served, clients: Clients, name: str
) -> None:
    world.slow_seconds = 30
    world.account(name).fault = "slow"
    url = world.url(name, served.url)
    with pytest.raises(Unreachable):
        check(connect(world.account(name), url, clients, deadline=0.1))


@pytest.mark.parametrize(("name", "found"), [(ACME, {}), (SHOP, {"7001": None}), (NYC, {})])
def test_an_emptied_account_is_empty_and_never_paid(
    world: World, line: Open, name: str, found: dict[str, None]
) -> None:
    add(world, name)
    provider = line(name)
    known = seen(provider)
    world.account(name).fault = "empty"
    assert seen(provider) == {}
    looked_up = provider.lookup(list(known.values()))
    assert looked_up == found


def test_a_wrong_key_is_refused_by_each_provider(
    world: World, served: Served, clients: Clients
) -> None:
    for name in EVERY:
        account = world.account(name)
        provider = connect(account, world.url(name, served.url), clients)
        account.credentials = dict.fromkeys(account.credentials, "changed")
        with pytest.raises(AuthRejected):
            check(provider)


def test_the_whole_story_is_read_as_it_happens(
    clock: Clock, stage: tuple[Stage, Served], clients: Clients
) -> None:
    """Every third of a day for 40 days, what we read is what is in the books."""
    start = clock.now
    demo = demo_world(clock, start)
    stage[0].app, url = demo.app(), stage[1].url
    story = Story(demo, start)
    lines = {a.name: connect(a, demo.url(a.name, url), clients) for a in demo.accounts()}
    for _ in range(3 * 40):
        clock.forward(hours=8)
        story.advance(clock.now)
        for account in demo.accounts():
            if account.fault is None:
                read = {number: told(one) for number, one in seen(lines[account.name]).items()}
                assert read == {bill.number: really(bill) for bill in listed(account)}


def listed(account: BillingAccount) -> list[Bill]:
    """What a check shows: InterServer's closed ones only beside an owed one of their module."""
    owing = {bill.module for bill in account.bills() if bill.open > 0}
    return [
        bill
        for bill in account.bills()
        if bill.open > 0
        or account.provider == "voxel"
        or (account.provider == "interserver" and bill.module in owing)
    ]


def told(invoice: Invoice) -> tuple[Money | None, Money | None, date | None, date | None]:
    return (invoice.total, invoice.open, invoice.issued, invoice.due)


def really(bill: Bill) -> tuple[Money, Money, date, date | None]:
    total = Money(bill.amount, bill.currency)
    return (total, Money(bill.open, bill.currency), bill.issued, bill.due)


def test_the_configuration_of_a_world_is_accepted(world: World, tmp_path: Path) -> None:
    path = tmp_path / "duewatch.toml"
    path.write_text(world.snapshot_config("http://127.0.0.1:3100"), encoding="utf-8")
    settings = load(path, world.environment(), need_secrets=True)
    assert list(settings.accounts) == list(EVERY)
    watched = settings.accounts[ACME]
    assert watched.texts == {"username": "billing@acme.example"}
    assert watched.secrets["password"].reveal() == "demo-password"
