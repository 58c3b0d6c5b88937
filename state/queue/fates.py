"""What became of a message, as the audit log tells it: sent, refused, dropped or grouped."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from state.log.provenance import BOT
from state.messages import Claim, OutboxState, Refused, Sent
from state.model import Event

_FACTS = ("mention", "level")  # of what was said: whom it called


def settled(claim: Claim, outcome: Sent | Refused, now: datetime) -> Event:
    """Slack has taken it, or will never take it."""
    draft = claim.item.draft
    facts = {"kind": draft.kind.value, "says": draft.occasion, "channel": draft.channel}
    facts |= {name: draft.details[name] for name in _FACTS if draft.details.get(name)}
    if members := len(claim.item.members):
        facts["invoices"] = str(members)
    if isinstance(outcome, Refused):
        facts["reason"], state = outcome.reason, OutboxState.REFUSED
    else:
        post = outcome.post
        facts |= {"post": f"{post.channel}/{post.ts}", "reason": f"to tell: {draft.occasion}"}
        state = OutboxState.SENT
    return _fate(state, draft.key, draft.account, draft.number, facts, now)


def dropped(claim: Claim, reason: str, now: datetime) -> Event:
    """It was no longer true when its turn came."""
    draft = claim.item.draft
    facts = {"says": draft.occasion, "reason": reason}
    return _fate(OutboxState.DROPPED, draft.key, draft.account, draft.number, facts, now)


def unsaid(
    state: OutboxState, rows: Iterable[sqlite3.Row], reason: str, now: datetime
) -> list[Event]:
    """Others are said in their place; of rows with `key`, `account`, `number` and `what`."""
    return [
        _fate(
            *(state, row["key"], row["account"], row["number"]),
            {"says": row["what"], "reason": reason},
            now,
        )
        for row in rows
    ]


def _fate(
    state: OutboxState,
    key: str,
    account: str,
    number: str | None,
    facts: dict[str, str],
    now: datetime,
) -> Event:
    kind, details = f"message_{state.value}", {"message": key, **facts}
    return Event(0, now, account, number, kind, BOT, details)
