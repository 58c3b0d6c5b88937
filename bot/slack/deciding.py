"""Reads the commands that change something: `snooze KEY 3d`, `assign KEY @user`. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.slack import moments
from bot.slack.deeds import (
    ME,
    Ack,
    Assign,
    Deed,
    Dispute,
    Mute,
    Note,
    Promise,
    Snooze,
    Unack,
    Unmute,
    Waiting,
    own_end,
    own_end_is_none,
    own_end_is_over,
    reference,
)
from bot.slack.filters import Misunderstood
from bot.slack.language import _
from bot.slack.moments import Moment
from bot.slack.words import NAMERS, Token, is_filler, is_in, looks_like_key, readable

_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,20})(?:\|[^<>]*)?>[,;:.]*")
_EXAMPLE = "acme-vps/7514880"


@dataclass(frozen=True, slots=True)
class _Said:
    """A typed line with its key found: what stands behind the key, and the key."""

    line: str
    key: Token
    rest: list[Token]

    def note(self, used: int = 0) -> str | None:
        """The words behind the key and the pieces used."""
        end = self.rest[used - 1].end if used else self.key.end
        return note_in(self.line[end:])


def read(verb: str, pieces: list[Token], line: str) -> Deed | Misunderstood:
    """The decision that a line is about; `verb` is its meaning, not its spelling."""
    return _READERS[verb](pieces, line)


def note_in(text: str) -> str | None:
    """The words of a note, without the quotes that somebody put around the whole of it."""
    note = " ".join(readable(text).split())
    while len(note) > 1 and note[0] in "\"'" and note.find(note[0], 1) == len(note) - 1:
        note = note[1:-1].strip()
    return note or None


def which(verb: str, example: str = "") -> Misunderstood:
    """No invoice was named."""
    typed = f"{verb} {_EXAMPLE} {example}".rstrip()
    hint = _("say which invoice: {command}", command=f"`/invoices {typed}`")
    return Misunderstood(verb, None, hint)


def first_told(pieces: Sequence[Token]) -> int | None:
    """Where the first piece stands that is not a word of politeness."""
    return next((at for at, piece in enumerate(pieces) if not is_filler(piece)), None)


def _said(pieces: list[Token], line: str) -> _Said | None:
    at = first_told(pieces[1:])
    if at is None:
        return None
    key, rest = pieces[1 + at], pieces[2 + at :]
    # `7514880 ack`: the verb stands behind the key then, and belongs to it
    begin = max(key, pieces[0], key=lambda piece: piece.end)
    return _Said(line, Token(key.text, key.quoted, begin.end), rest)


def _usual(
    verb: str, make: Callable[[str, str | None, Moment | None], Deed]
) -> Callable[[list[Token], str], Deed | Misunderstood]:
    """`ack KEY [until MOMENT] [note]`: what lasts its usual time unless somebody says."""

    def reader(pieces: list[Token], line: str) -> Deed | Misunderstood:
        said = _said(pieces, line)
        if said is None:
            return which(verb)
        if own_end_is_over(said.rest):
            return _over(verb, said, said.rest)
        until = own_end(said.rest)
        if until is None and own_end_is_none(said.rest):
            return _until_when(verb, said, "until ")
        if until is None:
            return make(said.key.as_key, said.note(), None)
        return make(said.key.as_key, said.note(until[1]), until[0])

    return reader


def _timed(
    verb: str, make: Callable[[str, Moment, str | None], Deed]
) -> Callable[[list[Token], str], Deed | Misunderstood]:
    """`snooze KEY MOMENT [note]`, or the moment first: `snooze 3d KEY`."""

    def reader(pieces: list[Token], line: str) -> Deed | Misunderstood:
        if moments.is_over(pieces[1:]):
            return _over(verb, None, pieces[1:])
        early = moments.read(pieces[1:])
        if early and (said := _behind(early[1], pieces, line)):
            return make(said.key.as_key, early[0], said.note())
        said = _said(pieces, line)
        if said is None:
            return which(verb, "3d")
        if moments.is_over(said.rest):
            return _over(verb, said, said.rest)
        found = moments.read(said.rest)
        if found is None:
            return _until_when(verb, said)
        return make(said.key.as_key, found[0], said.note(found[1]))

    return reader


def _behind(used: int, pieces: list[Token], line: str) -> _Said | None:
    """What is said behind a moment that came first; None if no key stands there."""
    said = _said([pieces[0], *pieces[1 + used :]], line)
    return said if said and looks_like_key(said.key) else None


def _until_when(verb: str, said: _Said, until: str = "") -> Misunderstood:
    example = f"`/invoices {verb} {_example(verb)} {until}2026-12-01`"
    when = "`fri`" if verb == "promise" else "`3d`"
    hint = _("say until when: {command}, or {when} instead of the date", command=example, when=when)
    return Misunderstood(f"{verb} {reference(said.key.as_key)}", None, hint)


def _example(verb: str) -> str:
    """Accounts are muted more often than single invoices."""
    return "acme-vps" if verb == "mute" else _EXAMPLE


def _over(verb: str, said: _Said | None, pieces: Sequence[Token]) -> Misunderstood:
    """A time in the past was named; which ones can be named is told."""
    read = f"{verb} {reference(said.key.as_key)}" if said else verb
    until = "" if verb in ("snooze", "promise", "mute") else "until "
    example = f"`/invoices {verb} {_example(verb)} {until}2026-12-01`"
    if verb == "promise":
        hint = _(
            "that day is over; name today or a later one: {command}, or {when} instead of the date",
            command=example,
            when="`today`, `fri`, `1 dec`",
        )
    else:
        hint = _(
            "that is over; name a later time: {command}, or {when} instead of the date",
            command=example,
            when="`tomorrow`, `fri`, `3d`",
        )
    return Misunderstood(f"{read} {until}{moments.past(pieces)}", None, hint)


def _unack(pieces: list[Token], line: str) -> Deed | Misunderstood:
    said = _said(pieces, line)
    return Unack(said.key.as_key) if said else which("unack")


def _mute(pieces: list[Token], line: str) -> Deed | Misunderstood:
    if first_told(_without_namer(pieces)[1:]) is None:
        hint = _("say which account: {command}", command="`/invoices mute acme-vps 7d`")
        return Misunderstood("mute", None, hint)
    return _TIMED_MUTE(_without_namer(pieces), line)


def _unmute(pieces: list[Token], line: str) -> Deed | Misunderstood:
    said = _said(_without_namer(pieces), line)
    if said is None:
        hint = _("say which account: {command}", command="`/invoices unmute acme-vps`")
        return Misunderstood("unmute", None, hint)
    return Unmute(said.key.as_key)


def _without_namer(pieces: list[Token]) -> list[Token]:
    """`mute account acme-vps 7d` is `mute acme-vps 7d`."""
    at = first_told(pieces[1:])
    if at is None or not is_in(NAMERS, pieces[1 + at]):
        return pieces
    return [pieces[0], *pieces[2 + at :]]


def _note(pieces: list[Token], line: str) -> Deed | Misunderstood:
    said = _said(pieces, line)
    if said is None:
        return which("note", "asked them again")
    text = said.note()
    if text is None:
        example = f"`/invoices note {_EXAMPLE} asked them again`"
        hint = _("say what to note: {command}", command=example)
        return Misunderstood(f"note {reference(said.key.as_key)}", None, hint)
    return Note(said.key.as_key, text)


def _assign(pieces: list[Token], line: str) -> Deed | Misunderstood:
    """`assign KEY [to] @user [note]`; Slack sends the person's id along."""
    said = _said(pieces, line)
    if said is None:
        return which("assign", "@user")
    for used, piece in enumerate(said.rest, 1):
        if piece.word in (ME, "myself"):
            return Assign(said.key.as_key, ME, said.note(used))
        if not piece.quoted and (person := _PERSON.fullmatch(piece.text)):
            return Assign(said.key.as_key, person[1], said.note(used))
        if not is_filler(piece):
            break
    example = f"`/invoices assign {_EXAMPLE} @user`"
    hint = _("pick one person from the list that Slack shows: {command}", command=example)
    return Misunderstood(f"assign {reference(said.key.as_key)}", None, hint)


_TIMED_MUTE = _timed("mute", Mute)
_READERS: dict[str, Callable[[list[Token], str], Deed | Misunderstood]] = {
    "ack": _usual("ack", Ack),
    "unack": _unack,
    "snooze": _timed("snooze", Snooze),
    "promise": _timed("promise", Promise),
    "waiting": _usual("waiting", Waiting),
    "dispute": _usual("dispute", Dispute),
    "assign": _assign,
    "mute": _mute,
    "unmute": _unmute,
    "note": _note,
}
DECISIONS = frozenset(_READERS)
