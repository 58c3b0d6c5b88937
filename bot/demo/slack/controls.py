"""The page's panel: the local Slack's own switches beside those of the demo."""

from dataclasses import dataclass
from typing import Any

from bot.demo.slack.faults import FOREVER
from bot.demo.slack.parts import Panel, Parts

_GROUP = "Slack"


@dataclass(frozen=True, slots=True)
class _Switch:
    id: str
    title: str
    help: str
    fault: str
    on: float = FOREVER


_SWITCHES = (
    _Switch(
        "slack.rate_limited",
        "Rate limit posts",
        "Every post is answered with 429 and Retry-After",
        "rate_limited",
    ),
    _Switch(
        "slack.lose_replies",
        "Lose replies",
        "Posts arrive, but the line drops before the answer",
        "lose_replies",
    ),
    _Switch(
        "slack.server_errors", "Server errors", "Every post is answered with 500", "server_errors"
    ),
    _Switch("slack.slow", "Slow answers", "Answers to posts come five seconds late", "slow", 5.0),
    _Switch(
        "slack.refuse_new_blocks",
        "Refuse new blocks",
        "Data tables and charts are refused, as in workspaces that do not have them yet",
        "refuse_new_blocks",
        on=True,
    ),
)
_DISCONNECT = "slack.disconnect"


def controls(parts: Parts, panel: Panel | None) -> list[dict[str, Any]]:
    """List everything that can be pressed."""
    own: list[dict[str, Any]] = [
        {
            "id": one.id,
            "group": _GROUP,
            "title": one.title,
            "kind": "toggle",
            "value": bool(getattr(parts.faults, one.fault)),
            "help": one.help,
        }
        for one in _SWITCHES
    ]
    disconnect = {
        "id": _DISCONNECT,
        "group": _GROUP,
        "title": "Disconnect",
        "kind": "button",
        "value": None,
        "help": "Cut every Socket Mode connection; the bot comes back by itself",
    }
    return [*([] if panel is None else panel.controls()), *own, disconnect]


async def press(parts: Parts, control: str, value: object) -> bool:
    """Press one of Slack's own controls; False when it is none of them."""
    if control == _DISCONNECT:
        await parts.sockets.disconnect(None)
        return True
    for one in _SWITCHES:
        if one.id == control:
            setattr(parts.faults, one.fault, one.on if value else type(one.on)())
            return True
    return False


def clock(parts: Parts, panel: Panel | None) -> dict[str, Any]:
    """Return the time that the page shows, and how fast it runs."""
    if panel is not None:
        return panel.clock()
    return {"now": parts.workspace.clock().isoformat(), "speed": 1}
