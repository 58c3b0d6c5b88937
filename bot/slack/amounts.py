"""Amounts in a question: `over 100 USD`, `less than 1,250.50`, `under €2k`. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from moneyed import CURRENCIES

from bot.slack.language import _
from bot.slack.listing import Misunderstood, Threshold
from bot.slack.words import Token

_AMOUNT = re.compile(
    r"(?:([a-z]{3}|[$€£¥]) ?)?"
    r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,6})?)(k)?"
    r"(?: ?([a-z]{3}|[$€£¥]))?"
)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}  # said back, so a misreading is seen


def limits(thresholds: Iterable[Threshold]) -> tuple[Threshold | None, Threshold | None]:
    """The stricter of each side; a currency named on one side holds for both."""
    by_amount = sorted(thresholds, key=lambda one: (one.amount, one.currency or ""))
    over = [one for one in by_amount if one.side == "over"][-1:]
    under = [one for one in by_amount if one.side == "under"][:1]
    currency = next((one.currency for one in over + under if one.currency), None)
    return _in(over, currency), _in(under, currency)


def _in(found: list[Threshold], currency: str | None) -> Threshold | None:
    return replace(found[0], currency=currency) if found else None


def read(left: list[Token], word: str, side: str) -> Threshold | Misunderstood:
    """`over 100`, `over 100 USD`, `more than USD 100`, `under 1,250.50usd`."""
    if left and left[0].word == "than":
        left.pop(0)
    ahead = [token.word for token in left[:2]]
    for used in (2, 1):
        threshold = _threshold(" ".join(ahead[:used]), side) if len(ahead) >= used else None
        if threshold:
            del left[:used]
            return threshold
    typed = " ".join([word, *ahead[:1]]).rstrip()
    example = f"`/invoices {side} 100 USD`"
    hint = _("say an amount and a currency, e.g. {command}", command=example)
    return Misunderstood(typed, None, hint)


def _threshold(text: str, side: str) -> Threshold | None:
    match = _AMOUNT.fullmatch(text)
    if match is None or (match[1] and match[4]):
        return None
    named = match[1] or match[4] or ""
    currency = _SIGNS.get(named, named.upper()) or None
    if currency and currency not in CURRENCIES:
        return None
    amount = Decimal(match[2].replace(",", ""))
    return Threshold((amount * 1000).normalize() if match[3] else amount, currency, side)
