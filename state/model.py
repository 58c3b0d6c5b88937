"""The words: invoices, what changed about them, and what people decided.

In the order in which they come up: an account and its invoices; a provider's answer (`Snapshot`);
how it differs from what we knew (`Change`); when to remind (`Stage`); what people decided (`Care`,
`Mute`); what happened (`Event`); when services stop (`Countdown`); and all of it about one invoice
(`InvoiceView`). All are immutable values: instants aware and in UTC, due dates plain, money with
its currency.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Self

from moneyed import Money


class Direction(StrEnum):
    """Who owes whom. The two are never added up or listed as one."""

    PAYABLE = "payable"  # we owe the provider
    RECEIVABLE = "receivable"  # our clients owe us


class Standing(StrEnum):
    """Where an invoice stands. "Overdue" is not stored; it follows from the due date."""

    OPEN = "open"  # owed
    PENDING = "pending"  # a payment is under way; neither owed nor paid
    PAID = "paid"  # the provider says so itself
    VOID = "void"  # cancelled, refunded, a draft: nobody owes it
    UNKNOWN = "unknown"  # they use a word we do not know, or no longer list it


@dataclass(frozen=True, slots=True)
class Account:
    """One login we watch, as configured. Its credentials are kept elsewhere."""

    name: str
    provider: str
    direction: Direction
    channel: str
    timezone: str  # IANA name; "today" and naive dates of this account are read in it
    currency: str | None = None  # ISO code for providers that name none


@dataclass(frozen=True, slots=True, order=True)
class InvoiceKey:
    """The identity of an invoice; people type it and buttons carry it: `acme-vps/7514880`."""

    account: str
    number: str

    def __str__(self) -> str:
        return f"{self.account}/{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `account/number`; ValueError says what a key looks like."""
        account, slash, number = text.strip().partition("/")
        if not (account and slash and number):
            raise ValueError(f"{text!r} is not an invoice key; one looks like acme-vps/7514880")
        return cls(account, number)


@dataclass(frozen=True, slots=True)
class Line:
    """One position of an invoice. The amount is None when the provider names none."""

    description: str
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """What the provider says now about one invoice.

    `open` is what is still to be paid, `total` what was invoiced; None means that the
    provider's figure is missing or could not be read, never zero.
    """

    key: InvoiceKey
    standing: Standing
    their_status: str  # the provider's own word, for people
    total: Money | None
    open: Money | None
    issued: date | None
    due: date | None
    description: str = ""
    client: str | None = None  # who owes us, on receivables
    service: str | None = None  # what it is for in the provider's terms, e.g. mail8556
    module: str | None = None  # the provider's department, e.g. InterServer's `mail`
    label: str | None = None  # the number printed on it, where that is not key.number
    url: str | None = None
    lines: tuple[Line, ...] = ()

    @property
    def is_closed(self) -> bool:
        """True once nobody has to do anything about it any more."""
        return self.standing in (Standing.PAID, Standing.VOID)

    @property
    def is_owed(self) -> bool:
        """True while somebody has to pay; an unknown standing counts, a pending one does not."""
        return self.standing in (Standing.OPEN, Standing.UNKNOWN)

    def days_overdue(self, today: date) -> int | None:
        """Days since the due date, negative before it; None without a due date."""
        return None if self.due is None else (today - self.due).days

    def is_overdue(self, today: date) -> bool:
        """Owed and past its due date; due today is not overdue."""
        return self.is_owed and self.due is not None and self.due < today


class Coverage(StrEnum):
    """What the absence of an invoice in an answer can mean."""

    EVERYTHING = "everything"  # the whole history: every invoice ever issued is listed
    OPEN_ONLY = "open_only"  # only what is owed: absence says nothing about payment


@dataclass(frozen=True, slots=True)
class Unread:
    """A row of an answer that we could not understand, kept so that a person can look at it."""

    row: str  # its number if it has one, else its position
    reason: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One complete answer of a provider, understood."""

    account: str
    invoices: tuple[Invoice, ...]
    coverage: Coverage
    unread: tuple[Unread, ...]
    taken_at: datetime
    notes: tuple[Line, ...] = ()  # facts of the account, not of an invoice: a credit, aging


@dataclass(frozen=True, slots=True)
class Appeared:
    """An invoice we did not know."""

    invoice: Invoice


@dataclass(frozen=True, slots=True)
class Amended:
    """A known invoice says something else now: amount, due date, standing or text."""

    before: Invoice
    after: Invoice


@dataclass(frozen=True, slots=True)
class Reopened:
    """It was closed and is owed again."""

    before: Invoice
    after: Invoice


@dataclass(frozen=True, slots=True)
class Settled:
    """Paid or void, with positive evidence from the provider."""

    before: Invoice
    after: Invoice


@dataclass(frozen=True, slots=True)
class Vanished:
    """No longer listed, and nothing says that it was paid. `after` stands UNKNOWN."""

    before: Invoice
    after: Invoice


Change = Appeared | Amended | Reopened | Settled | Vanished


@dataclass(frozen=True, slots=True, order=True)
class Stage:
    """A step of the reminder ladder: so many days after the due date, negative before it."""

    offset: int

    @property
    def code(self) -> str:
        """The stable name used in keys and in the log: `before-3`, `due`, `after-7`."""
        words = "before" if self.offset < 0 else "after"
        return f"{words}-{abs(self.offset)}" if self.offset else "due"


class CareState(StrEnum):
    """What people decided about an invoice."""

    ACKNOWLEDGED = "acknowledged"  # somebody has taken it on
    SNOOZED = "snoozed"  # nobody wants to hear of it until then
    PROMISED = "promised"  # it will be paid on a day
    WAITING = "waiting"  # paid, they say; the provider does not show it yet
    DISPUTED = "disputed"  # we do not agree that it is owed
    MUTED = "muted"  # not to be spoken of until a day
    ASSIGNED = "assigned"  # somebody was asked to take it on; reminders go on


@dataclass(frozen=True, slots=True)
class Care:
    """A decision of a person; it belongs to us and survives every poll."""

    state: CareState
    by: str  # Slack user id of who decided
    at: datetime
    until: datetime | None = None  # when it ends by itself; None: never
    note: str | None = None
    holder: str | None = None  # Slack user id of who sees to it, where that is not `by`
    day: date | None = None  # the day that was promised
    source: str = ""  # where it was said: button, command, modal, shortcut

    @property
    def held_by(self) -> str:
        """Who sees to the invoice."""
        return self.holder or self.by

    def silences(self, now: datetime) -> bool:
        """True while reminders wait because of it."""
        return self.state is not CareState.ASSIGNED and (self.until is None or self.until > now)


@dataclass(frozen=True, slots=True)
class Mute:
    """An account whose reminders wait until then, by a person's decision."""

    until: datetime
    by: str  # Slack user id
    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """How far an invoice that nobody takes on was escalated."""

    since: datetime  # when it became grave, or came back
    level: int = 0  # 1: on-call was mentioned, 2: got a direct message, 3: passed on


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the append-only history."""

    id: int
    at: datetime
    account: str
    number: str | None  # None: about the account itself
    kind: str  # appeared, amended, ..., acknowledged, reminded, failing, recovered
    actor: str  # `provider`, `duewatch` or a Slack user id
    details: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A moment at which something is taken away."""

    at: datetime  # UTC; where the hour is not known the day's first moment, to be careful
    day: date  # in the provider's calendar
    hour: time | None
    zone: str


@dataclass(frozen=True, slots=True)
class Countdown:
    """What becomes of one invoice if nobody pays; None where that is not known."""

    suspends: Cutoff | None = None
    terminates: Cutoff | None = None
    as_of: datetime | None = None  # the moment it was read; how long is left is counted from it


NO_COUNTDOWN = Countdown()


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An invoice with everything needed to talk about it."""

    invoice: Invoice
    account: Account
    care: Care | None
    first_seen: datetime
    last_seen: datetime
    escalation: Escalation | None = None
    failing_since: datetime | None = None  # since when its account cannot be checked
    mute: Mute | None = None  # its account's reminders wait
    next_step_at: datetime | None = None  # when the reminder pass looks at it again
    held_since: datetime | None = None  # a reminder came due then and has to wait
    countdown: Countdown = NO_COUNTDOWN
