"""One simulated invoice as it really is: what it costs, who paid what, what became of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Self
from zoneinfo import ZoneInfo

CENT = Decimal("0.01")


def exact(amount: str | Decimal) -> Decimal:
    """Return an amount with two decimals; ValueError when it is none."""
    try:
        value = Decimal(amount)
        cents = value.quantize(CENT)
    except InvalidOperation:
        raise ValueError(f"{amount!r} is not an amount; one looks like 12.50") from None
    if not value.is_finite():
        raise ValueError(f"{amount!r} is not an amount; one looks like 12.50")
    if value != cents:
        raise ValueError(f"{amount!r} has more than two decimals")
    return cents


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in for a bill, and whether it went back again."""

    number: int  # its own number in the provider's books
    amount: Decimal
    at: datetime
    returned_at: datetime | None = None

    @property
    def kept(self) -> Decimal:
        """What of it still counts: nothing once it was returned."""
        return Decimal(0) if self.returned_at else self.amount


@dataclass(frozen=True, slots=True)
class Bill:
    """One invoice in a provider's books. Immutable; the account swaps it for a newer one."""

    number: str
    amount: Decimal
    currency: str
    issued: date
    due: date | None
    description: str
    touched_at: datetime  # of the last change
    client: str | None = None
    module: str = ""  # the provider's department, where it has departments
    service: str = ""  # order number or machine name
    label: str = ""  # the number printed on it, where that is another one
    extras: tuple[tuple[str, Decimal], ...] = ()  # further lines; their amounts are in `amount`
    payments: tuple[Payment, ...] = ()
    cancelled_at: datetime | None = None
    word: str | None = None  # a status that only the provider sets, e.g. Payment Pending

    @property
    def paid(self) -> Decimal:
        """What came in and stayed."""
        return sum((payment.kept for payment in self.payments), Decimal(0))

    @property
    def open(self) -> Decimal:
        """What is still to be paid; nothing once it is cancelled."""
        if self.cancelled_at is not None:
            return Decimal("0.00")
        return max(self.amount - self.paid, Decimal("0.00"))

    @property
    def is_paid(self) -> bool:
        """True once nothing is left to pay, unless it was cancelled."""
        return self.cancelled_at is None and self.open == 0

    @property
    def paid_at(self) -> datetime | None:
        """When the last payment made it whole; None while something is open."""
        if not self.is_paid:
            return None
        return max((p.at for p in self.payments if p.returned_at is None), default=self.touched_at)

    @property
    def lines(self) -> tuple[tuple[str, Decimal], ...]:
        """What it is for, line by line; the amounts add up to the bill's."""
        rest = self.amount - sum((amount for _, amount in self.extras), Decimal(0))
        return ((self.description, rest), *self.extras)

    def issued_at(self, zone: str) -> datetime:
        """When it was written: its day, at a time of day that follows from its number."""
        second = int(self.number) * 7919 % 86_400
        midnight = datetime.combine(self.issued, time(), ZoneInfo(zone))
        return midnight + timedelta(seconds=second)

    def with_payment(self, payment: Payment) -> Self:
        """Return it with one more payment; a special status ends with it."""
        payments = (*self.payments, payment)
        return replace(self, payments=payments, word=None, touched_at=payment.at)

    def returned(self, at: datetime) -> Self:
        """Return it with all money gone back and no cancellation, so it is owed again."""
        payments = tuple(
            payment if payment.returned_at else replace(payment, returned_at=at)
            for payment in self.payments
        )
        return replace(self, payments=payments, cancelled_at=None, word=None, touched_at=at)
