"""What rises in several invoices of an account at once is told once in the channel."""

from dataclasses import replace
from typing import Any

from state.database import SqliteStore
from state.messages import Ambiguous, Draft, Kind, OutboxState, Post, Refused, Sent
from state.model import InvoiceKey
from tests.state.builders import MINUTE, NOON, claim_one, draft

POST = Post("C1", "100.1")


def line(number: int, name: str = "acme", **other: Any) -> Draft:
    facts = {"kind": Kind.REPLY, "what": "stage", "broadcast": True, "details": {}} | other
    return draft(f"{name}/{number}:{facts['what']}", str(number), account=name, **facts)


def announced(store: SqliteStore, *numbers: int) -> None:
    for number in numbers:
        store.enqueue([draft(f"acme/{number}:new", str(number))], NOON)
        assert store.settle(claim_one(store), Sent(Post("C1", f"{number}.0")), NOON)


def lives(store: SqliteStore, number: int) -> Post | None:
    found = store.living(InvoiceKey("acme", str(number)))
    return found and found[1]


def said(store: SqliteStore) -> list[tuple[str, bool]]:
    """Send everything; keys, and whether it is shown in the channel."""
    told = []
    while claims := store.claim_outbox(NOON, MINUTE):
        for claim in claims:
            told.append((claim.item.draft.key, claim.item.draft.broadcast))
            assert store.settle(claim, Sent(Post("C1", f"9{len(told)}.0")), NOON)
    return told


def test_lines_that_rise_together_stay_in_their_threads_and_one_message_stands_for_them(
    store: SqliteStore,
) -> None:
    announced(store, 1, 2)
    store.enqueue([line(1), line(2)], NOON)
    assert said(store) == [
        ("roundup:acme/1:stage:2", False),
        ("acme/1:stage", False),
        ("acme/2:stage", False),
    ]


def test_a_line_alone_is_shown_in_the_channel(store: SqliteStore) -> None:
    announced(store, 1, 2)
    store.enqueue([line(1), line(2, broadcast=False), line(3, "shop")], NOON)
    shown = [key for key, broadcast in said(store) if broadcast]
    assert shown == ["acme/1:stage", "shop/3:stage"]


def test_two_lines_of_one_invoice_are_no_crowd(store: SqliteStore) -> None:
    announced(store, 1)
    store.enqueue([line(1), line(1, what="escalated")], NOON)
    assert said(store) == [("acme/1:stage", True), ("acme/1:escalated", True)]


def test_an_invoice_without_a_message_of_its_own_is_told_by_the_round_up_alone(
    store: SqliteStore,
) -> None:
    announced(store, 1)
    store.enqueue([line(1), line(2)], NOON)
    claim = claim_one(store)
    assert claim.item.members == (InvoiceKey("acme", "1"), InvoiceKey("acme", "2"))
    homeless = (InvoiceKey("acme", "2"),)
    assert store.settle(claim, Sent(POST, homeless), NOON)
    assert said(store) == [("acme/1:stage", False)]
    assert lives(store, 1) == Post("C1", "1.0"), "it has a message and keeps it"
    assert lives(store, 2) == POST
    item = store.item("acme/2:stage")
    assert item is not None
    assert item.state is OutboxState.GROUPED


def test_a_round_up_that_shows_nobody_new_becomes_nobodys_message(store: SqliteStore) -> None:
    announced(store, 1, 2)
    store.enqueue([line(1), line(2)], NOON)
    assert store.settle(claim_one(store), Sent(POST), NOON)
    assert lives(store, 1) == Post("C1", "1.0")


def test_everybody_who_is_called_by_one_of_them_is_called_once(store: SqliteStore) -> None:
    announced(store, 1, 2)
    called = [
        line(1, details={"mention": "<@U01>"}),
        line(2, details={"mention": "<@U02> <@U01>"}),
    ]
    store.enqueue(called, NOON)
    assert claim_one(store).item.draft.details == {"mention": "<@U01> <@U02>"}


def test_a_line_that_may_stand_in_slack_already_is_left_as_it_is(store: SqliteStore) -> None:
    announced(store, 1, 2)
    store.enqueue([line(1)], NOON)
    store.settle(claim_one(store), Ambiguous(NOON, "time-out"), NOON)
    store.enqueue([line(2)], NOON)
    assert said(store) == [("acme/1:stage", True), ("acme/2:stage", True)]


def test_steps_of_invoices_that_were_never_announced_are_one_message_though_none_rises(
    store: SqliteStore,
) -> None:
    announced(store, 3)
    store.enqueue([line(number, broadcast=False) for number in (1, 2, 3)], NOON)
    assert said(store) == [("roundup:acme/1:stage:2", False), ("acme/3:stage", False)]


def test_a_round_up_that_another_channel_has_to_take_calls_the_same_people_there(
    store: SqliteStore,
) -> None:
    store.enqueue([line(1, details={"mention": "<@U01>"}), line(2)], NOON)
    claim = claim_one(store)
    assert claim.item.draft.key == "roundup:acme/1:stage:2"
    alone = replace(claim.item.draft, kind=Kind.INVOICE, channel="#ops")
    instead = [replace(alone, key=f"{key}:ops", number=key.number) for key in claim.item.members]
    assert store.settle(claim, Refused("is_archived", tuple(instead)), NOON)
    there = claim_one(store).item
    assert (there.draft.channel, there.draft.what) == ("#ops", "roundup")
    assert there.members == claim.item.members
    assert there.draft.details == {"mention": "<@U01>"}
