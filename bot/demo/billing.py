"""The ground truth of one simulated account: its books, its credentials and its bad days."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from threading import RLock
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from bot.demo.bills import Bill, Payment, exact

ProviderName = Literal["interserver", "whmcs", "voxel", "singlehop"]
Fault = Literal[
    "down",  # 503, plain text
    "dropped",  # the connection ends in the middle of the answer
    "wrong_password",  # the credentials are refused, as this provider refuses them
    "html",  # a web page with status 200
    "cut",  # a complete HTTP answer whose body stops half-way
    "empty",  # every list is empty and no number is known
    "slow",  # the right answer, after World.slow_seconds
    "rate_limited",  # 429, Retry-After: 30
    "maintenance",  # 503, a web page
]
FAULTS: tuple[Fault, ...] = get_args(Fault)
FIRST_PAYMENT = 90_000_001  # payments are numbered far away from the bills


class BillingAccount:
    """One customer's books at a provider. Safe to use from any thread.

    `credentials` are the ones that are accepted, by the name of the configuration's
    option; changing one locks out whoever still uses the old one. `settings` are the
    further lines that the account has in duewatch.toml.
    """

    def __init__(
        self,
        name: str,
        provider: ProviderName,
        clock: Callable[[], datetime],
        *,
        credentials: Mapping[str, str],
        timezone: str,
        currency: str = "USD",
        settings: Mapping[str, str | tuple[str, ...]] | None = None,
    ) -> None:
        self.name = name
        self.provider: ProviderName = provider
        self.credentials = dict(credentials)
        self.timezone = timezone
        self.currency = currency
        self.settings = dict(settings or {})
        self.page_cap = 250  # rows of one page, however many are asked for
        self.sessions: set[str] = set()
        self.asked: deque[str] = deque(maxlen=1000)  # the operations called, latest last
        self.calls = 0
        self._fault: Fault | None = None
        self._clock = clock
        self._lock = RLock()
        self._bills: dict[str, Bill] = {}
        self._in_order: tuple[Bill, ...] | None = None  # until the next change
        self._clients: dict[str, int] = {}
        self._payment_numbers = count(FIRST_PAYMENT)

    # what a person at the provider does

    def add(  # noqa: PLR0913 -- one argument for each thing that stands on an invoice
        self,
        number: str | int,
        amount: str | Decimal,
        *,
        due: date | None,
        issued: date | None = None,
        currency: str | None = None,
        description: str = "Hosting",
        client: str | None = None,
        module: str = "vps",
        service: str | int = "",
        label: str = "",
        extras: Iterable[tuple[str, str]] = (),
    ) -> Bill:
        """Write an invoice, issued today unless told otherwise."""
        bill = Bill(
            number=str(number),
            amount=exact(amount),
            currency=currency or self.currency,
            issued=issued or self.today(),
            due=due,
            description=description,
            touched_at=self._clock(),
            client=client,
            module=module,
            service=str(service),
            label=label,
            extras=tuple((text, exact(part)) for text, part in extras),
        )
        return self._enter(bill)

    def pay(
        self, number: str | int, amount: str | Decimal | None = None, at: datetime | None = None
    ) -> Bill:
        """Record a payment: of the whole open amount, or of `amount`."""
        with self._lock:
            bill = self.bill(number)
            paid = bill.open if amount is None else exact(amount)
            payment = Payment(next(self._payment_numbers), paid, at or self._clock())
            return self._put(bill.with_payment(payment))

    def amend(
        self,
        number: str | int,
        amount: str | Decimal | None = None,
        due: date | None = None,
        description: str | None = None,
    ) -> Bill:
        """Correct an invoice; what is not given stays."""
        with self._lock:
            bill = self.bill(number)
            changed = replace(
                bill,
                amount=bill.amount if amount is None else exact(amount),
                due=due or bill.due,
                description=description or bill.description,
                touched_at=self._clock(),
            )
            return self._put(changed)

    def cancel(self, number: str | int, at: datetime | None = None) -> Bill:
        """Call an invoice off; the provider still knows it."""
        with self._lock:
            when = at or self._clock()
            changed = replace(self.bill(number), cancelled_at=when, word=None, touched_at=when)
            return self._put(changed)

    def reopen(self, number: str | int, at: datetime | None = None) -> Bill:
        """Give the money back or undo the cancellation: it is owed again."""
        with self._lock:
            return self._put(self.bill(number).returned(at or self._clock()))

    def mark(self, number: str | int, word: str | None) -> Bill:
        """Set a status that is the provider's own, e.g. `Payment Pending`; None ends it."""
        with self._lock:
            changed = replace(self.bill(number), word=word, touched_at=self._clock())
            return self._put(changed)

    def delete(self, number: str | int) -> None:
        """Forget an invoice completely, as if there had never been one."""
        with self._lock:
            del self._bills[self.bill(number).number]
            self._in_order = None

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the provider for this account; None when all is well."""
        return self._fault

    @fault.setter
    def fault(self, fault: Fault | None) -> None:
        if fault is not None and fault not in FAULTS:
            raise ValueError(f"no fault {fault!r}; there are {', '.join(FAULTS)}")
        self._fault = fault

    # what the simulators ask

    def today(self) -> date:
        """Return the date at the provider."""
        return self._clock().astimezone(ZoneInfo(self.timezone)).date()

    def bill(self, number: str | int) -> Bill:
        """Return an invoice; LookupError names the account when there is none."""
        with self._lock:
            if str(number) not in self._bills:
                raise LookupError(f"{self.name} has no invoice {number}")
            return self._bills[str(number)]

    def bills(self) -> list[Bill]:
        """Return every invoice by number, as it really is."""
        with self._lock:
            if self._in_order is None:
                found = sorted(self._bills.values(), key=lambda bill: int(bill.number))
                self._in_order = tuple(found)
            return list(self._in_order)

    def shown(self) -> list[Bill]:
        """Return what the provider admits to: nothing while its fault is `empty`."""
        return [] if self.fault == "empty" else self.bills()

    def shown_bill(self, number: str) -> Bill | None:
        """Return the invoice with this number if the provider admits to it."""
        return None if self.fault == "empty" else self._bills.get(number)

    def accepts(self, **offered: str) -> bool:
        """Say whether these credentials are right at the moment."""
        if self.fault == "wrong_password":
            return False
        return all(value == self.credentials.get(name) for name, value in offered.items())

    def client_id(self, client: str | None) -> int:
        """Return the provider's number for a client, the same one each time."""
        with self._lock:
            return self._clients.setdefault(client or "", len(self._clients) + 1)

    def note_call(self, what: str) -> None:
        """Count a request and remember what it was for."""
        with self._lock:
            self.calls += 1
            self.asked.append(what)

    def _enter(self, bill: Bill) -> Bill:
        if not bill.number.isdecimal():
            raise ValueError(f"{bill.number!r}: the providers number their invoices with digits")
        with self._lock:
            if bill.number in self._bills:
                raise ValueError(f"{self.name} has an invoice {bill.number} already")
            self.client_id(bill.client)
            return self._put(bill)

    def _put(self, bill: Bill) -> Bill:
        self._bills[bill.number] = bill
        self._in_order = None
        return bill
