"""Money, numbers, dates and words, in every spelling met so far and in none that deceives."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moneyed import CURRENCIES, Money

from providers.values import (
    calendar_date,
    currency,
    flag,
    money,
    text,
    whole,
)

NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("spelled", "amount"),
    [
        ("12.50", "12.50"),
        ("12.5", "12.5"),
        ("7", "7"),
        (7, "7"),
        (Decimal("7.25"), "7.25"),
        (" 7.25 ", "7.25"),
        ("1,234.56", "1234.56"),
        ("1,234,567", "1234567"),
        ("-3.00", "-3"),
        ("+3.00", "3"),
        (".5", "0.5"),
        ("5.", "5"),
        ("149.000000", "149"),
        ("0.00", "0"),
    ],
)
def test_an_amount_is_read_exactly(spelled: object, amount: str) -> None:
    assert money(spelled, "USD") == Money(Decimal(amount), "USD")


@pytest.mark.parametrize(
    "spelled",
    [
        *("", " ", ".", "-", "abc", "$5.95", "5.95 USD", "NaN", "Infinity", "-inf", "0x10"),
        *("1e3", "1e999999999", "1,23", "12,50", "1,2345", ",123", "1.2.3", "1 000", "1_000"),
        *("١٢", "１２", "9" * 19, "1\n2"),  # noqa: RUF001 -- digits of other scripts are the point
        *(None, True, False, 19.99, b"5", [5], {"amount": 5}, 10**18),
        *(Decimal("1E+2"), Decimal("NaN"), Decimal("Infinity")),
    ],
)
def test_what_is_not_plainly_an_amount_is_refused(spelled: object) -> None:
    with pytest.raises(ValueError, match=r"is not an amount|has more decimals"):
        money(spelled, "USD")


def test_parts_of_the_smallest_coin_are_refused_for_each_currency() -> None:
    assert money("500.00", "JPY") == Money(500, "JPY")
    assert money("1.234", "KWD") == Money(Decimal("1.234"), "KWD")
    with pytest.raises(ValueError, match="more decimals than JPY has"):
        money("500.50", "JPY")
    with pytest.raises(ValueError, match="more decimals than USD has"):
        money("1.234", "USD")


def test_minus_zero_is_zero() -> None:
    assert str(money("-0.00", "USD").amount) == "0"


@settings(deadline=None)
@given(
    minor=st.integers(min_value=-(10**15), max_value=10**15),
    code=st.sampled_from(sorted(CURRENCIES)),
    separated=st.booleans(),
    padding=st.integers(min_value=0, max_value=4),
)
def test_every_amount_survives_being_printed_and_read(
    minor: int, code: str, separated: bool, padding: int
) -> None:
    places = len(str(CURRENCIES[code].sub_unit)) - 1
    amount = Decimal(minor).scaleb(-places)
    spelled = f"{amount:,f}" if separated else f"{amount:f}"
    spelled += "0" * padding if "." in spelled else ""
    read = money(spelled, code)
    assert read == Money(amount, code)
    assert read.get_amount_in_sub_unit() == minor


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_a_short_refusal(junk: str) -> None:
    try:
        read = money(junk, "USD")
    except ValueError as error:
        refusal = str(error)
    else:
        refusal = ""
        assert read.amount == Decimal(junk.strip().replace(",", ""))
    assert len(refusal) < 120
    assert refusal.isprintable()


@pytest.mark.parametrize(("value", "number"), [(7, 7), ("7", 7), (" 12 ", 12), ("-3", -3)])
def test_a_whole_number_is_read(value: object, number: int) -> None:
    assert whole(value) == number


@pytest.mark.parametrize(
    "value",
    ["7.0", "", "1e3", "1,000", "\u0667", True, 7.0, None, Decimal(7), [], "9" * 40, 10**18],
)
def test_what_is_not_a_whole_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not a whole number"):
        whole(value)


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        *((yes, True) for yes in (True, "TRUE", "true", "1", 1, "Yes", " y ", "on")),
        *((no, False) for no in (False, "FALSE", "false", "0", 0, "No", "n", "off")),
    ],
)
def test_a_yes_or_no_is_read_in_its_spellings(value: object, meant: bool) -> None:
    assert flag(value) is meant


@pytest.mark.parametrize("value", ["", "maybe", 2, -1, None, [], {}, 1.0, "10"])
def test_what_is_neither_yes_nor_no_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"neither yes nor no|is not a yes or no"):
        flag(value)


@pytest.mark.parametrize(
    "value", [None, "", " ", 0, "0", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000"]
)
def test_the_many_spellings_of_no_date(value: object) -> None:
    assert calendar_date(value, NEW_YORK) is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01-31 23:59:59", date(2026, 1, 31)),
        ("2026-01-31T00:00:00", date(2026, 1, 31)),
        ("2026-01-31T00:00:00Z", date(2026, 1, 31)),
        ("2026-01-31t00:00:00.123z", date(2026, 1, 31)),
        ("2026-01-31T00:00:00-0500", date(2026, 1, 31)),
        ("2026-01-31 23:00:00 +02:00", date(2026, 1, 31)),
        ("01/31/2026", date(2026, 1, 31)),
        ("1/5/2026", date(2026, 1, 5)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_date_keeps_the_day_it_was_written_with(value: object, day: date) -> None:
    assert calendar_date(value, NEW_YORK) == day


def test_unix_seconds_are_a_day_in_the_given_zone() -> None:
    half_past_midnight = 1_769_905_800  # 2026-02-01 00:30 UTC
    assert calendar_date(half_past_midnight, "UTC") == date(2026, 2, 1)
    assert calendar_date(str(half_past_midnight), NEW_YORK) == date(2026, 1, 31)


@pytest.mark.parametrize(
    "value",
    [
        *("2026-02-30", "2026-13-01", "2026-01-31 25:00:00", "31/01/2026", "tomorrow", "20260131"),
        *("2026-W05-6", "2026-1-5", "2026-01-31 garbage", "２０２６-01-31", "9" * 12, "-5"),  # noqa: RUF001
        *(12345, True, 1.5, [], {"date": "2026-01-31"}, b"2026-01-31", 10**30),
    ],
)
def test_what_is_not_a_date_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        calendar_date(value, NEW_YORK)


def test_an_unknown_zone_is_a_clear_error() -> None:
    with pytest.raises(ValueError, match="is not a date"):
        calendar_date(1_769_905_800, "Mars/Olympus")


@settings(deadline=None)
@given(
    moment=st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 -- given a zone below
    zone=st.sampled_from([NEW_YORK, "Europe/Berlin", "Asia/Kathmandu", "UTC"]),
)
def test_a_moment_is_the_same_day_as_unix_seconds_and_as_local_text(
    moment: datetime, zone: str
) -> None:
    instant = moment.replace(tzinfo=UTC)
    local = instant.astimezone(ZoneInfo(zone))
    assert calendar_date(int(instant.timestamp()), zone) == local.date()
    assert calendar_date(f"{local:%Y-%m-%d %H:%M:%S}", zone) == local.date()
    assert calendar_date(local.isoformat(timespec="seconds"), zone) == local.date()


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_date_none_or_a_refusal(junk: str) -> None:
    try:
        read = str(calendar_date(junk, NEW_YORK))
    except ValueError as error:
        read = str(error)
    assert read.endswith("is not a date") or read == "None" or read[4:5] == "-"
    assert read.isprintable()


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (None, ""),
        ("", ""),
        ("  two\n\twords ", "two words"),
        ("bell\x07 and\x00 escape\x1b[31m", "bell and escape[31m"),
        ("turn\u202ened around", "turnned around"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half a \ud83d pair", "half a pair"),
        ("non\u00a0breaking", "non breaking"),
        ("Ünïcödé 請求書 👩\u200d💻", "Ünïcödé 請求書 👩\u200d💻"),
        (7, "7"),
    ],
)
def test_a_text_becomes_one_harmless_line(value: object, line: str) -> None:
    assert text(value) == line


def test_a_long_text_is_cut_and_says_so() -> None:
    assert text("x" * 300) == "x" * 300
    assert text("x" * 301) == "x" * 299 + "…"
    assert text("one two", 5) == "one…"


@pytest.mark.parametrize("value", [[], {}, b"x", 1.5, object()])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not a text"):
        text(value)


@settings(deadline=None)
@given(st.text(max_size=500), st.integers(min_value=1, max_value=80))
def test_every_text_is_short_printable_and_stays_as_it_is_when_cleaned_again(
    words: str, limit: int
) -> None:
    line = text(words, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert line.encode("utf-8").decode("utf-8") == line
    assert text(line, limit) == line


def test_a_currency_is_known_by_its_code() -> None:
    assert currency(" usd ") == "USD"
    for unknown in ("unknown", "", "$", None, 840, "US", "ÜSD"):
        with pytest.raises(ValueError, match="is not a currency code"):
            currency(unknown)


def test_a_refusal_quotes_only_a_piece_of_what_it_refuses() -> None:
    with pytest.raises(ValueError, match="is not an amount") as caught:
        money("9" * 10_000 + "x", "USD")
    assert len(str(caught.value)) < 100
