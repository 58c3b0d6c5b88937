"""The words of `/invoices`: what a person typed, cut into pieces, and what each may mean."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from state.model import CareState, Direction

ME = "me"  # the one who types


class When(StrEnum):
    """Which invoices a listing is about, seen from today."""

    ATTENTION = "attention"  # overdue, or due soon
    OVERDUE = "overdue"
    DUE = "due"  # due soon, not overdue
    OPEN = "open"  # everything that is owed


WHENS = {
    "attention": When.ATTENTION,
    "now": When.ATTENTION,
    "urgent": When.ATTENTION,
    "overdue": When.OVERDUE,
    "late": When.OVERDUE,
    "due": When.DUE,
    "upcoming": When.DUE,
    "soon": When.DUE,
    "open": When.OPEN,
    "unpaid": When.OPEN,
    "outstanding": When.OPEN,
    "list": When.OPEN,
    "all": When.OPEN,
}
DIRECTIONS = {
    "payable": Direction.PAYABLE,
    "bill": Direction.PAYABLE,
    "receivable": Direction.RECEIVABLE,
}
SPANS = {"today": 0, "tomorrow": 1, "week": 7, "month": 30}
UNITS = {"d": 1, "day": 1, "w": 7, "week": 7, "m": 30, "month": 30}
WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {
    **{name: at % 7 for at, name in enumerate((*WEEKDAY_NAMES, *_LONG))},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
MONTH_NAMES = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_LONG_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
MONTHS = {
    **{name: at % 12 + 1 for at, name in enumerate((*MONTH_NAMES, *_LONG_MONTHS))},
    "sept": 9,
}
BOUNDS = {
    "before": "before",
    "by": "by",
    "until": "by",
    "till": "by",
    "after": "after",
    "from": "from",
    "since": "from",
    "on": "on",
}
HELD = {
    "acknowledged": CareState.ACKNOWLEDGED,
    "acked": CareState.ACKNOWLEDGED,
    "snoozed": CareState.SNOOZED,
    "postponed": CareState.SNOOZED,
    "promised": CareState.PROMISED,
    "awaiting": CareState.WAITING,
    "disputed": CareState.DISPUTED,
    "muted": CareState.MUTED,
    "assigned": CareState.ASSIGNED,
}
MINE = {"mine": ME, "my": ME}
NOBODYS = {"unclaimed": True, "unheld": True, "unacknowledged": True, "nobody": True}
UNCLEAR = {"unclear": True, "unknown": True}
NAMERS = {"account": "account", "client": "client", "customer": "client"}
THRESHOLDS = {
    **dict.fromkeys(("over", "above", "more", ">"), "over"),
    **dict.fromkeys(("under", "below", "less", "<"), "under"),
}
_POLITE = (
    "a an and any are at by for from i in invoice is me next of our please than that the this "
    "to we what what's which with within"
)
FILLERS = frozenset(_POLITE.split())
VERBS = {
    "show": "show",
    "view": "show",
    "details": "show",
    "ack": "ack",
    "acknowledge": "ack",
    "take": "ack",
    "unack": "unack",
    "un-ack": "unack",
    "unacknowledge": "unack",
    "release": "unack",
    "unassign": "unack",
    "snooze": "snooze",
    "postpone": "snooze",
    "promise": "promise",
    "waiting": "waiting",
    "paid": "waiting",
    "dispute": "dispute",
    "assign": "assign",
    "mute": "mute",
    "unmute": "unmute",
    "note": "note",
    "comment": "note",
    "why": "why",
    "explain": "why",
    "who": "who",
    "oncall": "who",
    "on-call": "who",
    "check": "check",
    "recheck": "check",
    "refresh": "check",
    "account": "accounts",
    "health": "accounts",
    "status": "accounts",
    "help": "help",
    "?": "help",
    "usage": "help",
    "command": "help",
}
REPORTS = {
    "summary": "summary",
    "cash": "cash",
    "aging": "aging",
    "ageing": "aging",
    "export": "export",
}
TAUGHT = (
    *("overdue", "due", "open", "payable", "receivable", "account", "client", "over", "under"),
    *("mine", "unclaimed", "snoozed", "promised", "disputed", "before", "after"),
    *("summary", "cash", "aging", "export"),
    *("show", "ack", "unack", "snooze", "promise", "waiting", "dispute", "assign", "note"),
    *("mute", "unmute", "why", "who", "check", "accounts", "help"),
)  # what `help` teaches, and what a misspelt word is compared with

Meaning = TypeVar("Meaning")

_RESERVED = (
    *(WHENS, DIRECTIONS, SPANS, UNITS, NAMERS, THRESHOLDS, VERBS, REPORTS, FILLERS),
    *(WEEKDAYS, MONTHS, BOUNDS, HELD, MINE, NOBODYS, UNCLEAR),
)
_STRAIGHT = {
    **dict.fromkeys(map(ord, "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"), '"'),
    **dict.fromkeys(map(ord, "\N{DOUBLE LOW-9 QUOTATION MARK}«»"), '"'),
    **dict.fromkeys(map(ord, "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"), "'"),
}
_TOKEN = re.compile(r""""(?P<double>[^"]*)"|'(?P<single>[^']*)'(?!\S)|(?P<bare>\S+)""")
_MARKUP = re.compile(r"<([^<>|\s][^<>|]*)(?:\|([^<>]*))?>")
_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,20})(?:\|([^<>]*))?>")
_NUMBER = re.compile(r"#?[0-9]+")
_KEY = re.compile(r"[\w.-]+/\S+")
_PLAIN = re.compile(r"[^\W\d_][\w.-]*")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of what was typed. A quoted piece is a name, never a word of the grammar."""

    text: str
    quoted: bool
    end: int  # where it ends in the typed text

    @property
    def word(self) -> str:
        """How the grammar sees it: small letters, no punctuation at the end; "" when quoted."""
        small = self.text.lower()
        return "" if self.quoted else small.rstrip(",;:.!?") or small

    @property
    def as_name(self) -> str:
        """The name of an account or client: as typed, without a comma that followed it."""
        return self.text if self.quoted else self.text.rstrip(",;:") or self.text

    @property
    def as_key(self) -> str:
        """The key or number of an invoice: without the `#` and the punctuation around it."""
        bare = self.text.lstrip("#").rstrip(",;:.!?")
        return self.text if self.quoted or not bare else bare


def unescaped(text: str) -> str:
    """What a person typed, from what Slack sends: entities, links and channels undone.

    People keep their ids, `<@U01ADA|ada>`, for the command that needs them; `readable`
    takes those away.
    """
    shown = _MARKUP.sub(lambda found: _named(found[1], found[2]), text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def readable(text: str) -> str:
    """The text with people as they are called: `@ada` for `<@U01ADA|ada>`."""
    return _PERSON.sub(lambda found: f"@{(found[2] or found[1]).lstrip('@')}", text)


def _named(target: str, label: str | None) -> str:
    """`#billing` for `<#C01|billing>`, the address of a link; people in one piece."""
    if target[0] not in "@#!":
        return target
    if target[0] == "@" and _PERSON.fullmatch(f"<{target}>"):
        called = "_".join((label or "").split())
        return f"<{target}|{called}>" if called else f"<{target}>"
    sign = "#" if target[0] == "#" else "@"
    return sign + (label or target[1:].removeprefix("subteam^")).lstrip("@#")


def straight(text: str) -> str:
    """The text with the curly quotes that phones insert made straight."""
    return text.translate(_STRAIGHT)


def tokens(text: str) -> list[Token]:
    """The pieces of a typed line, quotes removed; `text` has straight quotes."""
    found = []
    for match in _TOKEN.finditer(text):
        piece = match["double"] if match["bare"] is None else match["bare"]
        piece = match["single"] if piece is None else piece
        clean = " ".join(piece.replace('"', "").split())
        if clean:
            found.append(Token(clean, match["bare"] is None, match.end()))
    return found


def person(token: Token) -> str | None:
    """The Slack user id in `<@U01ADA|ada>`; None where the token names nobody so."""
    found = _PERSON.fullmatch(token.text.rstrip(",;:.!?"))
    return found[1] if found and not token.quoted else None


def means(table: Mapping[str, Meaning], token: Token) -> Meaning | None:
    """What a token means in a table of words, plural or not; None if it is not in there."""
    return table.get(token.word, table.get(token.word.removesuffix("s")))


def is_in(words: Container[str], token: Token) -> bool:
    """True if a token, plural or not, is one of the words."""
    return token.word in words or token.word.removesuffix("s") in words


def is_filler(token: Token) -> bool:
    """True for the words people add to be polite or grammatical."""
    return is_in(FILLERS, token)


def is_grammar(token: Token) -> bool:
    """True for a word that means something to the grammar, whatever its place."""
    return any(is_in(words, token) for words in _RESERVED)


def looks_like_key(token: Token) -> bool:
    """True for a number, `#7514880`, and for a full key, `acme-vps/7514880`."""
    return bool(_NUMBER.fullmatch(token.word) or _KEY.fullmatch(token.word))


def name(text: str) -> str:
    """A name as it must be typed so that it is read as a name: quoted where needed."""
    plain = _PLAIN.fullmatch(text) and not is_grammar(Token(text, quoted=False, end=0))
    return text if plain else f'"{text}"'
