"""What people chose for their Home tab, who looked lately, and whether anything has happened."""

from datetime import timedelta

from state.database import SqliteStore
from tests.state.builders import NOON, invoice, record

MINUTE = timedelta(minutes=1)


def test_what_was_chosen_stays_and_is_ones_own(store: SqliteStore) -> None:
    assert store.home_choice("U1") == ""
    store.choose_home("U1", "overdue", NOON)
    store.choose_home("U1", "open", NOON)
    assert store.home_choice("U1") == "open"
    assert store.home_choice("U2") == ""


def test_who_looked_lately_is_told_the_latest_first_and_no_more_than_asked(
    store: SqliteStore,
) -> None:
    for minute, person in enumerate(["U1", "U2", "U3"]):
        store.choose_home(person, "", NOON + minute * MINUTE)
    store.choose_home("U1", "", NOON + 5 * MINUTE)
    assert store.homes_seen_since(NOON, 9) == ["U1", "U3", "U2"]
    assert store.homes_seen_since(NOON + 2 * MINUTE, 9) == ["U1", "U3"]
    assert store.homes_seen_since(NOON, 1) == ["U1"]


def test_the_number_grows_with_whatever_happens(store: SqliteStore) -> None:
    assert store.newest_event() == 0
    record(store, invoice("acme/7"))
    first = store.newest_event()
    assert first > 0
    record(store, invoice("acme/7"), invoice("acme/8"))
    assert store.newest_event() > first
