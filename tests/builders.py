"""A miniature language for tests: `invoice("emea/7", "12.50 USD", due="2026-01-31")`."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from moneyed import Money

from bot.around import Around, Chain
from bot.rules import Route
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
from state.rules.calendar import WorkingTime
from state.rules.ladder import Ladder, Rules
from state.rules.severity import Severity
from state.rules.suspension import Suspension

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


LADDER = Ladder(before=(7, 3, 0), after=(1, 7), repeat=7, max_repeats=2)
ALL_DAY = WorkingTime("UTC", time(9), time(17, 30))
OFFICE = WorkingTime("UTC", time(9), time(17, 30), business_days=True, holidays="US")


def rules(
    ladder: Ladder = LADDER,
    hours: WorkingTime = ALL_DAY,
    suspension: Suspension | None = None,
    *,
    quiet: bool = False,
) -> Rules:
    """Rules that differ from the usual ones only in what is named."""
    return Rules(ladder, hours, hours.zone, suspension, quiet=quiet)


def around(
    by: Rules | None = None,
    home: str = "#billing",
    chain: Chain | None = None,
    suspended_by: str | None = None,
    grave: Route | None = None,
) -> Around:
    """Circumstances; `grave` is where what is critical or worse is said as well."""

    def route(severity: Severity) -> Route:
        return grave if grave and severity >= Severity.CRITICAL else Route("home", home)

    culprit = InvoiceKey.parse(suspended_by) if suspended_by else None
    return Around(by or rules(), home, route, chain or Chain(), culprit)
