"""Invoices, accounts and people to be shown, in as few words as a test needs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from moneyed import Money

from state.messages import (
    Claim,
    Draft,
    Kind,
    OutboxItem,
    OutboxState,
)
from state.model import (
    Account,
    Care,
    CareState,
    Direction,
    Invoice,
    InvoiceKey,
    InvoiceView,
    Line,
    Standing,
)
from state.rules.suspension import Suspension, countdown
from state.store import (
    AccountView,
)

Fact = Any  # the value of any field

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
TOKEN = "3a1f6c9e-0000-5000-8000-000000000001"
HOSTING = Account("acme-vps", "interserver", Direction.PAYABLE, "#acme", "America/New_York")
SHOP = Account("shop", "whmcs", Direction.RECEIVABLE, "#billing", "Europe/Berlin")


def stopping(found: InvoiceView, policy: Suspension) -> InvoiceView:
    """The same with its countdown, counted NOW."""
    ends = countdown(policy, found.invoice.due)
    return replace(found, countdown=replace(ends, as_of=NOW))


def money(text: str) -> Money:
    number, currency = text.split()
    return Money(number, currency)


def payable(
    number: str = "7514880", due: date | None = date(2026, 11, 27), **facts: Fact
) -> Invoice:
    """We owe InterServer 12.50 USD for a virtual server, unless told otherwise."""
    return replace(
        Invoice(
            key=InvoiceKey("acme-vps", number),
            standing=Standing.OPEN,
            their_status="unpaid",
            total=money("12.50 USD"),
            open=money("12.50 USD"),
            issued=date(2026, 11, 1),
            due=due,
            description="VPS Slice 2, Secaucus",
            service="vps48211",
            url=f"https://my.interserver.example/cart?invoices={number}&pay=1",
        ),
        **facts,
    )


def receivable(
    number: str = "301", due: date | None = date(2026, 11, 27), **facts: Fact
) -> Invoice:
    """Blue Heron Ltd owes us 240.00 EUR for hosting, unless told otherwise."""
    return replace(
        Invoice(
            key=InvoiceKey("shop", number),
            standing=Standing.OPEN,
            their_status="Unpaid",
            total=money("240.00 EUR"),
            open=money("240.00 EUR"),
            issued=date(2026, 11, 1),
            due=due,
            description="Managed hosting, November",
            client="Blue Heron Ltd",
            label="BH-2026-11",
            url=f"https://billing.shop.example/viewinvoice.php?id={number}",
        ),
        **facts,
    )


def lines(number: int) -> tuple[Line, ...]:
    return tuple(Line(f"Position {n}", money(f"{n}.00 USD")) for n in range(1, number + 1))


def care(note: str | None = "PO 4711", days: int | None = 3) -> Care:
    until = None if days is None else NOW + timedelta(days=days)
    return Care(CareState.ACKNOWLEDGED, "U01ADA", NOW - timedelta(hours=1), until, note)


def view(
    invoice: Invoice, taken: Care | None = None, account: Account | None = None
) -> InvoiceView:
    own = HOSTING if invoice.key.account == HOSTING.name else SHOP
    return InvoiceView(invoice, account or own, taken, NOW - timedelta(days=2), NOW)


def health(account: Account = HOSTING, **facts: Fact) -> AccountView:
    return replace(
        AccountView(
            account=account,
            healthy=True,
            checked_at=NOW - timedelta(hours=3),
            next_check_at=NOW + timedelta(minutes=30),
            failures=0,
            failing_since=None,
            error_kind=None,
            error=None,
            unread=(),
            baselined=True,
        ),
        **facts,
    )


def claim(token: str = TOKEN, **facts: Fact) -> Claim:
    """The right to send one message for the first time."""
    reconcile = facts.pop("reconcile", False)
    item = OutboxItem(
        id=1,
        token=token,
        draft=Draft(f"key of {token}", Kind.NOTE, "#billing", "acme-vps"),
        state=OutboxState.UNSURE,
        created_at=NOW,
        first_try=NOW,
        attempts=1,
    )
    return Claim(replace(item, **facts), epoch=1, reconcile=reconcile)
