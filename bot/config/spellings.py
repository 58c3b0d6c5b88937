"""Values as people write them in the configuration, each with words for what would be right."""

import re
from collections.abc import Callable, Iterable
from datetime import time, timedelta
from string import ascii_uppercase, digits
from typing import Annotated

from moneyed import Money
from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

from bot.config import durations
from bot.config.durations import Recurrence
from bot.config.faults import nearest, zone_faults
from providers import values
from state.rules.severity import Severity

PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
GROUP_ID = re.compile(r"S[A-Z0-9]{2,20}")
GROUP = re.compile(rf"{GROUP_ID.pattern}|@[a-z0-9._-]{{1,60}}")
CHANNEL = re.compile(r"#[^\s#<>|,]{1,80}|[CG][A-Z0-9]{2,20}")
MANY = 5  # more codes than that are no hint
AS_CODES = 'write a country as "DE", a part of it as "DE-BY"'
HERE = ("@here", "@channel")
EVERYBODY = (*HERE, "@everyone")  # words of Slack that no group can have as its name


def spelled(pattern: str, words: str) -> AfterValidator:
    """A text that fits the whole pattern; else the words that say what would be right."""

    def judged(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{value!r} is none: it {words}")
        return value

    return AfterValidator(judged)


def _positive(value: timedelta) -> timedelta:
    if not value:
        raise ValueError('must be longer than nothing; write "30m", "4h" or "3d"')
    return value


def _clock_time(value: object) -> object:
    if not (isinstance(value, str) and len(value) == 5):
        raise ValueError('write a time of day as "09:00"')
    return value


def _zone(value: str) -> str:
    for fault in zone_faults("", value):
        raise ValueError(fault.what)
    return value


def _holidays(value: str) -> str:
    # At first use: most configurations name no calendar and need not load so many.
    from state.rules import calendar  # noqa: PLC0415

    if not calendar.known(value):
        near = _alike(value.upper(), calendar.known)
        meant = f"did you mean {' or '.join(near)}?" if 0 < len(near) <= MANY else AS_CODES
        raise ValueError(f"{value!r} is not a holiday calendar; {meant}")
    return value


def _alike(code: str, known: Callable[[str], bool]) -> list[str]:
    """The codes that are known and differ from this one in no more than one letter."""
    if known(code) or len(code) > len("DE-BY1"):
        return [code] * known(code)
    places, letters = range(len(code)), ascii_uppercase + digits
    tries = {f"{code[:at]}{letter}{code[at + 1 :]}" for at in places for letter in letters}
    return sorted(one for one in tries if known(one))


def _amount(value: object) -> Money:
    """Money as `500 USD`."""
    parts = value.split() if isinstance(value, str) else []
    if len(parts) != 2:
        raise ValueError('write an amount with its currency as "500 USD"')
    return _money(parts[0], parts[1])


def _amounts(value: object) -> dict[str, Money]:
    """One amount for each currency: `{ USD = "5.00", EUR = "5.00" }`."""
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise ValueError('write one amount for each currency, in quotes: { USD = "5.00" }')
    amounts = [_money(text, code) for code, text in value.items()]
    found = {amount.currency.code: amount for amount in amounts}
    if len(found) < len(amounts):
        raise ValueError("names a currency twice")
    return found


def _money(text: str, code: str) -> Money:
    try:
        currency = values.currency(code.upper())
    except ValueError:
        raise ValueError(f"{code!r} is not an ISO currency code such as USD") from None
    amount = values.money(text, currency)
    if amount.amount < 0:
        raise ValueError(f"{text!r} is below zero")
    return amount


def _severity(value: object) -> Severity:
    names = {one.name.lower(): one for one in Severity}
    word = value.strip().lower().replace(" ", "_") if isinstance(value, str) else ""
    if word not in names:
        hint = nearest(word, names) or f"; there are {', '.join(names)}"
        raise ValueError(f"{value!r} is not a severity{hint}")
    return names[word]


def _recurrence(value: object) -> Recurrence:
    return durations.recurrence(value)


def person_or_group(value: str) -> str:
    """Somebody on Slack as an id or as the @handle of a group; ValueError says what to write."""
    if value in EVERYBODY:
        raise ValueError(f"{value!r} is everybody who listens; name a user group or people")
    if not any(kind.fullmatch(value) for kind in (PERSON, GROUP)):
        raise ValueError(
            f"{value!r} is neither a Slack user id such as U024BE7LH nor a user group "
            "such as @finance or S0614TZR7"
        )
    return value


def _mention(value: str) -> str:
    """Whom Slack notifies without being asked first who that is: a handle would be only text."""
    if not (value in HERE or PERSON.fullmatch(value) or GROUP_ID.fullmatch(value)):
        raise ValueError(
            f"{value!r} is not the id of a Slack user group such as S0614TZR7 (in the group's "
            "menu: Copy group ID) or of a person, nor @here or @channel"
        )
    return value


def _channel(value: str) -> str:
    if not CHANNEL.fullmatch(value):
        raise ValueError(f"{value!r} is not a channel; write #its-name or its id, C024BE91L")
    return value


def listed(names: Iterable[str], most: int = 12) -> str:
    """Names as words: `a, b`, `a, b and 7 more`, or `none`."""
    every = list(names)
    more = len(every) - most
    return ", ".join(every[:most]) + (f" and {more} more" if more > 0 else "") or "none"


Span = Annotated[timedelta, BeforeValidator(durations.parse)]
Patience = Annotated[timedelta, BeforeValidator(durations.parse), AfterValidator(_positive)]
TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]
Days = Annotated[int, Field(strict=True, ge=0, le=3660)]
Zone = Annotated[str, AfterValidator(_zone)]
Holidays = Annotated[str, AfterValidator(_holidays)]
Amount = Annotated[Money, PlainValidator(_amount)]
Amounts = Annotated[dict[str, Money], PlainValidator(_amounts)]
Grade = Annotated[Severity, PlainValidator(_severity)]
Recurring = Annotated[Recurrence, PlainValidator(_recurrence)]
Somebody = Annotated[str, AfterValidator(person_or_group)]
Mention = Annotated[str, AfterValidator(_mention)]
Channel = Annotated[str, AfterValidator(_channel)]
