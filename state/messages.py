"""What is to be said: a message from its draft to its place in Slack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from state.model import InvoiceKey, Stage

ROUNDUP = "roundup"  # what a group says that tells of several invoices at once, not only new ones


class Kind(StrEnum):
    """What a message in the outbox is for."""

    INVOICE = "invoice"  # post the living message of one invoice
    REPLY = "reply"  # a line in the thread of the living message
    UPDATE = "update"  # redraw the living message
    GROUP = "group"  # one living message for several new invoices; made by the outbox itself
    ACCOUNT = "account"  # about an account: baseline, failing, recovered
    ALERT = "alert"  # about one invoice, said elsewhere: a direct message, another channel
    NOTE = "note"  # about neither: a test alert, a hand-over, an alarm


class OutboxState(StrEnum):
    """The life of a message."""

    NEW = "new"
    UNSURE = "unsure"  # a call is or was under way; look before posting again
    SENT = "sent"
    GROUPED = "grouped"  # said by a group message
    DROPPED = "dropped"  # no longer true when its turn came; the reason is kept
    REFUSED = "refused"  # Slack will never take it; the reason is kept


@dataclass(frozen=True, slots=True)
class Draft:
    """Something to be said. `key` says it only once, ever."""

    key: str
    kind: Kind
    channel: str
    account: str
    number: str | None = None
    what: str = ""  # which thing is said: new, stage, amended, paid, failing, ...
    stage: int | None = None  # offset of the ladder step it stands for
    due: date | None = None  # the due date that step was counted from
    details: Mapping[str, str] = field(default_factory=dict)
    broadcast: bool = False  # a reply that is also shown in the channel
    not_before: datetime | None = None

    @property
    def occasion(self) -> str:
        """What is said, in a word for people: `new`, `after-7`, `woke`, `escalated-2`."""
        if self.what == "stage" and self.stage is not None:
            return Stage(self.stage).code
        level = self.details.get("level")
        return f"{self.what}-{level}" if level else self.what


@dataclass(frozen=True, slots=True)
class Post:
    """Where a message stands in Slack."""

    channel: str  # Slack's id
    ts: str


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A draft with its life so far."""

    id: int
    token: str  # opaque, stable id of the key, safe to show to Slack
    draft: Draft
    state: OutboxState
    created_at: datetime
    first_try: datetime | None
    attempts: int
    members: tuple[InvoiceKey, ...] = ()  # of a group
    reason: str | None = None
    settled_at: datetime | None = None
    post: Post | None = None  # once it was sent


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one message, until somebody else gets a newer one."""

    item: OutboxItem
    epoch: int
    reconcile: bool  # an earlier call may have got through: look in the channel first


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has it. `shows` are the invoices whose living message it now is."""

    post: Post
    shows: tuple[InvoiceKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """Slack asked to wait, or was certainly not reached; nothing was posted."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nobody knows whether it was posted; look for it from `until` on."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack will not take it, now or later. `instead` is said elsewhere."""

    reason: str
    instead: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """It was no longer true when its turn came."""

    reason: str


Outcome = Sent | Later | Ambiguous | Refused | Dropped
