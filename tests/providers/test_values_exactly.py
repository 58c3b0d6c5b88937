"""Values at their edges, and what a refusal says: the words that stand beside a row put aside."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from providers import values
from providers.remembered import Remembered
from providers.values import calendar_date, currency, flag, money, text, whole

NEW_YORK = "America/New_York"


def dollars(value: object) -> object:
    return money(value, "USD")


def day(value: object) -> object:
    return calendar_date(value, NEW_YORK)


@pytest.mark.parametrize(
    ("read", "value", "refusal"),
    [
        (dollars, "12 or so", "'12 or so' is not an amount"),
        (dollars, 19.99, "19.99 is not an amount"),
        (dollars, b"5", "b'5' is not an amount"),
        (dollars, [5], "a list is not an amount"),
        (dollars, None, "None is not an amount"),
        (dollars, Decimal("NaN"), "Decimal('NaN') is not an amount"),
        (dollars, "1.234", "'1.234' has more decimals than USD has"),
        (whole, "7.0", "'7.0' is not a whole number"),
        (whole, Decimal(7), "Decimal('7') is not a whole number"),
        (whole, 10**18, "a number beyond 18 digits is not a whole number"),
        (whole, -(10**18), "a number beyond 18 digits is not a whole number"),
        (whole, "1" * 19, "'1111111111111111111' is not a whole number"),
        (whole, "x" * 58, f"'{'x' * 58}' is not a whole number"),
        (whole, "x" * 59, f"'{'x' * 58}… is not a whole number"),
        (whole, b"x" * 80, f"b'{'x' * 57}… is not a whole number"),
        (flag, "maybe", "'maybe' is neither yes nor no"),
        (flag, None, "None is not a yes or no"),
        (day, "tomorrow", "'tomorrow' is not a date"),
        (day, "ä\n", r"'\xe4\n' is not a date"),
        (day, 1.5, "1.5 is not a date"),
        (text, {}, "a dict is not a text"),
        (text, 1.5, "1.5 is not a text"),
        (currency, "quid", "'quid' is not a currency code"),
        (currency, None, "None is not a currency code"),
    ],
)
def test_a_refusal_quotes_the_value_in_one_short_line(
    read: Callable[[object], object], value: object, refusal: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(refusal)}$"):
        read(value)


@pytest.mark.parametrize("spelled", ["12.5", "12.50", " 12.500 ", "012.5000"])
def test_an_amount_is_the_same_however_many_zeros_stand_behind_it(spelled: str) -> None:
    assert str(money(spelled, "USD").amount) == "12.5"
    assert str(money(spelled.replace("2.5", "0.0"), "USD").amount) == "10"


@pytest.mark.parametrize("spelled", [".0", "-.00", " .000 "])
def test_nothing_before_the_point_and_only_zeros_behind_it_is_zero(spelled: str) -> None:
    assert str(money(spelled, "USD").amount) == "0"


def test_an_unknown_time_zone_is_named_to_the_one_who_asks_for_it() -> None:
    with pytest.raises(ValueError, match=r"^'Mars/Olympus' is not a time zone$"):
        values._zone("Mars/Olympus")


@pytest.mark.parametrize("number", [10**18 - 1, 1 - 10**18])
def test_the_largest_whole_numbers_have_18_digits(number: int) -> None:
    assert whole(number) == number
    assert whole(str(number)) == number


@pytest.mark.parametrize(
    "moment",
    [
        "2026-01-31 23:00:00.5 -05:00",
        "2026-01-31 23:00:00.123 z",
        "2026-01-31T23:00:00.000001 +0200",
    ],
)
def test_a_space_before_the_offset_is_read_with_parts_of_a_second_too(moment: str) -> None:
    assert day(moment) == date(2026, 1, 31)


@pytest.mark.parametrize("padded", [" 1769905800", "1769905800 "])
def test_unix_seconds_with_a_space_around_them_are_a_day_in_the_given_zone(padded: str) -> None:
    assert calendar_date(padded, NEW_YORK) == date(2026, 1, 31)
    assert calendar_date(padded, "UTC") == date(2026, 2, 1)


@pytest.mark.parametrize("gap", ["  ", "     "])
def test_gaps_between_words_become_one_space(gap: str) -> None:
    assert text(f"two{gap}words") == "two words"
    assert text(f"{gap}one, two{gap}words{gap}") == "one, two words"


def test_several_texts_together_are_remembered_as_one() -> None:
    joined: Remembered[tuple[str, ...], str] = Remembered("/".join)
    assert joined[("12.50", "USD")] == "12.50/USD"
    assert dict(joined) == {("12.50", "USD"): "12.50/USD"}


@pytest.mark.parametrize("other", [7, None, b"7", frozenset({"7"}), ("7", 7)])
def test_what_is_no_text_is_not_remembered_and_the_refusal_says_so(other: object) -> None:
    remembered: Remembered[str, str] = Remembered(str)
    with pytest.raises(TypeError, match=r"^not a text$"):
        remembered[other]  # type: ignore[index]
    assert not remembered
