"""One message after another: claimed, sent, waiting, refused, and never twice."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from state.database import SqliteStore, open_store
from state.messages import (
    Ambiguous,
    Dropped,
    Kind,
    Later,
    OutboxState,
    Outcome,
    Post,
    Refused,
    Sent,
)
from state.model import InvoiceKey
from tests.state.builders import DAY, HOUR, MINUTE, NOON, claim_one, draft, invoice

POST = Post("C1", "100.1")
KEY = invoice().key


def state(store: SqliteStore, key: str) -> OutboxState:
    item = store.item(key)
    assert item is not None
    return item.state


def test_a_key_is_queued_once_ever(store: SqliteStore) -> None:
    assert store.enqueue([draft("a"), draft("b"), draft("a")], NOON) == 2
    assert store.enqueue([draft("a", what="other")], NOON) == 0
    assert store.settle(claim_one(store), Sent(POST), NOON)
    assert store.enqueue([draft("a")], NOON) == 0
    assert store.pending() == 1


def test_a_draft_comes_back_as_it_was_queued(store: SqliteStore) -> None:
    full = draft(
        "acme/7:after-3:2026-11-30:#billing",
        kind=Kind.REPLY,
        what="stage",
        stage=3,
        due=date(2026, 11, 30),
        details={"offset": "3", "who": "Zoë"},
        broadcast=True,
        not_before=datetime(2026, 11, 20, 13, tzinfo=UTC),
    )
    store.enqueue([full], NOON)
    item = store.item(full.key)
    assert item is not None
    assert item.draft == full
    assert (item.attempts, item.first_try, item.reason, item.members) == (0, None, None, ())


def test_a_token_is_opaque_stable_and_its_keys_own(tmp_path: Path) -> None:
    tokens = []
    for name in ("one.db", "two.db"):
        with open_store(tmp_path / name) as store:
            store.enqueue([draft("acme/7:new"), draft("acme/8:new")], NOON)
            items = [store.item("acme/7:new"), store.item("acme/8:new")]
            tokens.append([item.token for item in items if item])
    assert tokens[0] == tokens[1]
    assert len(set(tokens[0])) == 2
    assert not any("acme" in token for token in tokens[0])


def test_messages_of_a_channel_go_one_by_one_in_order(store: SqliteStore) -> None:
    store.enqueue([draft(key) for key in "abc"], NOON)
    for key in "abc":
        claim = claim_one(store)
        assert claim.item.draft.key == key
        assert store.claim_outbox(NOON, MINUTE) == []
        assert store.settle(claim, Sent(POST), NOON)
    assert store.claim_outbox(NOON, MINUTE) == []
    assert store.pending() == 0


def test_channels_do_not_wait_for_each_other(store: SqliteStore) -> None:
    store.enqueue([draft("a"), draft("b", channel="#ops"), draft("c")], NOON)
    claims = store.claim_outbox(NOON, MINUTE)
    assert [claim.item.draft.key for claim in claims] == ["a", "b"]


def test_a_claim_marks_its_message_unsure_before_anything_is_sent(store: SqliteStore) -> None:
    store.enqueue([draft("a")], NOON)
    claim = claim_one(store, NOON + HOUR)
    assert not claim.reconcile
    assert claim.item == store.item("a")
    assert (claim.item.state, claim.item.attempts) == (OutboxState.UNSURE, 1)
    assert claim.item.first_try == NOON + HOUR
    assert store.pending() == 1


def test_the_first_try_is_kept_through_later_ones(store: SqliteStore) -> None:
    store.enqueue([draft("a")], NOON)
    store.settle(claim_one(store), Ambiguous(NOON, "timed out"), NOON)
    claim = claim_one(store, NOON + HOUR)
    assert (claim.item.first_try, claim.item.attempts) == (NOON, 2)


def test_slack_asking_to_wait_holds_up_its_channel_and_no_other(store: SqliteStore) -> None:
    store.enqueue([draft("a"), draft("b"), draft("c", channel="#ops")], NOON)
    first, other = store.claim_outbox(NOON, MINUTE)
    assert store.settle(first, Later(NOON + HOUR, "rate limited"), NOON)
    assert store.settle(other, Sent(POST), NOON)
    assert state(store, "a") is OutboxState.NEW
    assert store.claim_outbox(NOON + HOUR - MINUTE, MINUTE) == []
    again = claim_one(store, NOON + HOUR)
    assert (again.item.draft.key, again.reconcile) == ("a", False)


def test_after_an_ambiguous_call_the_channel_is_looked_at_first(store: SqliteStore) -> None:
    store.enqueue([draft("a")], NOON)
    store.settle(claim_one(store), Ambiguous(NOON + MINUTE, "timed out"), NOON)
    assert store.claim_outbox(NOON, MINUTE) == []
    claim = claim_one(store, NOON + MINUTE)
    assert claim.reconcile
    assert claim.item.reason == "timed out"


def test_waiting_does_not_forget_that_a_call_may_have_got_through(
    store: SqliteStore,
) -> None:
    store.enqueue([draft("a")], NOON)
    store.settle(claim_one(store), Ambiguous(NOON, "timed out"), NOON)
    store.settle(claim_one(store), Later(NOON, "the search was rate limited"), NOON)
    assert claim_one(store).reconcile


def test_a_claim_that_nobody_settled_is_taken_again_and_looked_for(store: SqliteStore) -> None:
    store.enqueue([draft("a")], NOON)
    old = claim_one(store)
    assert store.claim_outbox(NOON + MINUTE / 2, MINUTE) == []
    new = claim_one(store, NOON + MINUTE)
    assert new.reconcile
    assert not store.settle(old, Sent(Post("C1", "old")), NOON)
    assert store.living(KEY) is None
    assert store.settle(new, Sent(POST), NOON)
    assert not store.settle(old, Refused("late"), NOON)
    assert state(store, "a") is OutboxState.SENT


@pytest.mark.parametrize(
    "outcome",
    [
        Sent(POST),
        Later(NOON, "wait"),
        Ambiguous(NOON, "hm"),
        Refused("is_archived"),
        Dropped("paid meanwhile"),
    ],
)
def test_a_claim_is_settled_once(store: SqliteStore, outcome: Outcome) -> None:
    store.enqueue([draft("a")], NOON)
    claim = claim_one(store)
    assert store.settle(claim, outcome, NOON)
    assert not store.settle(claim, Sent(POST), NOON)
    assert not store.settle(claim, Refused("no"), NOON)


def test_what_is_said_instead_of_a_refused_message_is_queued_with_the_refusal(
    store: SqliteStore,
) -> None:
    """In one transaction: a process that dies after the refusal does not lose it."""
    store.enqueue([draft("a")], NOON)
    claim, instead = claim_one(store), (draft("a:fallback", channel="#ops"),)
    assert store.settle(claim, Refused("is_archived", instead), NOON)
    assert state(store, "a:fallback") is OutboxState.NEW
    assert not store.settle(claim, Refused("late", (draft("b"),)), NOON)
    assert store.item("b") is None, "the claim was used up"


@pytest.mark.parametrize(
    ("outcome", "end"),
    [
        (Refused("is_archived"), OutboxState.REFUSED),
        (Dropped("is_archived"), OutboxState.DROPPED),
    ],
)
def test_what_is_not_sent_keeps_its_reason_and_makes_room(
    store: SqliteStore, outcome: Outcome, end: OutboxState
) -> None:
    store.enqueue([draft("a"), draft("b")], NOON)
    store.settle(claim_one(store), outcome, NOON)
    item = store.item("a")
    assert item is not None
    assert (item.state, item.reason) == (end, "is_archived")
    assert store.living(KEY) is None
    assert claim_one(store).item.draft.key == "b"


def test_a_message_for_later_does_not_hold_up_the_others(store: SqliteStore) -> None:
    store.enqueue([draft("tomorrow", not_before=NOON + DAY), draft("now")], NOON)
    claim = claim_one(store)
    assert claim.item.draft.key == "now"
    store.settle(claim, Sent(POST), NOON)
    assert store.claim_outbox(NOON, MINUTE) == []
    assert store.pending() == 1
    assert claim_one(store, NOON + DAY).item.draft.key == "tomorrow"


def test_a_call_under_way_keeps_its_channel_even_from_a_message_whose_hour_comes(
    store: SqliteStore,
) -> None:
    store.enqueue([draft("soon", not_before=NOON + MINUTE / 2), draft("now")], NOON)
    claim_one(store)
    assert store.claim_outbox(NOON + MINUTE / 2, MINUTE) == []


def test_the_newest_living_message_of_an_invoice_is_the_one_to_redraw(store: SqliteStore) -> None:
    assert store.living(KEY) is None
    for number, key in enumerate(["first", "second"]):
        store.enqueue([draft(key)], NOON)
        store.settle(claim_one(store), Sent(Post("C1", f"{number}.0")), NOON)
        found = store.living(KEY)
        assert found is not None
        assert (found[0].draft.key, found[1]) == (key, Post("C1", f"{number}.0"))


@pytest.mark.parametrize("kind", [Kind.REPLY, Kind.UPDATE, Kind.ACCOUNT, Kind.NOTE])
def test_other_messages_are_not_living(store: SqliteStore, kind: Kind) -> None:
    store.enqueue([draft("a", kind=kind)], NOON)
    store.settle(claim_one(store), Sent(POST), NOON)
    assert store.living(KEY) is None


def test_a_message_lives_for_the_invoices_it_says_it_shows(store: SqliteStore) -> None:
    store.enqueue([draft("a", kind=Kind.REPLY)], NOON)
    other = InvoiceKey("acme", "8")
    store.settle(claim_one(store), Sent(POST, (KEY, other)), NOON)
    for key in (KEY, other):
        found = store.living(key)
        assert found is not None
        assert (found[0].draft.kind, found[1]) == (Kind.REPLY, POST)


def test_a_new_process_looks_for_what_a_killed_one_was_sending(path: Path) -> None:
    killed = open_store(path)
    killed.enqueue([draft("a"), draft("b")], NOON)
    old = claim_one(killed)
    # no close: the process is gone with its claim
    with open_store(path) as store:
        assert store.claim_outbox(NOON, MINUTE) == []
        store.take_over()
        assert store.claim_outbox(NOON, MINUTE) == [], "it may still be on its way to Slack"
        claim = claim_one(store, NOON + MINUTE / 6)
        assert (claim.item.draft.key, claim.reconcile) == ("a", True)
        assert not store.settle(old, Sent(POST), NOON)
        assert store.settle(claim, Sent(POST), NOON)
        assert claim_one(store, NOON + MINUTE).item.draft.key == "b"
    killed.close()


def test_a_message_that_nobody_was_sending_is_left_as_it_is(
    store: SqliteStore,
) -> None:
    store.enqueue([draft("a")], NOON)
    before = store.item("a")
    store.take_over()
    assert store.item("a") == before
    assert not claim_one(store).reconcile


def test_a_claim_holds_the_item_as_it_is_in_the_outbox(store: SqliteStore) -> None:
    store.enqueue([draft("a"), draft("b", channel="#ops")], NOON)
    for claim in store.claim_outbox(NOON, MINUTE):
        assert claim.item == store.item(claim.item.draft.key)
        assert replace(claim.item, state=OutboxState.NEW) != claim.item
