"""One invoice from its first sight to its payment, at each provider, over real sockets.

It appears, is reminded of, acknowledged by a click, amended, comes back, gets dearer, goes
overdue and is paid. What the channel showed at each step is a golden file that a person can read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.demo.billing import BillingAccount, ProviderName
from bot.demo.world import World
from tests.stories.house import House, house
from tests.stories.transcript import Transcript

DUE = date(2026, 12, 1)


@dataclass(frozen=True)
class Plot:
    provider: ProviderName
    name: str
    details: dict[str, Any]

    def __str__(self) -> str:
        return self.provider


PLOTS = [
    Plot("interserver", "acme-vps", {"module": "vps", "service": "2611"}),
    Plot("whmcs", "shop", {"client": "Blue & Green GmbH"}),
    Plot("voxel", "nyc-voxel", {}),
    Plot("singlehop", "chi-leap", {}),
]


def furnish(plot: Plot) -> Callable[[World], None]:
    def furnished(world: World) -> None:
        opened = world.add_account(plot.name, plot.provider)
        opened.add("7000", "5.00", due=date(2026, 12, 20), description="Backups", **plot.details)

    return furnished


@pytest.mark.parametrize("plot", PLOTS, ids=str)
def test_the_life_of_an_invoice(plot: Plot, tmp_path: Path):
    with house(tmp_path, furnish(plot)) as home:
        books = home.world.account(plot.name)
        seen = Transcript(home)
        _arrives(home, books, seen, plot)
        _is_taken_on(home, books, seen, f"{plot.name}/7001")
        _comes_back(home, books, seen, f"{plot.name}/7001")
        _is_forgotten_and_paid(home, books, seen)
        seen.matches(f"life_{plot.provider}")


def _arrives(home: House, books: BillingAccount, seen: Transcript, plot: Plot) -> None:
    home.pass_time()
    assert len(home.messages()) == 1, "the first sight of an account is one summary"
    seen.step("the bot sees the account for the first time")

    books.add("7001", "24.00", due=DUE, description="Web server", **plot.details)
    home.pass_time(minutes=31)
    seen.step("an invoice appears")

    home.pass_time(days=4)
    seen.step("a week before the due date, nine has struck in Berlin")


def _is_taken_on(home: House, books: BillingAccount, seen: Transcript, key: str) -> None:
    message = home.about(key)
    assert home.slack.click("U01ADA", "#billing", message["ts"], "acknowledge") == {"ok": True}
    home.slack.wait_for(lambda: home.slack.ephemerals("U01ADA"))
    home.deliver()
    seen.step("Ada acknowledges")

    home.slack.click("U01ADA", "#billing", message["ts"], "unacknowledge")
    home.slack.wait_for(lambda: len(home.slack.ephemerals("U01ADA")) == 2)
    home.deliver()
    seen.step("she lets go again")

    told = home.slack.command("U02BEN", "#billing", f"/invoices ack {key} PO 4711")
    assert "You have taken on" in told["text"]
    home.deliver()
    seen.step("Ben acknowledges by command, with a note")

    books.amend("7001", amount="20.00")
    home.pass_time(minutes=31)
    seen.step("the provider lowers the amount")


def _comes_back(home: House, books: BillingAccount, seen: Transcript, key: str) -> None:
    home.pass_time(days=2, hours=23, minutes=28)
    assert seen.step("acknowledged invoices are left alone") == ["(nothing is said)"]

    home.pass_time(minutes=2)
    seen.step("the acknowledgement has expired")

    home.slack.command("U01ADA", "#billing", f"/invoices ack {key} for 7d")
    home.deliver()
    seen.step("Ada takes it on for a week")

    books.amend("7001", amount="30.00")
    home.pass_time(minutes=31)
    seen.step("the provider raises the amount: that ends it")


def _is_forgotten_and_paid(home: House, books: BillingAccount, seen: Transcript) -> None:
    home.pass_time(days=4)
    seen.step("the due date came and went with the bot asleep, it says the highest step once")

    home.pass_time(days=1)
    seen.step("the day after it")

    books.pay("7001")
    home.pass_time(minutes=31)
    seen.step("it is paid")

    home.pass_time(days=20)
    seen.step("and never spoken of again; the other invoice is")
