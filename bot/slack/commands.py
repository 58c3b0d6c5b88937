"""What a person typed after `/invoices`, understood. Pure, and forgiving.

Every command prints back (`str`) as something one could type that means the same.
Names and numbers are not looked up here; that is for whoever carries the command out.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.slack import filters
from bot.slack.filters import Listing, Misunderstood, Threshold
from bot.slack.words import (
    LATER,
    NAMERS,
    TAUGHT,
    VERBS,
    Token,
    When,
    is_filler,
    is_grammar,
    is_in,
    means,
    name,
    straight,
    tokens,
)

__all__ = [
    "Accounts",
    "Ack",
    "Check",
    "Command",
    "Help",
    "Listing",
    "Misunderstood",
    "NotYet",
    "Query",
    "Show",
    "Threshold",
    "Unack",
    "When",
    "misunderstood",
    "nearest",
    "parse",
]


@dataclass(frozen=True, slots=True)
class Show:
    """One invoice in full. `key` is a full key or a number, as typed."""

    key: str

    def __str__(self) -> str:
        return f"show {_reference(self.key)}"


@dataclass(frozen=True, slots=True)
class Ack:
    """Take an invoice on, perhaps with a note."""

    key: str
    note: str | None = None

    def __str__(self) -> str:
        return f"ack {_reference(self.key)}" + (f" {self.note}" if self.note else "")


@dataclass(frozen=True, slots=True)
class Unack:
    """Give an invoice back."""

    key: str

    def __str__(self) -> str:
        return f"unack {_reference(self.key)}"


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
class NotYet:
    """A command that is planned and that this version does not have."""

    word: str

    def __str__(self) -> str:
        return self.word


Query = Listing | Show | Accounts | Help | NotYet | Misunderstood
Command = Query | Ack | Unack | Check

_NUMBER = re.compile(r"#?[0-9]+")
_KEY = re.compile(r"[\w.-]+/\S+")


def parse(text: str) -> Command:
    """Understand what was typed after the command's name; alone it asks what needs attention."""
    line = straight(text)
    pieces = tokens(line)
    if len(pieces) > 1 and _looks_like_key(pieces[0]) and _acts(pieces[1]):
        pieces[:2] = pieces[1::-1]  # `7514880 ack`: the same words the other way round
    if not pieces:
        return Listing()
    if (later := means(LATER, pieces[0])) is not None:
        return NotYet(later)
    verb = means(VERBS, pieces[0])
    return _VERBS[verb](pieces, line) if verb else _filtered(pieces)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one probably stands for."""
    spelt = {each.lower(): each for each in known}
    near = difflib.get_close_matches(word.lower(), list(spelt), n=1)
    return spelt[near[0]] if near else None


def misunderstood(word: str, names: Sequence[str] = ()) -> Misunderstood:
    """A word that is neither of the grammar nor the name of anything, with a hint."""
    if _NUMBER.fullmatch(word) or _KEY.fullmatch(word):
        hint = f"one invoice is shown by `/invoices show {word[:80]}`"
        return Misunderstood(word, None, hint)
    return Misunderstood(
        word, nearest(word, [*TAUGHT, *names]), "`/invoices help` tells what works"
    )


def _acts(token: Token) -> bool:
    return means(VERBS, token) in ("show", "ack", "unack") or is_in(LATER, token)


def _looks_like_key(token: Token) -> bool:
    plain = token.word
    return bool(_NUMBER.fullmatch(plain) or _KEY.fullmatch(plain))


def _told(pieces: list[Token]) -> list[Token]:
    """The pieces without the words of politeness."""
    return [piece for piece in pieces if not is_filler(piece)]


def _first_key(pieces: list[Token]) -> Token | None:
    return next(iter(_told(pieces[1:])), None)


def _which(verb: str) -> Misunderstood:
    return Misunderstood(verb, None, f"say which invoice: `/invoices {verb} acme-vps/7514880`")


def _ack(pieces: list[Token], line: str) -> Ack | Misunderstood:
    """`ack KEY [note]`; the note is kept as it was typed."""
    key = _first_key(pieces)
    if key is None:
        return _which("ack")
    return Ack(key.as_key, _note(line[max(key.end, pieces[0].end) :]))


def _note(text: str) -> str | None:
    """The words of a note, without the quotes that somebody put around the whole of it."""
    note = " ".join(text.split())
    while len(note) > 1 and note[0] in "\"'" and note.find(note[0], 1) == len(note) - 1:
        note = note[1:-1].strip()
    return note or None


def _unack(pieces: list[Token], _line: str) -> Unack | Misunderstood:
    key = _first_key(pieces)
    return Unack(key.as_key) if key else _which("unack")


def _show(pieces: list[Token], _line: str) -> Command:
    """`show KEY`, `show ACCOUNT NUMBER`; `show overdue` is a listing, as people say it."""
    rest = pieces[1:]
    told = _told(rest)
    if not told:
        return _which("show")
    if filters.is_filter(told[0]):
        return filters.read(rest)
    if len(told) == 1:
        return Show(told[0].as_key)
    account, number = told[0].as_key, told[1]
    if len(told) == 2 and "/" not in account and _NUMBER.fullmatch(number.word):
        return Show(f"{account}/{number.as_key}")
    return filters.read(rest)


def _check(pieces: list[Token], _line: str) -> Check | Misunderstood:
    told = [piece for piece in _told(pieces[1:]) if not is_in(_EVERY, piece)]
    if len(told) > 1:
        typed = " ".join(["check", *(name(piece.text) for piece in told)])
        return Misunderstood(typed, None, "name one account, or none for all: `/invoices check`")
    return Check(told[0].as_name if told else None)


_EVERY = {"all", "now", *NAMERS}


def _accounts(pieces: list[Token], _line: str) -> Command:
    """`accounts`; with a name behind it, `account NAME`, it is a filter."""
    named = [piece for piece in _told(pieces[1:]) if not is_in(NAMERS, piece)]
    return filters.read(pieces) if named else Accounts()


def _help(_pieces: list[Token], _line: str) -> Help:
    return Help()


_VERBS: dict[str, Callable[[list[Token], str], Command]] = {
    "show": _show,
    "ack": _ack,
    "unack": _unack,
    "check": _check,
    "accounts": _accounts,
    "help": _help,
}


def _filtered(pieces: list[Token]) -> Command:
    """A listing; a number or key alone means that invoice."""
    told = _told(pieces)
    if len(told) == 1 and _looks_like_key(told[0]):
        return Show(told[0].as_key)
    return filters.read(pieces)


def _reference(key: str) -> str:
    """A key as it must be typed so that it is read as one."""
    pieces = tokens(key)
    if len(pieces) != 1 or pieces[0].as_key != key or is_grammar(pieces[0]):
        return f'"{key}"'
    return key
