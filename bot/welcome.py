"""What the bot says of itself when it is let into a channel, or somebody first sees its Home."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.slack.language import _
from bot.slack.render.hints import hints, introduction, to_try
from state.messages import Draft, Kind
from state.store import Store

WHAT = "welcome"

_MOST_BLOCKS = 100  # of a Home tab


def welcome(store: Store, clock: Clock, command: str, channel: str) -> bool:
    """Queue what it does and what to try; once a day for each channel. True if it is said now."""
    now = clock()
    draft = Draft(
        key=f"{WHAT}:{channel}:{now.date().isoformat()}",
        kind=Kind.NOTE,
        channel=channel,
        account="",
        what=WHAT,
        details={"text": words(command)},
    )
    return store.enqueue([draft], now) > 0


def words(command: str) -> str:
    """What it does, the three things to try, and where to find all others; a line each."""
    more = _("{command} shows everything else you can ask.", command=f"{command} help")
    return "\n".join([introduction(), *to_try(command, str), more])


def with_hints(store: Store, command: str, user: str, view: Mapping[str, Any]) -> dict[str, Any]:
    """The Home tab, the first hints above it until this person has put them away."""
    if store.is_welcomed(user):
        return dict(view)
    return {**view, "blocks": [*hints(command=command), *view["blocks"]][:_MOST_BLOCKS]}
