"""A miniature language for the tests of the state: accounts, invoices, checks, drafts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from moneyed import Money

from state.changes import diff
from state.messages import (
    Claim,
    Draft,
    Kind,
)
from state.model import (
    Account,
    Change,
    Coverage,
    Direction,
    Invoice,
    InvoiceKey,
    Snapshot,
    Standing,
    Unread,
)
from state.store import (
    AccountView,
    CheckResult,
    Failure,
    Lease,
    Store,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def account(name: str = "acme", **other: Any) -> Account:
    plain = Account(name, "interserver", Direction.PAYABLE, "#billing", "Europe/Berlin")
    return replace(plain, **other)


def money(text: str) -> Money:
    amount, currency = text.split()
    return Money(amount, currency)


def invoice(key: str = "acme/7", amount: str | None = "12.50 USD", **other: Any) -> Invoice:
    """An open invoice; `due` may be written as text."""
    if isinstance(other.get("due"), str):
        other["due"] = date.fromisoformat(other["due"])
    value = None if amount is None else money(amount)
    plain = Invoice(
        key=InvoiceKey.parse(key),
        standing=Standing.OPEN,
        their_status="unpaid",
        total=value,
        open=value,
        issued=date(2026, 11, 1),
        due=date(2026, 11, 30),
        description="Dedicated server",
    )
    return replace(plain, **other)


def paid(one: Invoice) -> Invoice:
    nothing = None if one.open is None else Money(0, one.open.currency)
    return replace(one, standing=Standing.PAID, their_status="paid", open=nothing)


def snapshot(
    *invoices: Invoice, coverage: Coverage = Coverage.OPEN_ONLY, unread: Sequence[str] = ()
) -> Snapshot:
    rows = tuple(Unread(row, "an amount without digits") for row in unread)
    return Snapshot("acme", invoices, coverage, rows, NOON)


def by_number(*invoices: Invoice) -> dict[str, Invoice]:
    return {one.key.number: one for one in invoices}


def draft(key: str, number: str | None = "7", **other: Any) -> Draft:
    plain = Draft(key, Kind.INVOICE, "#billing", "acme", number, what="new")
    return replace(plain, **other)


def lease(store: Store, now: datetime = NOON, name: str = "acme") -> Lease:
    taken = store.claim_account(name, now, MINUTE)
    assert taken is not None
    return taken


def record(store: Store, *invoices: Invoice, at: datetime = NOON, **other: Any) -> None:
    """A good check of `acme` that listed exactly these, with everything ever issued."""
    changes: Sequence[Change] = diff(
        store.known("acme"), snapshot(*invoices, coverage=Coverage.EVERYTHING), {}
    )
    result = CheckResult(at, at + HOUR, f"digest at {at}", changes, **other)
    assert store.commit_check(lease(store, at), result)


def failure(at: int = 0, **other: Any) -> Failure:
    moment = NOON + at * MINUTE
    plain = Failure(moment, "unreachable", "acme: no answer", moment + HOUR)
    return replace(plain, **other)


def only(store: Store) -> AccountView:
    """The one account that is watched."""
    [view] = store.account_views()
    return view


def claim_one(store: Store, now: datetime = NOON) -> Claim:
    [claim] = store.claim_outbox(now, MINUTE)
    return claim
