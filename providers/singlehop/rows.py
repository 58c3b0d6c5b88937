"""One row of LEAP's list of invoices, understood. Pure; ValueError gives the reason.

A long list repeats itself, so `Rows` reads what is written as usual by remembering what
each text meant, and anything else the careful way: what it gives is always what `careful`
would have given.
"""

import re
from datetime import date
from typing import Any

from moneyed import Money

from providers.phpjson import as_object, required
from providers.values import Remembered, calendar_date, currency, flag, money, text
from state.model import Account, Invoice, InvoiceKey, Standing

Row = dict[str, Any]
_Sums = tuple[Standing, Money, Money]

_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,40}", re.ASCII)  # it becomes part of an address

_NO = (False, "FALSE", "false", "0")


class Rows:
    """Reads the rows of one answer for one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._unpaid: Remembered[tuple[str, str], _Sums] = Remembered(self._sums)
        self._days: Remembered[str, date | None] = Remembered(self._day)

    def read(self, row: Row) -> Invoice:
        """The invoice of a row."""
        try:
            return self._usual(row)
        except (KeyError, TypeError, ValueError):
            return self.careful(as_object(row))

    def _usual(self, row: Row) -> Invoice:
        """An unpaid row whose fields are all there, as texts; an error for any other."""
        number = row["id"]
        if row["paid"] not in _NO or not _NUMBER.fullmatch(number):
            raise ValueError("not the usual row")
        standing, total, due = self._unpaid[row["amount"], row["amount_unpaid"]]
        return Invoice(
            InvoiceKey(self._account.name, number),
            standing,
            "unpaid",
            total,
            due,
            issued=self._day(row["created"]),
            due=self._days[row["due"]],
        )

    def _sums(self, written: tuple[str, str]) -> _Sums:
        row = dict(zip(("amount", "amount_unpaid"), written, strict=True))
        total, due = (self._money(row, name) for name in row)
        return _standing(total, due, is_paid=False), total, due

    def _money(self, row: Row, name: str) -> Money:
        return money(required(row, name), currency_of(self._account))

    def _day(self, written: object) -> date | None:
        return calendar_date(written, self._account.timezone)

    def careful(self, row: Row) -> Invoice:
        """Any row at all."""
        is_paid = flag(required(row, "paid"))
        total, due = self._money(row, "amount"), self._money(row, "amount_unpaid")
        return Invoice(
            key=InvoiceKey(self._account.name, number_of(row)),
            standing=_standing(total, due, is_paid=is_paid),
            their_status="paid" if is_paid else "unpaid",
            total=total,
            open=due,
            issued=self._day(said(row, "created")),
            due=self._day(said(row, "due")),
        )


def _standing(total: Money, due: Money, *, is_paid: bool) -> Standing:
    if is_paid:  # with something still open it contradicts itself
        return Standing.UNKNOWN if due.amount > 0 else Standing.PAID
    if due.amount > 0:
        return Standing.OPEN
    return Standing.PAID if total.amount > 0 else Standing.VOID


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
