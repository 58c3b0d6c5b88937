"""Steps that wait in the outbox make way for higher ones, and return if they were dropped."""

from dataclasses import replace
from datetime import date

from state.database import SqliteStore
from state.messages import Dropped, Kind, Later, Sent
from tests.state.builders import HOUR, MINUTE, NOON, claim_one, draft
from tests.state.queue.test_outbox import POST, state

DUE = date(2026, 11, 30)
LINE = draft(
    "acme/7:due:2026-11-30:#billing", kind=Kind.REPLY, what="stage", stage=0, due=DUE, number="7"
)
HIGHER = replace(LINE, key="acme/7:after-1:2026-11-30:#billing", stage=1)


def test_a_higher_step_takes_the_place_of_one_that_still_waits(store: SqliteStore) -> None:
    store.enqueue([replace(LINE, broadcast=True)], NOON)
    assert store.settle(claim_one(store), Later(NOON + HOUR, "rate_limited"), NOON)
    store.enqueue([HIGHER], NOON + MINUTE)
    left = store.item(LINE.key)
    assert left
    assert (left.state, left.reason) == ("dropped", "a later step is said instead")
    told = store.item(HIGHER.key)
    assert told
    assert told.draft.broadcast, "as loud as what it stands for"


def test_a_step_that_may_stand_in_slack_is_left_alone(store: SqliteStore) -> None:
    store.enqueue([LINE], NOON)
    claim_one(store)
    store.enqueue([HIGHER], NOON + MINUTE)
    assert state(store, LINE.key) == "unsure"


def test_steps_of_other_channels_invoices_and_due_dates_stay(store: SqliteStore) -> None:
    others = (
        replace(LINE, key="a", channel="#ops"),
        replace(LINE, key="b", number="8"),
        replace(LINE, key="c", due=date(2026, 11, 29)),
        replace(LINE, key="d", what="promise_broken"),
        replace(LINE, key="e", stage=7),
    )
    store.enqueue(others, NOON)
    store.enqueue([HIGHER], NOON)
    assert {state(store, one.key) for one in others} == {"new"}


def test_a_step_that_was_said_overtakes_nothing_when_it_is_named_again(store: SqliteStore) -> None:
    store.enqueue([HIGHER], NOON)
    assert store.settle(claim_one(store), Sent(POST), NOON)
    store.enqueue([LINE], NOON)
    assert store.enqueue([HIGHER], NOON) == 0
    assert state(store, LINE.key) == "new"


def test_a_step_that_was_dropped_may_be_said_later(store: SqliteStore) -> None:
    store.enqueue([LINE], NOON)
    assert store.settle(claim_one(store), Dropped("it was acknowledged meanwhile"), NOON)
    assert store.enqueue([LINE], NOON + HOUR) == 1
    assert state(store, LINE.key) == "new"
    assert store.settle(claim_one(store, NOON + HOUR), Sent(POST), NOON + HOUR)
    assert store.enqueue([LINE], NOON + HOUR) == 0, "what was said is said once"


def test_other_messages_that_were_dropped_stay_so(store: SqliteStore) -> None:
    store.enqueue([draft("a")], NOON)
    assert store.settle(claim_one(store), Dropped("it was paid"), NOON)
    assert store.enqueue([draft("a")], NOON) == 0


def test_a_line_of_a_round_up_that_was_dropped_may_be_said_later(store: SqliteStore) -> None:
    lines = [replace(LINE, key=f"k{n}", number=str(n), broadcast=True) for n in (7, 8)]
    store.enqueue(lines, NOON)
    roundup = claim_one(store)
    assert roundup.item.draft.what == "roundup"
    assert state(store, "k7") == "grouped"
    assert store.enqueue(lines, NOON) == 0
    assert store.settle(roundup, Dropped("none of them needs anybody any more"), NOON)
    assert store.enqueue(lines, NOON + HOUR) == 2
