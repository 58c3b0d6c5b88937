"""Why something was said about an invoice or was not, and what comes next.

The next message is found by asking the reminder rules themselves for the coming moments,
so it is what will really be said if nothing changes.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.around import Around, Chain, Surroundings
from bot.remind import HELD, decide
from bot.rules import Rulebook, Why
from bot.slack.language import _, numeric_date
from bot.slack.render.answer_who import OnCall
from bot.slack.render.facts import recorded
from bot.slack.render.text import care_word
from state.changes import has_vanished
from state.messages import Draft, Kind, OutboxItem, OutboxState
from state.model import CareState, InvoiceView, Standing
from state.people.caring import left_behind
from state.rules.ladder import next_step, severity_at
from state.rules.severity import Severity
from state.store import Reader

SOMEBODY = OnCall(("somebody",), "", "whoever is on call then")  # never said
LOOKS = 200  # moments that are looked at before we say that nothing is to come


@dataclass(frozen=True, slots=True)
class Coming:
    """The next message, if nothing changes until then."""

    at: datetime
    draft: Draft


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything that decided about one invoice, and what was said so far."""

    view: InvoiceView
    severity: Severity
    rules: Why
    silence: tuple[str, ...]  # why nothing is said now; empty when nothing keeps us from it
    coming: Coming | None
    said: Sequence[OutboxItem]  # oldest first


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains invoices from the state and the rules; reads only."""

    store: Reader
    book: Rulebook
    chain: Callable[[], Chain]
    clock: Callable[[], datetime]

    def explain(self, view: InvoiceView) -> Explained:
        """Say all of it about one invoice as it stands now."""
        now, invoice = self.clock(), view.invoice
        rules = self.book.rules(invoice, view.account)
        severity = severity_at(rules, invoice.due, now)
        found = self.book.why(invoice, view.account, severity)
        return Explained(
            view=view,
            severity=severity,
            rules=found,
            silence=tuple(self._silence(view, severity, found)),
            coming=self._coming(view, now),
            said=self.store.said(invoice.key),
        )

    def _silence(self, view: InvoiceView, severity: Severity, rules: Why) -> list[str]:
        now, invoice = self.clock(), view.invoice
        reasons = [_standing(view), _care(view, now)]
        if invoice.due is None and not invoice.is_closed:
            reasons.append(_("it has no due date, so no step can be counted from it"))
        if severity < Severity.CRITICAL and invoice.is_owed:
            reasons += [rules.quiet, *self._held(view, now)]
        return [reason for reason in reasons if reason]

    def _held(self, view: InvoiceView, now: datetime) -> Iterator[str]:
        """What keeps the reminders of its whole account back; what is critical is said anyway."""
        if view.mute is not None and view.mute.until > now:
            yield _("its account is muted until {end}", end=_utc(view.mute.until))
        if view.failing_since is not None:
            yield _(
                "its account has been failing since {moment}; "
                "until it answers only what is critical is said",
                moment=_utc(view.failing_since),
            )
        culprit = self._around(now).of(view).suspended_by
        if culprit is not None:
            yield _("the reminders of its account wait until {invoice} is paid", invoice=culprit)

    def _coming(self, view: InvoiceView, now: datetime) -> Coming | None:
        if not view.invoice.is_owed:
            return None
        moment = _first_look(view, now)
        for _turn in range(LOOKS):
            if moment is None:
                return None
            around = self._around(moment).of(view)
            reminder = decide(view, around, moment)
            news = [draft for draft in reminder.drafts if self._is_news(draft)]
            if news:
                return Coming(moment, news[0])
            view = replace(
                view,
                care=left_behind(view.care) if reminder.ends_care and view.care else view.care,
                escalation=reminder.escalation,
                held_since=reminder.held_since,
                next_step_at=reminder.next_step_at,
            )
            moment = _first(_next_look(view, around, moment), _end_of_mute(view, moment))
        return None

    def _around(self, moment: datetime) -> Surroundings:
        chain = self.chain()
        if chain.oncall is None:  # who it will be does not matter, only that somebody is called
            chain = replace(chain, oncall=SOMEBODY)
        return Surroundings(self.store, self.book, chain, moment)

    def _is_news(self, draft: Draft) -> bool:
        if draft.kind is Kind.UPDATE:
            return False
        known = self.store.item(draft.key)
        unsaid = draft.stage is not None and known and known.state is OutboxState.DROPPED
        return known is None or bool(unsaid)


def _first_look(view: InvoiceView, now: datetime) -> datetime | None:
    ends = view.care.until if view.care else None
    look = _first(view.next_step_at, ends, _end_of_mute(view, now))
    return None if look is None else max(look, now)


def _end_of_mute(view: InvoiceView, moment: datetime) -> datetime | None:
    """When its account's mute ends; then every invoice that is still listed is looked at."""
    ahead = view.mute is not None and view.mute.until > moment and not has_vanished(view.invoice)
    return view.mute.until if view.mute is not None and ahead else None


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _next_look(view: InvoiceView, around: Around, moment: datetime) -> datetime | None:
    """When it is looked at again, without the looks that are in vain.

    While its account is held there is one every half hour; nothing is said before it is critical.
    """
    due, muted = view.invoice.due, view.mute is not None and view.mute.until > moment
    held = view.failing_since is not None or around.suspended_by is not None
    if not held or muted or view.held_since is None:
        return view.next_step_at
    step = next_step(around.rules, due, moment)
    if step is None:
        return None
    looks = [*_every(HELD, moment, step), step]
    found = bisect_left(looks, Severity.CRITICAL, key=lambda at: severity_at(around.rules, due, at))
    return looks[min(found, len(looks) - 1)]


def _every(span: timedelta, begin: datetime, end: datetime) -> Iterator[datetime]:
    return (begin + span * turn for turn in range(1, -((begin - end) // span)))


def _standing(view: InvoiceView) -> str | None:
    match view.invoice.standing:
        case Standing.PAID | Standing.VOID:
            return _("it is {state}", state=recorded("standing", view.invoice.standing))
        case Standing.PENDING:
            return _("a payment is under way")
        case Standing.OPEN | Standing.UNKNOWN:
            gone = _("its provider does not list it any more, so nobody is reminded of it")
            return gone if has_vanished(view.invoice) else None


def _care(view: InvoiceView, now: datetime) -> str | None:
    care = view.care
    if care is None or not care.silences(now):
        return None
    decision = _("waiting") if care.state is CareState.WAITING else care_word(care.state)
    if care.until is None:
        return _("it is {decision}", decision=decision)
    return _("it is {decision} until {end}", decision=decision, end=_utc(care.until))


def _utc(moment: datetime) -> str:
    return f"{numeric_date(moment)} {moment:%H:%M} UTC"
