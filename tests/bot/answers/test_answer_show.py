import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.actions import Desk
from bot.answers.answer import Answers
from bot.slack.render.message import MAX_BLOCKS_SIZE
from state.model import Invoice, InvoiceKey, Line
from tests.bot.asking import ASKED, Ask, Asks, asking, keys, shown
from tests.bot.slack.block_kit import faults
from tests.bot.stock import NOW, SHOP, VPS, Stock, bill, claim


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("overdu", "`/invoices overdue`"),
        ("acme-vsp", "`/invoices acme-vps`"),
        ("account shpo", "`/invoices account shop`"),
        ("client Exmaple Gmbh", '`/invoices client "Example GmbH"`'),
        ("overdue 7514880", "`/invoices show 7514880`"),
        ("xyzzy", "`/invoices help`"),
        ("client nobody", "`/invoices receivable`"),
        ("show", "`/invoices show acme-vps/7514880`"),
        ("due 7514880", "`/invoices show 7514880`"),
        ("promise 7514880", "`/invoices promise acme-vps/7514880 2026-12-01`"),
    ],
)
def test_what_is_not_understood_gets_a_way_on(ask: Ask, typed: str, hint: str) -> None:
    assert hint in ask(typed).text


@pytest.mark.parametrize("typed", ["client nobody", "show 999", "client Exmaple Gmbh"])
def test_what_is_not_there_is_said_with_the_age_of_the_data_and_the_accounts_that_fail(
    ask: Ask, typed: str
) -> None:
    said = ask(typed).text
    assert "nyc-voxel failing since 20 Nov 2026 09:00 UTC" in said
    assert said.endswith("Data 4 minutes old.")


def test_the_hints_speak_of_the_command_as_it_is_called_here(stock: Stock) -> None:
    ask = asking(Answers(stock.store, lambda: NOW, "/bills"))
    for typed in (*ASKED, "7514880"):
        assert "/invoices" not in json.dumps(ask(typed).blocks)


@pytest.mark.parametrize(
    "typed", ["acme-vps/7514880", "ACME-VPS/7514880", "#7514880", "acme-vps 7514880"]
)
def test_one_invoice_is_shown_by_key_or_by_number(ask: Ask, typed: str) -> None:
    assert "acme-vps/7514880" in ask(f"show {typed}").text


@pytest.mark.parametrize("typed", ["RE/2026/18", "re/2026/18", "shop/RE/2026/18", "18"])
def test_one_invoice_is_shown_by_the_number_printed_on_it(ask: Ask, typed: str) -> None:
    assert "invoice shop/18." in ask(f"show {typed}").text


def test_an_invoice_is_shown_with_lines_care_and_history(ask: Ask) -> None:
    text = shown(ask("show 7514880"))
    assert "• Mailbox \N{ASTERISK OPERATOR}plan\N{ASTERISK OPERATOR}: 10.00 USD" in text
    assert "• Setup &amp; &lt;care&gt;: amount unknown" in text
    assert "Acknowledged by <@U01ADA>" in text
    assert "Note: “PO 4711”" in text
    assert "first seen, 12.50 USD open, due Mon 16 Nov 2026" in text
    assert "acknowledged by <@U01ADA> until <!date^1795435200^" in text
    assert "[Un-acknowledge]" in text


def test_a_paid_invoice_can_still_be_looked_up_and_has_no_button(stock: Stock, ask: Ask) -> None:
    stock.settled(bill(7514881, "99.00 USD", "2026-11-19"))
    text = shown(ask("show 7514881"))
    assert "Paid" in text
    assert "settled: standing open → paid" in text
    assert "[" not in text


def test_a_number_of_two_accounts_is_asked_back(stock: Stock, ask: Ask) -> None:
    stock.listed(VPS, [bill(18, "1.00 USD", None)], NOW)
    assert "`/invoices show acme-vps/18` or `/invoices show shop/18`" in ask("18").text


def test_an_unknown_number_gets_the_nearest_ones(ask: Ask) -> None:
    text = ask("show 75148801").text
    assert "I know no invoice `75148801`. Did you mean `acme-vps/7514881`" in text


def test_showing_an_account_lists_it(ask: Ask) -> None:
    assert ask("show Acme-VPS").text == ask("account Acme-VPS").text


def many(number: int, what: str = "VPS slices") -> list[Invoice]:
    return [bill(each, "5.00 USD", "2026-11-19", what) for each in range(1000, 1000 + number)]


def test_a_long_list_shows_fifteen_and_says_how_to_narrow_it(empty: Stock, asks: Asks) -> None:
    empty.listed(VPS, many(40))
    ask = asks(empty)
    answer = ask("overdue")
    assert len(keys(answer)) == 15
    assert "*40 invoices overdue*" in shown(answer)
    assert "*We owe* 200.00 USD" in shown(answer)
    assert "Page 1 of 3; narrow it with `/invoices overdue payable`" in shown(answer)


def test_many_bills_do_not_crowd_out_what_is_owed_to_us(empty: Stock, asks: Asks) -> None:
    empty.listed(VPS, many(40))
    empty.listed(SHOP, [claim(each, "1.00 EUR", "2026-11-01", "Example") for each in range(20)])
    ask = asks(empty)
    listed = keys(ask("overdue"))
    assert [len([k for k in listed if k.startswith(of)]) for of in ("acme", "shop")] == [8, 7]
    assert len(keys(ask("overdue receivable"))) == 15


def marked_up(value: object) -> Iterator[str]:
    """Every text in which Slack would obey markup."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from marked_up(each)


NASTY = (
    "<!channel> ` *bold* _it_ ~x~ <https://evil.example|pay here> &amp; " * 4,
    "ü" * 400,
    "🧾" * 300,
)


@pytest.mark.parametrize("words", NASTY)
def test_whatever_a_provider_writes_is_only_read_and_fits(
    empty: Stock, asks: Asks, words: str
) -> None:
    empty.listed(VPS, [replace(each, lines=(Line(words),) * 40) for each in many(20, words)])
    ask = asks(empty)
    for typed in ("overdue", "show 1000"):
        answer = ask(typed)
        assert faults(answer) == []
        assert len(json.dumps(answer.blocks)) <= MAX_BLOCKS_SIZE
        for text in (answer.text, *marked_up(answer.blocks)):
            assert "<!channel>" not in text
            assert "<https://evil" not in text


def test_a_long_history_shows_its_end(stock: Stock, ask: Ask) -> None:
    desk = Desk(stock.store, lambda: NOW, None)
    for turn in range(20):
        desk.unacknowledge("7514880", f"U{turn:02}", "button")
        desk.acknowledge("7514880", f"U{turn:02}", None, "button")
    answer = ask("show 7514880")
    assert "and 30 earlier" in shown(answer)
    assert "acknowledged by <@U19>" in shown(answer)
    assert faults(answer) == []


def test_what_is_heard_names_each_invoice_its_amount_and_who_has_it(ask: Ask) -> None:
    text = ask("overdue").text
    assert "acme-vps/7514880: 12.50 USD, 4 days overdue" in text
    assert "acknowledged by <@U01ADA>." in text
    assert (
        "shop/2026-17: 20.00 EUR, 10 days overdue, Example GmbH, Hosting, not acknowledged." in text
    )


def test_a_thousand_open_invoices_are_answered(empty: Stock, asks: Asks) -> None:
    empty.listed(VPS, many(1000))
    ask = asks(empty)
    assert "Page 1 of 67" in shown(ask("open"))
    assert empty.store.invoice(InvoiceKey("acme-vps", "1999")) is not None
    assert "acme-vps/1999" in ask("show 1999").text
