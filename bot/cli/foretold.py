"""What `duewatch simulate` prints: the messages of the coming days."""

from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.forecast import Said
from bot.formats import as_json
from bot.formats.as_text import safe


def as_text(messages: Sequence[Said], zone: str, days: int) -> str:
    """Day by day in the team's zone; a line for each message."""
    if not messages:
        return f"Nothing would be said in the next {days} days."
    lines: list[str] = []
    for day, said in groupby(messages, lambda one: one.at.astimezone(ZoneInfo(zone)).date()):
        lines += ["", f"{day:%a %d %b %Y}", *(_line(one, zone) for one in said)]
    return "\n".join(lines[1:])


def _line(said: Said, zone: str) -> str:
    place = f"{said.channel}{_where(said)}"
    first = said.message.text.splitlines()[0] if said.message.text else ""
    calls = said.draft.details.get("mention", "")
    whom = f"  (calls {calls})" if calls and calls not in first else ""
    at = f"{said.at.astimezone(ZoneInfo(zone)):%H:%M}"
    return safe(f"  {at}  {place}  {said.draft.occasion}: {first}{whom}")


def _where(said: Said) -> str:
    if not said.in_thread:
        return ""
    return " (thread, shown in the channel)" if said.broadcast else " (thread)"


def as_data(said: Said) -> as_json.Json:
    """One message as values."""
    draft = said.draft
    return {
        "at": as_json.instant(said.at),
        "channel": said.channel,
        "thread": said.in_thread,
        "broadcast": said.broadcast,
        "key": f"{draft.account}/{draft.number}" if draft.number else None,
        "what": said.draft.occasion,
        "calls": draft.details.get("mention"),
        "because": draft.key,
        "text": said.message.text,
    }
