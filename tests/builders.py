"""A miniature language for tests: `invoice("emea/7", "12.50 USD", due="2026-01-31")`."""

from datetime import UTC, date, datetime
from decimal import Decimal

from moneyed import Money

from state.model import (
    Account,
    Care,
    CareState,
    Direction,
    Invoice,
    InvoiceKey,
    InvoiceView,
    Standing,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def money(text: str | None) -> Money | None:
    """`12.50 USD` as money."""
    if text is None:
        return None
    amount, code = text.split()
    return Money(Decimal(amount), code)


def account(
    name: str = "acme",
    provider: str = "interserver",
    direction: Direction = Direction.PAYABLE,
    channel: str = "#billing",
    timezone: str = "UTC",
) -> Account:
    """An account that differs from the usual one only in what is named."""
    return Account(name, provider, direction, channel, timezone, "USD")


def invoice(
    key: str = "acme/7",
    open_: str | None = "12.50 USD",
    due: str | None = "2026-12-01",
    standing: Standing = Standing.OPEN,
    total: str | None = None,
    description: str = "VPS",
) -> Invoice:
    """An invoice; `total` is the open amount unless said otherwise."""
    return Invoice(
        key=InvoiceKey.parse(key),
        standing=standing,
        their_status=str(standing).title(),
        total=money(total or open_),
        open=money(open_),
        issued=date(2026, 11, 1),
        due=None if due is None else date.fromisoformat(due),
        description=description,
    )


def view(
    found: Invoice, of: Account | None = None, care: Care | None = None, seen: datetime = NOW
) -> InvoiceView:
    """An invoice with its surroundings."""
    return InvoiceView(found, of or account(found.key.account), care, seen, seen)


def acknowledged(until: datetime | None = None, by: str = "U01ADA") -> Care:
    """Somebody has taken it on."""
    return Care(CareState.ACKNOWLEDGED, by, NOW, until)
