"""`/invoices check`: said to have begun, how far it is, and what came of it, also at length."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.demo.world import World
from tests.stories.house import House, house

ADA = "U01ADA"


def furnished(world: World) -> None:
    bills = world.add_account("acme-vps", "interserver")
    for number in range(7001, 7041):
        bills.add(str(number), "10.00", due=date(2026, 12, 1), description="Web", service="2611")
    claims = world.add_account("shop", "whmcs")
    claims.add("18", "90.00", due=date(2026, 11, 1), description="Hosting", client="Example GmbH")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, furnished) as built:
        built.pass_time()
        yield built


def ask(home: House, words: str) -> list[str]:
    before = len(home.slack.ephemerals(ADA))
    home.slack.command(ADA, "#billing", f"/invoices {words}")
    home.slack.wait_for(lambda: not home.core.store.waiting_clicks(), 30)
    return [str(one["text"]) for one in home.slack.ephemerals(ADA)[before:]]


def test_it_says_that_it_begins_and_then_what_changed_and_what_is_owed(home: House) -> None:
    home.world.account("shop").add("19", "5.00", due=date(2026, 12, 9), client="Example GmbH")
    begun, told = ask(home, "check")
    assert begun == "Checking every account …"
    assert told.startswith("Checked 2 accounts.")
    assert "✅ `shop`: 1 appeared" in told
    assert "✅ 1 account without a change" in told
    assert "We owe 400.00 USD" in told
    assert "Owed to us 95.00" in told
    assert "Data" in told


def test_an_answer_that_cannot_be_believed_is_told_with_the_way_out_of_it(home: House) -> None:
    books = home.world.account("acme-vps")
    for number in range(7001, 7041):
        books.delete(str(number))
    told = ask(home, "check acme-vps")[1]
    assert told.startswith("Checked 1 account, 1 does not answer.")
    assert "❌ `acme-vps` could not be checked: " in told
    assert "duewatch check acme-vps --believe" in told
    assert "acme-vps failing" in told


def test_a_misspelt_account_is_asked_about(home: House) -> None:
    assert "did you mean `/invoices check acme-vps`" in ask(home, "check acme-vsp")[1]
