"""Deciding about many invoices at once: a whole list, or a storm of changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.actions import rules
from bot.actions.desk import Desk
from bot.answers.lookup import Unclear, find
from bot.roles import Right
from bot.slack.asked import StormAnswer
from bot.slack.language import _, _n
from bot.slack.render.text import code
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
            unknown = _("I know no invoice {reference}.", reference=code(reference, 80))
            result.reasons.append(unknown)
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
    left, taken = len(result.reasons), _taken(result.taken)
    if not left:
        return f"{taken}."
    lines = [f"• {reason}" for reason in result.reasons[:_REASONS]]
    if (more := left - _REASONS) > 0:
        hidden = _n("and {number} more", "and {number} more", more)
        lines.append(f"• {hidden}")
    said = _n(
        "{taken}; {number} invoice stayed as before:",
        "{taken}; {number} invoices stayed as before:",
        left,
        taken=taken,
    )
    return "\n".join([said, *lines])


def _taken(number: int) -> str:
    if not number:
        return _("None taken on")
    return _n("You have taken on {number} invoice", "You have taken on {number} invoices", number)
