"""Every message in German, as people see it and as it is sent: tests/bot/slack/golden/de.

GOLDEN=write python -m pytest tests/bot/slack/render/test_golden_german.py
"""

import re
from datetime import date

import pytest
from moneyed import Money

from bot.slack.language import speaking
from bot.slack.render import account, invoice, text, thread
from bot.slack.render.message import Message
from state.model import InvoiceView
from tests.bot.slack.block_kit import faults
from tests.bot.slack.golden_files import FOLDER, require_same
from tests.bot.slack.message_samples import messages
from tests.bot.slack.samples import NOW, TODAY, health, payable, view

GERMAN = FOLDER / "de"
SEPTEMBER = date(2026, 9, 3)


def _in_german() -> dict[str, Message]:
    with speaking("de"):
        return messages()


MESSAGES = _in_german()


@pytest.mark.parametrize("name", MESSAGES)
def test_the_german_message_is_the_golden_one(name: str) -> None:
    require_same(name, MESSAGES[name], GERMAN)


@pytest.mark.parametrize("name", MESSAGES)
def test_both_judges_of_block_kit_take_the_german_message(name: str) -> None:
    assert faults(MESSAGES[name]) == []


def test_no_german_golden_file_is_left_over() -> None:
    expected = {f"{name}{suffix}" for name in MESSAGES for suffix in (".txt", ".json")}
    there = {path.name for path in GERMAN.iterdir()}
    assert {name for name in there if not name.startswith("answer_")} == expected


ENGLISH = re.compile(
    r"\b(the|and|is|are|not|until|invoices?|overdue|due|owes?|owed|paid|nobody|reminders|amount"
    r"|by|for|of|to|from|days?|hours?|ago|services|stop|data|lost|unknown|account)\b"
)
THEIRS = ("vendor is asked", "wire of Thursday", "billed twice", "yours, I think")
OURS = ("living", "thread", "storm", "handover", "alert")


@pytest.mark.parametrize("name", [name for name in MESSAGES if name.startswith(OURS)])
def test_no_english_word_of_ours_is_left_in_a_german_text(name: str) -> None:
    said = MESSAGES[name].text
    for words in THEIRS:
        said = said.replace(words, "")
    assert ENGLISH.findall(re.sub(r"`[^`]*`|<[^>]*>|„[^“]*“", "", said)) == []


@pytest.mark.parametrize(
    ("locale", "amount", "written"),
    [
        ("en", "1,234.50 USD", "Thu 3 Sep 2026"),
        ("en_GB", "1,234.50 USD", "Thu 3 Sept 2026"),
        ("en_IN", "12,34,567.80 USD", "Thu 3 Sept 2026"),
        ("de", "1.234,50 USD", "Do. 3. Sept. 2026"),
        ("de_AT", "1.234,50 USD", "Do. 3. Sep. 2026"),
        ("de-CH", "1\u2019234.50 USD", "Do. 3. Sept. 2026"),
    ],
)
def test_figures_and_dates_are_those_of_the_country(locale: str, amount: str, written: str) -> None:
    number = "1234567.8" if locale == "en_IN" else "1234.5"
    with speaking(locale):
        assert text.amount(Money(number, "USD")) == amount
        assert text.day(SEPTEMBER) == written


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        ("1200 JPY", "1.200 JPY"),
        ("0.125 KWD", "0,125 KWD"),
        ("-3 USD", "-3,00 USD"),
        ("99999999999999.99 USD", "99.999.999.999.999,99 USD"),
    ],
)
def test_every_currency_keeps_its_own_decimals(money: str, shown: str) -> None:
    with speaking("de"):
        assert text.amount(Money(*money.split())) == shown


@pytest.mark.parametrize("name", ["fr", "xx", "", "de_XX", "DE/../en", "C"])
def test_a_language_without_texts_is_refused_and_those_there_are_are_named(name: str) -> None:
    with pytest.raises(ValueError, match="there are those of de and en"), speaking(name):
        raise AssertionError


def test_a_fact_is_never_read_as_a_text_with_places() -> None:
    with speaking("de"):
        odd = view(payable(description="{amount} {0} {x.y}", client="{"))
        assert "{amount} {0} {x.y}" in thread_text(odd)


def thread_text(shown: InvoiceView) -> str:
    return invoice.living(shown, TODAY).text


def test_what_was_english_before_is_english_again() -> None:
    with speaking("de_AT"):
        assert thread.line("paid", {}, view(payable()), TODAY).text.startswith("✅ *Bezahlt*")
        with speaking("en_GB"):
            assert thread.line("paid", {}, view(payable()), TODAY).text.startswith("✅ *Paid*")
        assert account.message("recovered", {}, health(), NOW).text.startswith("🟢 *Antwortet")
    assert account.message("recovered", {}, health(), NOW).text.startswith("🟢 *Answers again*")
