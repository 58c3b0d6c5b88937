"""The filters of `/invoices`: in any order, in any mix, they make one listing.

`overdue payable acme-vps over 100 USD` and `over 100 USD acme-vps payable overdue` read alike.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from moneyed import CURRENCIES

from bot.slack.words import (
    DIRECTIONS,
    NAMERS,
    SPANS,
    THRESHOLDS,
    UNITS,
    WHENS,
    Token,
    When,
    is_filler,
    is_grammar,
    is_in,
    means,
    name,
)
from state.model import Direction

SOON = 7  # days that "due" and "attention" look ahead unless told otherwise
FURTHEST = 3650

_NUMBER = re.compile(r"[0-9]+")
_SPAN = re.compile(r"([0-9]+)([a-z]+)")
_AMOUNT = re.compile(
    r"(?:([a-z]{3}) ?)?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,6})?)(?: ?([a-z]{3}))?"
)


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """What could not be read, with what comes nearest to it and what to type instead."""

    word: str
    nearest: str | None
    hint: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Threshold:
    """More than so much is open; without a currency the figure counts in any."""

    amount: Decimal
    currency: str | None = None

    def __str__(self) -> str:
        return f"over {self.amount:f}" + (f" {self.currency}" if self.currency else "")


@dataclass(frozen=True, slots=True)
class Listing:
    """Which invoices to list. Names are as typed; nobody has looked them up yet.

    `names` may be accounts, providers or clients; prints back as what one could type.
    """

    when: When = When.ATTENTION
    days: int = SOON  # how far ahead ATTENTION and DUE look
    direction: Direction | None = None
    names: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    over: Threshold | None = None

    @property
    def is_filtered(self) -> bool:
        """True when it asks for less than everything that `when` covers."""
        return bool(self.direction or self.names or self.accounts or self.clients or self.over)

    def __str__(self) -> str:
        parts = self._when_words()
        parts += [self.direction.value] if self.direction else []
        parts += [name(each) for each in self.names]
        parts += [f"account {name(each)}" for each in self.accounts]
        parts += [f"client {name(each)}" for each in self.clients]
        parts += [str(self.over)] if self.over else []
        return " ".join(parts)

    def _when_words(self) -> list[str]:
        ahead = f"due {self.days}d"
        if self.when is When.DUE:
            return [ahead]
        if self.when is not When.ATTENTION:
            return [self.when.value]
        if self.days != SOON:
            return [self.when.value, ahead]
        return [self.when.value] if self.is_filtered else []


@dataclass(slots=True)
class _Reading:
    """A listing in the making, with the tokens still to be read."""

    left: list[Token]
    whens: set[When] = field(default_factory=set)
    spans: set[int] = field(default_factory=set)
    directions: set[Direction] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    named: dict[str, set[str]] = field(default_factory=lambda: {"account": set(), "client": set()})
    overs: set[Threshold] = field(default_factory=set)


def is_filter(token: Token) -> bool:
    """True for a word that begins a filter, wherever it stands."""
    tables = (WHENS, DIRECTIONS, SPANS, NAMERS, THRESHOLDS)
    return any(is_in(table, token) for table in tables) or bool(_span(token, []))


def read(tokens: list[Token]) -> Listing | Misunderstood:
    """The listing that the filters ask for; what they say twice counts once."""
    reading = _Reading(list(tokens))
    while reading.left:
        trouble = _take(reading)
        if trouble:
            return trouble
    return Listing(
        _when(reading),
        max(reading.spans, default=SOON),
        next(iter(reading.directions)) if len(reading.directions) == 1 else None,
        _sorted(reading.names),
        _sorted(reading.named["account"]),
        _sorted(reading.named["client"]),
        max(reading.overs, key=lambda over: (over.amount, over.currency or ""), default=None),
    )


def _when(reading: _Reading) -> When:
    whens = reading.whens | ({When.DUE} if reading.spans else set())
    if When.DUE in whens and whens & {When.OVERDUE, When.ATTENTION}:
        return When.ATTENTION
    for narrow in (When.OVERDUE, When.DUE, When.ATTENTION):
        if narrow in whens:
            return narrow
    anything = reading.directions or reading.names or any(reading.named.values()) or reading.overs
    return When.OPEN if whens or anything else When.ATTENTION


def _sorted(names: set[str]) -> tuple[str, ...]:
    """Each name once whatever its case, in a fixed order."""
    once = {each.lower(): each for each in sorted(names, reverse=True)}
    return tuple(once[low] for low in sorted(once))


def _take(reading: _Reading) -> Misunderstood | None:
    """Read the next filter off the front."""
    token = reading.left.pop(0)
    if (when := means(WHENS, token)) is not None:
        reading.whens.add(when)
        return _days(reading) if when is When.DUE else None
    if (direction := means(DIRECTIONS, token)) is not None:
        reading.directions.add(direction)
    elif (days := means(SPANS, token)) is not None:
        reading.spans.add(days)
    elif (namer := means(NAMERS, token)) is not None:
        return _named(reading, namer)
    elif (threshold := means(THRESHOLDS, token)) is not None:
        return _over(reading, threshold)
    elif (span := _span(token, reading.left)) is not None:
        return _look_ahead(reading, *span)
    elif not is_filler(token):
        reading.names.add(token.as_name)
    return None


def _span(token: Token, after: list[Token]) -> tuple[str, int] | None:
    """`7d`, `2w` or `7 days` as figure and days a unit; takes the unit off the front."""
    if (match := _SPAN.fullmatch(token.word)) and match[2].removesuffix("s") in UNITS:
        return match[1], UNITS[match[2].removesuffix("s")]
    if _NUMBER.fullmatch(token.word) and after and (unit := means(UNITS, after[0])) is not None:
        after.pop(0)
        return token.word, unit
    return None


def _days(reading: _Reading) -> Misunderstood | None:
    """After `due` a figure alone counts days: `due 7`, `due in the next 7`."""
    while reading.left and is_filler(reading.left[0]):
        reading.left.pop(0)
    if not reading.left or not _NUMBER.fullmatch(reading.left[0].word):
        return None
    token = reading.left.pop(0)
    figure, unit = _span(token, reading.left) or (token.word, 1)
    return _look_ahead(reading, figure, unit)


def _look_ahead(reading: _Reading, figure: str, unit: int) -> Misunderstood | None:
    if len(figure) <= 4 and int(figure) * unit <= FURTHEST:
        reading.spans.add(int(figure) * unit)
        return None
    hint = f"at most {FURTHEST} days ahead; for one invoice: `/invoices show {figure[:40]}`"
    return Misunderstood(f"due {figure}", None, hint)


def _named(reading: _Reading, namer: str) -> Misunderstood | None:
    """The name after `account` (one word) or `client` (up to the next word of the grammar)."""
    taken: list[Token] = []
    while reading.left and _goes_on(reading.left[0], taken, namer):
        taken.append(reading.left.pop(0))
    while taken and is_filler(taken[-1]):
        taken.pop()
    if not taken and namer == "account":
        return None  # "overdue accounts": nothing was named, nothing is left out
    if not taken:
        return Misunderstood(namer, None, "say which client, e.g. `/invoices client acme`")
    reading.named[namer].add(" ".join(token.as_name for token in taken))
    return None


def _goes_on(token: Token, taken: list[Token], namer: str) -> bool:
    """True while a token still belongs to the name that is being read."""
    if token.quoted or namer == "account":
        return not taken
    if taken and (taken[0].quoted or _NUMBER.match(token.word)):
        return False
    return is_filler(token) or not is_grammar(token)


def _over(reading: _Reading, word: str) -> Misunderstood | None:
    """`over 100`, `over 100 USD`, `over USD 100`, `over 1,250.50usd`."""
    ahead = [token.word for token in reading.left[:2]]
    for used in (2, 1):
        threshold = _threshold(" ".join(ahead[:used])) if len(ahead) >= used else None
        if threshold:
            del reading.left[:used]
            reading.overs.add(threshold)
            return None
    typed = " ".join([word, *ahead[:1]]).rstrip()
    return Misunderstood(typed, None, "say an amount and a currency, e.g. `/invoices over 100 USD`")


def _threshold(text: str) -> Threshold | None:
    match = _AMOUNT.fullmatch(text)
    if match is None or (match[1] and match[3]):
        return None
    currency = (match[1] or match[3] or "").upper() or None
    if currency and currency not in CURRENCIES:
        return None
    return Threshold(Decimal(match[2].replace(",", "")), currency)
