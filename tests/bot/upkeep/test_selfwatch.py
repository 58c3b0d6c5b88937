"""What should have been said and was not: told once, then louder, then not any more."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.upkeep.alarm import Alarm
from bot.upkeep.selfwatch import EVERY, GRACE, IN_TIME, SelfWatch, words
from providers.base import Secret
from state.database import SqliteStore, open_store
from state.messages import Draft, Kind, Later, OutboxState, Post, Refused, Sent
from state.store import Late
from tests.bot.wall import Wall

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LEASE = timedelta(minutes=2)


class Watched:
    """A real database, a watch over it, and an alarm that ends at a loopback server."""

    def __init__(self, store: SqliteStore, wall: Wall, channel: str | None = "#ops") -> None:
        self.now = START
        self.store, self.wall = store, wall
        url = wall.url.replace("http://", "json://")
        self.alarm = Alarm([Secret(lambda: url)], self.time)
        self.watch = SelfWatch(store, self.time, self.alarm, channel)

    def time(self) -> datetime:
        return self.now

    def queue(self, key: str = "a", not_before: datetime | None = None) -> None:
        draft = Draft(key, Kind.NOTE, "#billing", "", what="test", not_before=not_before)
        self.store.enqueue([draft], self.now)

    def look(self, times: int = 1) -> None:
        """Let the watch look as often, at its own pace."""
        for _ in range(times):
            self.now += EVERY
            self.watch.look()

    def send_all(self, *channels: str) -> None:
        """Slack takes what is queued for these channels."""
        while claims := self.store.claim_outbox(self.now, LEASE):
            for claim in claims:
                place = claim.item.draft.channel
                reason = Later(self.now + timedelta(minutes=1), "Slack cannot be reached")
                taken = not channels or place in channels
                outcome = Sent(Post("C1", f"1.{claim.item.id}")) if taken else reason
                assert self.store.settle(claim, outcome, self.now)

    def told(self) -> list[str]:
        """The messages of the watch that were queued, by what they say."""
        found = []
        for minute in range(120):
            since = (START + timedelta(minutes=minute)).isoformat()
            item = self.store.item(f"duewatch:late:{since}")
            found += [item.draft.details["text"]] if item else []
        return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = open_store(tmp_path / "d.db")
    yield made
    made.close()


@pytest.fixture
def watched(store: SqliteStore, wall: Wall) -> Iterator[Watched]:
    made = Watched(store, wall)
    yield made
    made.alarm.stop(5)


def test_where_all_is_in_time_nothing_is_said(watched: Watched):
    watched.queue("later", not_before=START + timedelta(hours=9))
    watched.look(10)
    watched.queue()
    watched.send_all()
    watched.look(10)
    assert watched.watch.late == IN_TIME
    assert watched.told() == []
    assert watched.wall.posts == []


def test_a_message_may_take_a_few_minutes(watched: Watched):
    watched.queue()
    watched.now += GRACE
    watched.watch.look()
    assert watched.watch.late == IN_TIME


def test_a_gap_is_told_once_in_the_fallback_channel_with_its_size(watched: Watched):
    watched.queue("a")
    watched.queue("b")
    with capture_logs() as said:
        watched.look(2)
        watched.send_all("#ops")
        watched.look(5)
    (told,) = watched.told()
    assert told == (
        "2 messages were ready since 2026-11-20 09:00 UTC and did not go out. "
        "Look at the log and at `duewatch doctor`."
    )
    assert [one["event"] for one in said] == ["messages_late"]
    assert watched.watch.late.messages == 2
    assert watched.wall.posts == [], "it arrived in the fallback channel"


def test_when_the_fallback_does_not_come_through_either_the_alarm_is_raised_once(
    watched: Watched,
):
    watched.queue()
    watched.look(2)
    watched.send_all("#nowhere")
    assert watched.wall.posts == []
    watched.look(4)
    (told,) = watched.wall.wait_for(1)
    assert told["message"].startswith("1 message was ready"), "its own is not counted"
    assert "The fallback channel cannot be reached either" in told["message"]
    assert watched.alarm.stop(5)
    assert len(watched.wall.posts) == 1


def test_people_know_within_a_quarter_of_an_hour(watched: Watched):
    watched.queue()
    watched.look(3)
    assert watched.now - START <= timedelta(minutes=15)
    assert watched.wall.wait_for(1)


def test_a_refusing_fallback_is_no_arrival(watched: Watched):
    watched.queue()
    watched.look(2)
    for claim in watched.store.claim_outbox(watched.now, LEASE, hold=["#billing"]):
        outcome = Refused("the channel #ops is archived")
        assert watched.store.settle(claim, outcome, watched.now)
    watched.look()
    assert watched.wall.wait_for(1)


def test_without_a_fallback_channel_the_alarm_is_raised_at_once(store: SqliteStore, wall: Wall):
    watched = Watched(store, wall, channel=None)
    watched.queue()
    watched.look(5)
    (told,) = wall.wait_for(1)
    assert told["message"].startswith("1 message was ready since 2026-11-20 09:00 UTC")
    assert watched.told() == []
    assert watched.alarm.stop(5)
    assert len(wall.posts) == 1


def test_after_relief_a_new_gap_is_told_anew(watched: Watched):
    watched.queue("a")
    with capture_logs() as said:
        watched.look(2)
        watched.send_all()
        watched.look()
        assert watched.watch.late == IN_TIME
        assert said[-1]["event"] == "messages_in_time"
        watched.look(3)
        watched.queue("b")
        watched.look(2)
    assert len(watched.told()) == 2
    assert watched.wall.posts == []


def test_a_restart_within_a_gap_does_not_tell_it_twice(watched: Watched):
    watched.queue()
    watched.look(2)
    watched.send_all("#ops")
    watched.watch = SelfWatch(watched.store, watched.time, watched.alarm, "#ops")
    watched.look(3)
    assert len(watched.told()) == 1
    item = watched.store.item(f"duewatch:late:{START.isoformat()}")
    assert item is not None
    assert item.state is OutboxState.SENT


def test_reminders_that_nobody_looked_at_are_told_too():
    since = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert words(Late(0, 1, since)) == (
        "1 reminder was due since 2026-11-20 09:00 UTC and nobody looked at it. "
        "Look at the log and at `duewatch doctor`."
    )
    both = words(Late(1_200, 2, since))
    assert "1,200 messages were ready" in both
    assert "2 reminders were due" in both
