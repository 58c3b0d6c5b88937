"""Outbox -> Slack -> record.

A message is drawn from the facts of the minute it is sent; what is no longer true is
dropped with its reason. The claim marks it UNSURE before the call, so that after a
crash the messenger looks for it in the channel before posting it again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

import structlog

from bot.adopt import Adoption
from bot.clock import Clock
from bot.compose import Composer, Redraw, Say
from bot.drafts import update
from bot.pace import Pace
from bot.slack.language import _
from bot.slack.refusals import Fault
from bot.slack.render.message import Message
from state.messages import (
    Ambiguous,
    Claim,
    Draft,
    Dropped,
    Kind,
    Later,
    OutboxItem,
    Outcome,
    Post,
    Refused,
    Sent,
)
from state.model import InvoiceKey
from state.store import Store

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
AGAIN = timedelta(seconds=15)
FALLBACK = ":fallback"  # ends the key of what is said there instead
LAST = 20  # messages of an invoice below which a line in doubt may stand


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
    composer: Composer
    fallback: str | None = None
    lost: Callable[[str], None] = lambda _text: None  # told of what no channel takes
    adoption: Adoption | None = None  # None: nothing can stand there that is not remembered
    told: Callable[[Draft, Outcome], None] = lambda _draft, _outcome: None  # of each message

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
        outcome = self._send(claim)
        if isinstance(outcome, Refused):
            outcome = replace(outcome, instead=self._elsewhere(claim.item))
        if not self.store.settle(claim, outcome, self.clock()):
            log.warning("message_overtaken", key=claim.item.draft.key)
            return Delivered()
        self.told(claim.item.draft, outcome)
        return self._account_for(claim, outcome)

    def _account_for(self, claim: Claim, outcome: Outcome) -> Delivered:
        draft = claim.item.draft
        match outcome:
            case Sent():
                if draft.kind is not Kind.UPDATE:
                    self.pace.posted(draft.channel)
                log.debug("message_sent", key=draft.key, channel=draft.channel)
                return Delivered(sent=1)
            case Later(until, reason) | Ambiguous(until, reason):
                if isinstance(outcome, Ambiguous) and draft.kind is not Kind.UPDATE:
                    self.pace.doubted(draft.channel, until - self.clock())
                log.warning("message_waits", key=draft.key, channel=draft.channel, reason=reason)
                return Delivered(waiting=1)
            case Dropped(reason):
                log.debug("message_dropped", key=draft.key, reason=reason)
                return Delivered(dropped=1)
            case Refused(reason, instead):
                log.error("message_refused", key=draft.key, channel=draft.channel, reason=reason)
                if not instead and draft.kind is not Kind.UPDATE:
                    self._give_up(draft, reason)
                return Delivered(refused=1)

    def _elsewhere(self, item: OutboxItem) -> tuple[Draft, ...]:
        """Say in the fallback channel what a channel will not take, or it would be lost."""
        draft = item.draft
        if draft.kind is Kind.UPDATE or self.fallback is None or self.fallback == draft.channel:
            return ()
        alone = replace(draft, key=f"{draft.key}{FALLBACK}", channel=self.fallback)
        each = [
            replace(
                alone,
                key=f"{key}:{alone.key}",
                kind=Kind.INVOICE,
                account=key.account,  # a group may speak of several accounts
                number=key.number,
            )
            for key in item.members  # they are grouped anew over there
        ]
        return tuple(each) or (alone,)

    def _give_up(self, draft: Draft, reason: str) -> None:
        """Nobody reads it, and it is not said again: whoever hears the alarm has to know that."""
        before = self.store.item(draft.key.removesuffix(FALLBACK)) if self.fallback else None
        said = _(
            "A message about {about} could not be delivered: {reason}.",
            about=about(draft),
            reason=reason,
        )
        if before is not None and before.draft.channel != draft.channel:
            where = {"channel": before.draft.channel, "first": before.reason or ""}
            said += " " + _("Nor did {channel} take it: {first}.", **where)
        self.lost(f"{said} {_advice(draft)}")

    def _send(self, claim: Claim) -> Outcome:
        ready = claim if self.adoption is None else self.adoption.before(claim)
        return self._say(ready) if isinstance(ready, Claim) else ready

    def _say(self, claim: Claim) -> Outcome:
        said = self.composer.compose(claim.item)
        match said:
            case Say():
                if before := self._said_before(claim, said):
                    return before
                outcome = self.chat.post(
                    claim,
                    said.channel,
                    said.message,
                    thread_ts=said.thread_ts,
                    broadcast=said.broadcast,
                )
                return replace(outcome, shows=said.shows) if isinstance(outcome, Sent) else outcome
            case Redraw(post, message):
                outcome = self.chat.update(post, message)
                if isinstance(outcome, Refused):
                    self.store.forget_living(post)  # deleted by hand, or out of reach
                return outcome
            case Dropped():
                return self._adopted(claim, said)

    def _said_before(self, claim: Claim, said: Say) -> Outcome | None:
        """Where a line in doubt stands below a message that its invoice had when it was tried."""
        draft = claim.item.draft
        if not claim.reconcile or draft.kind is not Kind.REPLY or draft.number is None:
            return None
        key = InvoiceKey(draft.account, draft.number)
        for item in self.store.said(key, LAST):
            post = item.post
            if post is None or (post.channel, post.ts) == (said.channel, said.thread_ts):
                continue  # the messenger looks there
            if item.draft.kind is Kind.REPLY and post.channel == said.channel:
                continue  # a line of the same thread
            found = self.chat.find(claim, post.channel, post.ts)
            if isinstance(found, Post):
                return Sent(found)
            if isinstance(found, Fault) and found.passing:
                longer = AGAIN * (1 << min(claim.item.attempts, 4))
                return Ambiguous(self.clock() + (found.wait or longer), found.reason)
        return None

    def _adopted(self, claim: Claim, dropped: Dropped) -> Outcome:
        """What is no longer true may stand in Slack since a call whose reply was lost."""
        draft = claim.item.draft
        if not claim.reconcile or draft.kind in (Kind.UPDATE, Kind.REPLY):
            return dropped  # a line in a thread does no harm there
        found = self.chat.find(claim, draft.channel)
        if not isinstance(found, Post):
            return dropped
        if draft.kind is Kind.ALERT:
            return Sent(found)  # it stands beside the invoice's message, and never becomes that
        shown = claim.item.members or (InvoiceKey(draft.account, draft.number or ""),)
        views = [view for key in shown if (view := self.store.invoice(key))]
        now = self.clock()
        redraws = [update(view.account, view.invoice, now) for view in views[:1]]
        self.store.enqueue(redraws, now)
        return Sent(found, shown if views else ())


def _advice(draft: Draft) -> str:
    """What to do about a message that nobody will read."""
    if draft.number is None:
        return _("It is not said again: repair a channel, `duewatch doctor` says what is wrong.")
    return _(
        "It is not said again: look at {key} with `duewatch show {key}`, and repair a channel "
        "before its next reminder; `duewatch doctor` says what is wrong.",
        key=about(draft),
    )


def about(draft: Draft) -> str:
    """What a message is about: an invoice, an account, or what it is to say."""
    if draft.number is not None:
        return str(InvoiceKey(draft.account, draft.number))
    return draft.account or draft.what
