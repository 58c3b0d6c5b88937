"""What people decide about an invoice: last words that last.

Each rule is pure: it sees the invoice as it stands inside the transaction, so that of two
clicks only one counts and a late click never reopens something paid. The last word wins;
who asks again for what somebody has decided already is told who it was.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.drafts import reply, update
from bot.slack.language import _
from bot.slack.render.care import already
from bot.slack.render.text import code, instant, person
from state.messages import Draft
from state.model import Care, CareState, InvoiceView, Standing
from state.store import Decision, Declined
from state.twins import goes_on_as

Verdict = Decision | Declined

_CLOSE = timedelta(hours=1)  # two ends as near as this were meant to be one


def acknowledge(
    view: InvoiceView, by: str, at: datetime, until: datetime | None, note: str | None, source: str
) -> Verdict:
    """Take an invoice on until then; a new note may be added to what is taken on already."""
    return _take(view, Care(CareState.ACKNOWLEDGED, by, at, until, note, source=source))


def snooze(
    view: InvoiceView, by: str, at: datetime, until: datetime, note: str | None, source: str
) -> Verdict:
    """Hear nothing of it until then."""
    return _take(view, _keeping_holder(view, CareState.SNOOZED, by, at, until, note, source))


def promise(
    view: InvoiceView,
    by: str,
    at: datetime,
    day: date,
    until: datetime,
    note: str | None,
    source: str,
) -> Verdict:
    """Say that it will be paid on a day; `until` is when it comes back if it was not."""
    care = _keeping_holder(view, CareState.PROMISED, by, at, until, note, source)
    return _take(view, replace(care, day=day))


def waiting(
    view: InvoiceView, by: str, at: datetime, until: datetime, note: str | None, source: str
) -> Verdict:
    """Say that it is paid, and give the provider until then to show it."""
    return _take(view, _keeping_holder(view, CareState.WAITING, by, at, until, note, source))


def dispute(
    view: InvoiceView, by: str, at: datetime, until: datetime, note: str | None, source: str
) -> Verdict:
    """Say that we do not owe it, or that they do not; looked at again then."""
    return _take(view, _keeping_holder(view, CareState.DISPUTED, by, at, until, note, source))


def mute(
    view: InvoiceView, by: str, at: datetime, until: datetime, note: str | None, source: str
) -> Verdict:
    """Do not speak of it until then."""
    return _take(view, _keeping_holder(view, CareState.MUTED, by, at, until, note, source))


def assign(
    view: InvoiceView, by: str, at: datetime, holder: str, note: str | None, source: str
) -> Verdict:
    """Ask somebody to see to it. What silences it goes on, but for an acknowledgement.

    Who acknowledged it said "I see to it"; that ends when somebody else is asked to.
    """
    care = in_force(view, at)
    if care is None or care.state in (CareState.ACKNOWLEDGED, CareState.ASSIGNED):
        return _take(view, Care(CareState.ASSIGNED, by, at, None, note, holder, source=source))
    if reason := _finished(view, CareState.ASSIGNED):
        return Declined(reason)
    if care.held_by == holder:
        return Declined(_("{key} is with {person} already.", key=_key(view), person=person(holder)))
    asked = Care(CareState.ASSIGNED, by, at, None, note, holder, source=source)
    return _decided(view, replace(care, holder=holder, note=note or care.note), asked)


def unacknowledge(view: InvoiceView, by: str, at: datetime, source: str) -> Verdict:
    """Give an invoice back, whatever was decided; the ladder is looked at again at once."""
    if reason := settled(view):
        return Declined(_("{settled}; nobody has to take it on.", settled=reason))
    care = in_force(view, at)
    if care is None:
        said = _("{key} is open to everybody already; nobody has taken it on.", key=_key(view))
        return Declined(said)
    told = {"by": by, "state": care.state.value}
    return Decision(
        care=None,
        kind="unacknowledged",
        actor=by,
        at=at,
        details={**told, "source": source},
        drafts=_said(view, "unacknowledged", at, told),
        next_step_at=at,
    )


def remark(view: InvoiceView, by: str, at: datetime, note: str, source: str) -> Verdict:
    """Add a note to the history of an invoice in any state; nothing else changes."""
    if new := goes_on_as(view.invoice):  # its message is the new one's by now
        other = code(f"{view.account.name}/{new}")
        return Declined(
            _("{key} is {other} by now; add the note there.", key=_key(view), other=other)
        )
    told = {"by": by, "note": note}
    return Decision(
        care=view.care,
        kind="noted",
        actor=by,
        at=at,
        details={**told, "source": source},
        drafts=[reply(view.account, view.invoice, "noted", at, told)],
    )


def _keeping_holder(
    view: InvoiceView,
    state: CareState,
    by: str,
    at: datetime,
    until: datetime,
    note: str | None,
    source: str,
) -> Care:
    """A decision that leaves the invoice with the person who was asked to see to it."""
    before = in_force(view, at)
    holder = before.holder if before and before.holder != by else None
    return Care(state, by, at, until, note, holder, source=source)


def _take(view: InvoiceView, wanted: Care) -> Verdict:
    """Let a decision take the place of what was decided before, unless it says the same."""
    if reason := _finished(view, wanted.state):
        return Declined(reason)
    if wanted.until is not None and wanted.until <= wanted.at:
        past = instant(wanted.until)
        return Declined(_("{moment} has passed already; name a later moment.", moment=past))
    before = in_force(view, wanted.at)
    if before and _is_the_same(before, wanted):
        who = _("you") if before.by == wanted.by else person(before.by)
        return Declined(already(_key(view), before, wanted.at, who))
    return _decided(view, wanted, wanted)


def _decided(view: InvoiceView, care: Care, said: Care) -> Decision:
    """Keep `care`; what is told and recorded is what was said now."""
    told = _details(said)
    return Decision(
        care=care,
        kind=said.state.value,
        actor=said.by,
        at=said.at,
        details={**told, "source": said.source},
        drafts=_said(view, said.state.value, said.at, told),
        next_step_at=said.at,  # the reminder pass finds out when to look again
    )


def _details(care: Care) -> dict[str, str]:
    told = {
        "by": care.by,
        "note": care.note or "",
        "until": care.until.isoformat() if care.until else "",
        "day": care.day.isoformat() if care.day else "",
        "holder": care.holder or "",
    }
    return {name: value for name, value in told.items() if value}


def _is_the_same(before: Care, wanted: Care) -> bool:
    """True if this was decided already; one's own decision may get a new note or end."""
    if before.state is not wanted.state or not _means_the_same(before, wanted):
        return False
    return before.by != wanted.by or wanted.note in (None, before.note)


def _means_the_same(before: Care, wanted: Care) -> bool:
    match wanted.state:
        case CareState.PROMISED:
            return before.day == wanted.day
        case CareState.ASSIGNED:
            return before.holder == wanted.holder
        case CareState.SNOOZED | CareState.MUTED:
            return _near(before.until, wanted.until)
        case CareState.ACKNOWLEDGED | CareState.WAITING | CareState.DISPUTED:
            as_long = _length(before) == _length(wanted)  # the usual time, asked for again
            return before.by != wanted.by or as_long or _near(before.until, wanted.until)


def _near(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < _CLOSE


def _length(care: Care) -> timedelta | None:
    return None if care.until is None else care.until - care.at


def _said(view: InvoiceView, what: str, at: datetime, details: dict[str, str]) -> list[Draft]:
    line = reply(view.account, view.invoice, what, at, details)
    return [update(view.account, view.invoice, at), line]


def in_force(view: InvoiceView, at: datetime) -> Care | None:
    """The care that has not ended yet."""
    care = view.care
    return None if care is None or (care.until is not None and care.until <= at) else care


def _finished(view: InvoiceView, wanted: CareState) -> str | None:
    reason = settled(view)
    return _nothing_to(wanted, reason) if reason else None


def _nothing_to(wanted: CareState, reason: str) -> str:
    return {
        CareState.ACKNOWLEDGED: _("{settled}; there is nothing to acknowledge.", settled=reason),
        CareState.SNOOZED: _("{settled}; there is nothing to snooze.", settled=reason),
        CareState.PROMISED: _("{settled}; there is nothing to promise.", settled=reason),
        CareState.WAITING: _("{settled}; there is nothing to wait for.", settled=reason),
        CareState.DISPUTED: _("{settled}; there is nothing to dispute.", settled=reason),
        CareState.MUTED: _("{settled}; there is nothing to mute.", settled=reason),
        CareState.ASSIGNED: _("{settled}; there is nothing to assign.", settled=reason),
    }[wanted]


def settled(view: InvoiceView) -> str | None:
    """Why nobody has to do anything about it; None while somebody has to."""
    match view.invoice.standing:
        case Standing.PAID:
            return _("{key} is already paid", key=_key(view))
        case Standing.VOID:
            return _("{key} is void", key=_key(view))
        case Standing.PENDING:
            return _("{key} has a payment under way", key=_key(view))
        case Standing.OPEN | Standing.UNKNOWN:
            return None


def _key(view: InvoiceView) -> str:
    return code(str(view.invoice.key))
