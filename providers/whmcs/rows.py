"""One row of WHMCS' list of invoices, understood. Pure; ValueError gives the reason.

A long list repeats itself: the same few dates, prices and clients in rows that are all
written alike. `Rows` reads such rows by remembering what each text meant, and anything
else the careful way, so that what it gives is always what `careful` would have given.

Where an amount or a date makes no sense the invoice is still one that somebody may owe: it
is kept without that figure, and the reason is added to `odd`.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar

from moneyed import Money

from providers.phpjson import as_object, required
from providers.remembered import Remembered
from providers.values import calendar_date, currency, money, text, whole
from state.model import Account, Invoice, InvoiceKey, Standing

Row = dict[str, Any]
_Sum = tuple[Standing, str, Money]
_Given = ParamSpec("_Given")
_Meant = TypeVar("_Meant")

_STANDINGS = {
    "unpaid": Standing.OPEN,
    "collections": Standing.OPEN,  # handed to a collector, owed all the same
    "payment pending": Standing.PENDING,
    "paid": Standing.PAID,
    "cancelled": Standing.VOID,
    "refunded": Standing.VOID,
    "draft": Standing.VOID,
}
DRAFT = "draft"


class Rows:
    """Reads the rows of one answer for one account."""

    def __init__(self, account: Account, page: str) -> None:
        self._account = account
        self._page = page  # address of an invoice's page, up to its number
        self._sums: Remembered[tuple[str, str, str], _Sum] = Remembered(self._sum)
        self._currencies: Remembered[str, str] = Remembered(self._currency)
        self._days: Remembered[str, date | None] = Remembered(self._day)
        self._companies: Remembered[str, str | None] = Remembered(_company)
        self._people: Remembered[tuple[str, str], str | None] = Remembered(_person)
        self._labels: Remembered[str, str | None] = Remembered(_label)

    def read(self, row: Row, odd: list[str]) -> Invoice | None:
        """The invoice of a row, None for a draft. It does not say how much is still open.

        ValueError for a row that cannot be told from another or says nothing of its status.
        """
        try:
            return self._usual(row)
        except (KeyError, TypeError, ValueError):
            return self.careful(as_object(row), odd)

    def _usual(self, row: Row) -> Invoice:
        """A row whose fields are all there, as texts and a number; an error for any other."""
        number = str(row["id"])
        if not (number.isdecimal() and number.isascii() and number[0] != "0" and len(number) < 19):
            raise ValueError("not the usual number")
        standing, their_status, total = self._sums[row["status"], row["currencycode"], row["total"]]
        company = self._companies[row["companyname"]]
        return Invoice(
            InvoiceKey(self._account.name, number),
            standing,
            their_status,
            total,
            open=None,
            issued=self._days[row["date"]],
            due=self._days[row["duedate"]],
            client=company or self._people[row["firstname"], row["lastname"]],
            label=self._labels[row["invoicenum"]],
            url=self._page + number,
        )

    def _day(self, said: object) -> date | None:
        return calendar_date(said, self._account.timezone)

    def _sum(self, said: tuple[str, str, str]) -> _Sum:
        status, code, total = said
        understood = _understood(status.strip()[:80])
        if not status or understood.word == DRAFT:
            raise ValueError("not the usual row")
        amount = money(total, self._currencies[code])
        return standing_of(understood, amount, None), understood.shown, amount

    def _currency(self, code: str) -> str:
        return currency_of({"currencycode": code}, self._account)

    def careful(self, row: Row, odd: list[str]) -> Invoice | None:
        """Any row at all."""
        status = status_of(row)
        if status.word == DRAFT:
            return None
        number = number_of(row)
        total = self._total(row, odd)
        return Invoice(
            key=InvoiceKey(self._account.name, number),
            standing=standing_of(status, total, None),
            their_status=status.shown,
            total=total,
            open=None,
            issued=tried(odd, "date", self._day, row.get("date")),
            due=tried(odd, "duedate", self._day, row.get("duedate")),
            client=tried(odd, "companyname", _company, row.get("companyname"))
            or tried(odd, "name", _person, (row.get("firstname"), row.get("lastname"))),
            label=tried(odd, "invoicenum", _label, row.get("invoicenum")),
            url=self._page + number,
        )

    def _total(self, row: Row, odd: list[str]) -> Money | None:
        code = tried(odd, "currency", currency_of, row, self._account)
        return None if code is None else tried(odd, "total", money, row.get("total"), code)


def tried(
    odd: list[str],
    name: str,
    read: Callable[_Given, _Meant],
    /,
    *given: _Given.args,
    **more: _Given.kwargs,
) -> _Meant | None:
    """What `read` gives; if it refuses, None, and the reason is added to `odd`."""
    try:
        return read(*given, **more)
    except ValueError as error:
        odd.append(f"{name}: {error}")
        return None


@dataclass(frozen=True, slots=True)
class Status:
    """What one of their words means; `word` is it in small letters."""

    word: str
    shown: str
    standing: Standing


def status_of(answer: Row) -> Status:
    """The status of a row or of an answer about one invoice; an unknown word stays unknown."""
    said = required(answer, "status")
    if not isinstance(said, str):
        return Status("", text(said, 40), Standing.UNKNOWN)
    return _understood(said.strip()[:80])


@lru_cache(64)
def _understood(said: str) -> Status:
    word = said.lower()
    return Status(word, text(said, 40), _STANDINGS.get(word, Standing.UNKNOWN))


def standing_of(status: Status, total: Money | None, balance: Money | None) -> Standing:
    """Where an invoice stands by its status and amounts; one of an unknown total stays open."""
    if status.standing is not Standing.OPEN or total is None:
        return status.standing
    if total.amount <= 0:
        return Standing.VOID  # nobody owes anything on it
    if balance is not None and balance.amount <= 0:
        return Standing.PAID  # paid in full, the status follows later
    return Standing.OPEN


def currency_of(row: Row, account: Account) -> str:
    """The currency of a row, else that of the account."""
    code = text(row.get("currencycode")) or account.currency
    if not code:
        raise ValueError("it names no currency; set `currency` of the account")
    return currency(code)


def number_of(row: Row) -> str:
    """The invoice's id, which is not the number printed on it."""
    number = whole(required(row, "id"))
    if number <= 0:
        raise ValueError(f"{number} is not an invoice id")
    return str(number)


def words(value: object, limit: int) -> str:
    """Text that clients typed; WHMCS keeps it with HTML entities."""
    if isinstance(value, str) and "&" not in value:
        return text(value, limit)
    return text(html.unescape(text(value, 2_000)), limit)


def names_an_amount(row: Row, account: Account) -> bool:
    """Whether a row says an amount and in what currency, be it one that makes sense or not."""
    code = str(row.get("currencycode") or "").strip() or account.currency
    return code is not None and row.get("total") not in (None, "")


def _company(said: object) -> str | None:
    return words(said, 120) or None


def _person(said: tuple[object, object]) -> str | None:
    first, last = said
    return words(f"{text(first)} {text(last)}", 120) or None


def _label(said: object) -> str | None:
    return text(said, 60) or None
