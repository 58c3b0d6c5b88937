"""Lists are turned by buttons: every invoice stands on exactly one page."""

from dataclasses import replace

import pytest

from bot.answers.answer import Answers
from bot.slack.commands import Query, parse
from bot.slack.render.message import Message
from tests.bot.asking import keys, shown
from tests.bot.slack.block_kit import faults
from tests.bot.stock import NOW, SHOP, VPS, Stock, bill, claim


@pytest.fixture
def answers(empty: Stock) -> Answers:
    empty.listed(VPS, [bill(n, "5.00 USD", f"2026-11-{n % 19 + 1:02}") for n in range(1000, 1040)])
    empty.listed(SHOP, [claim(n, "1.00 EUR", "2026-11-01", "Example & <Sons>") for n in range(20)])
    return Answers(empty.store, lambda: NOW)


def buttons(message: Message) -> dict[str, tuple[str, str]]:
    """What the buttons say, with their ids and values."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return {
        one["text"]["text"]: (one["action_id"], one["value"])
        for row in rows
        for one in row
        if one["type"] == "button"
    }


def pressed(answers: Answers, message: Message, label: str) -> Message:
    """The page that a button leads to, as the listener asks for it."""
    number, _, text = buttons(message)[label][1].partition("|")
    query = parse(text)
    assert isinstance(query, Query)
    return answers.answer(query, "U02BEN", int(number))


def asked(answers: Answers, typed: str) -> Message:
    query = parse(typed)
    assert isinstance(query, Query)
    return answers.answer(query, "U02BEN")


@pytest.mark.parametrize(
    "typed", ["", "overdue", "payable over 4", "client 'Example & <Sons>' overdue", "open shop"]
)
def test_turning_pages_shows_every_invoice_once_and_leads_back(
    answers: Answers, typed: str
) -> None:
    message = first = asked(answers, typed)
    listed = keys(first)
    while "Next" in buttons(message):
        message = pressed(answers, message, "Next")
        assert faults(message) == []
        listed += keys(message)
    expected = {"": 60, "overdue": 60, "payable over 4": 40}.get(typed, 20)
    assert len(listed) == len(set(listed)) == expected
    while "Previous" in buttons(message):
        message = pressed(answers, message, "Previous")
    assert message == first


def test_each_page_says_which_it_is_and_sums_all_of_them(answers: Answers) -> None:
    message = pressed(answers, asked(answers, "overdue"), "Next")
    assert "Page 2 of 4" in shown(message)
    assert "*We owe* 200.00 USD" in shown(message)
    assert "*Owed to us* 20.00 EUR" in shown(message)
    turns = buttons(message)
    assert turns["Previous"] == ("page_previous", "1|overdue")
    assert turns["Next"] == ("page_next", "3|overdue")


def test_a_page_of_one_direction_still_sums_the_other(answers: Answers) -> None:
    last = answers.answer(parse("overdue"), "U02BEN", 4)  # type: ignore[arg-type]
    assert all(key.startswith("acme-vps/") for key in keys(last))
    assert "*Owed to us* 20.00 EUR" in shown(last)


def test_a_page_that_is_gone_is_answered_with_the_last_one(answers: Answers) -> None:
    message = answers.answer(parse("overdue"), "U02BEN", 99)  # type: ignore[arg-type]
    assert "Page 4 of 4" in shown(message)


def test_a_short_list_has_no_pages(answers: Answers) -> None:
    message = asked(answers, "over 1000 USD")
    assert not {"Previous", "Next"} & buttons(message).keys()
    assert "Page" not in shown(message)


def test_a_page_of_long_texts_loses_words_and_not_rows(empty: Stock) -> None:
    words = "🧾" * 300
    many = [replace(bill(n, "5.00 USD", "2026-11-19", words)) for n in range(1000, 1020)]
    empty.listed(VPS, many)
    message = asked(Answers(empty.store, lambda: NOW), "overdue")
    assert faults(message) == []
    assert all(f"`acme-vps/{number}`" in shown(message) for number in range(1000, 1015))
