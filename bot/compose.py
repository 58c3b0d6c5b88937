"""A message from the outbox -> what to say now, by the facts of this minute.

What is no longer true when its turn comes is dropped, with its reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot import digests, storms
from bot.clock import Clock
from bot.listing import today_in
from bot.oncall.handover import held
from bot.serves import Serving
from bot.slack.language import _
from bot.slack.render import account as account_messages
from bot.slack.render import invoice as invoice_messages
from bot.slack.render import thread as thread_messages
from bot.slack.render.alert import alert
from bot.slack.render.answer_digest import digest_answer
from bot.slack.render.answer_help import note
from bot.slack.render.answer_report import Ground
from bot.slack.render.facts import recorded
from bot.slack.render.handover import handover
from bot.slack.render.message import Message
from bot.slack.render.text import care_word, escape
from state.figures.digest import Period, digest
from state.messages import ROUNDUP, Draft, Dropped, Kind, OutboxItem, OutboxState, Post
from state.model import Account, CareState, InvoiceKey, InvoiceView, Standing
from state.store import Question, Reader

SETTLEMENTS = ("paid", "void")
HISTORY = (  # lines that stay true whatever comes after
    *("acknowledged", "unacknowledged", "snoozed", "promised", "waiting", "disputed", "muted"),
    *("assigned", "noted", "care_ended"),
)
CALLS = ("stage", "escalated", "woke", "promise_broken")  # in vain once somebody has taken it on
WORTH_POSTING = (*CALLS, "amended", "reopened", "vanished")


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
        draft = item.draft
        match draft.kind:
            case Kind.INVOICE:
                return self._new(draft)
            case Kind.GROUP:
                return self._group(item)
            case Kind.UPDATE:
                return self._redraw(draft)
            case Kind.REPLY | Kind.ALERT:
                return self._about_invoice(draft)
            case Kind.ACCOUNT:
                return self._about_account(draft)
            case Kind.NOTE:
                return self._note(draft)

    def _new(self, draft: Draft) -> Say | Dropped:
        view = self._view(draft)
        if view is None:
            return Dropped(_("the invoice is not known any more"))
        if view.invoice.is_closed:
            word = recorded("standing", view.invoice.standing)
            return Dropped(_("it was {state} before it was announced", state=word))
        return self._living(draft, view)

    def _living(self, draft: Draft, view: InvoiceView) -> Say:
        return Say(draft.channel, self._alone(view), shows=(view.invoice.key,))

    def _group(self, item: OutboxItem) -> Say | Dropped:
        views = self._views(item.members)
        if item.draft.what == ROUNDUP:
            return self._roundup(item, views)
        if all(view.invoice.is_closed for view in views):
            return Dropped(_("all of them were settled before they were announced"))
        return Say(item.draft.channel, self._together(views), shows=item.members)

    def _roundup(self, item: OutboxItem, views: Sequence[InvoiceView]) -> Say | Dropped:
        now, draft = self.clock(), item.draft
        true = [view for view in views if _needs_nobody(view, now) is None]
        if not true:
            return Dropped(_("none of them needs anybody any more"))
        homeless = tuple(
            view.invoice.key for view in true if self._is_homeless(view.invoice.key, draft.channel)
        )
        mention = draft.details.get("mention", "")
        return Say(draft.channel, self._together(true, ROUNDUP, mention), shows=homeless)

    def _is_homeless(self, key: InvoiceKey, channel: str) -> bool:
        """True if it has no message in this channel, nor one that another had to take for it."""
        living = self.store.living(key)
        return living is None or not (
            living[0].draft.channel == channel or ":fallback" in living[0].draft.key
        )

    def _redraw(self, draft: Draft) -> Redraw | Dropped:
        if draft.what == storms.ANSWERED:
            return self._answered(draft)
        view = self._view(draft)
        living = self.store.living(InvoiceKey(draft.account, draft.number or ""))
        if view is None or living is None:
            return Dropped(_("there is no message to redraw"))
        item, post = living
        grouped = item.draft.kind is Kind.GROUP
        views = self._views(item.members) if grouped else [view]
        drawn = self._together(views, item.draft.what) if grouped else self._alone(view)
        return Redraw(post, drawn)

    def _about_invoice(self, draft: Draft) -> Say | Dropped:
        view = self._view(draft)
        if view is None:
            return Dropped(_("the invoice is not known any more"))
        if stale := _stale(draft, view, self.clock()):
            return Dropped(stale)
        living = self.store.living(view.invoice.key)
        if draft.kind is Kind.ALERT:
            where = living[1] if living else None
            return Say(draft.channel, alert(self._line(draft, view), view, where))
        elsewhere = living is None or living[0].draft.channel != draft.channel
        if elsewhere and draft.what in WORTH_POSTING and not view.invoice.is_closed:
            return self._first_told(draft, view)
        if living is None:
            return Dropped(_("it was never announced, so there is nothing to add to"))
        post = living[1]  # in the fallback channel, it may be: what is added belongs beside it
        line = self._line(draft, view)
        return Say(post.channel, line, thread_ts=post.ts, broadcast=draft.broadcast)

    def _first_told(self, draft: Draft, view: InvoiceView) -> Say:
        """Its message stands for the line; why it is spoken of, and who is called, comes first."""
        said = self._living(draft, view)
        if draft.what == "stage" and "mention" not in draft.details:
            return said
        line, alone = self._line(draft, view), said.message
        both = Message(f"{line.text}\n{alone.text}", (*line.blocks, *alone.blocks))
        return replace(said, message=both)

    def _line(self, draft: Draft, view: InvoiceView) -> Message:
        today = self._today(view.account)
        return thread_messages.line(draft.what, draft.details, view, today)

    def _note(self, draft: Draft) -> Say | Dropped:
        if draft.what == "handover":
            return self._handover(draft)
        if draft.what == "digest":
            return self._digest(draft)
        lines = draft.details.get("text", "").splitlines()
        return Say(draft.channel, note("\n".join(escape(line, 1_000) for line in lines)))

    def _handover(self, draft: Draft) -> Say | Dropped:
        before = draft.details.get("from", "").split(",")
        owed = self.store.invoices(Question())
        message = handover(
            held(owed, before, self.clock()),
            before,
            self._today,
            to=draft.details.get("to", ""),
            command=self.command,
        )
        return Say(draft.channel, message)

    def _digest(self, draft: Draft) -> Say | Dropped:
        """Everything about the accounts that speak in its channel."""
        told, now = draft.details, self.clock()
        watched = self.store.account_views()
        accounts = [one for one in watched if one.account.channel == told.get("of")]
        if not accounts:
            return Dropped(_("no account speaks in this channel any more"))
        names = tuple(one.account.name for one in accounts)
        since = datetime.fromisoformat(told["since"])
        until = date.fromisoformat(told["until"])
        events = self.store.news_since(names, since)
        views = digests.views(self.store, names, events)
        found = digest(Period(since, now, until), events, views, self._today)
        ground = Ground(accounts, now, command=self.command, rich=False)
        return Say(draft.channel, digest_answer(found, ground, self._today, told["zone"]))

    def _about_account(self, draft: Draft) -> Say | Dropped:
        views = self.store.account_views()
        about = next((view for view in views if view.account.name == draft.account), None)
        if about is None:
            return Dropped(_("the account is not watched any more"))
        if draft.what == "failing" and about.healthy:
            return Dropped(_("it recovered before this was said"))
        if draft.what == "recovered" and not self._was_said(draft.details.get("failing")):
            return Dropped(_("nobody was told that it failed"))
        if draft.what == storms.ASKED:
            return self._asked(draft, about.account)
        details = draft.details
        if draft.what == "baseline":
            details = self._baseline(about.account)
        message = account_messages.message(
            draft.what, details, about, self.clock(), command=self.command
        )
        return Say(draft.channel, message)

    def _asked(self, draft: Draft, account: Account) -> Say | Dropped:
        message = storms.asks(self.store, draft, account)
        return Say(draft.channel, message) if message else Dropped(_("nothing of it is left"))

    def _answered(self, draft: Draft) -> Redraw | Dropped:
        account = storms.watched(self.store, draft.account)
        drawn = storms.answered(self.store, draft, account) if account else None
        return Redraw(*drawn) if drawn else Dropped(_("there is no question to redraw"))

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

    def _together(
        self, views: Sequence[InvoiceView], what: str = "new", mention: str = ""
    ) -> Message:
        today = self._today(views[0].account)
        return invoice_messages.group(views, today, what, mention, command=self.command)

    def _view(self, draft: Draft) -> InvoiceView | None:
        return self.store.invoice(InvoiceKey(draft.account, draft.number or ""))

    def _views(self, keys: tuple[InvoiceKey, ...]) -> list[InvoiceView]:
        return self.store.invoices(Question(keys=keys, owed_only=False))

    def _today(self, account: Account) -> date:
        return today_in(account, self.clock())


def _stale(draft: Draft, view: InvoiceView, now: datetime) -> str | None:
    """Say why a line is no longer true, or None while it is."""
    invoice = view.invoice
    if draft.what in SETTLEMENTS:
        return None if invoice.is_closed else _("it is owed again")
    if draft.what in HISTORY:
        return None
    if invoice.is_closed:
        return _now(invoice.standing)
    return _in_vain(draft, view, now) if draft.what in CALLS else None


def _in_vain(draft: Draft, view: InvoiceView, now: datetime) -> str | None:
    if draft.stage is not None and view.invoice.due != draft.due:
        return _("the due date has changed")
    return _needs_nobody(view, now)


def _needs_nobody(view: InvoiceView, now: datetime) -> str | None:
    """Why nobody has to be called for it any more; None while somebody has."""
    if not view.invoice.is_owed:
        return _now(view.invoice.standing)
    care = view.care
    if care is None or not care.silences(now):
        return None
    word = _("waiting") if care.state is CareState.WAITING else care_word(care.state)
    return _("it was {decision} meanwhile", decision=word)


def _now(standing: Standing) -> str:
    return _("it is {state} now", state=recorded("standing", standing))
