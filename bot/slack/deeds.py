"""What people decide by typing: one value for each command that changes something.

Each prints back (`str`) as something one could type that means the same. References are
as typed; nobody has looked them up yet.
"""

from dataclasses import dataclass

from bot.slack import moments
from bot.slack.moments import Moment
from bot.slack.words import Token, is_grammar, tokens

ME = "me"  # the one who types
UNTIL = frozenset({"for", "till", "until"})  # they set the end of what has a usual one


@dataclass(frozen=True, slots=True)
class Ack:
    """Take an invoice on, perhaps with a note, perhaps until a moment of one's own."""

    key: str
    note: str | None = None
    until: Moment | None = None

    def __str__(self) -> str:
        return _printed("ack", self.key, self.until, self.note)


@dataclass(frozen=True, slots=True)
class Unack:
    """Give an invoice back."""

    key: str

    def __str__(self) -> str:
        return f"unack {reference(self.key)}"


@dataclass(frozen=True, slots=True)
class Snooze:
    """Hear nothing of an invoice until then."""

    key: str
    until: Moment
    note: str | None = None

    def __str__(self) -> str:
        return f"snooze {reference(self.key)} {self.until}{_behind(self.note)}"


@dataclass(frozen=True, slots=True)
class Promise:
    """An invoice will be paid on that day."""

    key: str
    day: Moment
    note: str | None = None

    def __str__(self) -> str:
        return f"promise {reference(self.key)} {self.day}{_behind(self.note)}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invoice is paid, and the provider has yet to show it."""

    key: str
    note: str | None = None
    until: Moment | None = None

    def __str__(self) -> str:
        return _printed("waiting", self.key, self.until, self.note)


@dataclass(frozen=True, slots=True)
class Dispute:
    """An invoice is not owed as it stands."""

    key: str
    note: str | None = None
    until: Moment | None = None

    def __str__(self) -> str:
        return _printed("dispute", self.key, self.until, self.note)


@dataclass(frozen=True, slots=True)
class Assign:
    """Ask somebody to see to an invoice: a Slack user id, or ME."""

    key: str
    holder: str
    note: str | None = None

    def __str__(self) -> str:
        whom = ME if self.holder == ME else f"<@{self.holder}>"
        return f"assign {reference(self.key)} {whom}{_behind(self.note)}"


@dataclass(frozen=True, slots=True)
class Mute:
    """Let the reminders of an account, or of one invoice, wait until then."""

    name: str
    until: Moment
    note: str | None = None

    def __str__(self) -> str:
        return f"mute {reference(self.name)} {self.until}{_behind(self.note)}"


@dataclass(frozen=True, slots=True)
class Unmute:
    """Let the reminders of an account, or of one invoice, go on."""

    name: str

    def __str__(self) -> str:
        return f"unmute {reference(self.name)}"


@dataclass(frozen=True, slots=True)
class Note:
    """Add a note to the history of an invoice."""

    key: str
    text: str

    def __str__(self) -> str:
        return f"note {reference(self.key)} {self.text}"


Deed = Ack | Unack | Snooze | Promise | Waiting | Dispute | Assign | Mute | Unmute | Note


def reference(key: str) -> str:
    """A key or name as it must be typed so that it is read as one."""
    pieces = tokens(key)
    plain = len(pieces) == 1 and pieces[0].as_key == key
    if not plain or is_grammar(pieces[0]) or pieces[0].word in moments.LEADING:
        return f'"{key}"'
    if moments.read(pieces) is not None or moments.is_over(
        pieces
    ):  # a number like a date, `24.12.2026`, or a span, `3d`
        return f'"{key}"'
    return key


def own_end(pieces: list[Token]) -> tuple[Moment, int] | None:
    """The moment in `until fri ...` or `for 3 days ...`; None where the words are a note."""
    return moments.read(pieces) if pieces and pieces[0].word in UNTIL else None


def own_end_is_over(pieces: list[Token]) -> bool:
    """True for `until yesterday`; behind `for` stand words of a note: `for last month`."""
    return bool(pieces) and pieces[0].word in UNTIL - {"for"} and moments.is_over(pieces)


def own_end_is_none(pieces: list[Token]) -> bool:
    """True for `for 0d` and `until 2026-13-45`: meant as an end, and not in any calendar."""
    meant = len(pieces) > 1 and pieces[0].word in UNTIL and moments.is_shaped(pieces[1].word)
    return meant and own_end(pieces) is None


def _printed(verb: str, key: str, until: Moment | None, note: str | None) -> str:
    if until is None and note and _begins_like_an_end(tokens(note)):
        return f"{verb} {reference(key)} {_quoted(note)}"
    end = f" until {until}" if until else ""
    return f"{verb} {reference(key)}{end}{_behind(note)}"


def _begins_like_an_end(note: list[Token]) -> bool:
    return own_end(note) is not None or own_end_is_over(note) or own_end_is_none(note)


def _quoted(note: str) -> str:
    quote = "'" if '"' in note else '"'  # or the note would be read as an end
    return f"{quote}{note}{quote}"


def _behind(note: str | None) -> str:
    if not note:
        return ""
    is_past = tokens(note)[:1] and tokens(note)[0].word == "ago"  # of `3d ago`, it would be
    return f" {_quoted(note) if is_past else note}"
