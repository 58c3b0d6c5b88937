"""Strict money, numbers, dates and words out of the many ways providers spell them.

Pure. Everything here raises ValueError with the offending value, shortened, so that the
reader can put the row aside and name the reason. Nothing is guessed.

A long list says the same few prices, dates and currencies over and over: short texts that
were understood are remembered, which reads 100,000 rows in a third of the time.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moneyed import Currency, CurrencyDoesNotExist, Money, get_currency

from providers.remembered import remembering

# ASCII digits only: int() and Decimal() also take Arabic or full-width ones. No exponent:
# Decimal("1e999999999") is accepted and then hangs the first rounding.
# Zeros at the end of a fraction say nothing, so that they are in no group.
_AMOUNT = re.compile(
    r"([+-]?)(\d{1,18}|\d{1,3}(?:,\d{3}){1,5}|(?=\.\d))(?:\.(?=\d{0,18}$)(\d*[1-9])?0*)?",
    re.ASCII,
)
_USUAL_AMOUNT = re.compile(r"(?=\d{1,15}\.\d\d$)(\d+(?:\.\d?[1-9])?)[.0]*", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)? ?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_UNIX = re.compile(r"\d{9,11}", re.ASCII)  # 1973 to 5138; shorter is more likely 20260131
_NO_DATE = re.compile(r"|0+|0000-00-00(?:[T ]00:00(?::00)?Z?)?|00/00/0000", re.ASCII)

_BEYOND = 10**18  # such numbers have more digits than any amount or number of theirs

_FLAGS = dict.fromkeys(("true", "1", "yes", "y", "t", "on"), True) | dict.fromkeys(
    ("false", "0", "no", "n", "f", "off"), False
)

# Bidirectional controls can make a text read as another one; zero-width space and the
# byte order mark hide. The joiners (U+200C, U+200D) stay: scripts and emoji need them.
_INVISIBLE = frozenset("\u200b\u200e\u200f\u061c\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070)))
)


@remembering(8_192)
def money(value: object, currency: str) -> Money:
    """An exact amount: `12.50`, `1,234.5`, 7. Refuses floats, exponents and parts of a cent."""
    code, places = _coin(currency)
    if places == 2 and type(value) is str and (usual := _USUAL_AMOUNT.fullmatch(value)):
        return Money(Decimal(usual[1]), code)
    match = _AMOUNT.fullmatch(_spelled(value, "an amount"))
    if match is None:
        raise ValueError(f"{_short(value)} is not an amount")
    sign, units, fraction = match.groups()
    if len(fraction or "") > places:
        raise ValueError(f"{_short(value)} has more decimals than {code.code} has")
    amount = Decimal(f"{units.replace(',', '') or '0'}.{fraction or ''}")
    return Money(-amount if sign == "-" and amount else amount, code)


@lru_cache(256)
def _coin(code: str) -> tuple[Currency, int]:
    """A currency, and how many decimals its amounts have."""
    known = get_currency(currency(code))
    return known, len(str(known.sub_unit)) - 1


def whole(value: object) -> int:
    """A whole number: 7 or `7`; not `7.0`, not True."""
    if type(value) is str and value.isdecimal() and value.isascii() and len(value) < 19:
        return int(value)
    if isinstance(value, Decimal):
        raise ValueError(f"{_short(value)} is not a whole number")
    spelled = _spelled(value, "a whole number")
    if not _WHOLE.fullmatch(spelled):
        raise ValueError(f"{_short(value)} is not a whole number")
    return int(spelled)


def flag(value: object) -> bool:
    """Yes or no: true, `TRUE`, 1, `yes` and their opposites. The text `FALSE` is a no."""
    if isinstance(value, bool):
        return value
    word = _spelled(value, "a yes or no").lower()
    if word not in _FLAGS:
        raise ValueError(f"{_short(value)} is neither yes nor no")
    return _FLAGS[word]


@remembering(4_096)
def calendar_date(value: object, zone: str) -> date | None:
    """The calendar date of a date, of a moment, or of unix seconds (as seen in `zone`).

    A moment with an offset keeps the date it has there. None for the many spellings of
    "no date": empty, null, 0, `0000-00-00`.
    """
    if value is None:
        return None
    spelled = _spelled(value, "a date")
    try:
        if not spelled.startswith("0"):
            if _ISO.fullmatch(spelled):
                # Read whole, so that a time that does not exist is refused with its date.
                return datetime.fromisoformat(_together(spelled)).date()
            if _UNIX.fullmatch(spelled):
                return datetime.fromtimestamp(int(spelled), _zone(zone)).date()
        if _NO_DATE.fullmatch(spelled):
            return None
        return _american_date(spelled)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{_short(value)} is not a date") from None


def _together(moment: str) -> str:
    """A moment without the space that some put before its offset."""
    return re.sub(r" (?=[+-]|Z$)", "", moment.upper())


def _american_date(spelled: str) -> date:
    american = _AMERICAN.fullmatch(spelled)
    if american is None:
        raise ValueError
    month, day, year = map(int, american.groups())
    return date(year, month, day)


@lru_cache(64)
def _zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{_short(zone)} is not a time zone") from None


def text(value: object, limit: int = 300) -> str:
    """One line of plain words, at most `limit` characters; what was cut off shows as `…`."""
    words = value if type(value) is str else _worded(value)
    if words.isprintable():  # most are, and then a space is the only gap there can be
        line = " ".join(words.split()) if "  " in words else words.strip()
    else:
        line = " ".join("".join(filter(_is_visible, words)).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _worded(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, (str, int, Decimal)):
        raise ValueError(f"{_short(value)} is not a text")
    return str(value)


def _is_visible(char: str) -> bool:
    if char.isspace():
        return True  # folded by the caller
    return char not in _INVISIBLE and unicodedata.category(char) not in ("Cc", "Cs")


@remembering(256)
def currency(code: object) -> str:
    """A currency's ISO code, in capitals; ValueError for a code that nobody has issued."""
    spelled = code.strip().upper() if isinstance(code, str) else ""
    try:
        return str(get_currency(spelled).code)
    except (CurrencyDoesNotExist, ValueError):
        raise ValueError(f"{_short(code)} is not a currency code") from None


def _spelled(value: object, wanted: str) -> str:
    """The value as it was written; floats have lost that already and are refused."""
    if type(value) is str:
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError(f"{_short(value)} is not {wanted}")
    if isinstance(value, int) and abs(value) >= _BEYOND:
        raise ValueError(f"a number beyond 18 digits is not {wanted}")
    return str(value).strip()


def _short(value: object) -> str:
    """The value in quotes for an error text: one line, no control characters, cut."""
    if isinstance(value, str | bytes):
        value = value[:60]
    elif not isinstance(value, int | float | Decimal) and value is not None:
        return f"a {type(value).__name__}"
    shown = ascii(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"
