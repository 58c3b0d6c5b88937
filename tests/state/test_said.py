"""What was said of an invoice, what is owed longest, what appeared, notes of an account."""

from state.database import SqliteStore
from state.messages import Dropped, Kind, Post, Sent
from state.model import InvoiceKey, Line, Standing
from state.store import CheckResult
from tests.state.builders import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    account,
    claim_one,
    draft,
    invoice,
    lease,
    money,
    only,
    paid,
    record,
)

KEY = invoice().key
CREDIT = Line("Credit balance", money("25.00 USD"))


def said(store: SqliteStore, key: InvoiceKey = KEY, limit: int = 100) -> list[str]:
    return [item.draft.key for item in store.said(key, limit)]


def test_messages_of_an_invoice_come_oldest_first_with_how_they_ended(store: SqliteStore) -> None:
    other = draft("other", "8", kind=Kind.REPLY)
    store.enqueue([draft("a"), draft("b", kind=Kind.REPLY), other], NOON)
    store.settle(claim_one(store), Sent(Post("C1", "1.1")), NOON + MINUTE)
    store.settle(claim_one(store, NOON + HOUR), Dropped("paid"), NOON + HOUR)
    first, second = store.said(KEY)
    assert (first.draft.key, first.settled_at) == ("a", NOON + MINUTE)
    assert (second.draft.key, second.settled_at, second.reason) == ("b", NOON + HOUR, "paid")
    assert said(store, InvoiceKey("acme", "8")) == ["other"]
    assert store.said(InvoiceKey("nobody", "7")) == []


def test_what_still_waits_was_not_settled(store: SqliteStore) -> None:
    store.enqueue([draft("a")], NOON)
    assert [item.settled_at for item in store.said(KEY)] == [None]


def test_a_limit_keeps_the_newest(store: SqliteStore) -> None:
    store.enqueue([draft(key) for key in "abcde"], NOON)
    assert said(store, limit=2) == ["d", "e"]


def test_a_group_is_said_of_each_invoice_it_shows(store: SqliteStore) -> None:
    store.enqueue([draft(f"acme/{n}:new", str(n)) for n in range(7)], NOON)
    group = claim_one(store).item
    assert group.draft.kind is Kind.GROUP
    for number in range(7):
        own, shown = store.said(InvoiceKey("acme", str(number)))
        assert own.draft.key == f"acme/{number}:new"
        assert (shown.draft.key, len(shown.members)) == (group.draft.key, 7)


def test_the_oldest_owed_is_the_one_due_first_that_somebody_has_to_pay(store: SqliteStore) -> None:
    store.sync_accounts([account(), account("other")], NOON)
    assert store.oldest_owed("acme") is None
    gone = invoice("acme/0", due="2026-01-01")
    record(store, invoice("acme/1", due=None), gone)
    record(store, invoice("acme/1", due=None), paid(gone), at=NOON + MINUTE)
    assert store.oldest_owed("acme") is None
    record(
        store,
        paid(gone),
        invoice("acme/1", due=None),
        invoice("acme/5", due="2026-11-02"),
        invoice("acme/3", due="2026-11-01", standing=Standing.PENDING),
        invoice("acme/4", due="2026-11-30", standing=Standing.UNKNOWN),
        at=NOON + HOUR,
    )
    oldest = store.oldest_owed("acme")
    assert oldest is not None
    assert oldest == store.invoice(InvoiceKey("acme", "5"))
    assert store.oldest_owed("other") is None
    assert store.oldest_owed("nobody") is None


def test_what_appeared_in_a_check_is_found_by_its_instant(store: SqliteStore) -> None:
    first = [invoice("acme/1", due="2026-12-02"), invoice("acme/2", due="2026-12-01")]
    second = [invoice("acme/3", due=None), invoice("acme/4")]
    record(store, *first)
    record(store, *first, *second, at=NOON + HOUR)
    record(store, *first, *second, at=NOON + 2 * HOUR)
    assert store.appeared("acme", NOON) == [InvoiceKey("acme", "2"), InvoiceKey("acme", "1")]
    assert store.appeared("acme", NOON + HOUR) == [
        InvoiceKey("acme", "4"),
        InvoiceKey("acme", "3"),
    ]
    assert store.appeared("acme", NOON + 2 * HOUR) == []
    assert store.appeared("nobody", NOON) == []


def test_notes_of_an_account_are_kept_until_an_answer_has_others(store: SqliteStore) -> None:
    assert only(store).notes == ()
    aging = Line("Older than 90 days")
    record(store, invoice(), notes=[CREDIT, aging])
    assert only(store).notes == (CREDIT, aging)
    same = CheckResult(NOON + HOUR, NOON + DAY, f"digest at {NOON}", unread=None, notes=None)
    assert store.commit_check(lease(store, NOON + HOUR), same)
    assert only(store).notes == (CREDIT, aging)
    record(store, invoice(), at=NOON + 2 * HOUR, notes=[])
    assert only(store).notes == ()
