"""The question about a storm: asked once, answered once, and redrawn with the answer."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot import announce
from bot.announce import Manner
from bot.clock import Clock
from bot.drafts import reply, update
from bot.slack.language import _
from bot.slack.render import storm as words
from bot.slack.render.message import Message
from bot.slack.render.text import instant, person
from state.changes import has_vanished
from state.messages import Draft, Kind, OutboxItem, Post
from state.model import Account, Appeared, Invoice, InvoiceKey, InvoiceView, Vanished
from state.store import Reader, Store
from state.storms import Answer, StormKind

ASKED, ANSWERED = "storm", "storm_answered"


def _gone() -> str:
    return _("I do not know this question any more; nothing was changed.")


@dataclass(frozen=True, slots=True)
class Storms:
    """Takes the answers that people click, each in kind words (mrkdwn)."""

    store: Store
    now: Clock
    manner: Callable[[Account, Invoice], Manner]

    def answer(self, asked: str, user: str, *, yes: bool) -> str:
        """Do what somebody answered to the question `account|instant`; the first answer counts."""
        account, _bar, at = asked.partition("|")
        question = _question(self.store, f"{account}:{ASKED}:{at}")
        about = watched(self.store, account)
        if question is None or about is None:
            return _gone()
        said = self._answer(question, about, user, yes=yes)
        if not self.store.answer_storm(said):
            return self._too_late(said.redraw.key, user)
        return _("Noted: {decision}", decision=words.decided(_kind(question), yes=yes))

    def _too_late(self, key: str, user: str) -> str:
        first = self.store.item(key)
        if first is None:
            return _gone()
        told, question = first.draft.details, first.draft.details["question"]
        asked = self.store.item(question)
        verdict = words.decided(_kind(asked), yes=told["answer"] == "yes") if asked else ""
        facts = {"moment": instant(datetime.fromisoformat(told["at"])), "decision": verdict}
        if told["by"] == user:
            return _("You have answered this already, {moment}: {decision}", **facts)
        who = person(told["by"])
        return _("{person} has answered this already, {moment}: {decision}", **facts, person=who)

    def _answer(self, question: OutboxItem, account: Account, by: str, *, yes: bool) -> Answer:
        at, asked = self.now(), question.draft
        told = {"question": asked.key, "answer": "yes" if yes else "no"}
        redraw = Draft(
            key=f"{account.name}:{ANSWERED}:{asked.details['instant']}",
            kind=Kind.UPDATE,
            channel=asked.channel,
            account=account.name,
            what=ANSWERED,
            details={**told, "by": by, "at": at.isoformat()},
        )
        answer = Answer(account.name, by, at, {"kind": _kind(question).value, **told}, redraw)
        members = json.loads(asked.details["members"])
        if _kind(question) is not StormKind.RENUMBERED:
            return replace(answer, drafts=[*self._amended(account, members, at)]) if yes else answer
        if not yes:
            return replace(answer, drafts=self._strangers(account, members, at))
        drafts = [self._redraw(view, at) for view in self._both(account, members)]
        return replace(answer, twins=members, drafts=drafts)

    def _strangers(self, account: Account, twins: Mapping[str, str], at: datetime) -> list[Draft]:
        """What would have been said without the question: some have come, others are gone."""
        changes: list[Appeared | Vanished] = []
        for view in self._both(account, twins):
            invoice = view.invoice
            if has_vanished(invoice):
                changes.append(Vanished(invoice, invoice))
            elif invoice.key.number in twins.values() and self.store.living(invoice.key) is None:
                changes.append(Appeared(invoice))

        def manner(invoice: Invoice) -> Manner:
            return self.manner(account, invoice)

        return announce.of_changes(account, changes, at, manner, first=False).drafts

    def _both(self, account: Account, twins: Mapping[str, str]) -> Iterator[InvoiceView]:
        """The old and the new ones that are not closed by now."""
        for number in (*twins, *twins.values()):
            view = self.store.invoice(InvoiceKey(account.name, number))
            if view is not None and not view.invoice.is_closed:
                yield view

    def _amended(
        self, account: Account, members: Mapping[str, Mapping[str, str]], at: datetime
    ) -> Iterator[Draft]:
        for number, told in members.items():
            view = self.store.invoice(InvoiceKey(account.name, number))
            if view is not None and view.invoice.is_owed:
                home = self.manner(account, view.invoice).home
                line = reply(account, view.invoice, "amended", at, told, broadcast=True)
                yield replace(line, channel=home)

    def _redraw(self, view: InvoiceView, at: datetime) -> Draft:
        home = self.manner(view.account, view.invoice).home
        return replace(update(view.account, view.invoice, at), channel=home)


def asks(store: Reader, draft: Draft, account: Account) -> Message | None:
    """The question, or None if nothing is left of what it asks about."""
    members = json.loads(draft.details["members"])
    views = (store.invoice(InvoiceKey(account.name, number)) for number in members)
    gone = draft.details["kind"] == StormKind.RENUMBERED
    left = any(
        view.invoice.is_owed and has_vanished(view.invoice) is gone for view in views if view
    )
    return words.question(draft.details, account) if left else None


def answered(store: Reader, draft: Draft, account: Account) -> tuple[Post, Message] | None:
    """Where the question stands, and how it reads with its answer; None if it was never posted."""
    told = draft.details
    question = _question(store, told["question"])
    if question is None or question.post is None:
        return None
    at, yes = datetime.fromisoformat(told["at"]), told["answer"] == "yes"
    shown = words.answered(question.draft.details, account, told["by"], at, yes=yes)
    return question.post, shown


def _question(store: Reader, key: str) -> OutboxItem | None:
    """A question as it was posted, perhaps in the fallback channel."""
    found = [store.item(name) for name in (f"{key}:fallback", key)]
    asked = [item for item in found if item is not None and item.draft.what == ASKED]
    return next((item for item in asked if item.post), asked[0] if asked else None)


def watched(store: Reader, name: str) -> Account | None:
    """The account of that name, as long as it is watched."""
    return next((one.account for one in store.account_views() if one.account.name == name), None)


def _kind(question: OutboxItem) -> StormKind:
    return StormKind(question.draft.details["kind"])
