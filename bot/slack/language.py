"""The language people are spoken to in: sentences from its catalogue, figures as it writes them.

A bot speaks one language, chosen once when it starts. The English sentence is its own key;
facts stand in it by name, so that another language may put them in another order. Figures,
names of days and names of months are Babel's.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names
from babel.numbers import (
    format_decimal,
    get_decimal_symbol,
    get_group_symbol,
    get_minus_sign_symbol,
)

from bot.slack.catalogue import SOURCE, Texts, languages, texts

__all__ = [
    "_",
    "_n",
    "day_of_year",
    "figures",
    "full_date",
    "in_their_digits",
    "language",
    "listed",
    "near_date",
    "numeric_date",
    "short_date",
    "speaking",
    "use",
    "weekday",
]

_THOUSANDS = (3, 3)  # how most of the world groups the digits of a number


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Everything that is needed to speak one language as one country does."""

    locale: Locale
    texts: Texts
    weekdays: Mapping[int, str]  # Monday is 0
    months: Mapping[int, str]
    marks: Mapping[int, str] | None  # for `,`, `.` and `-`; None: as in English
    by_thousands: bool  # whether digits are grouped so; in India they are not


class _Speech:
    """What is spoken now, the same in every thread."""

    language: Language


def language(name: str) -> Language:
    """A language by the name of its locale, `de` or `de_AT`; ValueError names those there are."""
    locale = _locale(name)
    if locale is None or locale.language not in languages():
        raise ValueError(
            f"there are no texts for {name!r}; there are those of {' and '.join(languages())}, "
            "each also with a country, for example en_GB or de_AT"
        )
    return _language(str(locale))


def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None


@lru_cache
def _language(name: str) -> Language:
    locale = Locale.parse(name)
    marks = [get_group_symbol(locale), get_decimal_symbol(locale), get_minus_sign_symbol(locale)]
    return Language(
        locale=locale,
        texts=texts(locale.language),
        weekdays=dict(get_day_names("abbreviated", locale=locale)),
        months=dict(get_month_names("abbreviated", locale=locale)),
        marks=None if marks == list(",.-") else dict(zip(map(ord, ",.-"), marks, strict=True)),
        by_thousands=locale.decimal_formats[None].grouping == _THOUSANDS,
    )


def use(name: str) -> None:
    """Speak the language of this locale from now on, everywhere in the process."""
    _Speech.language = language(name)


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak another language for a while: for tests and for a gallery of all languages."""
    before = _Speech.language
    use(name)
    try:
        yield
    finally:
        _Speech.language = before


def _(text: str, /, **facts: object) -> str:
    """A whole text in the language that is spoken, its named places filled with the facts.

    Without facts it is given as it is, braces included.
    """
    said = _Speech.language.texts.single.get(text, text)
    return said.format(**facts) if facts else said


def _n(one: str, many: str, count: int, /, **facts: object) -> str:
    """The text for that number of things; its place `{number}` is filled as people write it."""
    spoken = _Speech.language.texts
    forms = spoken.plural.get(one, (one, many))
    return forms[spoken.form(count)].format(number=figures(count), **facts)


def listed(words: Sequence[str]) -> str:
    """`one, two and three`; empty without any."""
    *first, last = words or [""]
    return _("{first} and {last}", first=", ".join(first), last=last) if first else last


def figures(value: Decimal | int, decimals: int = 0) -> str:
    """A number with so many decimals: `1,234.50`, `1.234,50` in German."""
    spoken = _Speech.language
    if not spoken.by_thousands:
        return _grouped(spoken.locale, value, decimals)
    text = f"{value:,.{decimals}f}"
    return text if spoken.marks is None else text.translate(spoken.marks)


def _grouped(locale: Locale, value: Decimal | int, decimals: int) -> str:
    """The same in the groups of another country: `12,34,567.80` in India."""
    whole = locale.decimal_formats[None].pattern.partition(".")[0]
    pattern = f"{whole}.{'0' * decimals}" if decimals else whole
    return format_decimal(value, pattern, locale=locale)


def in_their_digits(text: str) -> str:
    """A number kept as text, `12.50`, with the decimal mark of the language; it stays exact."""
    marks = _Speech.language.marks
    return text if marks is None else text.translate(marks)


def full_date(value: date) -> str:
    """`Fri 20 Nov 2026`, `Fr. 20. Nov. 2026` in German."""
    return _full_date(_Speech.language, value)


def near_date(value: date) -> str:
    """A date of this year: `Fri 20 Nov`."""
    return _("{weekday} {day} {month}", weekday=weekday(value), day=value.day, month=_month(value))


def short_date(value: date) -> str:
    """`20 Nov`."""
    return _("{day} {month}", day=value.day, month=_month(value))


def day_of_year(value: date) -> str:
    """`20 Nov 2026`."""
    return _("{day} {month} {year}", day=value.day, month=_month(value), year=value.year)


def numeric_date(value: date) -> str:
    """`2026-11-20`, `20.11.2026` in German."""
    return _("{year:04}-{month:02}-{day:02}", year=value.year, month=value.month, day=value.day)


def weekday(value: date) -> str:
    """`Fri`, `Fr.` in German."""
    return _Speech.language.weekdays[value.weekday()]


def _month(value: date) -> str:
    return _Speech.language.months[value.month]


@lru_cache(maxsize=8_192)
def _full_date(_spoken: Language, value: date) -> str:
    facts = {"weekday": weekday(value), "day": value.day, "month": _month(value)}
    return _("{weekday} {day} {month} {year}", **facts, year=value.year)


use(SOURCE)
