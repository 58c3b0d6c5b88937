"""What changed -> what must be said about it, and when to look at each invoice again.

Pure: the clock is an argument. Every draft has a key that names the occasion, so the
same occasion is never queued twice and a later one of the same sort is not swallowed.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from moneyed import Money

from bot.drafts import about, reply, update
from state.changes import has_vanished, outcome
from state.log import history
from state.messages import (
    Draft,
    Kind,
)
from state.model import (
    Account,
    Amended,
    Appeared,
    Change,
    Escalation,
    Invoice,
    Reopened,
    Settled,
    Standing,
    Vanished,
)
from state.rules.ladder import Rules, next_step, reached, severity_at
from state.rules.severity import Severity
from state.storms import Storm

TELLING = ("total", "open", "due", "standing")  # what a reader has to hear about


@dataclass(frozen=True, slots=True)
class Manner:
    """How an invoice of an account is spoken of: its rules, and where its message belongs."""

    rules: Rules
    home: str  # channel
    route: Callable[[Severity], tuple[str, str | None]] | None = None  # channel and mention


@dataclass(slots=True)
class Said:
    """Messages to queue and, by invoice number, when to look again and what calls people."""

    drafts: list[Draft] = field(default_factory=list)
    steps: dict[str, datetime | None] = field(default_factory=dict)
    escalations: dict[str, Escalation | None] = field(default_factory=dict)  # only what changes


def of_changes(
    account: Account,
    changes: Sequence[Change],
    now: datetime,
    manner: Callable[[Invoice], Manner],
    *,
    first: bool,
    storm: Storm | None = None,
) -> Said:
    """Decide what to say; on the first sight of an account one summary stands for all.

    In a storm one question does: the messages of its invoices are only redrawn.
    """
    said = Said()
    members = storm.members() if storm else frozenset()
    for change in changes:
        after = outcome(change)
        how = manner(after)
        said.steps[after.key.number] = _next_step(after, now, how.rules)
        if not first:
            hushed = after.key.number in members
            drafts = _hushed(account, change, now) if hushed else _drafts(account, change, now, how)
            said.drafts += [replace(draft, channel=how.home) for draft in drafts]
            anew = _stands_anew(change) or _is_spoken_of_now(change, manner)
            if not hushed and anew and not _is_quiet(after, now, how.rules):
                said.drafts += _routed(account, after, now, how)
                said.escalations[after.key.number] = _clock(after, now, how.rules)
    if first:
        said.drafts.append(about(account, "baseline", now))
    elif storm is not None:
        said.drafts.append(about(account, "storm", now, _question(storm, changes, now)))
    return said


def _stands_anew(change: Change) -> bool:
    """True where how grave it is does not follow from what was said of it before."""
    if isinstance(change, Amended):
        before, after = change.before, change.after
        return before.due != after.due or _is_back(before, after)
    return isinstance(change, Appeared | Reopened)


def _is_spoken_of_now(change: Change, manner: Callable[[Invoice], Manner]) -> bool:
    """True if the amount was too small for reminders before this change."""
    if not isinstance(change, Amended) or not manner(change.before).rules.quiet:
        return False
    return not manner(change.after).rules.quiet


def _clock(invoice: Invoice, now: datetime, rules: Rules) -> Escalation | None:
    """The clock that calls people runs from now on for what is grave already."""
    return Escalation(now) if invoice.is_owed and _is_overdue(invoice, now, rules) else None


def _routed(account: Account, invoice: Invoice, now: datetime, how: Manner) -> list[Draft]:
    """Tell the channel and the people of its route at once, if it is as grave as that."""
    stage = reached(how.rules, invoice.due, now) if invoice.is_owed else None
    if how.route is None or stage is None:
        return []
    channel, mention = how.route(severity_at(how.rules, invoice.due, now))
    if channel == how.home and not mention:
        return []
    said = Draft(
        key=f"{invoice.key}:{stage.code}:{invoice.due}:{channel}",
        kind=Kind.REPLY if channel == how.home else Kind.ALERT,
        channel=channel,
        account=account.name,
        number=invoice.key.number,
        what="stage",
        stage=stage.offset,
        due=invoice.due,
        details={"offset": str(stage.offset), **({"mention": mention} if mention else {})},
    )
    return [said]


def _hushed(account: Account, change: Change, now: datetime) -> list[Draft]:
    """A message that stands is redrawn; a new one waits for the answer, or its next step."""
    return [] if isinstance(change, Appeared) else [update(account, outcome(change), now)]


def _question(storm: Storm, changes: Sequence[Change], now: datetime) -> dict[str, str]:
    """What is asked, with everything that an answer needs."""
    members = storm.members()
    told = {
        outcome(change).key.number: amendments(change)
        for change in changes
        if isinstance(change, Amended) and outcome(change).key.number in members
    }
    return {
        "kind": storm.kind.value,
        "count": str(len(storm.numbers)),
        "owed": str(storm.owed),
        "instant": now.isoformat(),
        "members": json.dumps(storm.twins or told),
        **_example(storm, told),
    }


def _example(storm: Storm, told: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    number = storm.numbers[0]
    if storm.twins:
        return {"example": number, "old": number, "new": storm.twins[number]}
    field = next(name for name in ("open", "total", "due") if name in told[number])
    old, _, new = told[number][field].partition(" -> ")
    return {"example": number, "field": field, "old": old, "new": new}


def _next_step(invoice: Invoice, now: datetime, rules: Rules) -> datetime | None:
    """None for what nobody is reminded of: it is not owed, or no longer listed."""
    if not invoice.is_owed or invoice.due is None or has_vanished(invoice):
        return None
    return next_step(rules, invoice.due, now)


def _drafts(account: Account, change: Change, now: datetime, how: Manner) -> list[Draft]:
    match change:
        case Appeared(invoice):
            return (
                [] if _is_quiet(invoice, now, how.rules) else [_living(account, invoice, now, how)]
            )
        case Amended(before, after):
            differences = amendments(change)
            redraw = update(account, after, now)
            if not differences or _is_quiet(after, now, how.rules):
                return [redraw]
            grew = _grew(before.open, after.open)
            late = before.due is None and after.is_owed and _is_overdue(after, now, how.rules)
            loud = grew or late or _moved_up(before, after) or _is_back(before, after)
            return [redraw, reply(account, after, "amended", now, differences, broadcast=loud)]
        case Reopened(_, after):
            return _told(account, after, "reopened", now, broadcast=True)
        case Settled(_, after):
            what = "paid" if after.standing is Standing.PAID else "void"
            return _told(account, after, what, now)
        case Vanished(_, after):
            return _told(account, after, "vanished", now, broadcast=True)
        case _:
            assert_never(change)


def _told(
    account: Account, invoice: Invoice, what: str, now: datetime, *, broadcast: bool = False
) -> list[Draft]:
    line = reply(account, invoice, what, now, broadcast=broadcast)
    return [update(account, invoice, now), line]


def _is_quiet(invoice: Invoice, now: datetime, rules: Rules) -> bool:
    """True for a small amount, while nothing is about to be switched off for it."""
    if not rules.quiet:
        return False
    return invoice.due is None or severity_at(rules, invoice.due, now) < Severity.CRITICAL


def _living(account: Account, invoice: Invoice, now: datetime, how: Manner) -> Draft:
    stage = reached(how.rules, invoice.due, now) if invoice.due else None
    return Draft(
        key=f"{invoice.key}:new:{now.isoformat()}",
        kind=Kind.INVOICE,
        channel=how.home,
        account=account.name,
        number=invoice.key.number,
        what="new",
        stage=stage.offset if stage else None,
        due=invoice.due,
    )


def amendments(change: Amended) -> dict[str, str]:
    """Old and new of everything that matters to a reader; empty if only wording changed."""
    return {name: words for name, words in history.details(change).items() if name in TELLING}


def _grew(before: Money | None, after: Money | None) -> bool:
    if before is None or after is None or before.currency != after.currency:
        return before != after
    return bool(after > before)


def _is_back(before: Invoice, after: Invoice) -> bool:
    """True where a payment that was under way has failed."""
    return after.is_owed and not before.is_owed


def _moved_up(before: Invoice, after: Invoice) -> bool:
    return before.due is not None and after.due is not None and after.due < before.due


def _is_overdue(invoice: Invoice, now: datetime, rules: Rules) -> bool:
    return invoice.due is not None and severity_at(rules, invoice.due, now) >= Severity.OVERDUE
