from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from bot.demo.world import World

DUE = date(2026, 12, 4)


def test_a_new_invoice_is_issued_today_at_the_provider(world: World) -> None:
    # 09:00 UTC on the 20th; in Chicago it is the 20th as well, three hours after midnight
    bill = world.account("chi-leap").add(1, "10", due=DUE)
    assert (bill.issued, bill.amount, bill.open) == (
        date(2026, 11, 20),
        Decimal("10.00"),
        Decimal("10.00"),
    )


def test_payments_add_up_until_nothing_is_open(world: World) -> None:
    account = world.account("shop")
    account.add(1, "100.00", due=DUE)
    assert account.pay(1, "40.01").open == Decimal("59.99")
    paid = account.pay(1)
    assert paid.is_paid
    assert [payment.amount for payment in paid.payments] == [Decimal("40.01"), Decimal("59.99")]


def test_a_returned_payment_leaves_the_whole_amount_open_again(world: World) -> None:
    account = world.account("shop")
    account.add(1, "100.00", due=DUE)
    account.pay(1)
    assert account.reopen(1).open == Decimal("100.00")
    assert account.pay(1).is_paid


def test_an_amended_invoice_keeps_what_was_not_given(world: World) -> None:
    account = world.account("nyc-voxel")
    account.add(1, "100.00", due=DUE, description="edge", extras=[("transfer", "10.00")])
    bill = account.amend(1, amount="80.00")
    assert (bill.amount, bill.due) == (Decimal("80.00"), DUE)
    assert bill.lines == (("edge", Decimal("70.00")), ("transfer", Decimal("10.00")))
    assert account.amend(1, due=date(2026, 12, 11)).due == date(2026, 12, 11)


def test_a_cancelled_invoice_is_neither_open_nor_paid_and_a_deleted_one_is_gone(
    world: World,
) -> None:
    account = world.account("shop")
    account.add(1, "100.00", due=DUE)
    cancelled = account.cancel(1)
    assert (cancelled.open, cancelled.is_paid) == (Decimal("0.00"), False)
    account.delete(1)
    with pytest.raises(LookupError, match="shop has no invoice 1"):
        account.bill(1)


@pytest.mark.parametrize(
    ("number", "amount", "words"),
    [
        ("A-1", "1.00", "with digits"),
        ("7", "1.005", "more than two decimals"),
        ("7", "twelve", "is not an amount"),
        ("7", "NaN", "is not an amount"),
    ],
)
def test_an_odd_invoice_is_refused(world: World, number: str, amount: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        world.account("shop").add(number, amount, due=DUE)


def test_a_number_is_given_only_once(world: World) -> None:
    world.account("shop").add(7, "1.00", due=DUE)
    with pytest.raises(ValueError, match="has an invoice 7 already"):
        world.account("shop").add(7, "2.00", due=DUE)


def test_an_unknown_fault_is_refused_with_the_ones_there_are(world: World) -> None:
    with pytest.raises(ValueError, match="there are down, dropped"):
        world.account("shop").fault = "sulking"  # type: ignore[assignment]


def test_no_payment_is_lost_when_many_threads_pay_at_once(world: World) -> None:
    account = world.account("shop")
    account.add(1, "100.00", due=DUE)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: account.pay(1, "1.00"), range(100)))
    bill = account.bill(1)
    assert bill.paid == 100
    assert len({payment.number for payment in bill.payments}) == 100
