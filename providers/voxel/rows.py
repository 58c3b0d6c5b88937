"""One invoice of Voxel's list, understood. Pure; ValueError for one that has no number.

There is no status: an invoice is paid when nothing is due on it. It is only taken for closed
if each of its amounts can be read; whatever makes no sense stays unknown and is named.
"""

import re
from datetime import date
from typing import TypeAlias

from moneyed import Money

from providers.remembered import Remembered
from providers.values import calendar_date, currency, money, text, whole
from state.model import Account, Invoice, InvoiceKey, Line, Standing

Written: TypeAlias = tuple[str, ...]
"""What an invoice says, word for word: number, due date, date of issue, comment; then words
and units of each of the AMOUNTS; then of each position kind and number of its service,
description, amount and units. One flat row, as a pattern finds it; what is missing is "".
"""

AMOUNTS = ("amount", "amount_due", "amount_credited", "amount_paid")
HEAD = 4 + 2 * len(AMOUNTS)
POSITION = 5
_NUMBER, _DUE, _ISSUED, _COMMENT = range(4)
_PLACE = {name: 4 + 2 * place for place, name in enumerate(AMOUNTS)}
MOST_LINES = 40

_NO_CURRENCY = ("", "unknown")
_MOMENT = re.compile(
    r"([12]\d{3}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d[+-](?:0\d|1[0-4])[0-5]\d", re.ASCII
)


class Rows:
    """Reads the invoices of one list; what a text meant once it means again."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._amounts: Remembered[tuple[str, str], Money] = Remembered(self._money)
        self._days: Remembered[str, date | None] = Remembered(self._day)
        self._titles: Remembered[str, str] = Remembered(_title)
        self._lines: Remembered[tuple[str, str, str], Line] = Remembered(self._line)

    def read(self, said: Written, odd: list[str]) -> Invoice:
        """The invoice; every figure of it that could not be read is added to `odd`."""
        number = _number(said[_NUMBER])
        total = self._amount(said, "amount", odd)
        due = self._amount(said, "amount_due", odd)
        if _differ(total, due):
            odd.append("its amounts are in different currencies")
            total = due = None
        standing, status = self._standing(said, total, due, odd)
        lines = self._positions(said)
        return Invoice(
            InvoiceKey(self._account.name, number),
            standing,
            status,
            total,
            open=due if due is None or due.amount > 0 else Money(0, due.currency),
            issued=self._date("date_issued", said[_ISSUED], odd),
            due=self._date("date_due", said[_DUE], odd),
            description=_description(said, lines) or self._titles[said[_COMMENT]],
            service=text(f"{said[HEAD]} {said[HEAD + 1]}", 80) or None if lines else None,
            lines=lines,
        )

    def _standing(
        self, said: Written, total: Money | None, due: Money | None, odd: list[str]
    ) -> tuple[Standing, str]:
        """Voxel has no words for it; these are for people. `odd` holds odd amounts so far."""
        if due is None:
            return Standing.UNKNOWN, "amount due unknown"
        if due.amount > 0:
            is_part = total is not None and due.amount < total.amount
            return Standing.OPEN, "partly paid" if is_part else "unpaid"
        is_credited = self._is_credited(said, odd)
        if odd:
            return Standing.UNKNOWN, "nothing due, other amounts unknown"
        return (Standing.VOID, "credited") if is_credited else (Standing.PAID, "paid")

    def _is_credited(self, said: Written, odd: list[str]) -> bool:
        """Whether it was closed by a credit alone: nobody paid it, nobody has to."""
        if not (said[_PLACE["amount_credited"]] and said[_PLACE["amount_paid"]]):
            return False
        credited = self._amount(said, "amount_credited", odd)
        paid = self._amount(said, "amount_paid", odd)
        return credited is not None and paid is not None and credited.amount > 0 >= paid.amount

    def _amount(self, said: Written, name: str, odd: list[str]) -> Money | None:
        place = _PLACE[name]
        words = said[place]
        try:
            return self._amounts[words, said[place + 1]]
        except ValueError as error:
            odd.append(f"{name}: {error}" if words.strip() else f"{name} is missing")
            return None

    def _money(self, said: tuple[str, str]) -> Money:
        amount, units = said
        code = self._account.currency if units.strip() in _NO_CURRENCY else units
        if amount.strip() and not code:
            raise ValueError("it names no currency; set `currency` of the account")
        return money(amount, currency(code))

    def _date(self, name: str, words: str, odd: list[str]) -> date | None:
        moment = _MOMENT.fullmatch(words)  # most differ in their time only
        try:
            return self._days[moment[1] if moment else words]
        except ValueError as error:
            odd.append(f"{name}: {error}")
            return None

    def _day(self, said: str) -> date | None:
        return calendar_date(said, self._account.timezone)

    def _positions(self, said: Written) -> tuple[Line, ...]:
        places = range(HEAD, min(len(said), HEAD + MOST_LINES * POSITION), POSITION)
        return tuple([self._lines[said[at + 2], said[at + 3], said[at + 4]] for at in places])

    def _line(self, said: tuple[str, str, str]) -> Line:
        """A position; an amount that cannot be read must not hide the invoice's own amounts."""
        description, amount, units = said
        try:
            return Line(_title(description), self._amounts[amount, units])
        except ValueError:
            return Line(_title(description))


def _differ(total: Money | None, due: Money | None) -> bool:
    if total is None or due is None or total.currency is due.currency:
        return False
    return total.currency != due.currency


def _title(said: str) -> str:
    return text(said, 200)


def _number(said: str) -> str:
    if not said:
        raise ValueError("id is missing")
    if said.isdecimal() and said.isascii() and said[0] != "0" and len(said) < 19:
        return str(said)  # as nearly all are
    number = whole(said)
    if number <= 0:
        raise ValueError(f"{number} is not an invoice id")
    return str(number)


def _description(said: Written, lines: tuple[Line, ...]) -> str:
    if not lines:
        return ""
    count = (len(said) - HEAD) // POSITION
    more = f" and {count - 1} more" if count > 1 else ""
    return lines[0].description and lines[0].description + more
