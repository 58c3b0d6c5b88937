"""A store with something in it: accounts that were checked, or failed, on a real database."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.actions import Desk
from state.database import SqliteStore, open_store
from state.model import (
    Account,
    Amended,
    Appeared,
    Change,
    Direction,
    Invoice,
    Line,
    Settled,
    Standing,
    Unread,
    Vanished,
)
from state.store import (
    CheckResult,
    Failure,
)
from tests.builders import account, invoice, money

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)

VPS = account("acme-vps", channel="#acme", timezone="America/New_York")
VOXEL = account("nyc-voxel", "voxel")
SHOP = account("shop", "whmcs", Direction.RECEIVABLE, timezone="Europe/Berlin")


def bill(
    number: int | str, open_: str | None, due: str | None, what: str = "VPS slices"
) -> Invoice:
    """An invoice of acme-vps."""
    return invoice(f"acme-vps/{number}", open_, due, description=what)


def claim(number: int | str, open_: str | None, due: str | None, client: str) -> Invoice:
    """An invoice that a client of the shop has to pay."""
    return replace(invoice(f"shop/{number}", open_, due, description="Hosting"), client=client)


class Stock:
    """Fills a database as checks would."""

    def __init__(self, folder: Path, *accounts: Account) -> None:
        self.path = folder / "duewatch.db"
        self.store: SqliteStore = open_store(self.path)
        self.store.sync_accounts(accounts or (VPS, VOXEL, SHOP), NOW - timedelta(days=1))

    def listed(
        self,
        of: Account,
        invoices: Iterable[Invoice] = (),
        at: datetime = NOW - timedelta(minutes=4),
        unread: Iterable[Unread] = (),
    ) -> None:
        """A good check that found new invoices."""
        self._record(of, [Appeared(each) for each in invoices], at, unread)

    def settled(self, before: Invoice, standing: Standing = Standing.PAID) -> Invoice:
        """The provider says that nobody owes it any more, or that a payment is under way."""
        after = replace(before, standing=standing, their_status=standing.value.title())
        change = Amended(before, after) if not after.is_closed else Settled(before, after)
        self._record(self._account(before), [change])
        return after

    def vanished(self, before: Invoice) -> None:
        """The provider lists it no longer."""
        after = replace(before, standing=Standing.UNKNOWN)
        self._record(self._account(before), [Vanished(before, after)])

    def failing(self, of: Account, text: str, at: datetime = NOW - timedelta(hours=3)) -> None:
        """A failed check."""
        lease = self.store.claim_account(of.name, at, LEASE)
        assert lease
        failure = Failure(at, "unreachable", text, NOW + timedelta(hours=1))
        assert self.store.commit_failure(lease, failure)

    def _account(self, found: Invoice) -> Account:
        accounts = [view.account for view in self.store.account_views()]
        return next(each for each in accounts if each.name == found.key.account)

    def _record(
        self,
        of: Account,
        changes: list[Change],
        at: datetime = NOW - timedelta(minutes=4),
        unread: Iterable[Unread] = (),
    ) -> None:
        lease = self.store.claim_account(of.name, at, LEASE)
        assert lease
        due = NOW + timedelta(minutes=26)
        assert self.store.commit_check(
            lease, CheckResult(at, due, f"digest of {at}", changes, tuple(unread))
        )


def fill(stock: Stock, dress: Callable[[Invoice], Invoice] = lambda told: told) -> Stock:
    """Bills of every age, one taken on, two clients, a provider that does not answer."""
    first = replace(
        bill(7514880, "12.50 USD", "2026-11-16", "Mail service"),
        service="mail8556",
        lines=(Line("Mailbox *plan*", money("10.00 USD")), Line("Setup & <care>")),
        url="https://my.example.net/invoice/7514880",
    )
    ours = [
        first,
        bill(7514881, "99.00 USD", "2026-11-19", "Two slices in Secaucus"),
        bill(7514882, None, "2026-11-24", "Backup"),
        bill(7514883, "7.00 USD", "2027-01-31"),
        bill(7514884, "1.00 USD", None, "Nobody knows when"),
    ]
    theirs = [
        claim("2026-17", "20.00 EUR", "2026-11-10", "Example GmbH"),
        replace(claim(18, "5.00 EUR", "2026-11-20", "Tuva <Bank>"), label="RE/2026/18"),
        replace(claim(19, "80.00 EUR", "2026-11-22", "Example GmbH"), total=money("100.00 EUR")),
    ]
    stock.listed(VPS, [dress(one) for one in ours])
    stock.listed(SHOP, [dress(one) for one in theirs])
    stock.failing(VOXEL, "nyc-voxel: the connection to api.voxel.example was refused")
    Desk(stock.store, lambda: NOW, timedelta(days=3)).acknowledge(
        "acme-vps/7514880", "U01ADA", "PO 4711", "command"
    )
    return stock
