"""Filters by due date, amount and care, and the reports, on a real database."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.actions import Desk
from bot.answers.answer import Answers
from tests.bot.asking import Ask, Asks, asking, keys
from tests.bot.slack.block_kit import faults
from tests.bot.stock import NOW, SHOP, Stock, claim
from tests.builders import account


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("due fri", ["shop/18"]),
        ("this week", ["acme-vps/7514880", "acme-vps/7514881", "shop/18", "shop/19"]),
        ("overdue this week", ["acme-vps/7514880", "acme-vps/7514881"]),
        ("due next week", ["acme-vps/7514882"]),
        ("after next month", ["acme-vps/7514883"]),
        ("before 2026-11-17", ["acme-vps/7514880", "shop/2026-17"]),
        ("before 2026-11-17 payable", ["acme-vps/7514880"]),
        ("after 2026-11-16 before 2026-11-20", ["acme-vps/7514881"]),
        ("after 2026-12-24 before 2026-12-01", []),
        ("under 10 USD", ["acme-vps/7514882", "acme-vps/7514883", "acme-vps/7514884"]),
        ("over 5 under 20.01 EUR", ["acme-vps/7514882", "shop/2026-17"]),
        ("acknowledged", ["acme-vps/7514880"]),
        ("of <@U01ADA|ada>", ["acme-vps/7514880"]),
        ("mine", []),
        ("snoozed", []),
        ("overdue unclaimed", ["acme-vps/7514881", "shop/2026-17"]),
        ("overdue unclaimed over 50 USD", ["acme-vps/7514881"]),
        ("unclear", []),
    ],
)
def test_filters_find_what_they_say(ask: Ask, typed: str, expected: list[str]) -> None:
    answer = ask(typed)
    assert keys(answer) == expected
    assert faults(answer) == []
    assert "Data 4 minutes old." in answer.text


def test_mine_is_whatever_the_one_who_asks_has_taken_on(stock: Stock, asks: Asks) -> None:
    desk = Desk(stock.store, lambda: NOW, timedelta(days=3))
    desk.acknowledge("acme-vps/7514881", "U02BEN", None, "command")
    answer = asks(stock)("overdue mine")
    assert keys(answer) == ["acme-vps/7514881"]
    assert "1 invoice overdue (mine)" in answer.text


def test_a_person_is_named_as_slack_names_people(ask: Ask) -> None:
    assert "(payable, of <@U01ADA>)" in ask("payable of <@U01ADA|ada>").text


def test_a_named_date_stands_in_the_headline(ask: Ask) -> None:
    assert "1 invoice due before 2026-11-17 (payable)" in ask("before 2026-11-17 payable").text
    assert "Nothing is due sat" in ask("sat").text
    assert "(before fri, payable)" in ask("overdue before fri payable").text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("summary", "119.50 USD"),
        ("summary receivable", "105.00 EUR"),
        ("cash 14d", "the next 14 days"),
        ("aging", "8 open invoices by days past due"),
        ("aging payable over 10 USD", "(payable, over 10 USD)"),
    ],
)
def test_a_report_tells_figures_and_how_old_they_are(ask: Ask, typed: str, told: str) -> None:
    answer = ask(typed)
    assert told in answer.text
    assert "nyc-voxel failing" in answer.text or "receivable" in typed
    assert faults(answer) == []


@pytest.mark.parametrize("typed", ["aging acme-vsp", "summary client nobody", "cash account shpo"])
def test_a_report_of_a_name_that_is_none_says_so(ask: Ask, typed: str) -> None:
    text = ask(typed).text
    assert "“" in text
    assert "/invoices" in text


def test_a_part_of_too_many_names_asks_for_more_of_it(empty: Stock, asks: Asks) -> None:
    owing = [claim(n, "1.00 EUR", "2026-11-01", f"Client {n:03} GmbH") for n in range(201)]
    empty.listed(SHOP, [*owing, claim(999, "1.00 EUR", None, "Example GmbH")])
    ask = asks(empty)
    assert "more than 200 clients" in ask("client gmbh").text
    assert keys(ask("client example")) == ["shop/999"]
    assert "Owed to us 100.00 EUR" in ask("client 'client 0'").text


def test_a_word_that_begins_many_accounts_means_all_of_them(tmp_path: Path) -> None:
    stock = Stock(tmp_path, *[account(f"vps-{number}") for number in range(3)])
    assert (
        "Nothing is known yet (vps)" in asking(Answers(stock.store, lambda: NOW))("open vps").text
    )
    stock.store.close()
