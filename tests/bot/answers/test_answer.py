import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from state.model import Unread
from tests.bot.asking import ASKED, PICTURED, Ask, Asks, keys, shown
from tests.bot.slack.block_kit import faults
from tests.bot.slack.golden_files import picture
from tests.bot.stock import SHOP, VPS, Stock, bill, claim
from tests.builders import account

PICTURES = Path(__file__).parent / "pictures"


@pytest.mark.parametrize(("name", "typed"), PICTURED.items())
def test_an_answer_looks_like_its_picture(ask: Ask, name: str, typed: str) -> None:
    """`PICTURES=write` draws them anew; read what changed before keeping it."""
    drawn, path = picture(ask(typed)), PICTURES / f"{name}.txt"
    if os.environ.get("PICTURES") == "write":
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ASKED)
def test_slack_would_take_every_answer(ask: Ask, typed: str) -> None:
    assert faults(ask(typed)) == []


def test_what_we_owe_and_what_is_owed_to_us_stand_apart(ask: Ask) -> None:
    text = shown(ask("overdue"))
    ours, theirs = text.index("*We owe* 111.50 USD"), text.index("*Owed to us* 20.00 EUR")
    assert ours < text.index("`acme-vps/7514880`") < text.index("`acme-vps/7514881`") < theirs
    assert theirs < text.index("`shop/2026-17`")


def test_what_needs_attention_is_overdue_first_and_then_due_within_seven_days(ask: Ask) -> None:
    assert keys(ask("")) == [
        *("acme-vps/7514880", "acme-vps/7514881", "acme-vps/7514882"),
        *("shop/2026-17", "shop/18", "shop/19"),
    ]


def test_an_open_invoice_without_a_due_date_is_not_forgotten(ask: Ask) -> None:
    assert "1 open invoice without a due date: `/invoices open`" in shown(ask(""))
    assert "acme-vps/7514884" in keys(ask("open"))


def test_an_invoice_that_vanished_needs_attention_whenever_it_is_due(
    empty: Stock, asks: Asks
) -> None:
    far = bill(1, "5.00 USD", "2027-06-01")
    empty.listed(VPS, [far])
    empty.vanished(far)
    ask = asks(empty)
    assert "1 unclear" in ask("").text


def test_currencies_are_never_added_up(empty: Stock, asks: Asks) -> None:
    empty.listed(
        VPS,
        [bill(1, "5.00 USD", "2026-11-01"), bill(2, "7 JPY", "2026-12-24"), bill(3, None, None)],
    )
    ask = asks(empty)
    assert "*We owe* 7 JPY, 5.00 USD (5.00 USD overdue) and 1 unknown amount" in shown(ask("open"))


def test_today_is_the_day_of_the_account(empty: Stock, asks: Asks) -> None:
    """At 03:00 UTC it is still the day before in New York and already the next in Berlin."""
    empty.listed(VPS, [bill(1, "5.00 USD", "2026-11-19")])
    empty.listed(SHOP, [claim(2, "5.00 EUR", "2026-11-19", "Example GmbH")])
    ask = asks(empty, datetime(2026, 11, 20, 3, 0, tzinfo=UTC))
    assert keys(ask("overdue")) == ["shop/2"]
    assert keys(ask("due today")) == ["acme-vps/1"]


def test_every_answer_says_how_old_its_data_is_and_who_fails(ask: Ask) -> None:
    for typed in ("", "overdue", "open", "due 30d", "overdue over 500 USD", "payable"):
        assert "Data 4 minutes old." in ask(typed).text
        assert "nyc-voxel failing since 20 Nov 2026 09:00 UTC" in ask(typed).text
        assert "nyc-voxel failing since <!date^" in shown(ask(typed))


def test_an_account_the_question_is_not_about_does_not_disturb_it(ask: Ask) -> None:
    for typed in ("receivable", "account acme-vps", "client example", "interserver"):
        assert "nyc-voxel" not in ask(typed).text


def test_an_account_that_was_never_checked_is_not_called_clear(empty: Stock, asks: Asks) -> None:
    ask = asks(empty)
    answer = ask("overdue").text
    assert answer.startswith("Nothing is known yet")
    assert "Nothing is overdue" not in answer
    assert "acme-vps was never checked yet, nothing is known." in answer


def test_rows_that_could_not_be_read_are_told(empty: Stock, asks: Asks) -> None:
    empty.listed(VPS, [], unread=[Unread("17", "the amount is “n/a”")])
    ask = asks(empty)
    assert "1 row of acme-vps could not be read." in ask("account acme-vps").text
    assert "row 17: the amount is “n/a”" in ask("accounts").text


def test_many_failing_accounts_are_counted_after_the_fifth(tmp_path: Path, asks: Asks) -> None:
    accounts = [account(f"vps-{number:02}") for number in range(60)]
    stock = Stock(tmp_path, *accounts)
    for each in accounts:
        stock.failing(each, f"{each.name}: no route, and a long story about it" * 5)
    ask = asks(stock)
    assert "55 more warnings of this sort, see `/invoices accounts`." in ask("").text
    assert faults(ask("accounts")) == []
    assert "60 accounts, 60 failing" in ask("accounts").text
    stock.store.close()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("account ACME-VPS overdue", ["acme-vps/7514880", "acme-vps/7514881"]),
        ("InterServer overdue", ["acme-vps/7514880", "acme-vps/7514881"]),
        ("acme overdue", ["acme-vps/7514880", "acme-vps/7514881"]),
        ("acme-vps shop overdue", ["acme-vps/7514880", "acme-vps/7514881", "shop/2026-17"]),
        ("overdue example", ["shop/2026-17"]),
        ("client gmbh", ["shop/2026-17", "shop/19"]),
        ("client 'tuva <bank>'", ["shop/18"]),
        ("shop client Example GmbH due", ["shop/19"]),
        ("over 50", ["acme-vps/7514881", "acme-vps/7514882", "shop/19"]),
        ("over 50 EUR", ["acme-vps/7514882", "shop/19"]),
        ("over 99 USD", ["acme-vps/7514882"]),
        ("receivable overdue payable", ["acme-vps/7514880", "acme-vps/7514881", "shop/2026-17"]),
        ("voxel", []),
        ("acme-vps client example", []),
    ],
)
def test_filters_find_what_they_name(ask: Ask, typed: str, expected: list[str]) -> None:
    assert keys(ask(typed)) == expected


def test_an_unknown_amount_is_kept_where_it_might_be_enough(ask: Ask) -> None:
    assert "1 unknown amount" in ask("over 1000 USD").text
