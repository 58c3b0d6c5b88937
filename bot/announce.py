"""What changed -> what must be said about it, and when to look at each invoice again.

Pure: the clock is an argument. Every draft has a key that names the occasion, so the
same occasion is never queued twice and a later one of the same sort is not swallowed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from moneyed import Money

from providers.base import ProviderError
from state import history
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
    Reopened,
    Settled,
    Standing,
    Vanished,
)
from state.reminders import Ladder, Rhythm, next_step, reached

TELLING = ("total", "open", "due", "standing")  # what a reader has to hear about


@dataclass(slots=True)
class Said:
    """Messages to queue and, per invoice number, the time of its next reminder step."""

    drafts: list[Draft] = field(default_factory=list)
    steps: dict[str, datetime | None] = field(default_factory=dict)


def of_changes(
    account: Account,
    changes: Sequence[Change],
    now: datetime,
    ladder: Ladder,
    rhythm: Rhythm,
    *,
    first: bool,
) -> Said:
    """Decide what to say; on the first sight of an account one summary stands for all."""
    said = Said()
    for change in changes:
        after = change.invoice if isinstance(change, Appeared) else change.after
        said.steps[after.key.number] = _next_step(after, now, ladder, rhythm)
        if not first:
            said.drafts += _drafts(account, change, now, ladder, rhythm)
    if first:
        said.drafts.append(_about(account, "baseline", now))
    return said


def failing(account: Account, error: ProviderError, retry_at: datetime, now: datetime) -> Draft:
    """Queue the news that an account cannot be checked."""
    details = {"kind": error.kind, "error": str(error), "retry_at": retry_at.isoformat()}
    return _about(account, "failing", now, details)


def recovered(account: Account, since: datetime | None, now: datetime) -> Draft:
    """Queue the news that an account can be checked again.

    It names the message that told of the failure: without that one it is not news.
    """
    details = {}
    if since is not None:
        details = {"since": since.isoformat(), "failing": _key(account, "failing", since)}
    return _about(account, "recovered", now, details)


def _key(account: Account, what: str, at: datetime) -> str:
    return f"{account.name}:{what}:{at.isoformat()}"


def _about(
    account: Account, what: str, now: datetime, details: Mapping[str, str] | None = None
) -> Draft:
    key = _key(account, what, now)
    return Draft(key, Kind.ACCOUNT, account.channel, account.name, what=what, details=details or {})


def _next_step(invoice: Invoice, now: datetime, ladder: Ladder, rhythm: Rhythm) -> datetime | None:
    if not invoice.is_owed or invoice.due is None:
        return None
    return next_step(ladder, invoice.due, now, rhythm)


def _drafts(
    account: Account, change: Change, now: datetime, ladder: Ladder, rhythm: Rhythm
) -> list[Draft]:
    match change:
        case Appeared(invoice):
            return [_living(account, invoice, now, ladder, rhythm)]
        case Amended(before, after):
            differences = amendments(change)
            redraw = update(account, after, now)
            if not differences:
                return [redraw]
            loud = _grew(before.open, after.open) or _moved_up(before, after)
            return [redraw, reply(account, after, "amended", now, differences, broadcast=loud)]
        case Reopened(_, after):
            return [
                update(account, after, now),
                reply(account, after, "reopened", now, broadcast=True),
            ]
        case Settled(_, after):
            what = "paid" if after.standing is Standing.PAID else "void"
            return [update(account, after, now), reply(account, after, what, now)]
        case Vanished(_, after):
            return [
                update(account, after, now),
                reply(account, after, "vanished", now, broadcast=True),
            ]
        case _:
            assert_never(change)


def _living(
    account: Account, invoice: Invoice, now: datetime, ladder: Ladder, rhythm: Rhythm
) -> Draft:
    stage = reached(ladder, invoice.due, now, rhythm) if invoice.due else None
    return Draft(
        key=f"{invoice.key}:new:{now.isoformat()}",
        kind=Kind.INVOICE,
        channel=account.channel,
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


def amendments(change: Amended) -> dict[str, str]:
    """Old and new of everything that matters to a reader; empty if only wording changed."""
    return {name: words for name, words in history.details(change).items() if name in TELLING}


def _grew(before: Money | None, after: Money | None) -> bool:
    if before is None or after is None or before.currency != after.currency:
        return before != after
    return bool(after > before)


def _moved_up(before: Invoice, after: Invoice) -> bool:
    return before.due is not None and after.due is not None and after.due < before.due
