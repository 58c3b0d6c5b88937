"""Decisions of people and steps of the ladder: what they leave behind, who wins."""

from dataclasses import replace
from datetime import datetime

import pytest

from state.database import SqliteStore
from state.messages import (
    Kind,
    OutboxState,
)
from state.model import Care, CareState, InvoiceKey, InvoiceView, Standing
from state.store import (
    Decision,
    Declined,
    Reminder,
)
from tests.state.builders import DAY, HOUR, NOON, draft, invoice, paid, record

KEY = invoice().key
LINE = draft("acme/7:due:2026-11-30:#billing", kind=Kind.REPLY, what="stage", stage=0)


def care(until: datetime | None = None, by: str = "U1") -> Care:
    return Care(CareState.ACKNOWLEDGED, by, NOON, until, "PO 4711")


def take_on(store: SqliteStore, until: datetime | None = None, by: str = "U1") -> None:
    decision = Decision(care(until, by), "acknowledged", by, NOON)
    assert store.decide(KEY, lambda _: decision) is decision


def view(store: SqliteStore) -> InvoiceView:
    found = store.invoice(KEY)
    assert found is not None
    return found


def test_a_decision_records_care_history_messages_and_the_next_step(store: SqliteStore) -> None:
    record(store, invoice())
    decision = Decision(
        care(NOON + 3 * DAY),
        "acknowledged",
        "U1",
        NOON,
        {"note": "PO 4711"},
        [draft("acme/7:acknowledged", kind=Kind.REPLY, what="acknowledged")],
        NOON + DAY,
    )
    assert store.decide(KEY, lambda _: decision) is decision
    assert view(store).care == care(NOON + 3 * DAY)
    event = store.timeline(KEY)[-1]
    assert (event.kind, event.actor, event.at) == ("acknowledged", "U1", NOON)
    assert event.details == {"note": "PO 4711"}
    assert store.item("acme/7:acknowledged") is not None
    assert store.due_steps(NOON + DAY, 10) == [view(store)]


def test_a_decision_that_names_no_next_step_leaves_the_one_there_is(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON})
    take_on(store)
    assert store.due_steps(NOON, 10) == [view(store)]


def test_a_decision_replaces_the_one_before_or_removes_it(store: SqliteStore) -> None:
    record(store, invoice())
    take_on(store)
    take_on(store, by="U2")
    assert view(store).care == care(by="U2")
    store.decide(KEY, lambda _: Decision(None, "unacknowledged", "U2", NOON))
    assert view(store).care is None
    kinds = [event.kind for event in store.timeline(KEY)]
    assert kinds == ["appeared", "acknowledged", "acknowledged", "unacknowledged"]


def test_a_declined_action_changes_nothing_and_says_why(store: SqliteStore) -> None:
    record(store, paid(invoice()))
    assert store.decide(KEY, lambda _: Declined("no")) == Declined("I know no invoice acme/7.")
    record(store, invoice(), at=NOON + HOUR)
    before = (view(store), store.timeline(KEY))
    assert store.decide(KEY, lambda _: Declined("already paid")) == Declined("already paid")
    assert (view(store), store.timeline(KEY)) == before


def test_a_rule_sees_the_invoice_as_it_stands(store: SqliteStore) -> None:
    record(store, invoice())
    seen: list[InvoiceView] = []

    def rule(found: InvoiceView) -> Declined:
        seen.append(found)
        return Declined("just looking")

    store.decide(KEY, rule)
    assert seen == [view(store)]


def test_a_rule_that_fails_leaves_nothing_and_blocks_nobody(store: SqliteStore) -> None:
    record(store, invoice())

    def rule(_: InvoiceView) -> Decision:
        raise RuntimeError("a fault of ours")

    with pytest.raises(RuntimeError, match="a fault of ours"):
        store.decide(KEY, rule)
    take_on(store)
    assert view(store).care is not None


def test_care_survives_every_check_that_leaves_the_invoice_open(store: SqliteStore) -> None:
    record(store, invoice())
    take_on(store)
    for hour in range(1, 4):
        record(store, invoice(description=f"Edition {hour}"), at=NOON + hour * HOUR)
    assert view(store).care == care()


def test_a_step_queues_its_message_once_and_moves_on(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON})
    reminder = Reminder(KEY, [LINE], NOON + DAY)
    store.commit_reminders([reminder, reminder], NOON)
    store.commit_reminders([reminder], NOON)
    assert store.pending() == 1
    assert [event.kind for event in store.timeline(KEY)] == ["appeared", "reminded"]
    assert store.timeline(KEY)[-1].details == {"stage": "due", "message": LINE.key}
    assert store.due_steps(NOON, 10) == []
    assert store.due_steps(NOON + DAY, 10) == [view(store)]


def test_steps_come_longest_waiting_first_and_no_more_than_asked(store: SqliteStore) -> None:
    steps = {"7": NOON + HOUR, "8": NOON, "9": None, "10": NOON + DAY}
    record(store, *(invoice(f"acme/{number}") for number in steps), steps=steps)
    due = [one.invoice.key.number for one in store.due_steps(NOON + HOUR, 10)]
    assert due == ["8", "7"]
    assert [one.invoice.key.number for one in store.due_steps(NOON + HOUR, 1)] == ["8"]


def test_the_end_of_care_comes_due_like_a_step(store: SqliteStore) -> None:
    record(store, invoice())
    take_on(store, until=NOON + DAY)
    assert store.due_steps(NOON + DAY - HOUR, 10) == []
    assert store.due_steps(NOON + DAY, 10) == [view(store)]
    line = replace(LINE, key="acme/7:woke", what="woke", stage=None)
    ends = Reminder(KEY, [line], NOON + 2 * DAY, ends_care=True)
    store.commit_reminders([ends], NOON + DAY)
    assert view(store).care is None
    assert store.timeline(KEY)[-1].kind == "woke"
    assert store.timeline(KEY)[-1].details["by"] == "U1"
    assert store.item("acme/7:woke") is not None
    assert store.due_steps(NOON + DAY, 10) == []


def test_an_invoice_whose_step_and_care_both_come_due_comes_once(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON})
    take_on(store, until=NOON)
    assert len(store.due_steps(NOON, 10)) == 1


def test_the_end_of_care_waits_while_a_payment_is_under_way(store: SqliteStore) -> None:
    record(store, invoice())
    take_on(store, until=NOON + HOUR)
    record(store, invoice(standing=Standing.PENDING), at=NOON + HOUR)
    assert store.due_steps(NOON + DAY, 10) == []
    record(store, invoice(), at=NOON + 2 * HOUR)
    assert len(store.due_steps(NOON + DAY, 10)) == 1


def test_care_that_was_renewed_meanwhile_is_not_ended(store: SqliteStore) -> None:
    record(store, invoice())
    take_on(store, until=NOON + DAY)
    ends = Reminder(KEY, [LINE], None, ends_care=True)
    take_on(store, until=NOON + 3 * DAY, by="U2")
    store.commit_reminders([ends], NOON + DAY)
    assert view(store).care == care(NOON + 3 * DAY, "U2")
    assert store.pending() == 0


def test_what_was_paid_meanwhile_is_not_reminded_of(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON})
    record(store, paid(invoice()), at=NOON + HOUR, steps={"7": NOON})
    store.commit_reminders([Reminder(KEY, [LINE], NOON)], NOON + HOUR)
    assert store.pending() == 0
    assert store.due_steps(NOON + DAY, 10) == []


def test_a_reminder_of_an_invoice_nobody_knows_is_nothing(store: SqliteStore) -> None:
    store.commit_reminders([Reminder(InvoiceKey("acme", "0"), [LINE], NOON)], NOON)
    assert store.pending() == 0


def test_looking_at_what_is_due_until_nothing_is_comes_to_an_end(store: SqliteStore) -> None:
    steps = dict.fromkeys(map(str, range(25)), NOON)
    record(store, *(invoice(f"acme/{number}") for number in steps), steps=steps)
    rounds = 0
    while views := store.due_steps(NOON, 10):
        store.commit_reminders([Reminder(one.invoice.key, [], None) for one in views], NOON)
        rounds += 1
    assert rounds == 3


def test_a_message_of_a_decision_and_its_record_stand_or_fall_together(store: SqliteStore) -> None:
    record(store, invoice())
    bad = draft("acme/7:acknowledged", kind=Kind.REPLY, not_before=NOON.replace(tzinfo=None))
    decision = Decision(care(), "acknowledged", "U1", NOON, drafts=[bad])
    with pytest.raises(TypeError):
        store.decide(KEY, lambda _: decision)
    assert view(store).care is None
    assert [event.kind for event in store.timeline(KEY)] == ["appeared"]


def test_slack_delivers_again_and_we_notice_for_a_day(store: SqliteStore) -> None:
    assert not store.seen_delivery("Ev1", NOON)
    assert store.seen_delivery("Ev1", NOON)
    assert not store.seen_delivery("Ev2", NOON)
    assert store.seen_delivery("Ev1", NOON + DAY)
    assert not store.seen_delivery("Ev1", NOON + DAY + HOUR)


def test_an_item_is_asked_for_by_its_key(store: SqliteStore) -> None:
    assert store.item("nothing") is None
    assert store.enqueue([LINE], NOON) == 1
    item = store.item(LINE.key)
    assert item is not None
    assert (item.draft, item.state, item.created_at) == (LINE, OutboxState.NEW, NOON)
