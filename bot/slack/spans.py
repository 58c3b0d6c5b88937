"""Spans of days: `7d`, `2w`, `3 weeks`. Pure."""

import re

from bot.slack.language import _
from bot.slack.listing import Misunderstood
from bot.slack.words import NAMERS, UNITS, WHENS, Token, When, is_filler, means

FURTHEST = 3650

_SAID = {1: "", 7: " weeks", 30: " months"}
_NUMBER = re.compile(r"[0-9]+")
_SPAN = re.compile(r"([0-9]+)([a-z]+)")


def read(token: Token, after: list[Token]) -> tuple[str, int] | None:
    """`7d`, `2w` or `7 days` as figure and days a unit; takes the unit off the front."""
    if (match := _SPAN.fullmatch(token.word)) and match[2].removesuffix("s") in UNITS:
        return match[1], UNITS[match[2].removesuffix("s")]
    if _NUMBER.fullmatch(token.word) and after and (unit := means(UNITS, after[0])) is not None:
        after.pop(0)
        return token.word, unit
    return None


def days(figure: str, unit: int) -> int | Misunderstood:
    """So many days ahead, as far as anybody can mean it."""
    if len(figure) <= 4 and int(figure) * unit <= FURTHEST:
        return int(figure) * unit
    hint = _(
        "at most {days} days ahead; for one invoice: {command}",
        days=FURTHEST,
        command=f"`/invoices show {figure[:40]}`",
    )
    return Misunderstood(f"due {figure}{_SAID[unit]}", None, hint)


def horizon(tokens: list[Token]) -> tuple[int | None, list[Token]] | Misunderstood:
    """How many days are to be looked ahead, and the tokens that say something else.

    A span behind `due` is a filter and stays; where there is no other it says both.
    """
    left, kept, found = list(tokens), list[Token](), dict[bool, set[int]]()
    before: list[Token] = []  # what the next token may belong to: `due in`, `client`
    while left:
        token = left.pop(0)
        rest = list(left)
        is_named = bool(before) and means(NAMERS, before[-1]) is not None
        span = None if is_named else read(token, left)
        if span is None:
            goes_on = is_filler(token) and before
            before = [*before, token] if goes_on or _is_due(token) else [token]
            kept.append(token)
            continue
        ahead = days(*span)
        if isinstance(ahead, Misunderstood):
            return ahead
        is_filter = any(map(_is_due, before))
        found.setdefault(is_filter, set()).add(ahead)
        if is_filter:
            kept += [token, *rest[: len(rest) - len(left)]]
        before = []
    return max(found.get(False) or found.get(True) or (), default=None), kept


def _is_due(token: Token) -> bool:
    return means(WHENS, token) is When.DUE
