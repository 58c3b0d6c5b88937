"""A test message on the way that every message goes: outbox, delivery, Slack."""

import threading
from dataclasses import dataclass

from bot import pace
from bot.app import Core
from state.messages import Draft, Kind, OutboxItem, OutboxState
from state.store import Store

_WAITING = (OutboxState.NEW, OutboxState.UNSURE)


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether the test message arrived, in words that say where or why not."""

    arrived: bool
    words: str


def run(core: Core, channel: str) -> Trial:
    """Queue a test message and deliver until it has arrived, was refused, or has to wait."""
    now = core.engine.clock()
    draft = Draft(
        key=f"duewatch:test:{now.isoformat()}:{channel}",
        kind=Kind.NOTE,
        channel=channel,
        account="",
        what="test",
        details={
            "text": f"This is a test of Duewatch ({now:%Y-%m-%d %H:%M:%S} UTC): messages arrive"
            " here. Nobody has to do anything."
        },
    )
    core.store.enqueue([draft], now)
    _deliver(core, draft.key)
    return _judged(core.store, draft, core.settings.slack.fallback_channel)


def _deliver(core: Core, key: str) -> None:
    """Send at Slack's pace; what stands before it in its channel goes out first."""
    pause = threading.Event()
    while core.engine.delivery is not None:
        count = core.engine.delivery.turn()
        moved = count.sent or count.dropped or count.refused
        if not moved or not (_waits(core.store, key) or _waits(core.store, f"{key}:fallback")):
            return
        pause.wait(pace.SECONDS)


def _waits(store: Store, key: str) -> bool:
    item = store.item(key)
    return item is not None and item.state in _WAITING


def _judged(store: Store, draft: Draft, fallback: str | None) -> Trial:
    item, instead = store.item(draft.key), store.item(f"{draft.key}:fallback")
    if item is not None and item.state is OutboxState.SENT:
        return Trial(arrived=True, words=f"arrived in {draft.channel}{_at(item)}")
    reason = (item.reason if item else None) or "other messages are before it in the queue"
    words = f"did not arrive in {draft.channel}: {reason}"
    if item is not None and item.state in _WAITING:
        words += "; it stays queued and goes out when that is over"
    elif instead is not None and instead.state is OutboxState.SENT:
        words += f"; it arrived in the fallback channel {fallback}{_at(instead)}"
    elif instead is not None:
        words += f"; nor in the fallback channel {fallback}: {instead.reason or 'it waits'}"
    return Trial(arrived=False, words=words)


def _at(item: OutboxItem) -> str:
    return f" ({item.post.channel}, message {item.post.ts})" if item.post else ""
