"""Outbox -> Slack -> record.

A message is drawn from the facts of the minute it is sent; what is no longer true is
dropped with its reason. The claim marks it UNSURE before the call, so that after a
crash the messenger looks for it in the channel before posting it again.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from bot import announce
from bot.clock import Clock
from bot.pace import Pace
from bot.slack.render import account as account_messages
from bot.slack.render import invoice as invoice_messages
from bot.slack.render import thread as thread_messages
from bot.slack.render.message import Message
from state.messages import (
    Ambiguous,
    Claim,
    Draft,
    Dropped,
    Kind,
    Later,
    OutboxItem,
    OutboxState,
    Outcome,
    Post,
    Refused,
    Sent,
)
from state.model import Account, InvoiceKey, InvoiceView
from state.store import (
    Question,
    Store,
)

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
SETTLEMENTS = ("paid", "void")
HISTORY = ("acknowledged", "unacknowledged")  # lines that stay true whatever comes after
WORTH_POSTING = ("stage", "amended", "reopened", "vanished", "ack_expired")


class Chat(Protocol):
    """What the delivery needs of Slack; `bot.slack.messenger` is the real one."""

    def post(
        self,
        claim: Claim,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
    ) -> Outcome:
        """Post once, whatever happened to earlier tries."""

    def update(self, post: Post, message: Message) -> Outcome:
        """Redraw a message; doing it twice is doing it once."""

    def find(self, claim: Claim, channel: str, thread_ts: str | None = None) -> object:
        """Give the Post that an earlier try left behind; anything else if none was found."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many messages went which way in one pass."""

    sent: int = 0
    waiting: int = 0
    dropped: int = 0
    refused: int = 0

    def __add__(self, other: "Delivered") -> "Delivered":
        return Delivered(
            self.sent + other.sent,
            self.waiting + other.waiting,
            self.dropped + other.dropped,
            self.refused + other.refused,
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sends what is queued, one message a channel at a time and in order."""

    store: Store
    chat: Chat
    clock: Clock
    pace: Pace
    fallback: str | None = None
    command: str = "/invoices"

    def turn(self) -> Delivered:
        """Send what is ready and may be sent: in each channel one post, and redraws around it."""
        total = Delivered()
        while claims := self.store.claim_outbox(self.clock(), LEASE, self.pace.busy()):
            for claim in claims:
                total += self._one(claim)
            if total.waiting:
                break  # whatever has to wait waits until the next turn at least
        return total

    def _one(self, claim: Claim) -> Delivered:
        outcome = self._adopted(claim, self._send(claim))
        if not self.store.settle(claim, outcome, self.clock()):
            log.warning("message_overtaken", key=claim.item.draft.key)
            return Delivered()
        return self._account_for(claim, outcome)

    def _adopted(self, claim: Claim, outcome: Outcome) -> Outcome:
        """What is no longer true may stand in Slack since a call whose reply was lost."""
        draft = claim.item.draft
        if not (isinstance(outcome, Dropped) and claim.reconcile) or draft.kind is Kind.UPDATE:
            return outcome
        if draft.kind is Kind.REPLY or not isinstance(
            found := self.chat.find(claim, draft.channel), Post
        ):
            return outcome  # a line in a thread does no harm there
        shown = claim.item.members or (InvoiceKey(draft.account, draft.number or ""),)
        views = [view for key in shown if (view := self.store.invoice(key))]
        now = self.clock()
        self.store.enqueue([announce.update(v.account, v.invoice, now) for v in views[:1]], now)
        return Sent(found, shown if views else ())

    def _account_for(self, claim: Claim, outcome: Outcome) -> Delivered:
        draft = claim.item.draft
        match outcome:
            case Sent():
                if draft.kind is not Kind.UPDATE:
                    self.pace.posted(draft.channel)
                log.debug("message_sent", key=draft.key, channel=draft.channel)
                return Delivered(sent=1)
            case Later(_, reason) | Ambiguous(_, reason):
                log.warning("message_waits", key=draft.key, channel=draft.channel, reason=reason)
                return Delivered(waiting=1)
            case Dropped(reason):
                log.debug("message_dropped", key=draft.key, reason=reason)
                return Delivered(dropped=1)
            case Refused(reason):
                log.error("message_refused", key=draft.key, channel=draft.channel, reason=reason)
                self._redirect(claim)
                return Delivered(refused=1)

    def _redirect(self, claim: Claim) -> None:
        """Say what a channel will not take in the fallback channel, or it would be lost."""
        draft = claim.item.draft
        if self.fallback in (None, draft.channel) or draft.kind is Kind.UPDATE:
            return
        alone = replace(draft, key=f"{draft.key}:fallback", channel=str(self.fallback))
        each = [
            replace(alone, key=f"{key}:{alone.key}", kind=Kind.INVOICE, number=key.number)
            for key in claim.item.members  # they are grouped anew over there
        ]
        self.store.enqueue(each or [alone], self.clock())

    def _send(self, claim: Claim) -> Outcome:
        match claim.item.draft.kind:
            case Kind.INVOICE:
                return self._new(claim)
            case Kind.GROUP:
                return self._group(claim)
            case Kind.UPDATE:
                return self._redraw(claim.item.draft)
            case Kind.REPLY:
                return self._reply(claim)
            case Kind.ACCOUNT | Kind.NOTE:
                return self._about_account(claim)

    def _new(self, claim: Claim) -> Outcome:
        view = self._view(claim.item.draft)
        if view is None:
            return Dropped("the invoice is not known any more")
        if view.invoice.is_closed:
            return Dropped(f"it was {view.invoice.standing} before it was announced")
        return self._post_living(claim, view)

    def _post_living(self, claim: Claim, view: InvoiceView) -> Outcome:
        message = invoice_messages.living(view, self._today(view.account), command=self.command)
        outcome = self.chat.post(claim, claim.item.draft.channel, message)
        return _shows(outcome, (view.invoice.key,))

    def _group(self, claim: Claim) -> Outcome:
        views = self._views(claim.item.members)
        if all(view.invoice.is_closed for view in views):
            return Dropped("all of them were settled before they were announced")
        message = invoice_messages.group(views, self._today(views[0].account), command=self.command)
        outcome = self.chat.post(claim, claim.item.draft.channel, message)
        return _shows(outcome, claim.item.members)

    def _redraw(self, draft: Draft) -> Outcome:
        view = self._view(draft)
        living = self.store.living(InvoiceKey(draft.account, draft.number or ""))
        if view is None or living is None:
            return Dropped("there is no message to redraw")
        return self.chat.update(living[1], self._drawn(living[0], view))

    def _drawn(self, item: OutboxItem, view: InvoiceView) -> Message:
        if item.draft.kind is Kind.GROUP:
            return invoice_messages.group(
                self._views(item.members), self._today(view.account), command=self.command
            )
        return invoice_messages.living(view, self._today(view.account), command=self.command)

    def _reply(self, claim: Claim) -> Outcome:
        draft = claim.item.draft
        view = self._view(draft)
        if view is None:
            return Dropped("the invoice is not known any more")
        if stale := _stale(draft, view):
            return Dropped(stale)
        living = self.store.living(view.invoice.key)
        if living is None or living[0].draft.channel != draft.channel:
            if draft.what in WORTH_POSTING and not view.invoice.is_closed:
                return self._post_living(claim, view)
            return Dropped("it was never announced, so there is nothing to add to")
        line = thread_messages.line(draft.what, draft.details, view, self._today(view.account))
        return self.chat.post(
            claim, living[1].channel, line, thread_ts=living[1].ts, broadcast=draft.broadcast
        )

    def _about_account(self, claim: Claim) -> Outcome:
        draft = claim.item.draft
        about = next(
            (v for v in self.store.account_views() if v.account.name == draft.account), None
        )
        if about is None:
            return Dropped("the account is not watched any more")
        if draft.what == "failing" and about.healthy:
            return Dropped("it recovered before this was said")
        if draft.what == "recovered" and not self._was_said(draft.details.get("failing")):
            return Dropped("nobody was told that it failed")
        details = draft.details
        if draft.what == "baseline":
            details = self._baseline(about.account)
        message = account_messages.message(
            draft.what, details, about, self.clock(), command=self.command
        )
        return self.chat.post(claim, draft.channel, message)

    def _was_said(self, key: str | None) -> bool:
        item = self.store.item(key) if key else None
        return item is not None and item.state not in (OutboxState.DROPPED, OutboxState.REFUSED)

    def _baseline(self, account: Account) -> dict[str, str]:
        views = self.store.invoices(Question(accounts=(account.name,)))
        today = self._today(account)
        overdue = sum(view.invoice.is_overdue(today) for view in views)
        return {"open": str(len(views)), "overdue": str(overdue), "totals": ""}

    def _view(self, draft: Draft) -> InvoiceView | None:
        return self.store.invoice(InvoiceKey(draft.account, draft.number or ""))

    def _views(self, keys: tuple[InvoiceKey, ...]) -> list[InvoiceView]:
        return self.store.invoices(Question(keys=keys, owed_only=False))

    def _today(self, account: Account) -> date:
        return self.clock().astimezone(ZoneInfo(account.timezone)).date()


def _shows(outcome: Outcome, keys: tuple[InvoiceKey, ...]) -> Outcome:
    return replace(outcome, shows=keys) if isinstance(outcome, Sent) else outcome


def _stale(draft: Draft, view: InvoiceView) -> str | None:
    """Say why a thread line is no longer true, or None while it is."""
    invoice = view.invoice
    if draft.what in SETTLEMENTS:
        return None if invoice.is_closed else "it is owed again"
    if draft.what in HISTORY:
        return None
    if invoice.is_closed:
        return f"it is {invoice.standing} now"
    return _stale_step(draft, view) if draft.what == "stage" else None


def _stale_step(draft: Draft, view: InvoiceView) -> str | None:
    if not view.invoice.is_owed:
        return f"it is {view.invoice.standing} now"
    if view.invoice.due != draft.due:
        return "the due date has changed"
    return f"it was {view.care.state} meanwhile" if view.care else None
