"""After a doubtful call the messenger looks for the message before it posts it again."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.slack.messenger import Messenger
from state.messages import (
    Ambiguous,
    Outcome,
    Post,
    Refused,
    Sent,
)
from tests.bot.slack.samples import NOW, TOKEN, claim
from tests.bot.slack.voice import BOT, CHANNELS, FOUND, MESSAGE, NOTHING, POSTED, messenger, refusal
from tests.bot.slack.wire import Act, Wire, answer, drop, wire


def carrying(token: str, ts: str, event: str = "duewatch_message") -> dict[str, Any]:
    metadata = {"event_type": event, "event_payload": {"key": token}}
    return {"type": "message", "ts": ts, "metadata": metadata}


def again(*acts: Act, now: datetime = NOW, **where: Any) -> tuple[Outcome, Wire]:
    with wire(*acts) as said:
        voice = messenger(said.url, now=now)
        return voice.post(claim(reconcile=True), "#billing", MESSAGE, **where), said


def test_a_message_that_got_through_is_adopted_wherever_it_stands() -> None:
    others = [
        {"type": "message", "ts": "17.4", "text": "of a person"},
        carrying(TOKEN, "17.3", event="alert_of_another_app"),
        carrying("another token", "17.2"),
    ]
    first = answer({"ok": True, "messages": others, "response_metadata": {"next_cursor": "two"}})
    second = answer({"ok": True, "messages": [carrying(TOKEN, "17.1")]})
    outcome, said = again(CHANNELS, first, second)
    assert outcome == Sent(Post("C01BILLING", "17.1"))
    assert said.methods == ["conversations.list", "conversations.history", "conversations.history"]
    asked = [arguments for _, arguments in said.asked[1:]]
    assert asked[0]["channel"] == "C01BILLING"
    assert asked[0]["include_all_metadata"] == "1"
    assert float(asked[0]["oldest"]) == (NOW - timedelta(days=1)).timestamp(), (
        "our clock may be wrong"
    )
    assert [arguments.get("cursor") for arguments in asked] == [None, "two"]


def test_a_reply_is_looked_for_in_its_thread() -> None:
    replies = answer(
        {"ok": True, "messages": [carrying("parent", "17.1"), carrying(TOKEN, "17.2")]}
    )
    outcome, said = again(CHANNELS, replies, thread_ts="17.1")
    assert outcome == Sent(Post("C01BILLING", "17.2"))
    assert said.asked[1][0] == "conversations.replies"
    assert said.asked[1][1]["ts"] == "17.1"


def test_a_message_that_is_nowhere_is_posted() -> None:
    outcome, said = again(CHANNELS, NOTHING, POSTED)
    assert outcome == Sent(FOUND)
    assert said.methods[-1] == "chat.postMessage"


def test_a_cursor_that_turns_in_circles_ends() -> None:
    circle = answer({"ok": True, "messages": [], "response_metadata": {"next_cursor": "same"}})
    outcome, said = again(CHANNELS, circle, circle, POSTED)
    assert outcome == Sent(FOUND)
    assert said.methods.count("conversations.history") == 2


@pytest.mark.parametrize(
    "fault", [drop, answer("", 500), answer({"ok": False, "error": "ratelimited"}, 429)]
)
def test_while_the_history_cannot_be_read_nothing_is_posted(fault: Act) -> None:
    outcome, said = again(CHANNELS, fault)
    assert isinstance(outcome, Ambiguous)
    assert outcome.reason.startswith("cannot look whether it arrived: ")
    assert "chat.postMessage" not in said.methods


BROKEN = answer("", 500)


def looking(*acts: Act, hours: Sequence[float]) -> tuple[list[Outcome], Wire]:
    """What came of one message, tried again and again by one bot so many hours from now."""
    times = [NOW]
    with wire(*acts) as said:
        voice = Messenger(BOT, said.url, lambda: times[-1], 5)
        outcomes = []
        for one in hours:
            times.append(NOW + timedelta(hours=one))
            outcomes.append(voice.post(claim(reconcile=True), "#billing", MESSAGE))
        return outcomes, said


def tries(*, until: float) -> list[float]:
    """One each ten minutes, so many hours long, in hours."""
    return [n / 6 for n in range(round(until * 6) + 1)]


def test_without_permission_to_look_it_waits_an_hour_and_then_says_that_it_may_repeat() -> None:
    blind = refusal("missing_scope", needed="channels:history")
    outcomes, said = looking(CHANNELS, *[blind] * 7, POSTED, hours=tries(until=1))
    assert isinstance(outcomes[0], Ambiguous)
    assert "the app lacks the scope channels:history" in outcomes[0].reason
    assert {type(one) for one in outcomes[:-1]} == {Ambiguous}
    assert said.methods.count("chat.postMessage") == 1
    assert outcomes[-1] == Sent(FOUND)
    sent = said.asked[-1][1]
    assert sent["text"].startswith("said This may be a repeat")
    assert "may be a repeat" in json.dumps(sent["blocks"][-1])


def test_an_outage_of_the_history_is_waited_for_six_hours() -> None:
    outcomes, _ = looking(CHANNELS, *[BROKEN] * 37, POSTED, hours=tries(until=6))
    assert {type(one) for one in outcomes[:-1]} == {Ambiguous}
    assert outcomes[-1] == Sent(FOUND)


def test_the_days_that_a_bot_was_down_are_no_outage_of_the_history() -> None:
    """Simulated: it was down for three days, met a Slack that was slow, and said it four times."""
    outcomes, said = looking(CHANNELS, BROKEN, hours=(72,))
    assert isinstance(outcomes[0], Ambiguous)
    assert "chat.postMessage" not in said.methods


def test_the_day_on_which_the_disk_was_full_is_no_outage_of_the_history() -> None:
    """Seed 2000010001017: a look failed before that day and one after it, and it was said twice."""
    outcomes, said = looking(CHANNELS, BROKEN, BROKEN, hours=(0, 24))
    assert [type(one) for one in outcomes] == [Ambiguous, Ambiguous]
    assert "chat.postMessage" not in said.methods


def test_after_a_post_without_a_look_it_waits_as_long_once_more() -> None:
    outcomes, said = looking(
        CHANNELS, *[BROKEN] * 38, *[BROKEN] * 36, POSTED, hours=tries(until=12)
    )
    assert [type(outcomes[n]) for n in (0, 36, 37, 72)] == [Ambiguous, Ambiguous, Ambiguous, Sent]
    assert said.methods.count("chat.postMessage") == 2


def test_where_the_bot_was_let_out_slack_itself_refuses_at_once() -> None:
    outcome, said = again(CHANNELS, refusal("not_in_channel"), refusal("not_in_channel"))
    assert isinstance(outcome, Refused)
    assert said.methods[-1] == "chat.postMessage"
