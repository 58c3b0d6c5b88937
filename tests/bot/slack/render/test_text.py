from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from moneyed import Money

from bot.slack.render.text import (
    ago,
    amount,
    day,
    due_words,
    figure,
    instant,
    owed,
    provider_title,
    span,
    state_words,
    utc,
)
from state.model import Standing
from tests.bot.slack.samples import TODAY, care, money, payable, view


@pytest.mark.parametrize(
    ("number", "currency", "shown"),
    [
        ("12.5", "USD", "12.50 USD"),
        ("1234567.8", "EUR", "1,234,567.80 EUR"),
        ("1200", "JPY", "1,200 JPY"),
        ("0.125", "KWD", "0.125 KWD"),
        ("-3", "USD", "-3.00 USD"),
        ("0", "USD", "0.00 USD"),
        ("0.005", "USD", "0.005 USD"),
    ],
)
def test_an_amount_is_exact_and_names_its_currency(number: str, currency: str, shown: str) -> None:
    assert amount(Money(Decimal(number), currency)) == shown


def test_an_amount_nobody_named_is_said_to_be_unknown() -> None:
    assert amount(None) == "amount unknown"


@pytest.mark.parametrize(
    ("open_", "total", "shown"),
    [
        ("7.50 USD", "12.50 USD", "7.50 USD of 12.50 USD"),
        ("12.50 USD", "12.50 USD", "12.50 USD"),
        ("12.50 USD", None, "12.50 USD"),
        ("14.00 USD", "12.50 USD", "14.00 USD (12.50 USD invoiced)"),
        ("9.00 EUR", "12.50 USD", "9.00 EUR (12.50 USD invoiced)"),
        (None, "12.50 USD", "an unknown part of 12.50 USD"),
        (None, None, "an unknown amount"),
    ],
)
def test_what_is_owed_says_of_how_much(open_: str | None, total: str | None, shown: str) -> None:
    left = money(open_) if open_ else None
    invoiced = money(total) if total else None
    assert owed(payable(open=left, total=invoiced)) == shown


def test_a_closed_invoice_shows_what_was_invoiced_and_an_open_one_what_is_open() -> None:
    assert figure(payable(open=money("7.50 USD"))) == "7.50 USD"
    assert figure(payable(open=money("0 USD"), standing=Standing.PAID)) == "12.50 USD"
    assert figure(payable(total=None, standing=Standing.VOID)) == "12.50 USD"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-30, "due in 30 days"),
        (-2, "due in 2 days"),
        (-1, "due tomorrow"),
        (0, "due today"),
        (1, "1 day overdue"),
        (2_081, "2,081 days overdue"),
    ],
)
def test_the_distance_to_the_due_date_in_words(days: int, words: str) -> None:
    assert due_words(TODAY - timedelta(days=days), TODAY) == words


def test_a_missing_due_date_is_said() -> None:
    assert due_words(None, TODAY) == "no due date"


def test_a_day_is_written_with_its_weekday_and_without_a_locale() -> None:
    assert day(date(2026, 11, 20)) == "Fri 20 Nov 2026"
    assert day(date(2027, 1, 3)) == "Sun 3 Jan 2027"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (7_199, "1 hour ago"),
        (200_000, "2 days ago"),
    ],
)
def test_how_long_ago(seconds: int, words: str) -> None:
    now = datetime(2026, 11, 20, 14, tzinfo=UTC)
    assert ago(now - timedelta(seconds=seconds), now) == words


def test_a_span_names_its_largest_unit() -> None:
    assert span(timedelta(hours=3, minutes=59)) == "3 hours"
    assert span(timedelta(seconds=5)) == "less than a minute"


def test_an_instant_shows_in_each_readers_zone_and_falls_back_to_utc() -> None:
    moment = datetime(2026, 11, 20, 15, tzinfo=timezone(timedelta(hours=1)))
    assert utc(moment) == "20 Nov 2026 14:00 UTC"
    shown = instant(moment)
    assert shown == "<!date^1795183200^{date_short_pretty} at {time}|20 Nov 2026 14:00 UTC>"


def test_a_provider_has_its_written_name_and_a_stranger_its_own() -> None:
    assert provider_title("interserver") == "InterServer"
    assert provider_title("acmehost") == "acmehost"


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (date(2026, 11, 19), ("🔴", "Overdue")),
        (date(2026, 11, 20), ("🟠", "Due today")),
        (date(2026, 11, 27), ("🟡", "Due soon")),
        (date(2026, 11, 28), ("🔵", "Open")),
        (None, ("🔵", "Open")),
    ],
)
def test_the_state_of_an_open_invoice_follows_from_its_due_date(
    due: date | None, state: tuple[str, str]
) -> None:
    assert state_words(view(payable(due=due)), TODAY) == state


def test_an_acknowledged_invoice_says_so_until_it_is_closed() -> None:
    assert state_words(view(payable(), care()), TODAY) == ("👀", "Due soon, acknowledged")
    paid = view(payable(standing=Standing.PAID), care())
    assert state_words(paid, TODAY) == ("✅", "Paid")


@pytest.mark.parametrize("standing", Standing)
def test_only_paid_looks_paid(standing: Standing) -> None:
    emoji, word = state_words(view(payable(standing=standing)), TODAY)
    assert (emoji == "✅") == (word == "Paid") == (standing is Standing.PAID)
