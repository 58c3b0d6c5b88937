"""When others take over they are told, once, what those before them still hold."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.oncall import handover
from bot.oncall.roster import Roster
from bot.oncall.rotation import Rotation
from bot.slack.render.answer_who import Holding
from state.database import SqliteStore, open_store
from state.messages import Kind
from state.model import Care, CareState, InvoiceView, Standing
from tests.bot.oncall.feeds import NOW
from tests.builders import account, invoice, view

TODAY = date(2026, 11, 20)
WEEK = timedelta(days=7)
LEASE = timedelta(minutes=5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with open_store(tmp_path / "duewatch.db") as opened:
        opened.sync_accounts([account()], NOW)
        yield opened


class Watch:
    """A list of people in weekly turns, and a clock to move."""

    def __init__(self, *people: str) -> None:
        self.now = NOW
        self.roster = Roster(Rotation(people, "weekly", time(9), "UTC"), lambda: self.now)

    def check(self, store: SqliteStore) -> bool:
        return handover.check(store, self.roster, self.now)


def queued(store: SqliteStore, now: datetime) -> list[tuple[str, str]]:
    found = [claim.item.draft for claim in store.claim_outbox(now, LEASE)]
    assert {(one.kind, one.what, one.account) for one in found} <= {(Kind.NOTE, "handover", "")}
    return sorted((one.channel, one.details["from"]) for one in found)


def test_the_next_person_is_told_once_when_the_turn_changes(store: SqliteStore):
    watch = Watch("U01ADA", "U02BEN")
    first = watch.roster.now_on_call().people[0]
    assert watch.check(store)
    assert not watch.check(store)
    assert queued(store, watch.now) == []
    watch.now += WEEK
    second = watch.roster.now_on_call().people[0]
    assert watch.check(store)
    assert not watch.check(store)
    assert queued(store, watch.now) == [(second, first)]


def test_a_turn_that_comes_back_is_told_again(store: SqliteStore):
    watch = Watch("U01ADA", "U02BEN")
    watch.check(store)
    told = []
    for _ in range(4):
        watch.now += WEEK
        watch.check(store)
        told += queued(store, watch.now + timedelta(hours=1))
    assert len(told) >= 2
    assert {"U01ADA", "U02BEN"} == {who for who, _ in told}


def test_while_nobody_is_on_call_nothing_is_noted(store: SqliteStore):
    assert not handover.check(store, Roster(None, lambda: NOW), NOW)


@pytest.mark.parametrize(
    ("old", "new", "told", "gone"),
    [
        (("A1",), ("B2",), ["B2"], "A1"),
        (("A1", "C3"), ("B2", "D4"), ["B2", "D4"], "A1,C3"),
        (("A1", "C3"), ("B2", "C3"), ["B2"], "A1"),
        (("A1", "C3"), ("C3",), ["C3"], "A1"),
        (("A1",), ("A1", "B2"), [], ""),
    ],
    ids=["one by one", "two by two", "one of two", "one leaves", "one more"],
)
def test_those_who_come_are_told_about_those_who_left(
    old: tuple[str, ...], new: tuple[str, ...], told: list[str], gone: str
):
    drafts = handover.drafts(old, new, NOW)
    assert [one.channel for one in drafts] == told
    assert {one.details["from"] for one in drafts} <= {gone}
    assert len({one.key for one in drafts}) == len(drafts)


def taken(key: str, care: Care | None, **facts: object) -> InvoiceView:
    return view(replace(invoice(key, due="2026-11-16"), **facts), care=care)  # type: ignore[arg-type]


def by(who: str, state: CareState = CareState.ACKNOWLEDGED, hours: float | None = 24) -> Care:
    until = None if hours is None else NOW + timedelta(hours=hours)
    return Care(state, who, NOW - timedelta(hours=1), until)


HELD = [
    taken("acme/1", by("A1")),
    taken("acme/2", by("A1", CareState.PROMISED, None)),
    taken("acme/3", replace(by("C3", CareState.ASSIGNED, None), holder="A1")),
]
NOT_HELD = [
    taken("acme/4", None),
    taken("acme/5", by("B2")),
    taken("acme/6", by("A1", hours=-1)),
    taken("acme/7", by("A1", CareState.MUTED)),
    taken("acme/8", by("A1"), standing=Standing.PAID),
    taken("acme/9", replace(by("A1", CareState.ASSIGNED), holder="D4")),
]


def test_what_somebody_holds_is_owed_and_taken_on_by_a_decision_in_force():
    assert handover.held([*HELD, *NOT_HELD], ["A1"], NOW) == HELD


def test_who_holds_how_much_is_counted_the_most_first():
    found = handover.holdings([*HELD, *NOT_HELD], lambda _: TODAY, NOW)
    assert found == [Holding("A1", 3, 3), Holding("B2", 1, 1), Holding("D4", 1, 1)]
