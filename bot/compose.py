"""A message from the outbox -> what to say now, by the facts of this minute.

What is no longer true when its turn comes is dropped, with its reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.clock import Clock
from bot.listing import today_in
from bot.serves import Serving
from bot.slack.render import account as account_messages
from bot.slack.render import invoice as invoice_messages
from bot.slack.render import thread as thread_messages
from bot.slack.render.message import Message
from state.messages import Draft, Dropped, Kind, OutboxItem, OutboxState, Post
from state.model import Account, InvoiceKey, InvoiceView
from state.store import Question, Reader

SETTLEMENTS = ("paid", "void")
HISTORY = ("acknowledged", "unacknowledged")  # lines that stay true whatever comes after
WORTH_POSTING = ("stage", "amended", "reopened", "vanished", "ack_expired")


@dataclass(frozen=True, slots=True)
class Say:
    """Post this; it becomes the living message of the invoices that it `shows`."""

    channel: str
    message: Message
    thread_ts: str | None = None
    broadcast: bool = False
    shows: tuple[InvoiceKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Redraw:
    """Draw this over a message that stands already."""

    post: Post
    message: Message


@dataclass(frozen=True, slots=True)
class Composer:
    """Knows the facts and the words."""

    store: Reader
    clock: Clock
    command: str = "/invoices"
    serving: Serving | None = None

    def compose(self, item: OutboxItem) -> Say | Redraw | Dropped:
        """Decide what is to be said, if anything still is."""
        match item.draft.kind:
            case Kind.INVOICE:
                return self._new(item.draft)
            case Kind.GROUP:
                return self._group(item)
            case Kind.UPDATE:
                return self._redraw(item.draft)
            case Kind.REPLY:
                return self._reply(item.draft)
            case Kind.ACCOUNT | Kind.NOTE:
                return self._about_account(item.draft)

    def _new(self, draft: Draft) -> Say | Dropped:
        view = self._view(draft)
        if view is None:
            return Dropped("the invoice is not known any more")
        if view.invoice.is_closed:
            return Dropped(f"it was {view.invoice.standing} before it was announced")
        return self._living(draft, view)

    def _living(self, draft: Draft, view: InvoiceView) -> Say:
        return Say(draft.channel, self._alone(view), shows=(view.invoice.key,))

    def _group(self, item: OutboxItem) -> Say | Dropped:
        views = self._views(item.members)
        if all(view.invoice.is_closed for view in views):
            return Dropped("all of them were settled before they were announced")
        return Say(item.draft.channel, self._together(views), shows=item.members)

    def _redraw(self, draft: Draft) -> Redraw | Dropped:
        view = self._view(draft)
        living = self.store.living(InvoiceKey(draft.account, draft.number or ""))
        if view is None or living is None:
            return Dropped("there is no message to redraw")
        item, post = living
        grouped = item.draft.kind is Kind.GROUP
        drawn = self._together(self._views(item.members)) if grouped else self._alone(view)
        return Redraw(post, drawn)

    def _reply(self, draft: Draft) -> Say | Dropped:
        view = self._view(draft)
        if view is None:
            return Dropped("the invoice is not known any more")
        if stale := _stale(draft, view):
            return Dropped(stale)
        living = self.store.living(view.invoice.key)
        if living is None or living[0].draft.channel != draft.channel:
            if draft.what in WORTH_POSTING and not view.invoice.is_closed:
                return self._living(draft, view)
            return Dropped("it was never announced, so there is nothing to add to")
        line = thread_messages.line(draft.what, draft.details, view, self._today(view.account))
        post = living[1]
        return Say(post.channel, line, thread_ts=post.ts, broadcast=draft.broadcast)

    def _about_account(self, draft: Draft) -> Say | Dropped:
        views = self.store.account_views()
        about = next((view for view in views if view.account.name == draft.account), None)
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
        return Say(draft.channel, message)

    def _was_said(self, key: str | None) -> bool:
        item = self.store.item(key) if key else None
        return item is not None and item.state not in (OutboxState.DROPPED, OutboxState.REFUSED)

    def _baseline(self, account: Account) -> Mapping[str, str]:
        views = self.store.invoices(Question(accounts=(account.name,)))
        today = self._today(account)
        overdue = sum(view.invoice.is_overdue(today) for view in views)
        return {"open": str(len(views)), "overdue": str(overdue)}

    def _alone(self, view: InvoiceView) -> Message:
        theirs = self.serving.hanging_on(view) if self.serving else []
        return invoice_messages.living(
            view,
            self._today(view.account),
            hanging=[(one, self._today(one.account)) for one in theirs],
            command=self.command,
        )

    def _together(self, views: Sequence[InvoiceView]) -> Message:
        today = self._today(views[0].account)
        return invoice_messages.group(views, today, command=self.command)

    def _view(self, draft: Draft) -> InvoiceView | None:
        return self.store.invoice(InvoiceKey(draft.account, draft.number or ""))

    def _views(self, keys: tuple[InvoiceKey, ...]) -> list[InvoiceView]:
        return self.store.invoices(Question(keys=keys, owed_only=False))

    def _today(self, account: Account) -> date:
        return today_in(account, self.clock())


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
