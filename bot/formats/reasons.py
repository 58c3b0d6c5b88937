"""`duewatch why` for terminals and for programs."""

from bot.formats import as_json
from bot.formats.as_text import safe
from bot.why import Explained
from state.messages import OutboxItem


def as_text(found: Explained) -> str:
    """Rules, silence, what comes and what was said, one fact a line."""
    severity = found.severity.name.lower().replace("_", " ")
    lines = [safe(f"{found.view.invoice.key}  {found.view.invoice.standing}, {severity}"), ""]
    lines += ["Next message", f"  {_next(found)}"]
    if found.silence:
        lines += ["", "Nothing is said now because", *(f"  {safe(one)}" for one in found.silence)]
    lines += ["", "Rules that hold", *(f"  {safe(rule)}" for rule in found.rules.lines)]
    lines += ["", "Said so far", *([_item(item) for item in found.said] or ["  nothing"])]
    return "\n".join(lines)


def as_data(found: Explained) -> as_json.Json:
    """The same as values."""
    coming = found.coming
    return {
        "key": str(found.view.invoice.key),
        "severity": found.severity.name.lower(),
        "next": None
        if coming is None
        else {
            "at": as_json.instant(coming.at),
            "what": coming.draft.occasion,
            "channel": coming.draft.channel,
        },
        "silence": list(found.silence),
        "rules": list(found.rules.lines),
        "said": [_data(item) for item in found.said],
    }


def _next(found: Explained) -> str:
    if found.coming is None:
        return "none, if nothing changes"
    at = as_json.instant(found.coming.at)
    return f"{at}  {found.coming.draft.occasion} in {safe(found.coming.draft.channel)}"


def _item(item: OutboxItem) -> str:
    at = as_json.instant(item.settled_at or item.created_at)
    reason = f"  ({item.reason})" if item.reason else ""
    return safe(f"  {at}  {item.draft.occasion}  {item.state}  {item.draft.channel}{reason}")


def _data(item: OutboxItem) -> as_json.Json:
    return {
        "at": as_json.instant(item.settled_at or item.created_at),
        "what": item.draft.occasion,
        "channel": item.draft.channel,
        "state": item.state.value,
        "reason": item.reason,
    }
