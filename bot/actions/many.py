"""Deciding about many invoices at once: a whole list, or a storm of changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.actions import rules
from bot.actions.desk import Desk
from bot.lookup import Unclear, find
from bot.roles import Right
from bot.slack.asked import StormAnswer
from bot.slack.render.text import code, count
from state.store import Declined

_REASONS = 5  # more would not be read


@dataclass(slots=True)
class _Result:
    taken: int = 0
    reasons: list[str] = field(default_factory=list)  # why others were left as they were


def acknowledge_all(desk: Desk, references: Sequence[str], user: str, source: str) -> str:
    """Take on each of these for the usual time, and say how many it were and which not."""
    if refusal := desk.roles.refusal(user, Right.CARE):
        return refusal
    at, result = desk.now(), _Result()
    end = desk.usual_end(at)
    rule = partial(rules.acknowledge, by=user, at=at, until=end, note=None, source=source)
    for reference in dict.fromkeys(references):
        found = find(desk.store, reference)
        if isinstance(found, Unclear):
            result.reasons.append(f"I know no invoice {code(reference, 80)}.")
            continue
        decided = desk.store.decide(found.invoice.key, partial(desk.at_home, rule))
        if isinstance(decided, Declined):
            result.reasons.append(decided.reason)
        else:
            result.taken += 1
    return _told(result)


def answer_storm(
    desk: Desk, answer: Callable[[str, str, bool], str], order: StormAnswer, user: str
) -> str:
    """Answer the question about many changes at once, as far as this person may."""
    refusal = desk.roles.refusal(user, Right.MANAGE)
    return refusal or answer(order.question, user, order.yes)


def _told(result: _Result) -> str:
    left = len(result.reasons)
    if not left:
        return f"You have taken on {count(result.taken, 'invoice')}."
    shown = "\n".join(f"• {reason}" for reason in result.reasons[:_REASONS])
    more = f"\n• and {left - _REASONS} more" if left > _REASONS else ""
    taken = (
        f"You have taken on {count(result.taken, 'invoice')}" if result.taken else "None taken on"
    )
    return f"{taken}; {count(left, 'invoice')} stayed as before:\n{shown}{more}"
