"""Open invoices + rules + now -> what must be said.

Only invoices whose next step has come are looked at. After any gap the highest step
reached is said, once: its key names invoice, step, due date and channel.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import escalate
from bot.around import Around
from bot.drafts import alert, reply, update
from state.changes import has_vanished
from state.messages import Draft, Kind
from state.model import Care, CareState, InvoiceView, Stage
from state.rules.ladder import (
    following,
    may_speak_at,
    next_step,
    reached,
    rises,
    severity_at,
    step_at,
)
from state.rules.severity import Severity
from state.store import Reminder, Store

BATCH = 500
HELD = timedelta(minutes=30)  # what has to wait for its account is looked at again after this


def remind(store: Store, around: Callable[[InvoiceView], Around], now: datetime) -> int:
    """Queue every reminder that has come due; the number of invoices looked at."""
    looked = 0
    while views := store.due_steps(now, BATCH):
        decided = [replace(decide(view, around(view), now), seen=view) for view in views]
        store.commit_reminders(decided, now)
        looked += len(views)
    return looked


def decide(view: InvoiceView, around: Around, now: datetime) -> Reminder:
    """Decide for one invoice whose step has come: say something or not, and when to look again."""
    invoice, care, rules = view.invoice, view.care, around.rules
    gone = has_vanished(invoice)  # nobody is reminded of what is no longer listed
    silenced = care is not None and care.silences(now)
    over = care is not None and care.until is not None and care.until <= now
    if not invoice.is_owed or (gone and not silenced and not over):
        return Reminder(invoice.key, (), None)
    coming = next_step(rules, invoice.due, now) if invoice.due and not gone else None
    if care is not None and silenced:
        return _cared_for(view, care, coming, now)
    if rules.quiet and _severity(view, around, now) < Severity.CRITICAL:
        return Reminder(invoice.key, (), coming, ends_care=over)
    later = _wait_until(view, around, now)
    if later is not None:
        return _held(view, _first(coming, later), now)
    if care is not None and over:
        return _woken(view, care, around, coming, now)
    return _stepped(view, around, coming, now)


def _severity(view: InvoiceView, around: Around, now: datetime) -> Severity:
    due = view.invoice.due
    return severity_at(around.rules, due, now) if due else Severity.CALM


def _cared_for(view: InvoiceView, care: Care, coming: datetime | None, now: datetime) -> Reminder:
    """Nothing is said, but "due soon" must not stand there when it is overdue."""
    redraw = (update(view.account, view.invoice, now),)
    return Reminder(view.invoice.key, redraw, _first(coming, care.until))


def _wait_until(view: InvoiceView, around: Around, now: datetime) -> datetime | None:
    """When to look again, if nothing may be said now: its account is held, or people rest."""
    if _severity(view, around, now) < Severity.CRITICAL:
        if view.mute is not None and view.mute.until > now:
            return view.mute.until
        if view.failing_since is not None or around.suspended_by is not None:
            return now + HELD
    opens = may_speak_at(around.rules, view.invoice.due, now)
    return opens if opens > now else None


def _held(view: InvoiceView, look: datetime | None, now: datetime) -> Reminder:
    """Nothing may be said now; what has come meanwhile is not forgotten."""
    since = view.held_since or view.next_step_at or now
    return Reminder(view.invoice.key, (), look, escalation=view.escalation, held_since=since)


def _woken(
    view: InvoiceView, care: Care, around: Around, coming: datetime | None, now: datetime
) -> Reminder:
    """Its time is over and it is still owed: say so, and whose it was."""
    invoice = view.invoice
    if care.state is CareState.PROMISED:
        line = _promise_broken(view, care, around, now)
        climbed = escalate.at_once(view, around, now)
    else:
        told = {"state": care.state.value, "by": care.held_by, "note": care.note or ""}
        line = reply(view.account, invoice, "woke", now, told, broadcast=True)
        climbed = escalate.begin(view, around, now)
    if has_vanished(invoice):
        climbed = escalate.Climbed(None)
    redraw = update(view.account, invoice, now)
    return Reminder(
        invoice.key,
        (redraw, replace(line, channel=around.home), *climbed.drafts),
        _first(coming, climbed.next_at),
        ends_care=True,
        escalation=climbed.escalation,
    )


def _promise_broken(view: InvoiceView, care: Care, around: Around, now: datetime) -> Draft:
    """It comes back one step higher than it stands, and that step is used up."""
    invoice, due, rules = view.invoice, view.invoice.due, around.rules
    told = {"by": care.held_by, "day": care.day.isoformat() if care.day else ""}
    line = reply(view.account, invoice, "promise_broken", now, told, broadcast=True)
    stands = reached(rules, due, now) if due else None
    higher = following(rules, due, stands) if due and stands else None
    if higher is None:
        return line
    return replace(line, key=_key(view, higher, around.home), stage=higher.offset, due=due)


def _stepped(view: InvoiceView, around: Around, coming: datetime | None, now: datetime) -> Reminder:
    """Say the step it has reached, and call people where nobody has taken it on."""
    due = view.invoice.due
    stage = reached(around.rules, due, now) if due else None
    said = _spoken(view, stage, around, now) if stage else ()
    climbed = escalate.climb(view, around, stage, now)
    return Reminder(
        view.invoice.key,
        (*said, *climbed.drafts),
        _first(coming, climbed.next_at),
        escalation=climbed.escalation,
    )


def _spoken(view: InvoiceView, stage: Stage, around: Around, now: datetime) -> tuple[Draft, ...]:
    """The step; where it was told already, only what calls those to whom its route leads."""
    drafts = _step(view, stage, around, now)
    if not _is_told(view, stage, around):
        return drafts
    calling = (one for one in drafts if one.channel != around.home or "mention" in one.details)
    return tuple(one for one in calling if _is_back(view) and one.kind is not Kind.UPDATE)


def _is_back(view: InvoiceView) -> bool:
    """True if the check that told of it began an escalation: it knows of no routes."""
    known = view.escalation
    began = view.held_since or view.next_step_at
    return known is not None and known.level == 0 and known.since == began


def _is_told(view: InvoiceView, stage: Stage, around: Around) -> bool:
    """True if an escalation has begun since: whoever began it said how things stand."""
    due, known = view.invoice.due, view.escalation
    return (
        due is not None and known is not None and step_at(stage, due, around.rules) <= known.since
    )


def _step(view: InvoiceView, stage: Stage, around: Around, now: datetime) -> tuple[Draft, ...]:
    """The step in the thread at home and, where a route says so, in another channel as well."""
    invoice, rules = view.invoice, around.rules
    if invoice.due is None:
        return ()
    grave = severity_at(rules, invoice.due, now)
    route = around.route(grave)
    told = {"offset": str(stage.offset)}
    if grave is Severity.SUSPENDED:
        told["holds"] = "others"  # reminders of the account's other invoices wait for this one
    called = told | ({"mention": route.mention} if route.mention else {})
    away = route.channel != around.home  # who is called is called once, where the route leads
    line = replace(
        reply(view.account, invoice, "stage", now, told if away else called),
        key=_key(view, stage, around.home),
        channel=around.home,
        stage=stage.offset,
        due=invoice.due,
        broadcast=rises(rules, invoice.due, stage, view.held_since or view.next_step_at),
    )
    drafts = [update(view.account, invoice, now), line]
    if away:
        key = _key(view, stage, route.channel)
        there = alert(view, key, route.channel, "stage", called)
        drafts.append(replace(there, stage=stage.offset, due=invoice.due))
    return tuple(drafts)


def _key(view: InvoiceView, stage: Stage, channel: str) -> str:
    """A step of the ladder is said once for a due date and a channel."""
    return f"{view.invoice.key}:{stage.code}:{view.invoice.due}:{channel}"


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
