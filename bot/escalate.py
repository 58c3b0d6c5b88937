"""What nobody takes on is brought before more people: a mention, a direct message, a channel.

Each level gets its own time; the next is due `after` the one before. Whoever was asked to
take an invoice on is called in place of the people on call.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.around import Around
from bot.drafts import alert, reply
from bot.slack.render.answer_who import OnCall
from state.messages import Draft
from state.model import CareState, Escalation, InvoiceView, Stage
from state.rules.ladder import may_speak_at, severity_at, step_at
from state.rules.severity import Severity

PERSONAL = 2  # the level of direct messages
TOP = 3
DAY = timedelta(days=1)
PATIENCE = timedelta(minutes=1)  # until who is on call is asked for again
MOST_PEOPLE = 10  # direct messages of one level


@dataclass(frozen=True, slots=True)
class Climbed:
    """Where the escalation stands now, what is said, and when it goes on."""

    escalation: Escalation | None
    drafts: tuple[Draft, ...] = ()
    next_at: datetime | None = None


def climb(view: InvoiceView, around: Around, stage: Stage | None, now: datetime) -> Climbed:
    """Go on with an escalation, or begin one where things have become grave."""
    known, after = view.escalation, around.chain.after
    if known is None or _is_graver(view, around, stage, known):
        return begin(view, around, now)
    if after is None:
        return Climbed(None)
    if not _is_grave(view, around, now):
        return Climbed(None, (), _grave_from(view, around, now))
    if known.level >= TOP:
        return Climbed(known)
    if now < known.since + after:
        return Climbed(known, (), known.since + after)
    return _level(view, around, known, now)


def begin(view: InvoiceView, around: Around, now: datetime) -> Climbed:
    """Start the clock, if the invoice is grave enough and somebody is to be called at all."""
    after = around.chain.after
    if after is None:
        return Climbed(None)
    if not _is_grave(view, around, now):
        return Climbed(None, (), _grave_from(view, around, now))
    return Climbed(Escalation(now), (), now + after)


def at_once(view: InvoiceView, around: Around, now: datetime) -> Climbed:
    """Call the first people without waiting, however grave it is: a promise was broken."""
    if around.chain.after is None:
        return Climbed(None)
    return _level(view, around, Escalation(now), now)


def _is_grave(view: InvoiceView, around: Around, now: datetime) -> bool:
    due = view.invoice.due
    return due is not None and severity_at(around.rules, due, now) >= Severity.OVERDUE


def _grave_from(view: InvoiceView, around: Around, now: datetime) -> datetime | None:
    """When people may hear that it is overdue: no step of the ladder need come that day."""
    due, rules = view.invoice.due, around.rules
    if due is None:
        return None
    try:
        overdue = datetime.combine(due + DAY, time(), ZoneInfo(rules.zone)).astimezone(UTC)
    except OverflowError:
        return None
    return may_speak_at(rules, due, overdue) if overdue > now else None


def _is_graver(view: InvoiceView, around: Around, stage: Stage | None, known: Escalation) -> bool:
    due = view.invoice.due
    if due is None or stage is None:
        return False
    rules, step = around.rules, step_at(stage, due, around.rules)
    if step <= known.since:
        return False
    return severity_at(rules, due, step) > severity_at(rules, due, known.since)


def _level(view: InvoiceView, around: Around, known: Escalation, now: datetime) -> Climbed:
    called = _called(view, around)
    if called is None:
        return Climbed(known, (), now + PATIENCE)
    level = known.level + 1
    if level == PERSONAL and not called.people:
        level = TOP  # nobody is on call: whoever is left hears of it now
    drafts = tuple(_drafts(view, around, called, known, level, now))
    after = around.chain.after
    goes_on = now + after if after is not None and level < TOP else None
    return Climbed(Escalation(now, level), drafts, goes_on)


def _drafts(
    view: InvoiceView,
    around: Around,
    called: OnCall,
    known: Escalation,
    level: int,
    now: datetime,
) -> list[Draft]:
    told = {"level": str(level), "mention": called.mention}
    if called.stale_since is not None:
        told["stale"] = called.stale_since.isoformat()
    if level == 1:
        line = reply(view.account, view.invoice, "escalated", now, told, broadcast=True)
        return [replace(line, key=_key(view, level, known, around.home), channel=around.home)]
    last = [around.chain.to] if around.chain.to else []
    to = called.people[:MOST_PEOPLE] if level == PERSONAL else last
    return [
        alert(view, _key(view, level, known, channel), channel, "escalated", told) for channel in to
    ]


def _called(view: InvoiceView, around: Around) -> OnCall | None:
    """Who is called; None as long as nobody knows who is on call."""
    care = view.care
    if care is not None and (care.state is CareState.ASSIGNED or care.holder is not None):
        return OnCall((care.held_by,), f"<@{care.held_by}>", "asked to take it on")
    return around.chain.oncall


def _key(view: InvoiceView, level: int, known: Escalation, channel: str) -> str:
    return f"{view.invoice.key}:escalated-{level}:{known.since.isoformat()}:{channel}"
