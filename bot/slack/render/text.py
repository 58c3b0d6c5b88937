"""The small words of every message: amounts, days, moments, which way it goes, what state.

Dates are written as dates. Slack's own date markup would turn a due date into an
instant and show the day before to everybody west of Greenwich; only instants use it.
"""

from datetime import UTC, date, datetime, timedelta

from moneyed import Money

from bot.slack.language import _, _n, day_of_year, figures, full_date
from bot.slack.render.countdown import alarm_dated
from bot.slack.render.safe import code, escape, link, person, plain, web_address
from state.model import Account, CareState, Direction, Invoice, InvoiceView, Standing

__all__ = [
    "CARE",
    "SOON_DAYS",
    "account_words",
    "ago",
    "ahead",
    "amount",
    "care_sign",
    "care_word",
    "code",
    "count",
    "day",
    "distance",
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
}  # what people decided, as emoji and English word; `care_word` is said to people

_TITLES = {
    "interserver": "InterServer",
    "singlehop": "SingleHop",
    "voxel": "Voxel",
    "whmcs": "WHMCS",
}


def care_sign(state: CareState) -> str:
    """The emoji that stands before a decision; the words say everything it does."""
    return CARE[state][0]


def care_word(state: CareState) -> str:
    """What people decided, in a word that says everything the emoji does."""
    return {
        CareState.ACKNOWLEDGED: _("acknowledged"),
        CareState.SNOOZED: _("snoozed"),
        CareState.PROMISED: _("promised"),
        CareState.WAITING: _("reported as paid"),
        CareState.DISPUTED: _("disputed"),
        CareState.MUTED: _("muted"),
        CareState.ASSIGNED: _("assigned"),
    }[state]


def amount(money: Money | None) -> str:
    """`1,234.50 USD`: the currency's own number of decimals, its ISO code behind."""
    if money is None:
        return _("amount unknown")
    sub_unit = money.currency.sub_unit
    decimals = len(str(sub_unit - 1)) if sub_unit > 1 else 0
    exact = -int(money.amount.as_tuple().exponent)
    return f"{figures(money.amount, max(decimals, exact))} {money.currency.code}"


def owed(invoice: Invoice) -> str:
    """What is still to be paid, and of how much where that differs: `7.50 USD of 12.50 USD`."""
    left, total = invoice.open, invoice.total
    if left is None:
        return _part_of(total)
    if total is None or total == left:
        return amount(left)
    if total.currency == left.currency and total > left:
        return _("{open} of {total}", open=amount(left), total=amount(total))
    return _("{open} ({total} invoiced)", open=amount(left), total=amount(total))


def _part_of(total: Money | None) -> str:
    if total is None:
        return _("an unknown amount")
    return _("an unknown part of {total}", total=amount(total))


def figure(invoice: Invoice) -> str:
    """The one amount of a headline: what is open, or what was invoiced once it is closed."""
    if invoice.is_closed:
        return amount(invoice.total if invoice.total is not None else invoice.open)
    return owed(invoice) if invoice.open is None else amount(invoice.open)


def day(value: date) -> str:
    """`Fri 20 Nov 2026`, the same in every zone."""
    return full_date(value)


def due_words(due: date | None, today: date) -> str:
    """How far away the due date is: `due in 3 days`, `due today`, `4 days overdue`."""
    if due is None:
        return _("no due date")
    days = (today - due).days
    if days > 0:
        return _overdue(days)
    if days == 0:
        return _("due today")
    if days == -1:
        return _("due tomorrow")
    return _n("due in {number} day", "due in {number} days", -days)


def distance(due: date, today: date) -> str:
    """The same beside a date that is said to be the due date: `in 3 days`, `4 days overdue`."""
    days = (today - due).days
    if days > 0:
        return _overdue(days)
    if days == 0:
        return _("today")
    return _("tomorrow") if days == -1 else _n("in {number} day", "in {number} days", -days)


def _overdue(days: int) -> str:
    return _n("{number} day overdue", "{number} days overdue", days)


def count(number: int, noun: str) -> str:
    """`1 day`, `3 days`, `1,200 days`: for what is only ever said in English."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def span(length: timedelta) -> str:
    """A length of time in its largest unit: `5 minutes`, `3 hours`, `2 days`."""
    seconds = max(0, int(length.total_seconds()))
    if seconds >= 86_400:
        return _n("{number} day", "{number} days", seconds // 86_400)
    if seconds >= 3_600:
        return _n("{number} hour", "{number} hours", seconds // 3_600)
    if seconds >= 60:
        return _n("{number} minute", "{number} minutes", seconds // 60)
    return _("less than a minute")


def ahead(length: timedelta) -> str:
    """How long it is until then: `in 5 minutes`, `in 2 days`."""
    seconds = int(length.total_seconds())
    if seconds >= 86_400:
        return _n("in {number} day", "in {number} days", seconds // 86_400)
    if seconds >= 3_600:
        return _n("in {number} hour", "in {number} hours", seconds // 3_600)
    if seconds >= 60:
        return _n("in {number} minute", "in {number} minutes", seconds // 60)
    return _("in less than a minute")


def ago(instant: datetime, now: datetime) -> str:
    """How long ago it was: `just now`, `5 minutes ago`, `2 days ago`."""
    seconds = int((now - instant).total_seconds())
    if seconds < 60:
        return _("just now")
    if seconds < 3_600:
        return _n("{number} minute ago", "{number} minutes ago", seconds // 60)
    if seconds < 86_400:
        return _n("{number} hour ago", "{number} hours ago", seconds // 3_600)
    return _n("{number} day ago", "{number} days ago", seconds // 86_400)


def instant(moment: datetime) -> str:
    """A moment in mrkdwn that Slack shows in each reader's own zone."""
    shown = _("{date_short_pretty} at {time}")  # Slack's own places: filled by it
    return f"<!date^{int(moment.timestamp())}^{shown}|{utc(moment)}>"


def utc(moment: datetime) -> str:
    """A moment for plain text: `20 Nov 2026 14:00 UTC`."""
    at = moment.astimezone(UTC)
    return _("{date} {time} UTC", date=day_of_year(at), time=f"{at:%H:%M}")


def provider_title(provider: str) -> str:
    """The provider's name as people write it; its short name where we know no other."""
    return _TITLES.get(provider, provider)


def account_words(account: Account) -> str:
    """`acme-vps (InterServer)`, not escaped."""
    return f"{account.name} ({provider_title(account.provider)})"


def towards(view: InvoiceView) -> str:
    """The way of an amount: `to InterServer`, `from Acme GmbH`. Not escaped."""
    account, client = view.account, view.invoice.client
    if account.direction is Direction.PAYABLE:
        return _("to {provider}", provider=provider_title(account.provider))
    if client:
        return _("from {client}", client=client)
    return _("from a client of {account}", account=account.name)


def is_acknowledged(view: InvoiceView) -> bool:
    """Whether somebody has taken it on."""
    return view.care is not None and view.care.state is CareState.ACKNOWLEDGED


def state_words(view: InvoiceView, today: date) -> tuple[str, str]:
    """The state as emoji and word; the word alone says everything the emoji does.

    Where something is taken away soon that comes first, in red whatever people decided. Whoever
    was asked to see to an invoice has not said that they do: it stays as urgent.
    """
    emoji, word = _standing_words(view.invoice, today)
    near = alarm_dated(view)
    if near:
        emoji, word = "🔴", _alarmed(view.invoice, word, near)
    if view.care is None or not view.invoice.is_owed:
        return emoji, word
    urgent = near or view.care.state is CareState.ASSIGNED
    sign, decided = care_sign(view.care.state), care_word(view.care.state)
    return emoji if urgent else sign, f"{word}, {decided}"


def _alarmed(invoice: Invoice, word: str, near: str) -> str:
    """The alarm in the place of the state, which follows from it; not where it is in doubt."""
    if invoice.standing is Standing.OPEN:
        return f"{near[:1].upper()}{near[1:]}"
    return f"{word}, {near}"


def _standing_words(invoice: Invoice, today: date) -> tuple[str, str]:
    match invoice.standing:
        case Standing.PAID:
            return "✅", _("Paid")
        case Standing.VOID:
            return "⚪", _("Void")
        case Standing.PENDING:
            return "⏳", _("Payment under way")
        case Standing.UNKNOWN:
            return "❔", _("Unclear")
        case Standing.OPEN:
            return _urgency(invoice.due, today)


def _urgency(due: date | None, today: date) -> tuple[str, str]:
    if due is None:
        return "🔵", _("Open")
    days = (due - today).days
    if days < 0:
        return "🔴", _("Overdue")
    if days == 0:
        return "🟠", _("Due today")
    return ("🟡", _("Due soon")) if days <= SOON_DAYS else ("🔵", _("Open"))
