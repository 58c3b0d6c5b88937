"""What people decide about an invoice: one transaction each, and last words that last.

The rules are pure: they see the invoice as it stands inside the transaction, so that of
two clicks only one counts and a late click never reopens something paid.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.announce import reply, update
from bot.answer import unknown_invoice
from bot.lookup import Unclear, find
from bot.slack.render.text import ago, code, instant, person
from state.messages import (
    Draft,
)
from state.model import Care, CareState, InvoiceKey, InvoiceView, Standing
from state.store import (
    Decision,
    Declined,
    Store,
)

NOTE_LIMIT = 500
Drafts = tuple[Draft, Draft]


def acknowledge(
    view: InvoiceView, by: str, at: datetime, until: datetime | None, note: str | None, source: str
) -> Decision | Declined:
    """Take an invoice on until then; a new note may be added to what is taken on already."""
    care = _in_force(view, at)
    if reason := _finished(view):
        return Declined(f"{_key(view)} {reason}; there is nothing to acknowledge.")
    if care and note in (None, care.note):
        who = "you" if care.by == by else person(care.by)
        return Declined(f"{_key(view)} was already acknowledged by {who} {ago(care.at, at)}.")
    told = {"by": by, "note": note or "", "until": until.isoformat() if until else ""}
    details = {name: value for name, value in told.items() if value}
    return Decision(
        care=Care(CareState.ACKNOWLEDGED, by, at, until, note),
        kind="acknowledged",
        actor=by,
        at=at,
        details={**details, "source": source},
        drafts=_said(view, "acknowledged", at, details),
        next_step_at=at,  # the reminder pass finds out when to look again
    )


def unacknowledge(view: InvoiceView, by: str, at: datetime, source: str) -> Decision | Declined:
    """Give an invoice back; the reminder ladder is looked at again at once."""
    if reason := _finished(view):
        return Declined(f"{_key(view)} {reason}; nobody has to take it on.")
    if _in_force(view, at) is None:
        return Declined(f"{_key(view)} is not acknowledged by anybody.")
    return Decision(
        care=None,
        kind="unacknowledged",
        actor=by,
        at=at,
        details={"by": by, "source": source},
        drafts=_said(view, "unacknowledged", at, {"by": by}),
        next_step_at=at,
    )


def _said(view: InvoiceView, what: str, at: datetime, details: dict[str, str]) -> Drafts:
    line = reply(view.account, view.invoice, what, at, details)
    return update(view.account, view.invoice, at), line


def _in_force(view: InvoiceView, at: datetime) -> Care | None:
    """The care that has not ended yet."""
    care = view.care
    return None if care is None or (care.until is not None and care.until <= at) else care


def _finished(view: InvoiceView) -> str | None:
    """Why nobody has to do anything about it; None while somebody has to."""
    match view.invoice.standing:
        case Standing.PAID:
            return "is already paid"
        case Standing.VOID:
            return "is void"
        case Standing.PENDING:
            return "has a payment under way"
        case Standing.OPEN | Standing.UNKNOWN:
            return None


def _key(view: InvoiceView) -> str:
    return code(str(view.invoice.key))


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes what people decide and answers each in kind words (mrkdwn).

    `ack_expires` is how long an acknowledgement lasts; None: until it is paid.
    """

    store: Store
    now: Callable[[], datetime]
    ack_expires: timedelta | None
    command: str = "/invoices"

    def acknowledge(self, reference: str, user: str, note: str | None, source: str) -> str:
        """Take on the invoice of that key or number."""
        at = self.now()
        until = at + self.ack_expires if self.ack_expires else None
        short = note if note is None or len(note) <= NOTE_LIMIT else note[: NOTE_LIMIT - 1] + "…"

        def rule(view: InvoiceView) -> Decision | Declined:
            return acknowledge(view, user, at, until, short, source)

        def thanks(key: InvoiceKey) -> str:
            back = f" It comes back {instant(until)} if it is still unpaid." if until else ""
            undo = code(f"{self.command} unack {key}")
            return f"You have taken on {code(str(key))}.{back} Undo: {undo}"

        return self._decide(reference, rule, thanks)

    def unacknowledge(self, reference: str, user: str, source: str) -> str:
        """Give back the invoice of that key or number."""
        at = self.now()

        def rule(view: InvoiceView) -> Decision | Declined:
            return unacknowledge(view, user, at, source)

        def thanks(key: InvoiceKey) -> str:
            return f"{code(str(key))} is open to everybody again; reminders go on."

        return self._decide(reference, rule, thanks)

    def _decide(
        self,
        reference: str,
        rule: Callable[[InvoiceView], Decision | Declined],
        thanks: Callable[[InvoiceKey], str],
    ) -> str:
        found = find(self.store, reference)
        if isinstance(found, Unclear):
            return self._choose(found)
        key = found.invoice.key
        decided = self.store.decide(key, rule)
        return decided.reason if isinstance(decided, Declined) else thanks(key)

    def _choose(self, found: Unclear) -> str:
        if not found.exact:
            return unknown_invoice(found, self.command)
        keys = " or ".join(code(str(key)) for key in found.keys[:5])
        return f"{len(found.keys)} invoices are called {code(found.reference, 80)}: say {keys}."
