"""Books of any size, recorded check by check as the bot does it, without holding all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from benchmarks import plain
from benchmarks.books import NOW
from benchmarks.ledgers import LEASE, PROVIDER, RULES, listed
from benchmarks.timing import Took, measured
from bot import announce
from state.database import SqliteStore, open_store
from state.model import Account, Appeared, Direction, Invoice, InvoiceKey
from state.rows import invoice_values
from state.store import CheckResult

EACH = 100  # invoices of an account
_STEP = 137  # no two accounts have the same invoices due on the same days


@dataclass(frozen=True, slots=True)
class Grown:
    """So many invoices in accounts of a hundred."""

    size: int

    @property
    def accounts(self) -> list[Account]:
        """Every account by name; ten thousand of them are a million invoices."""
        return [_account(number) for number in range(self.size // EACH)]

    def invoices(self) -> Iterator[tuple[Account, list[Invoice]]]:
        """What each account says at its first check, one account at a time."""
        samples = listed(EACH)[0].invoices
        for number, account in enumerate(self.accounts):
            yield account, [_own(one, account, number, place) for place, one in enumerate(samples)]

    def rows(self) -> Iterator[tuple[str | int | None, ...]]:
        """The columns of each invoice, ready to be bound."""
        return (invoice_values(one) for _, said in self.invoices() for one in said)

    def opened(self, path: Path) -> SqliteStore:
        """A new database that watches these accounts and has checked none of them."""
        store = open_store(path)
        store.sync_accounts(self.accounts, NOW)
        return store

    def load(self, store: SqliteStore) -> Took:
        """Record the first check of each account; the time of recording alone."""
        took = Took(0, 0)
        for account, said in self.invoices():
            result = first(account, said)
            lease = store.claim_account(account.name, NOW, LEASE)
            if lease is None:
                raise AssertionError(f"{account.name}: somebody else checks it")
            took += measured(lambda: store.commit_check(lease, result))  # noqa: B023 -- at once
        return took


def first(account: Account, said: list[Invoice]) -> CheckResult:
    """What the first check of an account leads to."""
    changes = [Appeared(invoice) for invoice in said]
    manner = announce.Manner(RULES, account.channel)
    told = announce.of_changes(account, changes, NOW, lambda _: manner, first=True)
    return CheckResult(
        taken_at=NOW,
        next_check_at=NOW + timedelta(minutes=30),
        digest=account.name,
        changes=changes,
        drafts=told.drafts,
        steps=told.steps,
    )


def _account(number: int) -> Account:
    return Account(f"shop-{number:05}", PROVIDER, Direction.RECEIVABLE, "#billing", "UTC", "USD")


def _own(sample: Invoice, account: Account, number: int, place: int) -> Invoice:
    """The sample as this account has it: another number, another day."""
    turn = number * EACH + place
    due = NOW.date() + timedelta(days=turn * _STEP % 360 - 180)
    key = InvoiceKey(account.name, str(2_000_000 + turn))
    return replace(sample, key=key, due=due, issued=due - timedelta(days=30))


def bare(grown: Grown, path: Path) -> Took:
    """The same rows into a bare table, in one transaction; what makes them is not counted."""
    connection, rows, took = plain.bare_table(path), grown.rows(), Took(0, 0)
    connection.execute("BEGIN IMMEDIATE")
    while some := list(islice(rows, 10_000)):
        took += measured(lambda: plain.add(connection, some))
    took += measured(lambda: connection.execute("COMMIT"))
    connection.close()
    return took
