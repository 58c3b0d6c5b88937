"""What LEAP's views say of the whole account: aging, balances, and what is left of credits.

Pure. Every view repeats it, and one that was kept from an earlier check says it as of then:
the newest that says anything counts. How these figures are spelled is not documented, so
whatever makes no sense is named and spoils nothing.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, document, required
from providers.singlehop.parse import credit_name, credits_of, viewed
from providers.singlehop.rows import currency_of
from providers.values import money, text
from state.model import Account, Line, Unread

MOST_CREDITS = 20  # shown
MOST_COUNTED = 1_000

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
    aged: Mapping[str, object] = {}
    balances: Mapping[str, object] = {}
    credits_left = _Credits(account)
    for name, body in parts:  # one view at a time: all of them would fill the memory
        if name.startswith("view "):
            details = _details(name, body)
            aged = _told(details, "aged", _AGING) or aged
            balances = _told(details, "summary", _BALANCES) or balances
            credits_left.count(details)
    odd: list[str] = []
    lines = _figures(aged, _AGING, account, odd)
    lines += _figures(balances, _BALANCES, account, odd)
    lines += credits_left.lines()
    return tuple(lines), (Unread("account", "; ".join(odd)),) if odd else ()


def _details(name: str, body: bytes) -> dict[str, Any]:
    """The details of a view; none if it is odd, which is told where its invoice is read."""
    try:
        data = viewed(name.removeprefix("view "), document(body))
        return as_object(data["details"])
    except ValueError:
        return {}


def _told(details: dict[str, Any], part: str, names: Mapping[str, str]) -> Mapping[str, object]:
    """The figures that a view gives; none if it has none."""
    group = details.get(part)
    if not isinstance(group, dict):
        return {}
    return {name: one for name in names if (one := _alone(group.get(name))) is not None}


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


class _Credits:
    """Credits of which the unpaid invoices use only a part, below zero like all credits.

    The rest may have gone into an invoice that is paid, or not be used at all; a view does
    not say. Of those that come after the first thousand nothing is told.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._left: dict[str, Money] = {}
        self._names: dict[str, str] = {}

    def count(self, details: dict[str, Any]) -> None:
        """Count what one view says; what makes no sense is shown where it is used."""
        try:
            used = credits_of(details)
        except ValueError:
            return  # told in a line of the invoice
        for credit in used:
            with suppress(ValueError):  # where it is used it is shown without an amount
                self._count(credit)

    def _count(self, credit: dict[str, Any]) -> None:
        number = text(required(credit, "credit_id"), 40)
        if number not in self._names and len(self._names) >= MOST_COUNTED:
            return
        whole, used = (_amount(required(credit, part), self._account) for part in _WHOLE_AND_USED)
        self._names[number] = credit_name("Credit not used on unpaid invoices", credit)
        self._left[number] = self._left.get(number, -abs(whole)) + abs(used)

    def lines(self) -> list[Line]:
        """A line for each of which something is left."""
        in_order = sorted(self._names, key=lambda number: (len(number), number))
        rest = [
            Line(self._names[number], self._left[number])
            for number in in_order
            if self._left[number].amount < 0
        ]
        return rest[:MOST_CREDITS]


def _amount(value: object, account: Account) -> Money:
    return money(value, currency_of(account))
