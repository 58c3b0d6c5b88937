"""Our providers against the simulators: two readings of the same formats must agree."""

from collections.abc import Callable
from datetime import date

import pytest
from moneyed import Money

from bot.demo.world import World
from providers.base import Provider
from state.model import Coverage, InvoiceKey, Standing
from tests.demo.simulators.conftest import Clock
from tests.demo.simulators.lines import (
    ACME,
    CHI,
    EVERY,
    NYC,
    SHOP,
    add,
    check,
    euro_or_dollar,
    seen,
)

LISTING_ONLY_OPEN = (ACME, SHOP, CHI)  # Voxel lists everything and has no look-up

Open = Callable[[str], Provider]


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


def test_interserver_lists_what_is_closed_beside_what_is_owed_and_the_look_up_says_the_same(
    world: World, line: Open
) -> None:
    for number in (7001, 7002, 7003):
        add(world, ACME, number)
    provider = line(ACME)
    known = seen(provider)
    world.account(ACME).pay(7001)
    world.account(ACME).cancel(7002)
    now = seen(provider)
    assert {number: invoice.standing for number, invoice in now.items()} == {
        "7001": Standing.PAID,
        "7002": Standing.VOID,
        "7003": Standing.OPEN,
    }
    assert provider.lookup(list(known.values())) == now


def test_interserver_is_asked_for_a_full_list_only_where_something_is_owed(
    world: World, line: Open
) -> None:
    add(world, ACME)
    account, provider = world.account(ACME), line(ACME)
    before = account.calls
    provider.fetch()
    assert account.calls - before == 1 + 10 + 1
    account.pay(7001)
    before = account.calls
    provider.fetch()
    assert account.calls - before == 1 + 10


def test_voxel_goes_on_listing_a_paid_invoice(world: World, line: Open) -> None:
    add(world, NYC)
    world.account(NYC).pay(7001)
    snapshot = check(line(NYC))
    assert snapshot.coverage is Coverage.EVERYTHING
    assert [invoice.standing for invoice in snapshot.invoices] == [Standing.PAID]


@pytest.mark.parametrize("name", EVERY)
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
