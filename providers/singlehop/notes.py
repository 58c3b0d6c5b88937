"""What LEAP's views say of the whole account: aging, balances, and what is left of credits.

Pure. Every view repeats it, and one that was kept from an earlier check says it as of then:
the newest that says anything counts. How these figures are spelled is not documented, so
whatever makes no sense is named and spoils nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, document, required
from providers.singlehop.parse import credit_name, credits_of, viewed
from providers.singlehop.rows import currency_of
from providers.values import money, text
from state.model import Account, Line, Unread

MOST_CREDITS = 20

_AGING = {
    "aged_current": "Aging: not yet due",
    "aged_zero_thirty": "Aging: 1 to 30 days",
    "aged_thirty_sixty": "Aging: 31 to 60 days",
    "aged_sixty_ninety": "Aging: 61 to 90 days",
    "aged_ninety_onetwenty": "Aging: 91 to 120 days",
    "aged_onetwenty_plus": "Aging: more than 120 days",
}
_WHOLE_AND_USED = ("amount", "value")
_BALANCES = {"prior_balance": "Past due balance", "account_balance": "Account balance"}


def notes(
    parts: Iterable[tuple[str, bytes]], account: Account
) -> tuple[tuple[Line, ...], tuple[Unread, ...]]:
    """A line for each figure of the account that is not zero, and what could not be read.

    `parts` as in `parse.read`, the views in the order in which they were asked for.
    """
    views = [_details(name, body) for name, body in parts if name.startswith("view ")]
    odd: list[str] = []
    lines = _figures(_newest(views, "aged", _AGING), _AGING, account, odd)
    lines += _figures(_newest(views, "summary", _BALANCES), _BALANCES, account, odd)
    lines += _credits_left(views, account)
    return tuple(lines), (Unread("account", "; ".join(odd)),) if odd else ()


def _details(name: str, body: bytes) -> dict[str, Any]:
    """The details of a view; none if it is odd, which is told where its invoice is read."""
    try:
        data = viewed(name.removeprefix("view "), document(body))
        return as_object(data["details"])
    except ValueError:
        return {}


def _newest(
    views: list[dict[str, Any]], part: str, names: Mapping[str, str]
) -> Mapping[str, object]:
    """The figures that the newest view which has any gives."""
    for details in reversed(views):
        group = details.get(part)
        if isinstance(group, dict):
            told = {name: one for name in names if (one := _alone(group.get(name))) is not None}
            if told:
                return told
    return {}


def _alone(value: object) -> object:
    """A figure written as such, or as the only member of an object or list; None for none."""
    if isinstance(value, dict | list):
        members = list(value.values() if isinstance(value, dict) else value)
        value = members[0] if len(members) == 1 else None
    return None if value == "" or isinstance(value, dict | list) else value


def _figures(
    told: Mapping[str, object], words: Mapping[str, str], account: Account, odd: list[str]
) -> list[Line]:
    found: list[Line] = []
    for name, value in told.items():
        try:
            amount = _amount(value, account)
        except ValueError as error:
            odd.append(f"{words[name]}: {error}")
            continue
        if amount.amount:
            found.append(Line(words[name], amount))
    return found


def _credits_left(views: list[dict[str, Any]], account: Account) -> list[Line]:
    """Credits of which the unpaid invoices use only a part, below zero like all credits.

    The rest may have gone into an invoice that is paid, or not be used at all; a view does
    not say.
    """
    left: dict[str, Money] = {}
    names: dict[str, str] = {}
    for credit in _credits(views):
        try:
            number = text(required(credit, "credit_id"), 40)
            whole, used = (_amount(required(credit, part), account) for part in _WHOLE_AND_USED)
            names[number] = credit_name("Credit not used on unpaid invoices", credit)
        except ValueError:
            continue  # where it is used it is shown without an amount
        left[number] = left.get(number, -abs(whole)) + abs(used)
    in_order = sorted(names, key=lambda number: (len(number), number))
    rest = [Line(names[number], left[number]) for number in in_order if left[number].amount < 0]
    return rest[:MOST_CREDITS]


def _credits(views: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for details in views:
        try:
            yield from credits_of(details)
        except ValueError:
            continue  # told in a line of the invoice


def _amount(value: object, account: Account) -> Money:
    return money(value, currency_of(account))
