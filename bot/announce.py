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

from providers.base import ProviderError
from state import history
from state.changes import has_vanished, outcome
from state.ladder import Rules, next_step, reached, severity_at
from state.messages import (
    Draft,
    Kind,
)
from state.model import (
    Account,
    Amended,
    Appeared,
    Change,
    Invoice,
    InvoiceView,
    Reopened,
    Settled,
    Standing,
    Vanished,
)
from state.severity import Severity
from state.storms import Storm

TELLING = ("total", "open", "due", "standing")  # what a reader has to hear about


@dataclass(frozen=True, slots=True)
class Manner:
    """How an invoice of an account is spoken of: its rules, and where its message belongs."""

    rules: Rules
    home: str  # channel


@dataclass(slots=True)
class Said:
    """Messages to queue and, per invoice number, the time of its next reminder step."""

    drafts: list[Draft] = field(default_factory=list)
    steps: dict[str, datetime | None] = field(default_factory=dict)


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
    if first:
        said.drafts.append(about(account, "baseline", now))
    elif storm is not None:
        said.drafts.append(about(account, "storm", now, _question(storm, changes, now)))
    return said


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


def failing(account: Account, error: ProviderError, retry_at: datetime, now: datetime) -> Draft:
    """Queue the news that an account cannot be checked."""
    details = {"kind": error.kind, "error": str(error), "retry_at": retry_at.isoformat()}
    return about(account, "failing", now, details)


def recovered(account: Account, since: datetime | None, now: datetime) -> Draft:
    """Queue the news that an account can be checked again.

    It names the message that told of the failure: without that one it is not news.
    """
    details = {}
    if since is not None:
        details = {"since": since.isoformat(), "failing": _key(account, "failing", since)}
    return about(account, "recovered", now, details)


def _key(account: Account, what: str, at: datetime) -> str:
    return f"{account.name}:{what}:{at.isoformat()}"


def about(
    account: Account, what: str, now: datetime, details: Mapping[str, str] | None = None
) -> Draft:
    """Queue a message about an account as a whole."""
    key = _key(account, what, now)
    return Draft(key, Kind.ACCOUNT, account.channel, account.name, what=what, details=details or {})


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
            loud = _grew(before.open, after.open) or _moved_up(before, after)
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


def reply(
    account: Account,
    invoice: Invoice,
    what: str,
    now: datetime,
    details: Mapping[str, str] | None = None,
    *,
    broadcast: bool = False,
) -> Draft:
    """Queue a line in the thread of the invoice's living message."""
    return Draft(
        key=f"{invoice.key}:{what}:{now.isoformat()}",
        kind=Kind.REPLY,
        channel=account.channel,
        account=account.name,
        number=invoice.key.number,
        what=what,
        details=details or {},
        broadcast=broadcast,
    )


def update(account: Account, invoice: Invoice, now: datetime) -> Draft:
    """Queue the redrawing of the invoice's living message."""
    return Draft(
        key=f"{invoice.key}:update:{now.isoformat()}",
        kind=Kind.UPDATE,
        channel=account.channel,
        account=account.name,
        number=invoice.key.number,
        what="update",
    )


def alert(
    view: InvoiceView, key: str, channel: str, what: str, details: Mapping[str, str]
) -> Draft:
    """Queue a message about an invoice elsewhere: to a person, or to another channel."""
    return Draft(
        key=key,
        kind=Kind.ALERT,
        channel=channel,
        account=view.account.name,
        number=view.invoice.key.number,
        what=what,
        details=details,
    )


def amendments(change: Amended) -> dict[str, str]:
    """Old and new of everything that matters to a reader; empty if only wording changed."""
    return {name: words for name, words in history.details(change).items() if name in TELLING}


def _grew(before: Money | None, after: Money | None) -> bool:
    if before is None or after is None or before.currency != after.currency:
        return before != after
    return bool(after > before)


def _moved_up(before: Invoice, after: Invoice) -> bool:
    return before.due is not None and after.due is not None and after.due < before.due
