"""The filters of `/invoices`: in any order, in any mix, they make one listing.

`overdue payable acme-vps over 100 USD` and `over 100 USD acme-vps payable overdue` read alike.
"""

import re
from dataclasses import dataclass, field

from bot.slack import amounts, days, spans
from bot.slack.days import Bound
from bot.slack.language import _
from bot.slack.listing import CARE_WORDS, SOON, Listing, Misunderstood, Threshold, whose
from bot.slack.words import (
    BOUNDS,
    DIRECTIONS,
    HELD,
    ME,
    MINE,
    MONTHS,
    NAMERS,
    NOBODYS,
    SPANS,
    THRESHOLDS,
    UNCLEAR,
    WEEKDAYS,
    WHENS,
    Token,
    When,
    is_filler,
    is_grammar,
    is_in,
    means,
    name,
    person,
)
from state.model import CareState, Direction

__all__ = ["Listing", "Misunderstood", "Threshold", "is_filter", "read"]

# Words that are as likely a client's name where one has to follow: `client Monday`.
_ALSO_NAMES = (WEEKDAYS, MONTHS, HELD, NOBODYS, UNCLEAR, MINE)
_NUMBER = re.compile(r"[0-9]+")


@dataclass(slots=True)
class _Reading:
    """A listing in the making, with the tokens still to be read."""

    left: list[Token]
    whens: set[When] = field(default_factory=set)
    spans: set[int] = field(default_factory=set)
    bounds: set[Bound] = field(default_factory=set)
    directions: set[Direction] = field(default_factory=set)
    care: set[CareState] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    named: dict[str, set[str]] = field(default_factory=lambda: {"account": set(), "client": set()})
    thresholds: set[Threshold] = field(default_factory=set)
    unclaimed: bool = False
    unclear: bool = False

    def says_anything(self) -> bool:
        """True if any filter was given."""
        sets = (self.directions, self.care, self.people, self.names, self.thresholds)
        return any((*sets, *self.named.values(), self.unclaimed, self.unclear))


def is_filter(token: Token) -> bool:
    """True for a word that begins a filter, wherever it stands."""
    tables = (WHENS, DIRECTIONS, SPANS, NAMERS, THRESHOLDS, HELD, MINE, NOBODYS, UNCLEAR)
    begins = any(is_in(table, token) for table in tables) or days.read([token]) is not None
    is_bound = is_in(BOUNDS, token) and not is_filler(token)
    return begins or is_bound or bool(spans.read(token, [])) or person(token) is not None


def read(tokens: list[Token]) -> Listing | Misunderstood:
    """The listing that the filters ask for; what they say twice counts once."""
    reading = _Reading(_by_me(tokens))
    while reading.left:
        trouble = _take(reading)
        if trouble:
            return trouble
    return _contradiction(reading) or _listing(reading)


def _by_me(tokens: list[Token]) -> list[Token]:
    """`assigned to me`, `acked by me`: what is mine; in `show me` it is only polite."""
    found = list(tokens)
    for at, token in enumerate(found[1:], 1):
        if token.word == ME and found[at - 1].word in ("by", "to"):
            found[at] = Token("mine", quoted=False, end=token.end)
    return found


def _listing(reading: _Reading) -> Listing:
    over, under = amounts.limits(reading.thresholds)
    return Listing(
        _when(reading),
        max(reading.spans, default=SOON),
        tuple(sorted(reading.bounds, key=str)),
        next(iter(reading.directions)) if len(reading.directions) == 1 else None,
        reading.unclear,
        tuple(sorted(reading.care)),
        tuple(sorted(reading.people)),
        reading.unclaimed,
        _sorted(reading.names),
        _sorted(reading.named["account"]),
        _sorted(reading.named["client"]),
        over,
        under,
    )


def _contradiction(reading: _Reading) -> Misunderstood | None:
    """What cannot be meant together, rather than an empty list or half of what was said."""
    if reading.unclaimed and (reading.care or reading.people):
        told = [*(CARE_WORDS[one] for one in sorted(reading.care))]
        told += [whose(one) for one in sorted(reading.people)]
        hint = _("what nobody has taken on cannot be somebody's: leave one of the two out")
        return Misunderstood(" ".join(["unclaimed", *told]), None, hint)
    if reading.spans and reading.bounds:
        told = [f"due {max(reading.spans)}d", *sorted(map(str, reading.bounds))]
        hint = _("say a number of days or a date, e.g. `/invoices due 7d` or `/invoices due fri`")
        return Misunderstood(" ".join(told), None, hint)
    currencies = {one.currency for one in reading.thresholds if one.currency}
    if len(currencies) > 1:
        told = sorted(map(str, reading.thresholds))
        hint = _("amounts of two currencies are not compared: name one of them")
        return Misunderstood(" ".join(told), None, hint)
    return None


def _when(reading: _Reading) -> When:
    whens = reading.whens | ({When.DUE} if reading.spans else set())
    if reading.bounds:
        return When.OVERDUE if whens - {When.OPEN} == {When.OVERDUE} else When.DUE
    if When.DUE in whens and whens & {When.OVERDUE, When.ATTENTION}:
        return When.ATTENTION
    for narrow in (When.OVERDUE, When.DUE, When.ATTENTION):
        if narrow in whens:
            return narrow
    return When.OPEN if whens or reading.says_anything() else When.ATTENTION


def _sorted(names: set[str]) -> tuple[str, ...]:
    """Each name once whatever its case, in a fixed order."""
    once = {each.lower(): each for each in sorted(names, reverse=True)}
    return tuple(once[low] for low in sorted(once))


def _take(reading: _Reading) -> Misunderstood | None:
    """Read the next filter off the front."""
    if (bound := days.read(reading.left)) is not None:
        reading.bounds.add(bound[0])
        del reading.left[: bound[1]]
        return None
    token = reading.left.pop(0)
    return None if _takes_word(reading, token) else _take_words(reading, token)


def _take_words(reading: _Reading, token: Token) -> Misunderstood | None:
    """Read a filter of several words that begins with this one, or a name."""
    if means(WHENS, token) is When.DUE:
        reading.whens.add(When.DUE)
        return _days(reading)
    if (namer := means(NAMERS, token)) is not None:
        return _named(reading, namer)
    if (side := means(THRESHOLDS, token)) is not None:
        return _limit(reading, token.word, side)
    if (span := spans.read(token, reading.left)) is not None:
        return _look_ahead(reading, *span)
    if is_in(BOUNDS, token) and not is_filler(token):
        return _no_day(reading, token)
    if not is_filler(token):
        reading.names.add(token.as_name)
    return None


def _takes_word(reading: _Reading, token: Token) -> bool:
    """Read a filter of one word; False if it is none."""
    if (when := means(WHENS, token)) not in (None, When.DUE):
        reading.whens.add(when)
    elif (direction := means(DIRECTIONS, token)) is not None:
        reading.directions.add(direction)
    elif (ahead := means(SPANS, token)) is not None:
        reading.spans.add(ahead)
    elif (care := means(HELD, token)) is not None:
        reading.care.add(care)
    elif (who := person(token) or means(MINE, token)) is not None:
        reading.people.add(who)
    elif is_in(NOBODYS, token):
        reading.unclaimed = True
    elif is_in(UNCLEAR, token):
        reading.unclear = True
    else:
        return False
    return True


def _limit(reading: _Reading, word: str, side: str) -> Misunderstood | None:
    found = amounts.read(reading.left, word, side)
    if isinstance(found, Misunderstood):
        return found
    reading.thresholds.add(found)
    return None


def _no_day(reading: _Reading, token: Token) -> Misunderstood:
    typed = " ".join([token.word, *(name(one.text) for one in reading.left[:1])])
    hint = _("say a day, e.g. `/invoices before fri` or `/invoices before 2026-12-01`")
    return Misunderstood(typed, None, hint)


def _days(reading: _Reading) -> Misunderstood | None:
    """After `due` a figure alone counts days: `due 7`, `due in the next 7`."""
    fillers = 0
    while fillers < len(reading.left) and is_filler(reading.left[fillers]):
        fillers += 1
    ahead = reading.left[fillers:]
    if not ahead or not _NUMBER.fullmatch(ahead[0].word) or days.read(ahead) is not None:
        return None
    token = reading.left[fillers]
    del reading.left[: fillers + 1]
    figure, unit = spans.read(token, reading.left) or (token.word, 1)
    return _look_ahead(reading, figure, unit)


def _look_ahead(reading: _Reading, figure: str, unit: int) -> Misunderstood | None:
    ahead = spans.days(figure, unit)
    if isinstance(ahead, Misunderstood):
        return ahead
    reading.spans.add(ahead)
    return None


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
        return Misunderstood(namer, None, _("say which client, e.g. `/invoices client acme`"))
    reading.named[namer].add(" ".join(token.as_name for token in taken))
    return None


def _goes_on(token: Token, taken: list[Token], namer: str) -> bool:
    """True while a token still belongs to the name that is being read."""
    if token.quoted or namer == "account":
        return not taken
    if taken and (taken[0].quoted or _NUMBER.match(token.word)):
        return False
    if person(token) is not None:
        return False
    if not taken and any(is_in(words, token) for words in _ALSO_NAMES):
        return True
    return is_filler(token) or not is_grammar(token)
