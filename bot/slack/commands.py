"""What a person typed after `/invoices`, understood. Pure, and forgiving.

Every command prints back (`str`) as something one could type that means the same.
Names and numbers are not looked up here; that is for whoever carries the command out.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.slack import deciding, filters, reports
from bot.slack.deeds import Deed, reference
from bot.slack.filters import Listing, Misunderstood, Threshold
from bot.slack.language import _
from bot.slack.reports import Aging, Cash, Export, Report, Summary
from bot.slack.words import (
    NAMERS,
    REPORTS,
    TAUGHT,
    VERBS,
    Token,
    When,
    is_filler,
    is_grammar,
    is_in,
    looks_like_key,
    means,
    name,
    readable,
    straight,
    tokens,
)

__all__ = [
    "Accounts",
    "Aging",
    "Cash",
    "Check",
    "Command",
    "Export",
    "Help",
    "Listing",
    "Misunderstood",
    "Query",
    "Report",
    "Show",
    "Summary",
    "Threshold",
    "When",
    "Who",
    "Why",
    "misunderstood",
    "nearest",
    "parse",
]


@dataclass(frozen=True, slots=True)
class Show:
    """One invoice in full. `key` is a full key or a number, as typed."""

    key: str

    def __str__(self) -> str:
        return f"show {reference(self.key)}"


@dataclass(frozen=True, slots=True)
class Check:
    """Ask the provider now, about one account or about all (None)."""

    account: str | None = None

    def __str__(self) -> str:
        return f"check {name(self.account)}" if self.account else "check"


@dataclass(frozen=True, slots=True)
class Accounts:
    """How the accounts are doing."""

    def __str__(self) -> str:
        return "accounts"


@dataclass(frozen=True, slots=True)
class Help:
    """What one can type."""

    def __str__(self) -> str:
        return "help"


@dataclass(frozen=True, slots=True)
class Why:
    """Which rule said what about an invoice, and what comes next."""

    key: str

    def __str__(self) -> str:
        return f"why {reference(self.key)}"


@dataclass(frozen=True, slots=True)
class Who:
    """Who is on call."""

    def __str__(self) -> str:
        return "who"


Query = Listing | Show | Accounts | Help | Misunderstood
Command = Query | Report | Why | Who | Check | Deed

_NUMBER = re.compile(r"#?[0-9]+")


def parse(text: str) -> Command:
    """Understand what was typed after the command's name; alone it asks what needs attention."""
    marked = straight(text)
    line = readable(marked)
    pieces = _pieces(line)
    if not pieces:
        return Listing()
    if (report := means(REPORTS, pieces[0])) is not None:
        return reports.read(report, _pieces(marked)[1:])
    verb = means(VERBS, pieces[0])
    if verb == "assign":
        return deciding.read(verb, _pieces(marked), marked)  # it needs the person's id
    if verb in deciding.DECISIONS:
        return deciding.read(verb, pieces, line)
    pieces = _pieces(marked)  # a filter may name a person, whose id it needs
    return _VERBS[verb](pieces) if verb else _filtered(pieces)


def _pieces(line: str) -> list[Token]:
    """The pieces of a line; `7514880 ack` is turned round, the words are the same."""
    found = tokens(line)
    if len(found) > 1 and looks_like_key(found[0]) and _acts(found[1]):
        found[:2] = found[1::-1]
    return found


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one probably stands for."""
    spelt = {each.lower(): each for each in known}
    near = difflib.get_close_matches(word.lower(), list(spelt), n=1)
    return spelt[near[0]] if near else None


def misunderstood(word: str, names: Sequence[str] = ()) -> Misunderstood:
    """A word that is neither of the grammar nor the name of anything, with a hint."""
    if looks_like_key(Token(word, quoted=False, end=0)):
        shown = f"`/invoices show {word[:80]}`"
        return Misunderstood(word, None, _("one invoice is shown by {command}", command=shown))
    hint = _("`/invoices help` tells what works")
    return Misunderstood(word, nearest(word, [*TAUGHT, *names]), hint)


def _acts(token: Token) -> bool:
    return means(VERBS, token) in ("show", "why", *deciding.DECISIONS)


def _told(pieces: list[Token]) -> list[Token]:
    """The pieces without the words of politeness."""
    return [piece for piece in pieces if not is_filler(piece)]


def _show(pieces: list[Token]) -> Command:
    """`show KEY`, `show ACCOUNT NUMBER`; `show overdue` is a listing, as people say it."""
    rest = pieces[1:]
    told = _told(rest)
    if not told:
        return deciding.which("show")
    if (other := _otherwise(told)) is not None:
        return other
    if filters.is_filter(told[0]):
        return filters.read(rest)
    if len(told) == 1:
        return Show(told[0].as_key)
    account, number = told[0].as_key, told[1]
    if len(told) == 2 and "/" not in account and _NUMBER.fullmatch(number.word):
        return Show(f"{account}/{number.as_key}")
    return filters.read(rest)


def _otherwise(told: list[Token]) -> Command | None:
    """`show summary`, `show me who is on call`: what is shown without being an invoice."""
    if (report := means(REPORTS, told[0])) is not None:
        return reports.read(report, told[1:])
    match means(VERBS, told[0]):
        case "help":
            return Help()
        case "who":
            return Who()
        case "accounts" if len(told) == 1:
            return Accounts()
        case _:
            return None


def _check(pieces: list[Token]) -> Check | Misunderstood:
    told = [piece for piece in _told(pieces[1:]) if not is_in(_EVERY, piece)]
    if len(told) > 1:
        typed = " ".join(["check", *(name(piece.text) for piece in told)])
        hint = _("name one account, or none for all: `/invoices check`")
        return Misunderstood(typed, None, hint)
    return Check(told[0].as_name if told else None)


_EVERY = {"all", "now", *NAMERS}


def _accounts(pieces: list[Token]) -> Command:
    """`accounts`; with a name behind it, `account NAME`, it is a filter."""
    named = [piece for piece in _told(pieces[1:]) if not is_in(NAMERS, piece)]
    return filters.read(pieces) if named else Accounts()


def _why(pieces: list[Token]) -> Why | Misunderstood:
    key = next(iter(_told(pieces[1:])), None)
    return Why(key.as_key) if key else deciding.which("why")


_VERBS: dict[str, Callable[[list[Token]], Command]] = {
    "show": _show,
    "check": _check,
    "accounts": _accounts,
    "help": lambda _pieces: Help(),
    "why": _why,
    "who": lambda _pieces: Who(),
}


def _filtered(pieces: list[Token]) -> Command:
    """A listing; a number or key alone means that invoice."""
    told = _told(pieces)
    if len(told) == 1 and looks_like_key(told[0]):
        return Show(told[0].as_key)
    return _misspelt(told) or filters.read(pieces)


def _misspelt(told: list[Token]) -> Misunderstood | None:
    """`snoze 7514880 3d`: a decision whose verb is nearly right, to be typed again as a whole."""
    if len(told) < 2 or not looks_like_key(told[1]) or is_grammar(told[0]) or told[0].quoted:
        return None
    found = difflib.get_close_matches(told[0].word, _DECIDING, n=1, cutoff=0.75)
    if not found:
        return None
    verb, *rest = [name(one.text) if one.quoted else one.text for one in told]
    hint = _("`/invoices help` tells what works")
    return Misunderstood(" ".join([verb, *rest]), " ".join([found[0], *rest]), hint)


_DECIDING = ("show", "why", *sorted(deciding.DECISIONS))
