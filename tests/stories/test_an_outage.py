"""A provider that fails, in every way it can: nothing is called paid, and it is said once."""

from datetime import date
from pathlib import Path

import pytest

from bot.demo.billing import Fault
from bot.demo.world import World
from state.model import InvoiceKey, Standing
from tests.stories.house import House, house

FAULTS: tuple[Fault, ...] = (
    "down",
    "dropped",
    "wrong_password",
    "html",
    "cut",
    "empty",
    "rate_limited",
    "maintenance",
)
ACCOUNTS = {
    "acme-vps": "interserver",
    "shop": "whmcs",
    "nyc-voxel": "voxel",
    "chi-leap": "singlehop",
}


def furnish(world: World) -> None:
    for name, provider in ACCOUNTS.items():
        opened = world.add_account(name, provider)  # type: ignore[arg-type]
        for number in ("7001", "7002", "7003"):
            opened.add(number, "24.00", due=date(2026, 12, 20), description="Server")


def standings(home: House, name: str) -> set[Standing]:
    return {invoice.standing for invoice in home.core.store.known(name).values()}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failing_provider_is_told_of_once_and_its_recovery_once(fault: Fault, tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        before = len(home.messages())
        for name in ACCOUNTS:
            home.world.account(name).fault = fault

        first = home.pass_time(minutes=31)
        assert len(first) == len(ACCOUNTS)
        assert all(checked.error for checked in first)
        told = [m["text"] for m in home.messages()[before:]]
        assert sorted(name for name in ACCOUNTS for t in told if name in t) == sorted(ACCOUNTS)

        for _ in range(4):
            home.pass_time(hours=9)
        assert len(home.messages()) == before + len(ACCOUNTS), "a failure is said once"
        for name in ACCOUNTS:
            assert standings(home, name) == {Standing.OPEN}, "nothing is paid by silence"
            home.world.account(name).fault = None

        home.pass_time(hours=9)
        told = [m["text"] for m in home.messages()[before + len(ACCOUNTS) :]]
        assert len(told) == len(ACCOUNTS), "a recovery is said once"
        home.pass_time(hours=9)
        assert len(home.messages()) == before + 2 * len(ACCOUNTS)


def test_a_failing_provider_does_not_hold_up_the_others(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        home.world.account("acme-vps").fault = "down"
        home.world.account("shop").add("7004", "9.00", due=date(2026, 12, 9), description="Mail")
        checked = {one.account: one for one in home.pass_time(minutes=31)}
        assert checked["acme-vps"].error
        assert [str(c.invoice.key) for c in checked["shop"].changes] == ["shop/7004"]  # type: ignore[union-attr]
        assert home.about("shop/7004")


def test_a_failure_that_is_over_before_it_could_be_said_is_not_said(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        before = len(home.messages())
        home.slack.faults.rate_limited = 1
        home.world.account("shop").fault = "down"
        home.core.engine.check_now(["shop"])
        home.slack.wait_for(lambda: home.slack.faults.rate_limited == 0)
        home.world.account("shop").fault = None
        home.core.engine.check_now(["shop"])
        home.clock.forward(minutes=2)
        home.deliver()
        assert len(home.messages()) == before


def test_an_invoice_that_disappears_is_not_called_paid(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        home.world.account("shop").delete("7002")
        home.pass_time(minutes=31)
        found = home.core.store.invoice(InvoiceKey("shop", "7002"))
        assert found is not None
        assert found.invoice.standing is Standing.UNKNOWN
        assert "nothing says it was paid" in home.about("shop/7002")["text"]


def test_a_refused_login_is_tried_at_most_three_times_a_day(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.pass_time()
        account = home.world.account("chi-leap")
        account.fault = "wrong_password"
        calls = account.calls
        for _ in range(48):
            home.pass_time(minutes=30)
        assert 1 <= account.calls - calls <= 3
