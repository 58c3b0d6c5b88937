"""The questions whose answer is figures: `summary`, `cash 30d`, `aging`, `export`. Pure.

Each may be narrowed by the filters of a list; alone it is about everything that is owed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.slack import filters, spans
from bot.slack.listing import Listing, Misunderstood
from bot.slack.words import Token, When, is_filler

EVERYTHING = Listing(When.OPEN)
_MONTH = 30  # days that `cash` looks ahead unless told otherwise


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is owed at a glance."""

    of: Listing = EVERYTHING

    def __str__(self) -> str:
        return _printed("summary", self.of)


@dataclass(frozen=True, slots=True)
class Cash:
    """The money that is needed, by week."""

    days: int = _MONTH
    of: Listing = EVERYTHING

    def __str__(self) -> str:
        return _printed(f"cash {self.days}d", self.of)


@dataclass(frozen=True, slots=True)
class Aging:
    """How late what is owed is."""

    of: Listing = EVERYTHING

    def __str__(self) -> str:
        return _printed("aging", self.of)


@dataclass(frozen=True, slots=True)
class Export:
    """The invoices as a file."""

    of: Listing = EVERYTHING

    def __str__(self) -> str:
        return _printed("export", self.of)


Report = Summary | Cash | Aging | Export


def _printed(word: str, of: Listing) -> str:
    return word if of == EVERYTHING else f"{word} {str(of) or When.ATTENTION.value}"


def read(word: str, told: list[Token]) -> Report | Misunderstood:
    """The report that the words behind its name narrow."""
    days = _MONTH
    if word == "cash":
        found = spans.horizon(told)
        if isinstance(found, Misunderstood):
            return found
        days, told = found[0] if found[0] is not None else _MONTH, found[1]
    plain = [token for token in told if not (word == "export" and token.word in ("csv", "file"))]
    if all(is_filler(token) for token in plain):
        return _made(word, days, EVERYTHING)
    of = filters.read(plain)
    return of if isinstance(of, Misunderstood) else _made(word, days, of)


def _made(word: str, days: int, of: Listing) -> Report:
    made: dict[str, Callable[[], Report]] = {
        "summary": lambda: Summary(of),
        "cash": lambda: Cash(days, of),
        "aging": lambda: Aging(of),
        "export": lambda: Export(of),
    }
    return made[word]()
