"""A hand-over from the roster to the person's screen: outbox, words, direct message."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.compose import Composer
from bot.deliver import Delivery
from bot.demo.slack import BOT_TOKEN, LocalSlack
from bot.oncall import handover
from bot.oncall.roster import Roster
from bot.oncall.rotation import Rotation
from bot.pace import Pace
from bot.slack.messenger import Messenger
from state.database import SqliteStore, open_store
from state.model import Appeared, Care, CareState, InvoiceKey
from state.store import CheckResult, Decision
from tests.bot.oncall.feeds import NOW
from tests.builders import account, invoice

pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <socket.socket")
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


class Team:
    """Two people in weekly turns; the first of them has taken on an invoice."""

    def __init__(self, store: SqliteStore, slack: LocalSlack, *people: str) -> None:
        self.store, self.slack, self.now = store, slack, NOW
        self.roster = Roster(Rotation(people, "weekly", time(9), "UTC"), self.clock)
        voice = Messenger(BOT_TOKEN, slack.api_url, self.clock, timeout=30)
        composer = Composer(store, self.clock)
        self.delivery = Delivery(store, voice, self.clock, Pace(0), composer, "#ops")

    def clock(self) -> datetime:
        return self.now

    def turn(self) -> str:
        """Who is on call now; noted, and whoever has to be told is told."""
        handover.check(self.store, self.roster, self.now)
        self.delivery.turn()
        return self.roster.now_on_call().people[0]

    def take_on(self, who: str) -> None:
        bill = invoice("acme/7", "12.50 USD", due="2026-12-20")
        lease = self.store.claim_account("acme", self.now, HOUR)
        assert lease is not None
        result = CheckResult(self.now, self.now + WEEK, "digest", changes=[Appeared(bill)])
        assert self.store.commit_check(lease, result)
        care = Care(CareState.PROMISED, who, self.now, day=date(2026, 12, 1))
        decision = Decision(care, "promised", who, self.now)
        self.store.decide(InvoiceKey("acme", "7"), lambda _: decision)

    def said_to(self, place: str) -> list[str]:
        return [str(one["text"]) for one in self.slack.history(place)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with open_store(tmp_path / "duewatch.db") as opened:
        opened.sync_accounts([account()], NOW)
        yield opened


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack.start(messages_per_second=None, clock=lambda: NOW + WEEK) as running:
        yield running


def direct(slack: LocalSlack, person: str) -> str:
    return slack.workspace.direct(person).id


def test_the_next_person_reads_what_the_last_one_still_holds(store: SqliteStore, slack: LocalSlack):
    team = Team(store, slack, "U01ADA", "U02BEN")
    first = team.turn()
    team.take_on(first)
    team.now += WEEK
    second = team.turn()
    assert team.turn() == second != first
    [told] = team.said_to(direct(slack, second))
    assert "you are on call now" in told.lower()
    assert f"what <@{first}> took on, 1 invoice is still owed" in told
    assert f"acme/7: 12.50 USD, due in 23 days, promised by <@{first}> for Tue 1 Dec 2026" in told
    assert team.said_to(direct(slack, first)) == []


def test_a_lost_reply_does_not_tell_it_twice(store: SqliteStore, slack: LocalSlack):
    team = Team(store, slack, "U01ADA", "U02BEN")
    team.turn()
    team.now += WEEK
    slack.faults.lose_replies = 1
    slack.faults.methods = frozenset({"chat.postMessage"})
    second = team.turn()
    for _ in range(3):
        team.now += timedelta(minutes=10)
        team.delivery.turn()
    assert len(team.said_to(direct(slack, second))) == 1
    assert (slack.calls["chat.postMessage"], slack.calls["conversations.history"]) == (1, 1)
    assert store.pending() == 0


def test_what_a_person_cannot_be_told_is_said_in_the_fallback_channel(
    store: SqliteStore, slack: LocalSlack
):
    team = Team(store, slack, "U01ADA", "U0NOBODY9")
    if team.turn() != "U01ADA":  # the one whom Slack does not know comes second
        team.now += WEEK
        team.turn()
    team.now += WEEK
    assert team.turn() == "U0NOBODY9"
    team.delivery.turn()
    assert any("on call now" in text for text in team.said_to("#ops"))
