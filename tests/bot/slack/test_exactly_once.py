"""150 messages to the local Slack under faults, through the store's own claims.

The server answers 429, answers 500, drops connections before and after it did what was
asked, and answers too late. In the end every message stands in its place exactly once.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.slack import BOT_TOKEN, LocalSlack
from bot.slack.messenger import Messenger
from bot.slack.render.message import Message, mrkdwn, section
from state.database import open_store
from state.messages import (
    Ambiguous,
    Claim,
    Draft,
    Kind,
    Outcome,
    Post,
    Refused,
    Sent,
)
from state.model import Account, Direction
from state.store import (
    Store,
)
from tests.bot.slack.samples import NOW, claim

CHANNELS = ("#billing", "#acme", "#ops")
FAULTS = {"rate_limited": 0.15, "server_errors": 0.10, "lose_replies": 0.30, "lose_before": 0.05}


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    with LocalSlack.start(clock=clock, messages_per_second=None) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = open_store(tmp_path / "duewatch.db")
    accounts = [
        Account(name.strip("#"), "voxel", Direction.PAYABLE, name, "UTC") for name in CHANNELS
    ]
    opened.sync_accounts(accounts, clock())
    yield opened
    opened.close()


def drafts(number: int) -> list[Draft]:
    return [
        Draft(
            key=f"message {n}",
            kind=Kind.NOTE,
            channel=CHANNELS[n % len(CHANNELS)],
            account=CHANNELS[n % len(CHANNELS)].strip("#"),
        )
        for n in range(number)
    ]


def said(claimed: Claim) -> Message:
    key = claimed.item.draft.key
    return Message(key, (section(mrkdwn(key)),))


def dice(seed: int) -> random.Random:
    return random.Random(seed)


def break_something(slack: LocalSlack, chance: random.Random) -> None:
    for fault, share in FAULTS.items():
        setattr(slack.faults, fault, 1 if chance.random() < share else 0)
    slack.faults.slow = 1.3 if chance.random() < 0.01 else 0.0


def deliver(
    store: Store, slack: LocalSlack, clock: Clock, chance: random.Random, *, look: bool = True
) -> Counter[str]:
    """Claim, post and settle until nothing is left; now and then the outcome is lost."""
    voice = Messenger(BOT_TOKEN, slack.api_url, clock, timeout=1)
    seen: Counter[str] = Counter()
    for _ in range(5_000):
        if not store.pending():
            return seen
        for claimed in store.claim_outbox(clock(), timedelta(minutes=2)):
            break_something(slack, chance)
            held = claimed if look else replace(claimed, reconcile=False)
            outcome = voice.post(held, held.item.draft.channel, said(held))
            seen[type(outcome).__name__] += 1
            if chance.random() < 0.03:
                seen["killed"] += 1  # the process ends between the post and the record
                clock.now += timedelta(minutes=2)
            else:
                assert store.settle(claimed, outcome, clock())
        clock.now += timedelta(seconds=7)
    pytest.fail(f"{store.pending()} messages never went out: {seen}")


@pytest.mark.parametrize("seed", [1, 2])
def test_under_faults_every_message_is_posted_exactly_once(
    store: Store, slack: LocalSlack, clock: Clock, seed: int
) -> None:
    store.enqueue(drafts(150), clock())
    seen = deliver(store, slack, clock, dice(seed))
    posted = Counter(one["text"] for channel in CHANNELS for one in slack.history(channel))
    assert posted == Counter(f"message {n}" for n in range(150))
    assert seen["Ambiguous"] > 20
    assert seen["Later"] > 10
    assert seen["killed"] > 0


def test_without_looking_first_the_same_faults_double_messages(
    store: Store, slack: LocalSlack, clock: Clock
) -> None:
    store.enqueue(drafts(150), clock())
    deliver(store, slack, clock, dice(1), look=False)
    posted = Counter(one["text"] for channel in CHANNELS for one in slack.history(channel))
    assert sum(posted.values()) > 170


def test_messages_of_a_channel_keep_their_order_under_faults(
    store: Store, slack: LocalSlack, clock: Clock
) -> None:
    store.enqueue(drafts(60), clock())
    deliver(store, slack, clock, dice(3))
    for place, channel in enumerate(CHANNELS):
        expected = [f"message {n}" for n in range(60) if n % len(CHANNELS) == place]
        assert [one["text"] for one in slack.history(channel)] == expected


def test_a_reply_whose_answer_was_lost_is_found_in_its_thread(
    slack: LocalSlack, clock: Clock
) -> None:
    voice = Messenger(BOT_TOKEN, slack.api_url, clock, timeout=30)
    parent = sent(voice.post(claim("token of the parent"), "#billing", Message("parent", ())))
    slack.faults.lose_replies = 1
    reply = Message("reply", ())
    held = claim("token of the reply")
    outcome = voice.post(held, "#billing", reply, thread_ts=parent.ts, broadcast=True)
    assert isinstance(outcome, Ambiguous)

    second = claim("token of the reply", reconcile=True)
    found = sent(voice.post(second, "#billing", reply, thread_ts=parent.ts, broadcast=True))
    assert [one["ts"] for one in slack.thread("#billing", parent.ts)] == [parent.ts, found.ts]


def test_a_redrawn_message_can_still_be_found_by_its_token(slack: LocalSlack, clock: Clock) -> None:
    voice = Messenger(BOT_TOKEN, slack.api_url, clock, timeout=30)
    first = sent(voice.post(claim("a token"), "#billing", Message("new", ())))
    assert voice.update(first, Message("paid", ())) == Sent(first)
    assert sent(voice.post(claim("a token", reconcile=True), "#billing", Message("x", ()))) == first
    assert [one["text"] for one in slack.history("#billing")] == ["paid"]


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        ("#old-billing", "is archived"),
        ("#finance-leads", "/invite"),
        ("#nowhere", "there is no channel #nowhere"),
    ],
)
def test_a_channel_the_bot_cannot_write_to_is_refused_with_advice(
    slack: LocalSlack, clock: Clock, channel: str, reason: str
) -> None:
    voice = Messenger(BOT_TOKEN, slack.api_url, clock, timeout=30)
    for held in (claim(), claim(reconcile=True)):
        outcome = voice.post(held, channel, Message("said", ()))
        assert isinstance(outcome, Refused)
        assert reason in outcome.reason


def test_who_we_are_and_where_the_channels_are(slack: LocalSlack, clock: Clock) -> None:
    voice = Messenger(BOT_TOKEN, slack.api_url, clock, timeout=30)
    assert voice.check().team == "Acme Hosting"
    assert voice.channel_id("#billing") == "C01BILLING"
    assert voice.channel_id("#nowhere") is None
    voice.ephemeral("C01BILLING", "U01ADA", Message("only for you", ()))
    assert [one["text"] for one in slack.ephemerals("U01ADA")] == ["only for you"]


def sent(outcome: Outcome) -> Post:
    assert isinstance(outcome, Sent), outcome
    return outcome.post
