"""Which accounts are watched, and the leases on them."""

import pytest

from state.changes import diff
from state.database import SqliteStore
from state.store import (
    CheckResult,
    Question,
)
from tests.state.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    account,
    draft,
    failure,
    invoice,
    lease,
    only,
    record,
    snapshot,
)


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


def test_accounts_that_are_not_configured_any_more_are_left_alone_and_come_back(
    store: SqliteStore,
) -> None:
    record(store, invoice(), steps={"7": NOON})
    old = lease(store, NOON + HOUR)
    store.sync_accounts([account("other")], NOON)
    assert [view.account.name for view in store.account_views()] == ["other"]
    assert store.invoices(Question()) == []
    assert store.due_steps(NOON + DAY, 10) == []
    assert not store.commit_check(old, CheckResult(NOON, NOON, "late"))
    store.sync_accounts([account()], NOON)
    assert store.known("acme") == {"7": invoice()}
    assert only(store).next_check_at == NOON


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
    assert only(store).next_check_at == NOON
    assert lease(store).digest is None


def test_a_new_process_takes_over_what_a_killed_one_was_checking(store: SqliteStore) -> None:
    old = store.claim_account("acme", NOON, DAY)
    assert old is not None
    store.take_over()
    [new] = store.claim_due(NOON, 10, MINUTE)
    assert not store.commit_check(old, CheckResult(NOON, NOON, "old"))
    assert store.commit_check(new, CheckResult(NOON, NOON, "new"))
