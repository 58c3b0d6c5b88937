"""Our providers against the simulators: two readings of the same formats must agree."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from moneyed import Money

import providers
from bot import config
from bot.demo.billing import BillingAccount, Fault
from bot.demo.bills import Bill
from bot.demo.loopback import Served
from bot.demo.story import Story, demo_world
from bot.demo.world import World
from providers.base import (
    AuthRejected,
    Connection,
    OptionKind,
    Provider,
    ProviderError,
    RateLimited,
    Secret,
    Unreachable,
    Unreadable,
)
from providers.clients import Clients
from state.model import Account, Coverage, Invoice, InvoiceKey, Snapshot, Standing
from tests.demo.simulators.conftest import Clock, Stage

ACME, SHOP, NYC, CHI = "acme-vps", "shop", "nyc-voxel", "chi-leap"
EVERY = (ACME, SHOP, NYC, CHI)
LISTING_ONLY_OPEN = (ACME, SHOP, CHI)  # Voxel lists everything and has no look-up

Open = Callable[[str], Provider]


@pytest.fixture
def clients() -> Iterator[Clients]:
    clients = Clients()
    yield clients
    clients.close()


@pytest.fixture
def line(world: World, served: Served, clients: Clients) -> Open:
    """Connect our provider to an account: `line("shop")`."""
    return lambda name: connect(world.account(name), world.url(name, served.url), clients)


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


@pytest.mark.parametrize("name", EVERY)
def test_an_open_invoice_comes_out_as_it_went_in(world: World, line: Open, name: str) -> None:
    add(world, name)
    (invoice,) = seen(line(name)).values()
    amount = euro_or_dollar(world, name, "1249.50")
    assert invoice.key == InvoiceKey(name, "7001")
    assert (invoice.standing, invoice.total, invoice.open) == (Standing.OPEN, amount, amount)
    assert (invoice.issued, invoice.due) == (date(2026, 11, 10), date(2026, 11, 24))
    assert "Caf\N{LATIN SMALL LETTER E WITH ACUTE} & <b>" in invoice.description
    assert invoice.client == ("Kestrel & Sons" if name == SHOP else None)


@pytest.mark.parametrize("name", EVERY)
def test_an_account_without_invoices_is_empty_and_no_fault(line: Open, name: str) -> None:
    assert seen(line(name)) == {}


@pytest.mark.parametrize("name", EVERY)
def test_an_unchanged_account_gives_an_unchanged_answer(
    world: World, line: Open, name: str
) -> None:
    add(world, name)
    provider = line(name)
    before = provider.fetch().digest
    assert provider.fetch().digest == before
    world.account(name).amend(7001, amount="1300.00")
    assert provider.fetch().digest != before


@pytest.mark.parametrize("name", LISTING_ONLY_OPEN)
def test_a_paid_invoice_leaves_the_list_and_the_look_up_proves_it(
    world: World, line: Open, name: str
) -> None:
    add(world, name)
    provider = line(name)
    known = seen(provider)
    world.account(name).pay(7001)
    assert check(provider).coverage is Coverage.OPEN_ONLY
    assert seen(provider) == {}
    found = provider.lookup(list(known.values()))["7001"]
    assert found is not None
    assert found.standing is Standing.PAID
    assert found.open == euro_or_dollar(world, name, "0.00")


def test_voxel_goes_on_listing_a_paid_invoice(world: World, line: Open) -> None:
    add(world, NYC)
    world.account(NYC).pay(7001)
    snapshot = check(line(NYC))
    assert snapshot.coverage is Coverage.EVERYTHING
    assert [invoice.standing for invoice in snapshot.invoices] == [Standing.PAID]


@pytest.mark.parametrize("name", [SHOP, NYC, CHI])
def test_a_part_payment_lowers_what_is_open(
    world: World, line: Open, clock: Clock, name: str
) -> None:
    add(world, name)
    provider = line(name)
    seen(provider)
    clock.forward(minutes=1)  # WHMCS shows a part payment only by the time of its last change
    world.account(name).pay(7001, "1000.00")
    (invoice,) = seen(provider).values()
    assert invoice.standing is Standing.OPEN
    assert invoice.total == euro_or_dollar(world, name, "1249.50")
    assert invoice.open == euro_or_dollar(world, name, "249.50")


def test_interserver_does_not_tell_of_part_payments(world: World, line: Open) -> None:
    add(world, ACME)
    world.account(ACME).pay(7001, "1000.00")
    (invoice,) = seen(line(ACME)).values()
    assert invoice.open == Money("1249.50", "USD")


@pytest.mark.parametrize("name", EVERY)
def test_an_amended_invoice_has_its_new_amount_and_due_date(
    world: World, line: Open, name: str
) -> None:
    add(world, name)
    provider = line(name)
    seen(provider)
    world.account(name).amend(7001, amount="999.00", due=date(2026, 12, 1))
    (invoice,) = seen(provider).values()
    assert invoice.open == euro_or_dollar(world, name, "999.00")
    assert invoice.due == date(2026, 12, 1)


@pytest.mark.parametrize("name", LISTING_ONLY_OPEN)
def test_a_cancelled_invoice_is_void_by_look_up(world: World, line: Open, name: str) -> None:
    add(world, name)
    provider = line(name)
    known = seen(provider)
    world.account(name).cancel(7001)
    assert seen(provider) == {}
    found = provider.lookup(list(known.values()))["7001"]
    assert found is not None
    assert found.standing is Standing.VOID


def test_an_invoice_that_voxel_credited_in_full_is_closed(world: World, line: Open) -> None:
    add(world, NYC)
    world.account(NYC).cancel(7001)
    (invoice,) = seen(line(NYC)).values()
    assert invoice.is_closed
    assert invoice.open == Money("0.00", "USD")


@pytest.mark.parametrize("name", LISTING_ONLY_OPEN)
def test_a_deleted_invoice_is_known_to_nobody(world: World, line: Open, name: str) -> None:
    add(world, name)
    add(world, name, 7002)
    provider = line(name)
    known = seen(provider)
    world.account(name).delete(7001)
    assert set(seen(provider)) == {"7002"}
    assert provider.lookup([known["7001"]]) == {"7001": None}


def test_voxel_says_nothing_about_a_deleted_invoice(world: World, line: Open) -> None:
    add(world, NYC)
    provider = line(NYC)
    known = seen(provider)
    world.account(NYC).delete(7001)
    assert seen(provider) == {}
    assert provider.lookup(list(known.values())) == {}


@pytest.mark.parametrize("name", EVERY)
def test_a_payment_that_went_back_makes_an_invoice_owed_again(
    world: World, line: Open, name: str
) -> None:
    add(world, name)
    provider = line(name)
    world.account(name).pay(7001)
    seen(provider)
    world.account(name).reopen(7001)
    (invoice,) = seen(provider).values()
    assert (invoice.standing, invoice.is_owed) == (Standing.OPEN, True)


def test_a_payment_under_way_at_whmcs_is_pending(world: World, line: Open) -> None:
    add(world, SHOP)
    world.account(SHOP).mark(7001, "Payment Pending")
    assert [invoice.standing for invoice in seen(line(SHOP)).values()] == [Standing.PENDING]


@pytest.mark.parametrize("name", [SHOP, CHI])
@pytest.mark.parametrize("cap", [250, 40])
def test_long_lists_are_read_to_their_end(world: World, line: Open, name: str, cap: int) -> None:
    account = world.account(name)
    account.page_cap = cap
    for number in range(1, 231):
        account.add(number, "5.00", due=date(2026, 12, 1))
    assert set(seen(line(name))) == {str(number) for number in range(1, 231)}


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
                assert read == {bill.number: really(account, bill) for bill in listed(account)}


def listed(account: BillingAccount) -> list[Bill]:
    everything = account.provider == "voxel"
    return [bill for bill in account.bills() if everything or bill.open > 0]


def told(invoice: Invoice) -> tuple[Money | None, Money | None, date | None, date | None]:
    return (invoice.total, invoice.open, invoice.issued, invoice.due)


def really(account: BillingAccount, bill: Bill) -> tuple[Money, Money, date, date | None]:
    # InterServer tells of no part payments
    still = bill.amount if account.provider == "interserver" else bill.open
    total = Money(bill.amount, bill.currency)
    return (total, Money(still, bill.currency), bill.issued, bill.due)


def test_the_configuration_of_a_world_is_accepted(world: World, tmp_path: Path) -> None:
    path = tmp_path / "duewatch.toml"
    path.write_text(world.snapshot_config("http://127.0.0.1:3100"), encoding="utf-8")
    settings = config.load(path, world.environment(), need_secrets=True)
    assert list(settings.accounts) == list(EVERY)
    watched = settings.accounts[ACME]
    assert watched.texts == {"username": "billing@acme.example"}
    assert watched.secrets["password"].reveal() == "demo-password"
