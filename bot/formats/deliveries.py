"""What became of messages that were to go out, a line each, for people."""

from typing import assert_never

from bot.deliver import about
from bot.formats.as_text import safe
from state.messages import Ambiguous, Draft, Dropped, Kind, Later, Outcome, Refused, Sent


def line(draft: Draft, outcome: Outcome) -> str:
    """Say what came of a message: where, about what, and why if it did not go out."""
    fate, reason = _fate(draft, outcome)
    said = f"{fate:<8} {draft.channel}  {about(draft)}: {draft.what or draft.kind}"
    return safe(f"{said} ({reason})" if reason else said)


def _fate(draft: Draft, outcome: Outcome) -> tuple[str, str]:
    match outcome:
        case Sent():
            return "redrawn" if draft.kind is Kind.UPDATE else "sent", ""
        case Later(_, reason) | Ambiguous(_, reason):
            return "waits", reason
        case Dropped(reason):
            return "dropped", reason
        case Refused(reason):
            return "refused", reason
        case _:
            assert_never(outcome)
