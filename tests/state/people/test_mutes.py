"""Muted accounts: recorded with who and why, ended by a person or by time, exactly once."""

from datetime import datetime, timedelta

import pytest

from state.database import SqliteStore
from state.messages import Draft, Kind
from state.model import InvoiceView, Mute, Standing
from state.store import AccountView, Question
from tests.state.builders import (
    DAY,
    HOUR,
    NOON,
    account,
    draft,
    failure,
    invoice,
    lease,
    only,
    paid,
    record,
)

MUTE = Mute(NOON + DAY, "U1", NOON, "moving to another host")
ENDED = draft("acme:mute_ended", None, kind=Kind.ACCOUNT, what="mute_ended")


def view(store: SqliteStore, number: str = "7") -> InvoiceView:
    found = store.invoice(invoice(f"acme/{number}").key)
    assert found is not None
    return found


def history(store: SqliteStore) -> list[tuple[str, str, datetime]]:
    """What is written about the account itself."""
    with store._readers.moment() as connection:
        rows = connection.execute("SELECT kind, actor, at FROM events WHERE kind LIKE '%muted'")
        start = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
        return [
            (row["kind"], row["actor"], start + timedelta(microseconds=row["at"])) for row in rows
        ]


def test_a_mute_is_seen_on_its_account_and_all_its_invoices(store: SqliteStore) -> None:
    record(store, invoice(), invoice("acme/8"))
    said = draft("acme:muted", None, kind=Kind.ACCOUNT, what="muted")
    assert store.mute("acme", MUTE, NOON, [said])
    assert only(store).mute == MUTE
    assert [one.mute for one in store.invoices(Question())] == [MUTE, MUTE]
    assert store.item("acme:muted") is not None
    assert history(store) == [("muted", "U1", NOON)]


def test_a_mute_of_one_account_is_not_anothers(store: SqliteStore) -> None:
    store.sync_accounts([account(), account("other")], NOON)
    store.mute("acme", MUTE, NOON)
    assert [view.mute for view in store.account_views()] == [MUTE, None]


def test_an_account_that_is_not_watched_is_not_muted(store: SqliteStore) -> None:
    assert not store.mute("nobody", MUTE, NOON, [ENDED])
    assert not store.mute("nobody", None, NOON, [ENDED])
    assert store.pending() == 0


def test_muting_again_is_the_newer_word(store: SqliteStore) -> None:
    longer = Mute(NOON + 9 * DAY, "U2", NOON + HOUR)
    store.mute("acme", MUTE, NOON)
    store.mute("acme", longer, NOON + HOUR)
    assert only(store).mute == longer
    assert store.end_mutes(NOON + DAY, lambda _: [ENDED]) == []


def test_its_end_makes_owed_invoices_be_looked_at_and_no_others(store: SqliteStore) -> None:
    numbers = {
        "1": invoice("acme/1"),
        "2": invoice("acme/2", standing=Standing.UNKNOWN),
        "3": invoice("acme/3", standing=Standing.PENDING),
        "4": invoice("acme/4"),
        "5": invoice("acme/5"),
        "6": invoice("acme/6"),
    }
    record(store, *numbers.values(), steps={"1": NOON + 9 * DAY, "6": NOON - HOUR})
    left = [one for number, one in numbers.items() if number not in "45"]
    record(store, *left, paid(numbers["4"]), at=NOON + HOUR)  # 5 has vanished
    store.mute("acme", MUTE, NOON)
    assert store.mute("acme", None, NOON + 2 * HOUR, [ENDED], by="U2")
    due = [one.invoice.key.number for one in store.due_steps(NOON + 2 * HOUR, 10)]
    assert due == ["6", "1", "2"]
    assert view(store, "6").next_step_at == NOON - HOUR
    assert only(store).mute is None
    assert history(store)[-1] == ("unmuted", "U2", NOON + 2 * HOUR)
    assert store.pending() == 1


def test_ending_what_is_not_muted_does_and_says_nothing(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON + DAY})
    assert store.mute("acme", None, NOON, [ENDED])
    assert (store.pending(), history(store)) == (0, [])
    assert store.due_steps(NOON, 10) == []


def test_time_ends_a_mute_once_and_says_so_once(store: SqliteStore) -> None:
    record(store, invoice())
    store.mute("acme", MUTE, NOON)
    asked: list[AccountView] = []

    def drafts(view: AccountView) -> list[Draft]:
        asked.append(view)
        return [ENDED]

    assert store.end_mutes(MUTE.until - HOUR, drafts) == []
    assert store.end_mutes(MUTE.until, drafts) == ["acme"]
    assert store.end_mutes(MUTE.until + DAY, drafts) == []
    assert [one.mute for one in asked] == [MUTE]
    assert store.pending() == 1
    assert len(store.due_steps(MUTE.until, 10)) == 1
    assert history(store) == [("muted", "U1", NOON), ("unmuted", "duewatch", MUTE.until)]


def test_several_mutes_end_together_in_the_order_of_their_ends(store: SqliteStore) -> None:
    store.sync_accounts([account(), account("other"), account("third")], NOON)
    store.mute("acme", MUTE, NOON)
    store.mute("other", Mute(NOON + HOUR, "U1", NOON), NOON)
    store.mute("third", Mute(NOON + 9 * DAY, "U1", NOON), NOON)
    assert store.end_mutes(NOON + DAY, lambda _: []) == ["other", "acme"]


def test_a_mute_of_an_account_that_is_not_watched_meanwhile_waits(store: SqliteStore) -> None:
    store.mute("acme", MUTE, NOON)
    store.sync_accounts([account("other")], NOON)
    assert store.end_mutes(NOON + 2 * DAY, lambda _: [ENDED]) == []
    assert store.next_event() is None
    store.sync_accounts([account()], NOON)
    assert store.end_mutes(NOON + 2 * DAY, lambda _: [ENDED]) == ["acme"]


def test_an_end_that_cannot_be_said_has_not_happened(store: SqliteStore) -> None:
    store.mute("acme", MUTE, NOON)
    bad = draft("acme:bad", None, not_before=NOON.replace(tzinfo=None))
    with pytest.raises(TypeError):
        store.end_mutes(MUTE.until, lambda _: [ENDED, bad])
    assert (only(store).mute, store.pending()) == (MUTE, 0)


def test_a_mute_survives_checks_failures_and_restarts(store: SqliteStore) -> None:
    store.mute("acme", MUTE, NOON)
    record(store, invoice())
    store.commit_failure(lease(store, NOON + HOUR), failure())
    store.take_over()
    store.sync_accounts([account(channel="#other")], NOON)
    assert only(store).mute == MUTE


def test_an_invoice_knows_since_when_its_account_cannot_be_checked(store: SqliteStore) -> None:
    record(store, invoice())
    assert view(store).failing_since is None
    store.commit_failure(lease(store, NOON + HOUR), failure(60))
    store.commit_failure(lease(store, NOON + 2 * HOUR), failure(120))
    assert view(store).failing_since == NOON + HOUR
    record(store, invoice(), at=NOON + 3 * HOUR)
    assert view(store).failing_since is None
