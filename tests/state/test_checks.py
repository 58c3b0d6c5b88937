"""Leases, good checks, failed checks, and what they leave behind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from state.changes import diff
from state.database import SqliteStore
from state.model import Care, CareState, Change, Coverage, Invoice, Standing, Unread
from state.store import AccountView, CheckResult, Decision, Failure, Kind, Question
from tests.state.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    account,
    by_number,
    draft,
    invoice,
    lease,
    money,
    paid,
    record,
    snapshot,
)


def only(store: SqliteStore) -> AccountView:
    [view] = store.account_views()
    return view


def kinds(store: SqliteStore, number: str = "7") -> list[str]:
    return [event.kind for event in store.timeline(invoice(f"acme/{number}").key)]


def failure(at: int = 0, **other: object) -> Failure:
    moment = NOON + at * MINUTE
    plain = Failure(moment, "unreachable", "acme: no answer", moment + HOUR)
    return replace(plain, **other)  # type: ignore[arg-type]


def test_a_new_account_is_due_at_once_and_was_never_checked(store: SqliteStore) -> None:
    view = only(store)
    assert (view.healthy, view.checked_at, view.baselined) == (None, None, False)
    assert view.next_check_at == NOON
    [taken] = store.claim_due(NOON, 10, MINUTE)
    assert (taken.account, taken.digest, taken.baselined, taken.failures) == (
        "acme",
        None,
        False,
        0,
    )


def test_accounts_are_claimed_oldest_first_and_no_more_than_asked(store: SqliteStore) -> None:
    for minute, name in enumerate(["b", "a", "c"]):
        known = [account(view.account.name) for view in store.account_views()]
        store.sync_accounts([*known, account(name)], NOON - HOUR + minute * MINUTE)
    assert [one.account for one in store.claim_due(NOON, 2, MINUTE)] == ["b", "a"]
    assert [one.account for one in store.claim_due(NOON, 9, MINUTE)] == ["c", "acme"]


def test_an_account_under_a_lease_is_nobody_elses(store: SqliteStore) -> None:
    lease(store)
    assert store.claim_due(NOON, 10, MINUTE) == []
    assert store.claim_account("acme", NOON, MINUTE) is None
    assert store.claim_account("acme", NOON + MINUTE, MINUTE) is not None


def test_an_account_may_be_claimed_before_it_is_due(store: SqliteStore) -> None:
    record(store, invoice())
    assert store.claim_due(NOON, 10, MINUTE) == []
    taken = store.claim_account("acme", NOON, MINUTE)
    assert taken is not None
    assert taken.baselined
    assert taken.digest == f"digest at {NOON}"


def test_an_account_that_is_not_watched_cannot_be_claimed(store: SqliteStore) -> None:
    assert store.claim_account("nobody", NOON, MINUTE) is None
    assert store.next_check_at("nobody") is None


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
    assert view.next_check_at == NOON + HOUR == store.next_check_at("acme")
    assert store.known("acme") == {"7": invoice()}
    assert store.pending() == 1
    [event] = store.timeline(invoice().key)
    assert (event.kind, event.actor, event.at) == ("appeared", "provider", NOON)
    assert store.due_steps(NOON, 10) == []
    assert [one.invoice.key.number for one in store.due_steps(NOON + DAY, 10)] == ["7"]


def test_a_lease_that_was_overtaken_changes_nothing(store: SqliteStore) -> None:
    old = lease(store)
    new = lease(store, NOON + MINUTE)
    changes = diff({}, snapshot(invoice()), {})
    late = CheckResult(NOON, NOON + HOUR, "late", changes, drafts=[draft("late")])
    before = only(store)
    assert not store.commit_check(old, late)
    assert not store.commit_failure(old, failure(drafts=[draft("late")]))
    assert only(store) == before
    assert store.known("acme") == {}
    assert store.pending() == 0
    assert store.commit_check(new, late)


@pytest.mark.parametrize("first", ["check", "failure"])
def test_a_lease_is_used_once(store: SqliteStore, first: str) -> None:
    taken = lease(store)
    result = CheckResult(NOON, NOON + HOUR, "digest")
    if first == "check":
        assert store.commit_check(taken, result)
    else:
        assert store.commit_failure(taken, failure())
    assert not store.commit_check(taken, result)
    assert not store.commit_failure(taken, failure())


def test_a_lease_that_ran_out_counts_until_somebody_takes_the_next(
    store: SqliteStore,
) -> None:
    taken = lease(store)
    assert store.commit_check(taken, CheckResult(NOON + DAY, NOON + DAY, "slow"))


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
        rows = connection.execute("SELECT kind, details FROM events WHERE number IS NULL")
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


def test_accounts_that_are_not_configured_any_more_are_left_alone_and_come_back(
    store: SqliteStore,
) -> None:
    record(store, invoice(), steps={"7": NOON})
    old = lease(store, NOON + HOUR)
    store.sync_accounts([account("other")], NOON)
    assert [view.account.name for view in store.account_views()] == ["other"]
    assert store.next_check_at("acme") is None
    assert store.invoices(Question()) == []
    assert store.due_steps(NOON + DAY, 10) == []
    assert not store.commit_check(old, CheckResult(NOON, NOON, "late"))
    store.sync_accounts([account()], NOON)
    assert store.known("acme") == {"7": invoice()}
    assert store.next_check_at("acme") == NOON


def test_watching_the_same_accounts_again_changes_nothing(store: SqliteStore) -> None:
    record(store, invoice())
    before = only(store)
    store.sync_accounts([account()], NOON + 2 * HOUR)
    assert only(store) == before


def test_another_channel_is_taken_up_without_a_new_check(store: SqliteStore) -> None:
    record(store, invoice())
    store.sync_accounts([account(channel="#acme")], NOON)
    view = only(store)
    assert (view.account.channel, view.next_check_at) == ("#acme", NOON + HOUR)
    assert lease(store).digest == f"digest at {NOON}"


@pytest.mark.parametrize(
    "setting", [{"timezone": "Asia/Tokyo"}, {"currency": "JPY"}, {"provider": "voxel"}]
)
def test_a_setting_that_answers_are_read_with_makes_the_next_one_be_read_anew(
    store: SqliteStore, setting: dict[str, str]
) -> None:
    record(store, invoice())
    store.sync_accounts([account(**setting)], NOON)
    assert store.next_check_at("acme") == NOON
    assert lease(store).digest is None


def test_a_new_process_takes_over_what_a_killed_one_was_checking(store: SqliteStore) -> None:
    old = store.claim_account("acme", NOON, DAY)
    assert old is not None
    store.take_over()
    [new] = store.claim_due(NOON, 10, MINUTE)
    assert not store.commit_check(old, CheckResult(NOON, NOON, "old"))
    assert store.commit_check(new, CheckResult(NOON, NOON, "new"))


def test_ten_thousand_changes_are_one_check(store: SqliteStore) -> None:
    known = by_number(*(invoice(f"acme/{number}") for number in range(10_000)))
    changes: list[Change] = diff({}, snapshot(*known.values(), coverage=Coverage.EVERYTHING), {})
    steps = dict.fromkeys(known, NOON + timedelta(days=3))
    assert store.commit_check(lease(store), CheckResult(NOON, NOON, "all", changes, steps=steps))
    assert store.known("acme") == known
    assert len(store.due_steps(NOON + 3 * DAY, 20_000)) == 10_000
