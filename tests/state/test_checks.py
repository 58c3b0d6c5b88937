"""Leases, good checks, failed checks, and what they leave behind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from state.changes import diff
from state.database import SqliteStore
from state.messages import (
    Kind,
)
from state.model import Amended, Care, CareState, Change, Coverage, Invoice, Standing, Unread
from state.store import (
    CheckResult,
    Decision,
)
from tests.state.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    by_number,
    draft,
    failure,
    invoice,
    lease,
    money,
    only,
    paid,
    record,
    snapshot,
)


def kinds(store: SqliteStore, number: str = "7") -> list[str]:
    return [event.kind for event in store.timeline(invoice(f"acme/{number}").key)]


def test_a_check_records_invoices_events_messages_steps_and_health(store: SqliteStore) -> None:
    record(
        store,
        invoice(),
        drafts=[draft("acme/7:new")],
        steps={"7": NOON + DAY},
        unread=[Unread("9", "no amount")],
    )
    view = only(store)
    assert (view.healthy, view.checked_at, view.failures) == (True, NOON, 0)
    assert (view.baselined, view.unread) == (True, (Unread("9", "no amount"),))
    assert view.next_check_at == NOON + HOUR
    assert store.known("acme") == {"7": invoice()}
    assert store.pending() == 1
    [event] = store.timeline(invoice().key)
    assert (event.kind, event.actor, event.at) == ("appeared", "provider", NOON)
    assert store.due_steps(NOON, 10) == []
    assert [one.invoice.key.number for one in store.due_steps(NOON + DAY, 10)] == ["7"]


def test_the_same_answer_again_is_only_seen_again(store: SqliteStore) -> None:
    record(store, invoice(), unread=[Unread("9", "odd")])
    again = CheckResult(NOON + HOUR, NOON + 2 * HOUR, f"digest at {NOON}", unread=None)
    assert store.commit_check(lease(store, NOON + HOUR), again)
    assert kinds(store) == ["appeared"]
    assert store.pending() == 0
    view = only(store)
    assert (view.checked_at, view.unread) == (NOON + HOUR, (Unread("9", "odd"),))
    seen = store.invoice(invoice().key)
    assert seen is not None
    assert (seen.first_seen, seen.last_seen) == (NOON, NOON + HOUR)


def test_each_kind_of_change_is_in_the_history_with_old_and_new(
    store: SqliteStore,
) -> None:
    one, other = invoice(), invoice("acme/8")
    record(store, one, other)
    record(store, replace(one, open=money("9.00 USD")), other, at=NOON + HOUR)
    record(store, paid(one), other, at=NOON + 2 * HOUR)
    record(store, one, other, at=NOON + 3 * HOUR)
    record(store, other, at=NOON + 4 * HOUR)
    assert kinds(store) == ["appeared", "amended", "settled", "reopened", "vanished"]
    assert kinds(store, "8") == ["appeared"]
    events = store.timeline(one.key)
    assert events[1].details == {"open": "12.50 USD -> 9.00 USD"}
    assert events[2].details["standing"] == "open -> paid"
    assert store.timeline(one.key, limit=2) == events[-2:]


def test_what_is_no_longer_listed_was_last_seen_in_the_check_before(store: SqliteStore) -> None:
    record(store, invoice(), invoice("acme/8"))
    record(store, invoice(), invoice("acme/8"), at=NOON + HOUR)
    record(store, invoice("acme/8"), at=NOON + 2 * HOUR)
    record(store, invoice("acme/8"), at=NOON + 3 * HOUR)
    gone, there = (store.invoice(invoice(f"acme/{number}").key) for number in "78")
    assert gone is not None
    assert there is not None
    assert (gone.invoice.standing, gone.last_seen) == (Standing.UNKNOWN, NOON + HOUR)
    assert there.last_seen == NOON + 3 * HOUR


def test_what_was_paid_was_last_seen_when_it_was(store: SqliteStore) -> None:
    record(store, invoice())
    record(store, paid(invoice()), at=NOON + HOUR)
    record(store, paid(invoice()), at=NOON + 2 * HOUR)
    view = store.invoice(invoice().key)
    assert view is not None
    assert view.last_seen == NOON + HOUR


def acknowledge(store: SqliteStore) -> None:
    care = Care(CareState.ACKNOWLEDGED, "U1", NOON)
    store.decide(invoice().key, lambda _: Decision(care, "acknowledged", "U1", NOON))


@pytest.mark.parametrize(
    ("then", "cared", "reminded"),
    [
        (invoice(description="Another"), True, True),
        (invoice(standing=Standing.PENDING), True, True),
        (paid(invoice()), False, False),
        (invoice(standing=Standing.VOID), False, False),
        (None, True, False),  # vanished
    ],
)
def test_care_ends_when_an_invoice_is_closed_and_reminders_also_when_it_vanishes(
    store: SqliteStore, then: Invoice | None, *, cared: bool, reminded: bool
) -> None:
    other = invoice("acme/8")
    record(store, invoice(), other, steps={"7": NOON})
    acknowledge(store)
    record(store, *([then] if then else []), other, at=NOON + HOUR)
    view = store.invoice(invoice().key)
    assert view is not None
    assert (view.care is not None) == cared
    assert bool(store.due_steps(NOON + DAY, 10)) == reminded


def test_a_step_that_is_given_for_a_vanished_invoice_stays(store: SqliteStore) -> None:
    record(store, invoice(), invoice("acme/8"))
    record(store, invoice("acme/8"), at=NOON + HOUR, steps={"7": NOON})
    assert [view.invoice.key.number for view in store.due_steps(NOON, 10)] == ["7"]


def test_a_failure_is_said_and_remembered_once_and_touches_no_invoice(store: SqliteStore) -> None:
    record(store, invoice())
    for number in range(3):
        text = f"acme: no answer ({number})"
        wrong = failure(number, text=text, drafts=[draft(f"acme:failing:{number}", None)])
        assert store.commit_failure(lease(store, NOON + number * MINUTE), wrong)
    view = only(store)
    assert (view.healthy, view.failures, view.failing_since) == (False, 3, NOON)
    assert (view.error_kind, view.error) == ("unreachable", "acme: no answer (2)")
    assert view.next_check_at == NOON + 2 * MINUTE + HOUR
    assert view.checked_at == NOON
    assert store.known("acme") == {"7": invoice()}
    assert kinds(store) == ["appeared"]
    assert store.pending() == 1
    assert store.item("acme:failing:0") is not None


def test_the_first_check_ever_may_fail(store: SqliteStore) -> None:
    assert store.commit_failure(lease(store), failure(drafts=[draft("acme:failing", None)]))
    view = only(store)
    assert (view.healthy, view.failures, view.baselined) == (False, 1, False)
    assert store.pending() == 1


def test_the_lease_knows_how_long_its_account_is_failing(store: SqliteStore) -> None:
    store.commit_failure(lease(store), failure())
    store.commit_failure(lease(store, NOON + MINUTE), failure(1))
    taken = lease(store, NOON + HOUR)
    assert (taken.failures, taken.failing_since) == (2, NOON)


def account_events(store: SqliteStore) -> list[tuple[str, dict[str, str]]]:
    with store._readers.moment() as connection:
        rows = connection.execute(
            "SELECT kind, details FROM events WHERE kind IN ('failing', 'recovered')"
        )
        return [tuple(row) for row in rows]


def test_a_recovery_is_remembered_once_and_says_its_message_even_on_an_old_answer(
    store: SqliteStore,
) -> None:
    record(store, invoice())
    store.commit_failure(lease(store, NOON + HOUR), failure())
    said = draft("acme:recovered", None, kind=Kind.ACCOUNT)
    same = CheckResult(NOON + 2 * HOUR, NOON + DAY, f"digest at {NOON}", unread=None, drafts=[said])
    assert store.commit_check(lease(store, NOON + 2 * HOUR), same)
    assert store.commit_check(lease(store, NOON + 3 * HOUR), replace(same, drafts=[]))
    view = only(store)
    assert (view.healthy, view.failures, view.failing_since) == (True, 0, None)
    assert (view.error_kind, view.error) == (None, None)
    assert store.pending() == 1
    assert [kind for kind, _ in account_events(store)] == ["failing", "recovered"]


def test_ten_thousand_changes_are_one_check(store: SqliteStore) -> None:
    known = by_number(*(invoice(f"acme/{number}") for number in range(10_000)))
    changes: list[Change] = diff({}, snapshot(*known.values(), coverage=Coverage.EVERYTHING), {})
    steps = dict.fromkeys(known, NOON + timedelta(days=3))
    assert store.commit_check(lease(store), CheckResult(NOON, NOON, "all", changes, steps=steps))
    assert store.known("acme") == known
    assert len(store.due_steps(NOON + 3 * DAY, 20_000)) == 10_000


def test_an_amendment_does_not_change_since_when_an_invoice_is_known(store: SqliteStore) -> None:
    record(store, invoice())
    record(store, invoice(description="Another"), at=NOON + HOUR)
    view = store.invoice(invoice().key)
    assert view is not None
    assert (view.first_seen, view.last_seen) == (NOON, NOON + HOUR)


def test_what_an_invoice_says_now_is_recorded_whatever_else_changed_since_it_was_read(
    store: SqliteStore,
) -> None:
    first, moved = invoice(), invoice(due="2026-12-24", client="Café Miro")
    record(store, first)
    record(store, moved)
    now = invoice(amount="13 USD")
    taken = lease(store, NOON + DAY)
    changes = [Amended(first, now)]  # from what was known before it was moved
    assert store.commit_check(taken, CheckResult(NOON + DAY, NOON + 2 * DAY, "digest", changes))
    assert store.known("acme") == {"7": now}
