"""What comes next, what is late, and that asking costs only what has come."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from state import agenda
from state.database import SqliteStore, open_store
from state.messages import Ambiguous, Dropped, Later, Post, Sent
from state.model import Care, CareState, InvoiceKey, Mute, Standing
from state.store import Decision, Late, Reminder
from tests.state.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    account,
    claim_one,
    draft,
    invoice,
    only,
    record,
)

KEY = invoice().key
NOTHING = Late(0, 0, None)


def decide(store: SqliteStore, until: datetime, state: CareState = CareState.SNOOZED) -> None:
    care = Care(state, "U1", NOON, until)
    store.decide(KEY, lambda _: Decision(care, "snoozed", "U1", NOON))


def test_where_nothing_waits_nothing_is_next_and_nothing_late(store: SqliteStore) -> None:
    record(store, invoice())
    assert (store.next_event(), store.late(NOON + DAY)) == (None, NOTHING)


def test_the_earliest_of_everything_is_next(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON + 5 * DAY})
    assert store.next_event() == NOON + 5 * DAY
    store.mute("acme", Mute(NOON + 4 * DAY, "U1", NOON), NOON)
    assert store.next_event() == NOON + 4 * DAY
    decide(store, NOON + 3 * DAY)
    assert store.next_event() == NOON + 3 * DAY
    store.enqueue([draft("later", not_before=NOON + 2 * DAY)], NOON)
    assert store.next_event() == NOON + 2 * DAY
    store.enqueue([draft("now", channel="#ops")], NOON)
    following = store.next_event()
    assert following is not None
    assert following <= NOON


def test_a_message_on_its_way_is_next_when_its_claim_ends(store: SqliteStore) -> None:
    store.enqueue([draft("a"), draft("b")], NOON)
    claim = claim_one(store)
    assert store.next_event() == NOON + MINUTE
    store.settle(claim, Later(NOON + HOUR, "rate limited"), NOON)
    assert store.next_event() == NOON + HOUR
    store.settle(claim_one(store, NOON + HOUR), Ambiguous(NOON + 2 * HOUR, "?"), NOON + HOUR)
    assert store.next_event() == NOON + 2 * HOUR


@pytest.mark.parametrize("standing", [Standing.PENDING, Standing.PAID])
def test_the_end_of_care_is_no_event_where_nothing_is_owed(
    store: SqliteStore, standing: Standing
) -> None:
    record(store, invoice())
    decide(store, NOON + DAY)
    record(store, invoice(standing=standing), at=NOON + HOUR)
    assert store.next_event() is None


def test_what_is_not_watched_is_neither_next_nor_late(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON})
    decide(store, NOON + HOUR)
    store.mute("acme", Mute(NOON + DAY, "U1", NOON), NOON)
    store.sync_accounts([account("other")], NOON)
    assert (store.next_event(), store.late(NOON + 9 * DAY)) == (None, NOTHING)


def test_what_was_ready_before_then_and_still_waits_is_late(store: SqliteStore) -> None:
    record(store, invoice(), invoice("acme/8"), steps={"7": NOON + 3 * HOUR, "8": NOON + DAY})
    store.enqueue([draft("a")], NOON + HOUR)
    store.enqueue([draft("b", not_before=NOON + 2 * HOUR)], NOON)
    assert store.late(NOON + HOUR) == NOTHING
    assert store.late(NOON + HOUR + MINUTE) == Late(1, 0, NOON + HOUR)
    assert store.late(NOON + 2 * HOUR + MINUTE) == Late(2, 0, NOON + HOUR)
    assert store.late(NOON + 3 * HOUR) == Late(2, 0, NOON + HOUR)
    assert store.late(NOON + 4 * HOUR) == Late(2, 1, NOON + HOUR)
    store.settle(claim_one(store, NOON + HOUR), Sent(Post("C1", "1.1")), NOON + HOUR)
    store.settle(claim_one(store, NOON + 2 * HOUR), Dropped("paid"), NOON + 2 * HOUR)
    assert store.late(NOON + 4 * HOUR) == Late(0, 1, NOON + 3 * HOUR)
    store.commit_reminders([Reminder(KEY, [], NOON + DAY)], NOON + 4 * HOUR)
    assert store.late(NOON + 4 * HOUR) == NOTHING


def test_what_slack_asked_to_delay_is_late_all_the_same(store: SqliteStore) -> None:
    store.enqueue([draft("a")], NOON)
    store.settle(claim_one(store), Later(NOON + DAY, "rate limited"), NOON)
    assert store.late(NOON + HOUR) == Late(1, 0, NOON)


def test_an_end_of_care_that_nobody_looked_at_is_late_once(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON + 2 * HOUR})
    decide(store, NOON + HOUR)
    assert store.late(NOON + 2 * HOUR) == Late(0, 1, NOON + HOUR)
    assert store.late(NOON + 3 * HOUR) == Late(0, 1, NOON + HOUR)


def detail(store: SqliteStore, ask: Callable[[sqlite3.Connection], object]) -> list[str]:
    """How SQLite answers what is really asked."""
    asked: list[str] = []
    with store._readers.moment() as connection:
        connection.set_trace_callback(asked.append)
        ask(connection)
        connection.set_trace_callback(None)
        plans = [f"EXPLAIN QUERY PLAN {sql}" for sql in asked]
        return [row["detail"] for plan in plans for row in connection.execute(plan)]


@pytest.mark.parametrize(
    "ask", [lambda c: agenda.due_steps(c, NOON, 9), lambda c: agenda.late(c, NOON)]
)
def test_no_table_is_walked_through_for_what_has_come(
    store: SqliteStore, ask: Callable[[sqlite3.Connection], object]
) -> None:
    plan = detail(store, ask)
    assert "SEARCH invoices USING COVERING INDEX invoices_step (next_step_at<?)" in plan
    walked = [step for step in plan if step.startswith(("SCAN invoices", "SCAN care", "SCAN acc"))]
    assert walked == []
    assert "SCAN outbox" not in plan


def ticks_of(store: SqliteStore, ask: Callable[[sqlite3.Connection], object]) -> int:
    """How long SQLite's machine is busy with a question, in tens of its steps."""
    ticks = 0

    def tick() -> int:
        nonlocal ticks
        ticks += 1
        return 0

    with store._readers.moment() as connection:
        connection.set_progress_handler(tick, 10)
        ask(connection)
        connection.set_progress_handler(None, 0)
    return ticks


def test_what_has_come_is_found_without_reading_what_has_not(store: SqliteStore) -> None:
    """Counted in steps of SQLite's machine: ten times the invoices cost next to nothing more."""
    costs = []
    for size in (500, 5000):
        steps = {str(n): NOON if n < 20 else NOON + DAY for n in range(size)}
        record(store, *(invoice(f"acme/{n}") for n in steps), at=NOON + size * MINUTE, steps=steps)
        assert len(store.due_steps(NOON, 500)) == 20
        costs.append(ticks_of(store, lambda c: agenda.due_steps(c, NOON, 500)))
    assert costs[1] < 1.1 * costs[0]


moments = st.integers(0, 72).map(lambda hours: NOON + hours * HOUR)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(st.none(), moments),
    st.one_of(st.none(), moments),
    st.one_of(st.none(), moments),
    st.lists(st.tuples(moments, st.sampled_from(["#billing", "#ops"])), max_size=4),
)
def test_law_whoever_sleeps_until_the_next_event_misses_nothing_and_wakes_for_something(
    tmp_path_factory: pytest.TempPathFactory,
    step: datetime | None,
    until: datetime | None,
    muted: datetime | None,
    messages: list[tuple[datetime, str]],
) -> None:
    with open_store(tmp_path_factory.mktemp("law") / "duewatch.db") as store:
        store.sync_accounts([account()], NOON)
        record(store, invoice(), steps={"7": step})
        if until is not None:
            decide(store, until)
        if muted is not None:
            store.mute("acme", Mute(muted, "U1", NOON), NOON)
        for number, (at, channel) in enumerate(messages):
            store.enqueue([draft(f"{number}", "7", channel=channel, not_before=at)], NOON)
        now, rounds = NOON, 0
        while (following := store.next_event()) is not None:
            rounds += 1
            assert rounds < 40
            just_before = max(now, following) - timedelta(microseconds=1)
            if just_before >= now:
                assert _work(store, just_before) == 0
            now = max(now, following)
            assert _work(store, now) > 0
        assert store.late(NOON + 999 * DAY) == NOTHING
        assert only(store).mute is None


def _work(store: SqliteStore, now: datetime) -> int:
    """Do what a beat of the bot does; how much there was to do."""
    done = len(store.end_mutes(now, lambda _: []))
    for view in store.due_steps(now, 100):
        ran_out = view.care is not None and view.care.until is not None and view.care.until <= now
        reminder = Reminder(view.invoice.key, [], None, ends_care=ran_out)
        store.commit_reminders([reminder], now)
        done += 1
    for claim in store.claim_outbox(now, MINUTE):
        store.settle(claim, Sent(Post("C1", claim.item.token)), now)
        done += 1
    return done


def test_an_invoice_of_a_muted_account_that_was_put_off_is_not_asked_for_again(
    store: SqliteStore,
) -> None:
    keys = [InvoiceKey("acme", str(number)) for number in range(30)]
    steps = {key.number: NOON for key in keys}
    record(store, *(replace(invoice(), key=key) for key in keys), steps=steps)
    store.mute("acme", Mute(NOON + DAY, "U1", NOON), NOON)
    while views := store.due_steps(NOON, 10):
        put_off = [Reminder(one.invoice.key, [], one.mute.until) for one in views if one.mute]
        store.commit_reminders(put_off, NOON)
    assert store.next_event() == NOON + DAY
    store.end_mutes(NOON + DAY, lambda _: [])
    assert len(store.due_steps(NOON + DAY, 100)) == 30


def test_a_batch_of_many_that_have_come_costs_what_it_takes(store: SqliteStore) -> None:
    """Ten times as many have come: the first few cost next to nothing more."""
    costs = []
    for size in (500, 5000):
        steps = {str(n): NOON + n * timedelta(milliseconds=1) for n in range(size)}
        record(store, *(invoice(f"acme/{n}") for n in steps), at=NOON + size * MINUTE, steps=steps)
        costs.append(ticks_of(store, lambda c: agenda.due_steps(c, NOON + DAY, 10)))
    assert costs[1] < 2 * costs[0]
    found = store.due_steps(NOON + DAY, 10)
    assert [view.invoice.key.number for view in found] == [str(n) for n in range(10)]
