"""Delivery: a message a second in each channel, as Slack allows; floor: exactly one a second"""

import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Event

from benchmarks import ledgers
from benchmarks.books import NOW
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort
from bot.app import TICK_SECONDS
from bot.compose import Composer
from bot.deliver import Delivery
from bot.demo.slack import BOT_TOKEN, LocalSlack
from bot.drafts import alert
from bot.pace import Pace
from bot.slack.messenger import Messenger
from state.database import SqliteStore
from state.messages import Draft
from state.store import Question

EACH = 20  # messages in every channel
CHANNELS = ("#billing", "#ops", "#acme")
PATIENCE = 120.0
GOAL = Goal(of_floor=1.15)


def measure(effort: Effort) -> list[Row]:
    """What the local Slack has seen, which refuses what comes faster than Slack allows."""
    each = effort.of(EACH, 3)
    with tempfile.TemporaryDirectory() as folder, LocalSlack.start() as slack:
        accounts = ledgers.listed(100)
        with ledgers.opened(Path(folder) / "said.db", accounts) as store:
            ledgers.load(store, ledgers.first_results(accounts))
            _send(store, slack, each)
        seen = [_seen(slack, channel) for channel in CHANNELS]
    refused = slack.calls["chat.postMessage"] - sum(len(each) for each in seen)
    gaps = [later - sooner for ats in seen for sooner, later in pairwise(ats)]
    note = (
        f"{len(gaps) + len(seen)} messages in {len(seen)} channels at once; {refused} of them too "
        f"fast for Slack; the shortest gap {min(gaps) * 1000:,.0f} ms, the middle one "
        f"{median(gaps) * 1000:,.0f} ms"
    )
    mean = sum(gaps) / len(gaps) * 1000
    return [
        Row("from one message in a channel to the next", "ms", mean, 1000, goal=GOAL, note=note),
        Row("messages that Slack refused as too fast", "of them", refused, goal=Goal(at_most=0)),
    ]


def _send(store: SqliteStore, slack: LocalSlack, each: int) -> None:
    """As the bot does it: turn by turn, whenever the tick comes."""
    messenger = Messenger(BOT_TOKEN, slack.api_url, lambda: NOW)
    composer = Composer(store, lambda: NOW)
    delivery = Delivery(store, messenger, lambda: NOW, Pace(), composer)
    while delivery.turn().sent:  # what the first check has to say
        pass
    before = slack.calls["chat.postMessage"]
    store.enqueue(_drafts(store, each), NOW)
    started = time.monotonic()
    for tick in range(int(PATIENCE / TICK_SECONDS)):
        Event().wait(max(0.0, started + tick * TICK_SECONDS - time.monotonic()))
        delivery.turn()
        if not store.pending():
            break
    if slack.calls["chat.postMessage"] - before < each * len(CHANNELS):
        raise AssertionError(f"{store.pending()} messages are still waiting")


def _drafts(store: SqliteStore, each: int) -> list[Draft]:
    view = store.invoices(Question())[0]
    return [
        alert(
            view, f"{view.invoice.key}:{number}:{channel}", channel, "amended", {"open": "1 -> 2"}
        )
        for number in range(each)
        for channel in CHANNELS
    ]


def _seen(slack: LocalSlack, channel: str) -> Sequence[float]:
    """When each message came, by the local Slack's own time."""
    return sorted(float(message["ts"]) for message in slack.history(channel))
