"""Many new invoices in one message, many redraws in one."""

from typing import Any

import pytest

from state.database import SqliteStore
from state.messages import (
    Ambiguous,
    Draft,
    Kind,
    Later,
    OutboxState,
    Post,
    Refused,
    Sent,
)
from state.model import Direction, InvoiceKey
from tests.state.builders import HOUR, MINUTE, NOON, account, claim_one, draft

POST = Post("C1", "100.1")


def new(number: int, name: str = "acme", **other: Any) -> Draft:
    return draft(f"{name}/{number}:new", str(number), account=name, **other)


def redraw(number: int, turn: int, **other: Any) -> Draft:
    key = f"acme/{number}:update:{turn}"
    return draft(key, str(number), kind=Kind.UPDATE, what="update", **other)


def state(store: SqliteStore, key: str) -> OutboxState:
    item = store.item(key)
    assert item is not None
    return item.state


def drain(store: SqliteStore) -> list[str]:
    """Send everything; the keys in the order they went out."""
    sent = []
    while claims := store.claim_outbox(NOON, MINUTE):
        for claim in claims:
            sent.append(claim.item.draft.key)
            assert store.settle(claim, Sent(Post("C1", f"{len(sent)}.0")), NOON)
    return sent


def test_five_new_invoices_of_five_accounts_are_five_messages(store: SqliteStore) -> None:
    store.enqueue([new(number, f"a{number}") for number in range(5)], NOON)
    assert drain(store) == [f"a{number}/{number}:new" for number in range(5)]


def test_two_new_invoices_of_one_account_are_one_message(store: SqliteStore) -> None:
    store.enqueue([new(1), new(2, "shop"), new(3)], NOON)
    assert drain(store) == ["group:acme/1:new:2", "shop/2:new"]


def test_an_invoice_that_is_announced_twice_is_no_crowd(store: SqliteStore) -> None:
    store.enqueue([new(1), draft("acme/1:new:again", "1")], NOON)
    assert drain(store) == ["acme/1:new", "acme/1:new:again"]


def test_six_new_invoices_are_one_message_that_lives_for_all_of_them(store: SqliteStore) -> None:
    store.enqueue([new(number) for number in range(6)], NOON)
    claim = claim_one(store)
    assert claim.item.draft.key == "group:acme/0:new:6"
    assert (claim.item.draft.kind, claim.item.draft.what) == (Kind.GROUP, "new")
    keys = tuple(InvoiceKey("acme", str(number)) for number in range(6))
    assert claim.item.members == keys
    assert {state(store, f"{key}:new") for key in keys} == {OutboxState.GROUPED}
    assert store.pending() == 1
    assert store.settle(claim, Sent(POST), NOON)
    for key in keys:
        found = store.living(key)
        assert found is not None
        assert (found[0].members, found[1]) == (keys, POST)
    assert store.pending() == 0


def test_a_group_takes_the_place_of_its_first_message(store: SqliteStore) -> None:
    said = draft("acme:baseline", None, kind=Kind.ACCOUNT, what="baseline")
    reply = draft("acme/3:paid", "3", kind=Kind.REPLY, what="paid")
    crowd = [new(number) for number in range(6)]
    store.enqueue([said, *crowd[:4], reply, *crowd[4:]], NOON)
    assert drain(store) == ["acme:baseline", "group:acme/0:new:6", "acme/3:paid"]


def test_channels_are_counted_apart(store: SqliteStore) -> None:
    store.enqueue([new(number, f"a{number}") for number in range(3)], NOON)
    store.enqueue([new(number, f"a{number}", channel="#ops") for number in range(3, 6)], NOON)
    assert len(drain(store)) == 6


def test_what_we_owe_and_what_is_owed_to_us_are_never_one_message(store: SqliteStore) -> None:
    store.sync_accounts([account(), account("shop", direction=Direction.RECEIVABLE)], NOON)
    store.enqueue([new(number, "shop" if number % 2 else "acme") for number in range(8)], NOON)
    assert drain(store) == ["group:acme/0:new:4", "group:shop/1:new:4"]


def test_a_single_one_of_its_sort_stays_a_message_of_its_own(store: SqliteStore) -> None:
    store.sync_accounts([account(), account("shop", direction=Direction.RECEIVABLE)], NOON)
    store.enqueue([new(0, "shop"), *(new(number) for number in range(1, 7))], NOON)
    assert drain(store) == ["shop/0:new", "group:acme/1:new:6"]


def test_messages_that_say_different_things_are_not_one(store: SqliteStore) -> None:
    crowd = [new(number, what="new" if number < 3 else "stage") for number in range(6)]
    store.enqueue(crowd, NOON)
    assert drain(store) == ["group:acme/0:new:3", "group:acme/3:new:3"]


def test_what_was_tried_is_not_folded_for_it_may_have_got_through(
    store: SqliteStore,
) -> None:
    store.enqueue([new(0)], NOON)
    first = claim_one(store)
    store.enqueue([new(number) for number in range(1, 7)], NOON)
    store.settle(first, Ambiguous(NOON, "timed out"), NOON)
    claim = claim_one(store)
    assert (claim.item.draft.key, claim.reconcile) == ("acme/0:new", True)
    store.settle(claim, Sent(POST), NOON)
    assert drain(store) == ["group:acme/1:new:6"]


def test_while_a_channel_waits_its_crowd_grows(store: SqliteStore) -> None:
    store.enqueue([draft("note", None, kind=Kind.NOTE)], NOON)
    store.settle(claim_one(store), Later(NOON + HOUR, "rate limited"), NOON)
    store.enqueue([new(number) for number in range(6)], NOON)
    assert store.claim_outbox(NOON, MINUTE) == []
    store.enqueue([new(number) for number in range(6, 9)], NOON)
    store.settle(claim_one(store, NOON + HOUR), Sent(POST), NOON)
    assert claim_one(store, NOON + HOUR).item.draft.key == "group:acme/0:new:9"


def test_a_group_that_is_refused_keeps_its_members_grouped(store: SqliteStore) -> None:
    store.enqueue([new(number) for number in range(6)], NOON)
    store.settle(claim_one(store), Refused("is_archived"), NOON)
    assert store.pending() == 0
    assert state(store, "acme/0:new") is OutboxState.GROUPED
    item = store.item("acme/0:new")
    assert item is not None
    assert item.reason == "group:acme/0:new:6"


def test_an_invoice_that_is_announced_twice_is_shown_once_in_its_group(store: SqliteStore) -> None:
    crowd = [new(number) for number in range(6)]
    store.enqueue([*crowd, draft("acme/0:new:again", "0")], NOON)
    assert len(claim_one(store).item.members) == 6


def test_of_many_redraws_of_a_message_only_the_newest_goes_out(store: SqliteStore) -> None:
    store.enqueue([redraw(7, turn) for turn in range(3)] + [redraw(8, 0)], NOON)
    assert drain(store) == ["acme/7:update:2", "acme/8:update:0"]
    old = store.item("acme/7:update:0")
    assert old is not None
    assert (old.state, old.reason) == (OutboxState.DROPPED, "superseded")


def test_redraws_of_a_groups_invoices_are_redraws_of_one_message(store: SqliteStore) -> None:
    store.enqueue([new(number) for number in range(6)], NOON)
    drain(store)
    store.enqueue([redraw(number, 0) for number in range(6)], NOON)
    assert drain(store) == ["acme/5:update:0"]


def test_other_lines_between_two_redraws_still_go_out(store: SqliteStore) -> None:
    line = draft("acme/7:amended", kind=Kind.REPLY, what="amended")
    store.enqueue([redraw(7, 0), line, redraw(7, 1)], NOON)
    assert drain(store) == ["acme/7:amended", "acme/7:update:1"]


@pytest.mark.parametrize("outcome", [Later(NOON + HOUR, "wait"), Ambiguous(NOON + HOUR, "hm")])
def test_a_newer_redraw_does_not_jump_the_wait_of_the_older(
    store: SqliteStore, outcome: Later | Ambiguous
) -> None:
    store.enqueue([redraw(7, 0)], NOON)
    store.settle(claim_one(store), outcome, NOON)
    store.enqueue([redraw(7, 1)], NOON)
    assert store.claim_outbox(NOON, MINUTE) == []
    assert claim_one(store, NOON + HOUR).item.draft.key == "acme/7:update:1"


def test_a_redraw_under_way_is_left_to_end_and_the_newer_one_follows(store: SqliteStore) -> None:
    store.enqueue([redraw(7, 0)], NOON)
    under_way = claim_one(store)
    store.enqueue([redraw(7, 1)], NOON)
    assert store.settle(under_way, Sent(POST), NOON)
    assert drain(store) == ["acme/7:update:1"]


def test_a_redraw_for_later_does_not_replace_one_for_now(store: SqliteStore) -> None:
    store.enqueue([redraw(7, 0), redraw(7, 1, not_before=NOON + HOUR)], NOON)
    assert drain(store) == ["acme/7:update:0"]


def test_a_channel_on_hold_gives_only_redraws(store: SqliteStore) -> None:
    store.enqueue([redraw(7, 0), *(new(number) for number in range(6))], NOON)
    store.enqueue([redraw(8, 0, channel="#ops"), new(9, channel="#else")], NOON)
    claims = store.claim_outbox(NOON, MINUTE, hold={"#billing", "#else"})
    assert [claim.item.draft.key for claim in claims] == ["acme/7:update:0", "acme/8:update:0"]
    for claim in claims:
        store.settle(claim, Sent(POST), NOON)
    assert store.claim_outbox(NOON, MINUTE, hold={"#billing", "#else"}) == []


def test_a_crowd_grows_while_its_channel_is_on_hold(store: SqliteStore) -> None:
    store.enqueue([new(number) for number in range(6)], NOON)
    assert store.claim_outbox(NOON, MINUTE, hold=["#billing"]) == []
    store.enqueue([new(number) for number in range(6, 8)], NOON)
    assert claim_one(store).item.draft.key == "group:acme/0:new:8"


def test_what_was_put_off_is_not_folded_either(store: SqliteStore) -> None:
    store.enqueue([new(0)], NOON)
    store.settle(claim_one(store), Later(NOON, "rate limited"), NOON)
    store.enqueue([new(1)], NOON)
    assert drain(store) == ["acme/0:new", "acme/1:new"]


def test_redraws_that_are_about_no_invoice_do_not_replace_each_other(store: SqliteStore) -> None:
    def answered(turn: int) -> Draft:
        return draft(f"acme:storm:{turn}", None, kind=Kind.UPDATE, what="storm")

    store.enqueue([answered(1), answered(2)], NOON)
    assert drain(store) == ["acme:storm:1", "acme:storm:2"]
