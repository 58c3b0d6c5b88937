"""Who is on call: noted once for each change, and told to who takes over."""

import json

import pytest

from state.database import SqliteStore
from state.messages import Draft, Kind
from tests.state.builders import HOUR, NOON, draft


def told(before: tuple[str, ...]) -> list[Draft]:
    key = f"oncall:{'+'.join(before)}"
    return [draft(key, None, kind=Kind.NOTE, account="", what="handover")]


def noted(store: SqliteStore) -> list[dict[str, str]]:
    with store._readers.moment() as connection:
        rows = connection.execute("SELECT details FROM events WHERE kind = 'oncall'")
        return [json.loads(row["details"]) for row in rows]


def test_the_first_ever_take_over_from_nobody(store: SqliteStore) -> None:
    assert store.hand_over(("U1",), NOON, told)
    assert store.pending() == 0
    assert noted(store) == [{"people": "U1", "before": ""}]


def test_a_hand_over_is_told_with_who_was_on_call(store: SqliteStore) -> None:
    store.hand_over(("U1", "U2"), NOON, told)
    assert store.hand_over(("U3",), NOON + HOUR, told)
    assert store.item("oncall:U1+U2") is not None
    assert noted(store)[-1] == {"people": "U3", "before": "U1 U2"}


def test_the_same_people_in_any_order_change_nothing(store: SqliteStore) -> None:
    store.hand_over(("U1", "U2"), NOON, told)
    assert not store.hand_over(("U1", "U2"), NOON + HOUR, told)
    assert not store.hand_over(("U2", "U1"), NOON + HOUR, told)
    assert (store.pending(), len(noted(store))) == (0, 1)


def test_after_a_gap_the_next_take_over_from_the_last(store: SqliteStore) -> None:
    assert not store.hand_over((), NOON, told)
    store.hand_over(("U1",), NOON, told)
    assert not store.hand_over((), NOON + HOUR, told)
    assert not store.hand_over(("U1",), NOON + 2 * HOUR, told)
    assert store.hand_over(("U2",), NOON + 3 * HOUR, told)
    assert store.item("oncall:U1") is not None


def test_a_hand_over_that_cannot_be_told_has_not_happened(store: SqliteStore) -> None:
    store.hand_over(("U1",), NOON, told)
    bad = draft("bad", None, not_before=NOON.replace(tzinfo=None))
    with pytest.raises(TypeError):
        store.hand_over(("U2",), NOON, lambda _: [bad])
    assert len(noted(store)) == 1
    assert store.hand_over(("U2",), NOON, told)
