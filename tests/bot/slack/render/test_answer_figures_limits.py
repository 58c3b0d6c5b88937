"""However much there is, Slack takes the answer, and what is left out is counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moneyed import Money

from bot.slack.render.answer_aging import aging_answer
from bot.slack.render.answer_cash import cash_answer
from bot.slack.render.answer_digest import digest_answer
from bot.slack.render.answer_export import export_answer
from bot.slack.render.answer_report import Ground
from bot.slack.render.answer_summary import summary_answer
from bot.slack.render.message import Message
from state.figures.aging import aging
from state.figures.cash import cash
from state.figures.digest import digest
from state.figures.summary import summary
from state.log.history import details
from state.model import Account, Appeared, CareState, Direction, Event, InvoiceKey, InvoiceView
from tests.bot.slack.render.books import WEEK, decided, past, today
from tests.bot.slack.render.rich_judge import plain_faults, rich_faults
from tests.bot.slack.render.test_hostile import hostile, require_only_our_markup, views
from tests.bot.slack.samples import NOW, SHOP, TODAY, health, payable, view

CURRENCIES = (
    *("USD", "EUR", "GBP", "JPY", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK"),
    *("HUF", "RON", "BGN", "ISK", "TRY", "AUD", "NZD", "CAD", "SGD", "BHD"),
)
STATES = [None, None, *CareState]
Answer = Callable[[list[InvoiceView], bool], Message]  # True: with the newest blocks


def ground(accounts: int, *, rich: bool) -> Ground:
    watched = [replace(health(), account=_account(number)) for number in range(accounts)]
    return Ground(watched, NOW, rich=rich)


def _account(number: int) -> Account:
    way = Direction.PAYABLE if number % 2 else Direction.RECEIVABLE
    return replace(SHOP, name=f"account-{number:03}", direction=way)


def many(number: int, accounts: int = 100, currencies: int = 20) -> list[InvoiceView]:
    """Invoices over all accounts, currencies, ages and decisions."""
    return [_one(at, at % accounts, CURRENCIES[at // 2 % currencies]) for at in range(number)]


def _one(at: int, account: int, currency: str) -> InvoiceView:
    of = _account(account)
    state = STATES[at % 7 % len(STATES)]
    amount = Money(f"{at * 1_234_567 % 10**9}", currency)
    invoice = replace(
        payable(str(at), past(None if at % 41 == 0 else at % 500 - 250)),
        key=InvoiceKey(of.name, str(at)),
        open=None if at % 37 == 0 else amount,
        total=amount,
        description="A server with a very long name & more <b> " * 12,
        client="Société Générale de l'Hébergement " * 15,
    )
    taken = decided(state, TODAY + timedelta(days=at % 90)) if state else None
    return view(invoice, taken, of)


ANSWERS: dict[str, Answer] = {
    "aging": lambda views, rich: aging_answer(aging(views, today), ground(100, rich=rich)),
    "cash": lambda views, rich: cash_answer(
        cash(views, TODAY, 30, today), 30, ground(100, rich=rich)
    ),
    "cash for ten years": lambda views, rich: cash_answer(
        cash(views, TODAY, 3650, today), 3650, ground(100, rich=rich)
    ),
    "summary": lambda views, rich: summary_answer(
        summary(views, NOW, today), ground(100, rich=rich), today
    ),
    "digest": lambda views, rich: digest_answer(
        digest(WEEK, [_appeared(one) for one in views], views, today),
        ground(100, rich=rich),
        today,
        "Europe/Berlin",
    ),
    "export": lambda views, rich: export_answer("invoices.csv", views, ground(100, rich=rich)),
}


def _appeared(one: InvoiceView) -> Event:
    key = one.invoice.key
    told = details(Appeared(one.invoice))
    return Event(0, NOW, key.account, key.number, "appeared", "provider", told)


@pytest.fixture(scope="module")
def ten_thousand() -> list[InvoiceView]:
    return many(10_000)


@pytest.mark.parametrize("name", ANSWERS)
def test_ten_thousand_invoices_of_a_hundred_accounts_in_twenty_currencies_fit(
    name: str, ten_thousand: list[InvoiceView]
):
    assert rich_faults(ANSWERS[name](ten_thousand, True)) == []
    assert plain_faults(ANSWERS[name](ten_thousand, False)) == []


@pytest.mark.parametrize("rich", [True, False])
@pytest.mark.parametrize("name", ["aging", "cash", "summary", "export"])
def test_every_currency_of_each_direction_has_its_sum(
    name: str, rich: bool, ten_thousand: list[InvoiceView]
):
    blocks = str(ANSWERS[name](ten_thousand, rich).blocks)
    assert all(f" {currency}" in blocks for currency in CURRENCIES)


def test_a_handful_of_currencies_have_a_column_each_and_the_others_a_line(
    ten_thousand: list[InvoiceView],
):
    message = ANSWERS["aging"](ten_thousand, True)
    tables = [block for block in message.blocks if block["type"] == "data_table"]
    assert len(tables) == 2
    _, *shown, others, _ = [cell["text"] for cell in tables[0]["rows"][0]]
    assert others == "Other currencies"
    columns = set(shown)
    lines = "\n".join(block["text"]["text"] for block in message.blocks if "text" in block)
    assert columns
    for currency in set(CURRENCIES) - columns:
        assert f"*{currency}* · " in lines


@pytest.mark.parametrize("name", ["summary", "digest"])
def test_rows_that_have_no_room_are_counted(name: str, ten_thousand: list[InvoiceView]):
    message = ANSWERS[name](ten_thousand, True)
    lines = "\n".join(block["text"]["text"] for block in message.blocks if "text" in block)
    assert " more: `/invoices overdue payable`" in lines
    assert " more: `/invoices overdue receivable`" in lines


@pytest.mark.parametrize("currencies", [1, 2, 4, 5])
@pytest.mark.parametrize("name", ANSWERS)
def test_any_number_of_currencies_fits(name: str, currencies: int):
    views = many(300, currencies=currencies)
    assert rich_faults(ANSWERS[name](views, True)) == []
    assert plain_faults(ANSWERS[name](views, False)) == []


@pytest.mark.parametrize("name", ANSWERS)
@settings(max_examples=40, deadline=None)
@given(several=st.lists(views(), max_size=8), about=hostile)
def test_hostile_words_are_only_ever_read(name: str, several: list[InvoiceView], about: str):
    for rich in (True, False):
        message = ANSWERS[name](several, rich)
        assert rich_faults(message) == []
        require_only_our_markup(message.text)
        for block in message.blocks:
            for words in [block.get("text", {}), *block.get("elements", [])]:
                require_only_our_markup(words.get("text", ""))
    told = aging_answer([], replace(ground(1, rich=True), about=about))
    require_only_our_markup(told.text)
