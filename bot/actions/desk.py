"""The desk where people decide: finds what is meant, applies a rule, answers in kind words.

Every way by which people change something leads through here, and so past `roles`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from bot.actions import accounts, cautions, rules, thanks, times
from bot.actions.named import no_account, unclear
from bot.actions.rules import Verdict
from bot.actions.thanks import Answer, back, key, sentences
from bot.answers.lookup import Unclear, account_named, find
from bot.roles import Right, Roles
from bot.slack.language import _
from bot.slack.render.care import NOTE_LIMIT
from bot.slack.render.text import code, day, instant, person
from state.model import CareState, InvoiceView, Mute
from state.rules.calendar import WorkingTime, next_working
from state.rules.suspension import UNKNOWN, Countdown
from state.store import AccountView, Declined, Store

WAITS = timedelta(days=3)  # for a provider to show a payment
DISPUTES = timedelta(days=14)  # until a dispute is looked at again
USUAL_HOURS = WorkingTime("UTC", time(9), time(17, 30))

Rule = Callable[[InvoiceView], Verdict]
Takes = Callable[[InvoiceView], Right]


def _care(_view: InvoiceView) -> Right:
    return Right.CARE


def _manage(_view: InvoiceView) -> Right:
    return Right.MANAGE


def _never_known(_view: InvoiceView) -> Countdown:
    return UNKNOWN


def _its_account(view: InvoiceView) -> str:
    return view.account.channel


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes what people decide and answers each in kind words (mrkdwn).

    A reference is a key or number as typed. `ack_expires` is how long an acknowledgement
    lasts; None: until it is paid.
    """

    store: Store
    now: Callable[[], datetime]
    ack_expires: timedelta | None
    command: str = "/invoices"
    hours: WorkingTime = USUAL_HOURS  # the team's
    suspends: Callable[[InvoiceView], Countdown] = _never_known
    home: Callable[[InvoiceView], str] = _its_account  # the channel of its living message
    roles: Roles = field(default_factory=Roles)

    def acknowledge(
        self,
        reference: str,
        user: str,
        note: str | None,
        source: str,
        until: datetime | None = None,
    ) -> str:
        """Take on an invoice, until then or for the usual time."""
        at = self.now()
        end = until or self.usual_end(at)
        rule = partial(rules.acknowledge, by=user, at=at, until=end, note=_cut(note), source=source)
        return self._apply(user, reference, rule, self._pause(thanks.taken_on, end), note)

    def usual_end(self, at: datetime) -> datetime | None:
        """When an acknowledgement made then ends by itself."""
        return at + self.ack_expires if self.ack_expires else None

    def snooze(
        self, reference: str, user: str, until: datetime, note: str | None, source: str
    ) -> str:
        """Hear nothing of an invoice until then."""
        at = self.now()
        rule = partial(rules.snooze, by=user, at=at, until=until, note=_cut(note), source=source)
        return self._apply(user, reference, rule, self._pause(thanks.snoozed, until), note)

    def promise(
        self, reference: str, user: str, promised: date, note: str | None, source: str
    ) -> str:
        """Note that an invoice will be paid on a day; it comes back when that day is over."""
        at, until = self.now(), times.after(promised, self.hours)
        if promised < times.today(at, self.hours):
            return _(
                "{day} has passed already; promise today or a later day, such as {examples}.",
                day=day(promised),
                examples="`today`, `fri`, `1 dec`",
            )
        rule = partial(rules.promise, by=user, at=at, day=promised, note=_cut(note), source=source)

        def said_to(view: InvoiceView) -> str:
            said = _("Noted: {key} will be paid on {day}.", key=key(view), day=day(promised))
            warning = cautions.too_late_to_pay(self.suspends(view), promised, at)
            return sentences(said, warning, back(until), self._undo(view))

        rule = partial(rule, until=until)
        return self._apply(user, reference, rule, said_to, note, self.to_promise)

    def to_promise(self, view: InvoiceView) -> Right:
        """What promising to pay this invoice takes."""
        return self.roles.to_promise(view.invoice.open)

    def waiting(
        self,
        reference: str,
        user: str,
        note: str | None,
        source: str,
        until: datetime | None = None,
    ) -> str:
        """Note that an invoice is paid and the provider has yet to show it."""
        at, end = self.now(), until or self._working_after(WAITS)
        rule = partial(rules.waiting, by=user, at=at, until=end, note=_cut(note), source=source)
        return self._apply(user, reference, rule, self._pause(thanks.waiting, end), note)

    def dispute(
        self,
        reference: str,
        user: str,
        note: str | None,
        source: str,
        until: datetime | None = None,
    ) -> str:
        """Note that an invoice is disputed."""
        at, end = self.now(), until or self._working_after(DISPUTES)
        rule = partial(rules.dispute, by=user, at=at, until=end, note=_cut(note), source=source)
        return self._apply(user, reference, rule, self._pause(thanks.disputed, end), note, _manage)

    def assign(self, reference: str, user: str, holder: str, note: str | None, source: str) -> str:
        """Ask somebody to see to an invoice; reminders go on and address them."""
        at = self.now()
        rule = partial(rules.assign, by=user, at=at, holder=holder, note=_cut(note), source=source)

        def said_to(view: InvoiceView) -> str:
            said = _("{key} is with you now.", key=key(view))
            if holder != user:
                said = _("{key} is with {person} now.", key=key(view), person=person(holder))
            return sentences(said, self._undo(view))

        return self._apply(user, reference, rule, said_to, note)

    def unacknowledge(self, reference: str, user: str, source: str) -> str:
        """Give an invoice back, whatever was decided about it."""
        rule = partial(rules.unacknowledge, by=user, at=self.now(), source=source)
        return self._apply(user, reference, rule, thanks.open_again)

    def remark(self, reference: str, user: str, note: str, source: str) -> str:
        """Add a note to the history of an invoice."""
        short = _cut(note) or ""
        rule = partial(rules.remark, by=user, at=self.now(), note=short, source=source)
        return self._apply(user, reference, rule, thanks.noted)

    def mute(
        self, reference: str, user: str, until: datetime, note: str | None, source: str
    ) -> str:
        """Mute the account of that name, or else the invoice of that key or number."""
        if self._account(reference) or self._is_no_invoice(reference):
            return self.mute_account(reference, user, until, note, source)
        at = self.now()
        rule = partial(rules.mute, by=user, at=at, until=until, note=_cut(note), source=source)
        return self._apply(user, reference, rule, self._pause(thanks.muted, until), note)

    def unmute(self, reference: str, user: str, source: str) -> str:
        """End the mute of the account of that name, or else of that invoice."""
        if self._account(reference) or self._is_no_invoice(reference):
            return self.unmute_account(reference, user, source)
        at = self.now()

        def rule(view: InvoiceView) -> Verdict:
            care = rules.in_force(view, at)
            if care is None or care.state is not CareState.MUTED:
                return Declined(_("{key} is not muted.", key=key(view)))
            return rules.unacknowledge(view, user, at, source)

        return self._apply(user, reference, rule, thanks.open_again)

    def mute_account(
        self, name: str, user: str, until: datetime, note: str | None, source: str
    ) -> str:
        """Let the reminders of all invoices of an account wait until then."""
        found = self._account(name)
        if found is None:
            return no_account(name, self.command)
        if refusal := self.roles.refusal(user, Right.MANAGE):
            return refusal
        wanted = Mute(until, user, self.now(), _cut(note))
        if isinstance(
            declined := accounts.mute_account(self.store, found, wanted, source), Declined
        ):
            return declined.reason
        return _(
            "The reminders of {account} wait until {end}. New invoices are still announced. "
            "Undo: {command}",
            account=code(found.account.name),
            end=instant(until),
            command=code(f"{self.command} unmute {found.account.name}"),
        )

    def unmute_account(self, name: str, user: str, source: str) -> str:
        """Let the reminders of an account go on."""
        found = self._account(name)
        if found is None:
            return no_account(name, self.command)
        if refusal := self.roles.refusal(user, Right.MANAGE):
            return refusal
        declined = accounts.unmute_account(self.store, found, user, self.now(), source)
        called = code(found.account.name)
        said = _("{account} is not muted any more; its reminders go on.", account=called)
        return declined.reason if declined else said

    def _pause(self, said: Answer, until: datetime | None) -> Answer:
        """Thanks for a decision that silences: when it comes back, what may come first, undo."""
        at = self.now()

        def said_to(view: InvoiceView) -> str:
            warning = cautions.silent_too_long(self.suspends(view), until, at)
            return sentences(said(view), back(until), warning, self._undo(view))

        return said_to

    def _undo(self, view: InvoiceView) -> str:
        return _("Undo: {command}", command=code(f"{self.command} unack {view.invoice.key}"))

    def _working_after(self, span: timedelta) -> datetime:
        return next_working(self.now() + span, self.hours)

    def _apply(
        self,
        user: str,
        reference: str,
        rule: Rule,
        thanks: Answer,
        note: str | None = None,
        takes: Takes = _care,
    ) -> str:
        found = find(self.store, reference)
        if isinstance(found, Unclear):
            return unclear(found, self.command)
        if refusal := self.roles.refusal(user, takes(found)):
            return refusal
        decided = self.store.decide(found.invoice.key, partial(self.at_home, rule))
        if not isinstance(decided, Declined):
            return thanks(found)
        add = code(f"{self.command} note {found.invoice.key} ...")
        lost = _("Your note was not kept; {command} adds one.", command=add) if note else ""
        return sentences(decided.reason, lost)

    def at_home(self, rule: Rule, view: InvoiceView) -> Verdict:
        """What is said about a decision stands beside the invoice's own message."""
        verdict = rule(view)
        if isinstance(verdict, Declined):
            return verdict
        channel = self.home(view)
        return replace(verdict, drafts=[replace(one, channel=channel) for one in verdict.drafts])

    def _account(self, name: str) -> AccountView | None:
        views = self.store.account_views()
        named = account_named([view.account.name for view in views], name)
        return next((view for view in views if view.account.name == named), None)

    def _is_no_invoice(self, reference: str) -> bool:
        """Nothing is called so, or nearly so: then an account was meant."""
        found = find(self.store, reference)
        return isinstance(found, Unclear) and not found.keys and "/" not in reference


def _cut(note: str | None) -> str | None:
    """A note as long as it may be; it says that it was cut."""
    short = note is None or len(note) <= NOTE_LIMIT
    return note if short else f"{str(note)[: NOTE_LIMIT - 1]}…"
