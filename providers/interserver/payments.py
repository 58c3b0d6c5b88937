"""What came in for an invoice, by the rows of payments and refunds beside it. Pure.

Such a row is never an invoice. A payment names the charge it is for in `invoices_extra`; a
refund names the charge or the payment that went back. Only charges that they call unpaid
need this: it shows part payments, which their flag does not know. Where payments cover
everything and the flag still says unpaid, the flag is believed and a person told: an
invoice is closed by their word and not by our sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from moneyed import Money

from providers.room import weight
from providers.values import calendar_date, currency, money, text
from state.model import Account, Line

REFUND = 2
FIRST_PAYMENT = 10
METHODS = {
    10: "PayPal",
    11: "credit card",
    12: "prepaid funds",
    13: "Google",
    14: "Payza",
    15: "a free invoice",
    16: "Bitcoin",
    17: "check",
    18: "Payssion",
    19: "Coinbase",
    20: "Cashfree",
    21: "CC Avenue",
    22: "PayU",
}
DEFAULT_CURRENCY = "USD"

_KEPT = ("invoices_id", "invoices_amount", "invoices_currency", "invoices_date")
_COST = 540  # bytes of a movement beside its words

Row = Mapping[str, Any]


def is_money(kind: int) -> bool:
    """Whether a row of this `invoices_type` moves money; 1 is a charge, others are unknown."""
    return kind == REFUND or kind >= FIRST_PAYMENT


def amount(row: Row, account: Account) -> Money:
    """The amount of a row: in its own currency, else the account's, else dollars."""
    code = row.get("invoices_currency") or account.currency or DEFAULT_CURRENCY
    spelled = row.get("invoices_amount")
    if isinstance(spelled, str) and isinstance(code, str):
        return _price(spelled, code)
    return money(spelled, currency(code))


@lru_cache(maxsize=2_000)
def _price(spelled: str, code: str) -> Money:
    """The same few prices come back each month, thousands of times."""
    return money(spelled, currency(code))


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left of a charge, and why."""

    open: Money
    lines: tuple[Line, ...]  # the charge and what moved; empty where nothing did
    odd: tuple[str, ...]  # movements that could not be counted


@dataclass(frozen=True, slots=True)
class Movements:
    """The payments and refunds of one list, by the number of the row they name."""

    _named: dict[str, dict[str, tuple[int, Row]]] = field(default_factory=dict)

    def note(self, kind: int, row: Row) -> int:
        """Remember a row once; a deleted one, or one that names nothing, moves nothing.

        Gives the bytes that this takes, roughly.
        """
        named = row.get("invoices_extra")
        if not isinstance(named, str) or row.get("invoices_deleted") not in (None, "", "0"):
            return 0
        kept = {name: row.get(name) for name in _KEPT}
        moved = self._named.setdefault(named.strip(), {})
        moved.setdefault(str(kept["invoices_id"]), (kind, kept))
        return _COST + sum(weight(str(value)) for value in (named, *kept.values()))

    def concern(self, number: int) -> bool:
        """Whether anything moved for this charge."""
        return str(number) in self._named

    def balance(self, number: int, total: Money, description: str, account: Account) -> Balance:
        """What is open of a charge that they call unpaid: more than nothing, at most its total."""
        paid = Money(0, total.currency)
        lines, odd = [Line(description or "invoiced", total)], []
        for kind, row in self._of(str(number)):
            try:
                line = _line(kind, row, total, account)
            except ValueError as error:
                odd.append(f"{_name(row)} is not counted: {error}")
                continue
            lines.append(line)
            paid -= line.amount or Money(0, total.currency)
        left = min(total, total - paid)
        if left.amount <= 0:
            odd.append("payments cover it, and still it is called unpaid; ask InterServer")
            left = total
        return Balance(left, tuple(lines) if len(lines) > 1 else (), tuple(odd))

    def _of(self, number: str) -> Sequence[tuple[int, Row]]:
        """The movements of a charge, and the refunds of its payments."""
        direct = self._named.get(number, {})
        back = [
            refund
            for payment in direct
            for refund in self._named.get(payment, {}).values()
            if refund[0] == REFUND
        ]
        return [*direct.values(), *back]


def _line(kind: int, row: Row, total: Money, account: Account) -> Line:
    """A movement as a line: what came in counts against the total, what went back for it."""
    moved = amount(row, account)
    if moved.currency != total.currency:
        raise ValueError(f"it is in {moved.currency.code}, the invoice in {total.currency.code}")
    on = calendar_date(row.get("invoices_date"), account.timezone)
    when = f" on {on}" if on else ""
    if kind == REFUND:
        return Line(f"refunded{when}", abs(moved))
    method = METHODS.get(kind)
    return Line(f"paid{f' by {method}' if method else ''}{when}", -moved)


def _name(row: Row) -> str:
    number = row.get("invoices_id")
    return f"payment {text(number, 30)}" if isinstance(number, str) and number else "a payment"
