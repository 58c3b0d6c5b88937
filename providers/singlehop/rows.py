"""One row of LEAP's list of invoices, understood. Pure; ValueError for one without a number.

A figure that cannot be read stays unknown and is named; it closes no invoice.

A long list repeats itself, so `Rows` reads what is written as usual by remembering what
each text meant, and anything else the careful way: what it gives is always what `careful`
would have given.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from moneyed import Money

from providers.phpjson import as_object, required
from providers.remembered import Remembered
from providers.values import calendar_date, currency, flag, money, text
from state.model import Account, Invoice, InvoiceKey, Standing

Row = dict[str, Any]
_Sums = tuple[Standing, Money, Money]
_Meant = TypeVar("_Meant")

_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,40}", re.ASCII)  # it becomes part of an address
_UNIX = re.compile(r"[1-9]\d{8,9}", re.ASCII)  # hardly two rows were made in the same second

_NO = (False, "FALSE", "false", "0")
_STATUS = {True: "paid", False: "unpaid", None: "unknown"}


class Rows:
    """Reads the rows of one answer for one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._currency = currency_of(account)
        self._zone = ZoneInfo(account.timezone)
        self._unpaid: Remembered[tuple[str, str], _Sums] = Remembered(self._sums)
        self._days: Remembered[str, date | None] = Remembered(self._day)

    def read(self, row: Row, odd: list[str]) -> Invoice:
        """The invoice of a row; what of it could not be read is added to `odd`."""
        try:
            return self._usual(row)
        except (KeyError, TypeError, ValueError):
            return self.careful(as_object(row), odd)

    def _usual(self, row: Row) -> Invoice:
        """An unpaid row whose fields are all there, as texts; an error for any other."""
        number, created = row["id"], row["created"]
        if row["paid"] not in _NO or not (_NUMBER.fullmatch(number) and _UNIX.fullmatch(created)):
            raise ValueError("not the usual row")
        standing, total, due = self._unpaid[row["amount"], row["amount_unpaid"]]
        return Invoice(
            InvoiceKey(self._account.name, number),
            standing,
            "unpaid",
            total,
            due,
            issued=datetime.fromtimestamp(int(created), self._zone).date(),
            due=self._days[row["due"]],
        )

    def _sums(self, written: tuple[str, str]) -> _Sums:
        total = self._money(written[0])
        due = total if written[1] == written[0] else self._money(written[1])
        return _standing(total, due, is_paid=False), total, due

    def _money(self, written: object) -> Money:
        return money(written, self._currency)

    def _day(self, written: object) -> date | None:
        return calendar_date(written, self._account.timezone)

    def careful(self, row: Row, odd: list[str]) -> Invoice:
        """Any row that has a number; ValueError for one that has none."""
        number = number_of(row)
        is_paid = _understood("paid", row, flag, odd)
        total, due = (
            _understood(name, row, self._money, odd) for name in ("amount", "amount_unpaid")
        )
        return Invoice(
            key=InvoiceKey(self._account.name, number),
            standing=_standing(total, due, is_paid=is_paid),
            their_status=_STATUS[is_paid],
            total=total,
            open=due,
            issued=self._date(row, "created", odd),
            due=self._date(row, "due", odd),
        )

    def _date(self, row: Row, name: str, odd: list[str]) -> date | None:
        try:
            return self._day(said(row, name))
        except ValueError as error:
            odd.append(f"{name}: {error}")
            return None


def _understood(
    name: str, row: Row, read: Callable[[object], _Meant], odd: list[str]
) -> _Meant | None:
    """A field that has to be there; None if it is not, or makes no sense."""
    try:
        found = required(row, name)
    except ValueError as error:
        odd.append(str(error))
        return None
    try:
        return read(found)
    except ValueError as error:
        odd.append(f"{name}: {error}")
        return None


def _standing(total: Money | None, due: Money | None, *, is_paid: bool | None) -> Standing:
    """Only a row that can be read as a whole closes an invoice."""
    if is_paid is None:
        return Standing.UNKNOWN
    if due is None or due.amount > 0:  # if it is paid, the row contradicts itself
        return Standing.UNKNOWN if is_paid else Standing.OPEN
    if total is None:
        return Standing.UNKNOWN
    return Standing.PAID if is_paid or total.amount > 0 else Standing.VOID


def said(row: Row, name: str) -> object:
    """A field; nothing was said if it is an empty object or list, LEAP's way of leaving it out."""
    found = row.get(name)
    return None if found in ({}, []) else found


def currency_of(account: Account) -> str:
    """LEAP names no currency: that of the account, else dollars."""
    return currency(account.currency or "USD")


def number_of(row: Row) -> str:
    """The id as it is written: leading zeros belong to it."""
    found = required(row, "id")
    number = text(found, 60)
    if isinstance(found, bool) or not _NUMBER.fullmatch(number):
        raise ValueError("its id is not an invoice number")
    return number
