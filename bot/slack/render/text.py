"""The small words of every message: amounts, days, moments, who owes whom, what state.

Dates are written as dates. Slack's own date markup would turn a due date into an
instant and show the day before to everybody west of Greenwich; only instants use it.
"""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from moneyed import Money

from bot.slack.render.safe import code, escape, link, person, plain, web_address
from state.model import Account, CareState, Direction, Invoice, InvoiceView, Standing

__all__ = [
    "CARE",
    "SOON_DAYS",
    "Words",
    "account_words",
    "ago",
    "amount",
    "code",
    "count",
    "day",
    "direction_words",
    "due_words",
    "escape",
    "figure",
    "instant",
    "is_acknowledged",
    "link",
    "owed",
    "person",
    "plain",
    "provider_title",
    "span",
    "state_words",
    "towards",
    "utc",
    "web_address",
]

SOON_DAYS = 7  # an invoice due within so many days is called due soon

CARE = {
    CareState.ACKNOWLEDGED: ("👀", "acknowledged"),
    CareState.SNOOZED: ("💤", "snoozed"),
    CareState.PROMISED: ("🤝", "promised"),
    CareState.WAITING: ("📨", "reported as paid"),
    CareState.DISPUTED: ("⚖️", "disputed"),
    CareState.MUTED: ("🔕", "muted"),
    CareState.ASSIGNED: ("👤", "assigned"),
}  # what people decided, as emoji and word; the word alone says everything the emoji does

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TITLES = {
    "interserver": "InterServer",
    "singlehop": "SingleHop",
    "voxel": "Voxel",
    "whmcs": "WHMCS",
}


class Words(StrEnum):
    """What is said where a provider said nothing."""

    NO_AMOUNT = "amount unknown"
    NO_DUE = "no due date"


def amount(money: Money | None) -> str:
    """`1,234.50 USD`: the currency's own number of decimals, its ISO code behind."""
    if money is None:
        return Words.NO_AMOUNT
    sub_unit = money.currency.sub_unit
    decimals = len(str(sub_unit - 1)) if sub_unit > 1 else 0
    exact = -int(money.amount.as_tuple().exponent)
    return f"{money.amount:,.{max(decimals, exact)}f} {money.currency.code}"


def owed(invoice: Invoice, part: str = "of") -> str:
    """What is still to be paid, and of how much where that differs: `7.50 USD of 12.50 USD`."""
    left, total = invoice.open, invoice.total
    if left is None:
        return f"an unknown part of {amount(total)}" if total is not None else "an unknown amount"
    if total is None or total == left:
        return amount(left)
    if total.currency == left.currency and total > left:
        return f"{amount(left)} {part} {amount(total)}"
    return f"{amount(left)} ({amount(total)} invoiced)"


def figure(invoice: Invoice) -> str:
    """The one amount of a headline: what is open, or what was invoiced once it is closed."""
    if invoice.is_closed:
        return amount(invoice.total if invoice.total is not None else invoice.open)
    return owed(invoice) if invoice.open is None else amount(invoice.open)


def day(value: date) -> str:
    """`Fri 20 Nov 2026`, the same in every locale and zone."""
    return f"{_WEEKDAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]} {value.year}"


def due_words(due: date | None, today: date) -> str:
    """How far away the due date is: `due in 3 days`, `due today`, `4 days overdue`."""
    if due is None:
        return Words.NO_DUE
    days = (today - due).days
    if days > 0:
        return f"{count(days, 'day')} overdue"
    named = {0: "due today", -1: "due tomorrow"}
    return named.get(days) or f"due in {count(-days, 'day')}"


def count(number: int, noun: str) -> str:
    """`1 day`, `3 days`, `1,200 days`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def span(length: timedelta) -> str:
    """A length of time in its largest unit: `5 minutes`, `3 hours`, `2 days`."""
    seconds = max(0, int(length.total_seconds()))
    for size, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return count(seconds // size, noun)
    return "less than a minute"


def ago(instant: datetime, now: datetime) -> str:
    """How long ago it was: `just now`, `5 minutes ago`, `2 days ago`."""
    passed = now - instant
    return "just now" if passed < timedelta(minutes=1) else f"{span(passed)} ago"


def instant(moment: datetime) -> str:
    """A moment in mrkdwn that Slack shows in each reader's own zone."""
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} at {{time}}|{utc(moment)}>"


def utc(moment: datetime) -> str:
    """A moment for plain text: `20 Nov 2026 14:00 UTC`."""
    at = moment.astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year} {at:%H:%M} UTC"


def provider_title(provider: str) -> str:
    """The provider's name as people write it; its short name where we know no other."""
    return _TITLES.get(provider, provider)


def account_words(account: Account) -> str:
    """`acme-vps (InterServer)`, not escaped."""
    return f"{account.name} ({provider_title(account.provider)})"


def direction_words(view: InvoiceView) -> str:
    """Who owes whom: `we owe InterServer`, `Acme GmbH owes us`. Not escaped."""
    if view.account.direction is Direction.PAYABLE:
        return f"we owe {provider_title(view.account.provider)}"
    return f"{view.invoice.client or f'a client of {view.account.name}'} owes us"


def towards(view: InvoiceView) -> str:
    """The same beside an amount: `to InterServer`, `from Acme GmbH`. Not escaped."""
    if view.account.direction is Direction.PAYABLE:
        return f"to {provider_title(view.account.provider)}"
    return f"from {view.invoice.client or f'a client of {view.account.name}'}"


def is_acknowledged(view: InvoiceView) -> bool:
    """Whether somebody has taken it on."""
    return view.care is not None and view.care.state is CareState.ACKNOWLEDGED


def state_words(view: InvoiceView, today: date) -> tuple[str, str]:
    """The state as emoji and word; the word alone says everything the emoji does.

    Whoever was asked to see to an invoice has not said that they do: it stays as urgent.
    """
    emoji, word = _standing_words(view.invoice, today)
    if view.care is None or not view.invoice.is_owed:
        return emoji, word
    sign, decided = CARE[view.care.state]
    return emoji if view.care.state is CareState.ASSIGNED else sign, f"{word}, {decided}"


def _standing_words(invoice: Invoice, today: date) -> tuple[str, str]:
    match invoice.standing:
        case Standing.PAID:
            return "✅", "Paid"
        case Standing.VOID:
            return "⚪", "Void"
        case Standing.PENDING:
            return "⏳", "Payment under way"
        case Standing.UNKNOWN:
            return "❔", "Unclear"
        case Standing.OPEN:
            return _urgency(invoice.due, today)


def _urgency(due: date | None, today: date) -> tuple[str, str]:
    if due is None:
        return "🔵", "Open"
    days = (due - today).days
    if days < 0:
        return "🔴", "Overdue"
    if days == 0:
        return "🟠", "Due today"
    return ("🟡", "Due soon") if days <= SOON_DAYS else ("🔵", "Open")
