"""The seam: what the bot may ask of the state, without a cursor in sight.

`state.database.open_store` gives an implementation on SQLite. Leases and claims carry
an epoch; a write whose epoch is no longer current changes nothing and says so.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from state.clicks import Clicks
from state.homes import Homes
from state.log.past import Past
from state.messages import Claim, Draft, OutboxItem, Outcome, Post
from state.model import (
    Account,
    Care,
    Change,
    Escalation,
    Event,
    Invoice,
    InvoiceKey,
    InvoiceView,
    Line,
    Mute,
    Unread,
)
from state.rules.countdowns import CountsDown
from state.search import Finder
from state.storms import Answer


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to check one account, until somebody else gets a newer one."""

    account: str
    epoch: int
    digest: str | None  # of the last complete answer that was read and recorded
    baselined: bool  # a complete answer was recorded before
    failures: int  # in a row
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One successful check. Without `changes` and with an old digest: only "seen at"."""

    taken_at: datetime
    next_check_at: datetime
    digest: str
    changes: Sequence[Change] = ()
    unread: Sequence[Unread] | None = ()  # None: as it was
    notes: Sequence[Line] | None = ()  # facts of the account; None: as they were
    drafts: Sequence[Draft] = ()
    steps: Mapping[str, datetime | None] = field(default_factory=dict)  # number -> next reminder
    escalations: Mapping[str, Escalation | None] = field(default_factory=dict)  # only what changes
    believed: str | None = None  # what spoke against the answer that an operator took over


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed check. `drafts` are queued only if the account was healthy until now."""

    at: datetime
    kind: str
    text: str
    retry_at: datetime
    drafts: Sequence[Draft] = ()


@dataclass(frozen=True, slots=True)
class AccountView:
    """How an account is doing."""

    account: Account
    healthy: bool | None  # None: never checked
    checked_at: datetime | None  # of the last good answer
    next_check_at: datetime
    failures: int
    failing_since: datetime | None
    error_kind: str | None
    error: str | None
    unread: tuple[Unread, ...]
    baselined: bool
    notes: tuple[Line, ...] = ()
    mute: Mute | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the ladder decided for one invoice: messages, if any, and when to look again.

    Its escalation becomes the invoice's: None ends it. If the invoice or its care is not as
    `seen` any more, nothing of this holds, and the pass looks at it once more.
    """

    key: InvoiceKey
    drafts: Sequence[Draft]
    next_step_at: datetime | None
    ends_care: bool = False
    escalation: Escalation | None = None
    seen: InvoiceView | None = None  # what it was decided from; None: whatever it was
    held_since: datetime | None = None  # a step came then and cannot be said yet


@dataclass(frozen=True, slots=True)
class Late:
    """What should have been said by now and was not."""

    messages: int  # ready to go out and still waiting
    steps: int  # reminder steps that nobody has looked at
    since: datetime | None  # the moment the oldest of them was ready; None: nothing is late


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person's action leads to. `care` replaces what was there, None removes it."""

    care: Care | None  # one that silences also ends the escalation
    kind: str
    actor: str
    at: datetime
    details: Mapping[str, str] = field(default_factory=dict)
    drafts: Sequence[Draft] = ()
    next_step_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """Why an action changed nothing, in words for the person who tried."""

    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """Which invoices are wanted; None means any."""

    accounts: tuple[str, ...] | None = None
    provider: str | None = None
    direction: str | None = None
    client: str | None = None  # part of the client's name, any case
    owed_only: bool = True
    keys: tuple[InvoiceKey, ...] | None = None


class Reader(Finder, Past, CountsDown, Protocol):
    """What may be asked of the state, also while another process writes to it."""

    def known(self, account: str) -> Mapping[str, Invoice]:
        """Every recorded invoice of an account by number."""

    def pending(self) -> int:
        """How many messages still have to go out."""

    def living(self, key: InvoiceKey) -> tuple[OutboxItem, Post] | None:
        """The living message that shows an invoice, if there is one."""

    def item(self, key: str) -> OutboxItem | None:
        """A message of the outbox by its key."""

    def invoices(self, question: Question) -> list[InvoiceView]:
        """Invoices by due date, the oldest first and those without one last, then by key."""

    def invoice(self, key: InvoiceKey) -> InvoiceView | None:
        """One invoice."""

    def timeline(self, key: InvoiceKey, limit: int = 100) -> list[Event]:
        """The history of an invoice, oldest first; the last `limit` lines of it."""

    def account_views(self) -> list[AccountView]:
        """Every watched account by name."""

    def oldest_owed(self, account: str) -> InvoiceView | None:
        """The owed invoice of an account whose due date is the earliest, if any has one."""

    def said(self, key: InvoiceKey, limit: int = 100) -> list[OutboxItem]:
        """Messages about an invoice, groups that show it among them, oldest first."""

    def appeared(self, account: str, at: datetime) -> list[InvoiceKey]:
        """The invoices of an account that were first seen in the check of that instant."""

    def next_event(self) -> datetime | None:
        """When the reminder pass or the delivery has something to do next; may be past."""

    def late(self, ready_before: datetime) -> Late:
        """What was ready before then and still waits; what Slack asked to delay counts too."""

    def copy_to(self, path: str) -> None:
        """Write a consistent copy of all of it, also while another process writes."""

    def close(self) -> None:
        """Release the database."""


class Store(Reader, Clicks, Homes, Protocol):
    """What we know and may change. Methods are safe to call from any thread."""

    def take_over(self) -> None:
        """End every lease and claim of a former process; the caller holds the writer's lock."""

    def sync_accounts(self, accounts: Iterable[Account], now: datetime) -> None:
        """Make the configured accounts the watched ones; new ones are due at once."""

    def check_by(self, latest: Mapping[str, datetime], now: datetime) -> None:
        """Make the checks due that are planned for later than these accounts allow."""

    def claim_due(self, now: datetime, limit: int, lease: timedelta) -> list[Lease]:
        """Take the accounts whose check is due, oldest first, each for `lease`."""

    def claim_account(self, name: str, now: datetime, lease: timedelta) -> Lease | None:
        """Take one account whether due or not; None if a check of it is under way."""

    def commit_check(self, lease: Lease, result: CheckResult) -> bool:
        """Record a check in one transaction; False if the lease was overtaken."""

    def commit_failure(self, lease: Lease, failure: Failure) -> bool:
        """Record a failed check; no invoice changes. False if the lease was overtaken."""

    # reminders
    def due_steps(self, now: datetime, limit: int) -> list[InvoiceView]:
        """Invoices whose next reminder step or end of care has come, by an index."""

    def commit_reminders(self, reminders: Sequence[Reminder], now: datetime) -> None:
        """Queue and re-schedule in one transaction; a known key is not queued again."""

    # people
    def decide(
        self, key: InvoiceKey, rule: Callable[[InvoiceView], Decision | Declined]
    ) -> Decision | Declined:
        """Apply a rule to an invoice as it stands now, in one transaction.

        Declined with a plain reason when the invoice is not known.
        """

    def mute(
        self,
        account: str,
        mute: Mute | None,
        now: datetime,
        drafts: Sequence[Draft] = (),
        by: str = "duewatch",
        source: str = "",
    ) -> bool:
        """Mute an account, or end its mute (None); False if the account is not watched.

        Ending one makes the pass look at its invoices at once; `by` ended it, from `source`.
        """

    def end_mutes(
        self, now: datetime, drafts: Callable[[AccountView], Sequence[Draft]]
    ) -> list[str]:
        """End the mutes whose time has come, as `mute(None)` does; the accounts' names."""

    def hand_over(
        self,
        people: tuple[str, ...],
        now: datetime,
        drafts: Callable[[tuple[str, ...]], Sequence[Draft]],
    ) -> bool:
        """Note who is on call; if others were, queue `drafts(those)`. True if it changed.

        The first people ever noted take over from nobody; while nobody is on call nothing changes.
        """

    def answer_storm(self, said: Answer) -> bool:
        """Record what a person says about a storm; False if it was answered before."""

    def seen_delivery(self, delivery: str, now: datetime) -> bool:
        """Remember that Slack delivered this id; True if it did so before."""

    # outbox
    def enqueue(self, drafts: Iterable[Draft], now: datetime) -> int:
        """Queue what was not queued before; the number of new messages."""

    def claim_outbox(
        self, now: datetime, lease: timedelta, hold: Collection[str] = ()
    ) -> list[Claim]:
        """Take the first waiting message of each channel and mark it UNSURE.

        Of the channels on `hold` it is taken only if it redraws a message: they were
        posted to a moment ago.

        A channel whose first message waits (`Later`, `Ambiguous`) is passed over until then.
        """

    def settle(self, claim: Claim, outcome: Outcome, now: datetime) -> bool:
        """Record how it went; False if the claim was overtaken."""

    def forget_living(self, post: Post) -> None:
        """Note that a message is gone: its invoices get a new one when there is news."""
