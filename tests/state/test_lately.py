"""Messages of the last days that still show something owed."""

from datetime import datetime

from state import lately
from state.database import SqliteStore
from state.messages import Post, Sent
from state.model import Invoice, InvoiceKey
from tests.state.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    account,
    claim_one,
    draft,
    invoice,
    paid,
    record,
)
from tests.state.plans import plans


def posted(store: SqliteStore, *invoices: Invoice, at: datetime = NOON, ts: str = "1.1") -> None:
    """One message for all of them."""
    keys = [one.key for one in invoices]
    store.enqueue([draft(f"{key}:new", key.number) for key in keys], at)
    assert store.settle(claim_one(store, at), Sent(Post("C1", ts), tuple(keys)), at + MINUTE)


def numbers(store: SqliteStore, since: datetime = NOON, most: int = 10) -> list[str]:
    return [key.number for key, _ in store.shown_since(since, most)]


def test_the_newest_messages_come_first_and_old_ones_not_at_all(store: SqliteStore) -> None:
    one, two, three = (invoice(f"acme/{number}") for number in "123")
    record(store, one, two, three)
    posted(store, one, at=NOON)
    posted(store, two, at=NOON + HOUR, ts="2.1")
    posted(store, three, at=NOON + DAY, ts="3.1")
    assert store.shown_since(NOON, 1) == [(InvoiceKey("acme", "3"), "#billing")]
    assert numbers(store) == ["3", "2", "1"]
    assert numbers(store, NOON + HOUR) == ["3", "2"]
    assert numbers(store, NOON + 2 * DAY) == []


def test_a_message_that_shows_several_is_one_message(store: SqliteStore) -> None:
    several = [invoice(f"acme/{number}") for number in range(7)]
    record(store, *several)
    posted(store, *several)
    assert len(numbers(store)) == 1


def test_what_is_closed_or_not_watched_needs_no_fresh_buttons(store: SqliteStore) -> None:
    one, two = invoice("acme/1"), invoice("acme/2")
    record(store, one, two)
    posted(store, one)
    posted(store, two, ts="2.1")
    record(store, one, paid(two), at=NOON + HOUR)
    assert numbers(store) == ["1"]
    store.sync_accounts([account("other")], NOON)
    assert numbers(store) == []


def test_only_as_many_messages_are_read_as_are_wanted(store: SqliteStore) -> None:
    plan = plans(store, lambda connection: lately.shown_since(connection, NOON, 1))
    assert "INDEX living_item" in plan
    assert "TEMP B-TREE" not in plan
