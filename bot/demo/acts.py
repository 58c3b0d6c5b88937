"""What can happen in the story: each function gives an act, to be performed on a world.

An act never fails because somebody interfered: who pays an invoice by hand on the
page only makes the story's own payment unnecessary.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.billing import BillingAccount, Fault, ProviderName
from bot.demo.world import World

Act = Callable[[World, datetime], None]  # the moment is the act's own, however late it is played


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens so long after the story's start."""

    after: timedelta
    title: str  # for the panel, in a few words
    act: Act


def at(day: int, hour: int = 0, minute: int = 0) -> timedelta:
    """Return how long after the start that is."""
    return timedelta(days=day, hours=hour, minutes=minute)


@dataclass(frozen=True, slots=True)
class Issue:
    """A new invoice, due so many days later."""

    account: str
    number: int
    amount: str
    term: int
    description: str
    client: str | None = None
    currency: str | None = None
    module: str = "vps"
    service: str = ""
    extras: tuple[tuple[str, str], ...] = ()

    def __call__(self, world: World, moment: datetime) -> None:
        """Write it, dated in the provider's zone, unless the number exists."""
        account = world.account(self.account)
        if _known(account, self.number):
            return
        issued = moment.astimezone(ZoneInfo(account.timezone)).date()
        account.add(
            self.number,
            self.amount,
            issued=issued,
            due=issued + timedelta(days=self.term),
            currency=self.currency,
            description=self.description,
            client=self.client,
            module=self.module,
            service=self.service,
            extras=self.extras,
        )


def issue_all(issues: Sequence[Issue]) -> Act:
    """Return the act of writing several invoices in one go."""

    def act(world: World, moment: datetime) -> None:
        for issue in issues:
            issue(world, moment)

    return act


def pay(account: str, number: int, amount: str | None = None) -> Act:
    """Return the act of paying what is open, or a part of it."""

    def act(world: World, moment: datetime) -> None:
        books = world.account(account)
        if _known(books, number) and books.bill(number).open > 0:
            books.pay(number, amount, moment)

    return act


def amend(account: str, number: int, amount: str | None = None, later: int = 0) -> Act:
    """Return the act of correcting the amount, or of giving so many days more."""

    def act(world: World, _: datetime) -> None:
        books = world.account(account)
        if not _known(books, number):
            return
        due = books.bill(number).due
        moved = due + timedelta(days=later) if due and later else None
        books.amend(number, amount, moved)

    return act


def cancel(account: str, number: int) -> Act:
    """Return the act of calling an invoice off."""

    def act(world: World, moment: datetime) -> None:
        books = world.account(account)
        if _known(books, number):
            books.cancel(number, moment)

    return act


def reopen(account: str, number: int) -> Act:
    """Return the act of a payment going back."""

    def act(world: World, moment: datetime) -> None:
        books = world.account(account)
        if _known(books, number):
            books.reopen(number, moment)

    return act


def mark(account: str, number: int, word: str) -> Act:
    """Return the act of the provider giving an owed invoice a status of its own."""

    def act(world: World, _: datetime) -> None:
        books = world.account(account)
        if _known(books, number) and books.bill(number).open > 0:
            books.mark(number, word)

    return act


def forget(account: str, number: int) -> Act:
    """Return the act of an invoice vanishing without a word."""

    def act(world: World, _: datetime) -> None:
        books = world.account(account)
        if _known(books, number):
            books.delete(number)

    return act


def fail(provider: ProviderName, fault: Fault) -> Act:
    """Return the act of a provider breaking, for the accounts that are not broken yet."""

    def act(world: World, _: datetime) -> None:
        for account in world.accounts(provider):
            account.fault = account.fault or fault

    return act


def recover(provider: ProviderName, fault: Fault) -> Act:
    """Return the act of that fault ending; one that somebody else set stays."""

    def act(world: World, _: datetime) -> None:
        for account in world.accounts(provider):
            account.fault = None if account.fault == fault else account.fault

    return act


def _known(account: BillingAccount, number: int) -> bool:
    return any(bill.number == str(number) for bill in account.bills())
