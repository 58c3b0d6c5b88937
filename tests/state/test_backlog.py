"""Which channels have their turn, and what taking a message looks at of a long backlog."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import pytest

from state import merging, outbox, roundups
from state.database import SqliteStore, open_store
from state.rows import micros
from tests.state.builders import HOUR, NOON, draft
from tests.state.plans import plans

_STATES = ("new", "new", "unsure", "sent", "dropped")
_MOMENTS = (None, None, None, -1, 0, 1)  # hours from now


def lived(path: Path, chance: Random) -> None:
    """Messages in every state, in channels of which some are busy or asked to wait."""
    channels = [f"#c{number}" for number in range(chance.randint(1, 8))]
    with open_store(path) as store:
        store.enqueue(
            [draft(f"m{n}", f"{n}", channel=chance.choice(channels)) for n in range(30)], NOON
        )
    with closing(sqlite3.connect(path)) as connection, connection:
        for (number,) in connection.execute("SELECT id FROM outbox").fetchall():
            hours = [chance.choice(_MOMENTS) for _ in range(3)]
            moments = [None if one is None else micros(NOON + one * HOUR) for one in hours]
            place = chance.choice((None, None, chance.randint(-5, 30)))
            connection.execute(
                """UPDATE outbox SET state = ?, place = ?, lease_until = ?, wait_until = ?,
                          not_before = ? WHERE id = ?""",
                (chance.choice(_STATES), place, *moments, number),
            )


def in_plain(rows: list[sqlite3.Row]) -> set[str]:
    """The same, one row after the other."""
    now, ready = micros(NOON), set[str]()
    for channel in {row["channel"] for row in rows}:
        mine = [row for row in rows if row["channel"] == channel]
        mine = [row for row in mine if row["state"] in ("new", "unsure")]
        busy = any(
            (row["lease_until"] or 0) > now or (row["wait_until"] or 0) > now for row in mine
        )
        if not busy and any((row["not_before"] or 0) <= now for row in mine):
            ready.add(channel)
    return ready


@pytest.mark.parametrize("seed", range(40))
def test_a_channel_is_ready_that_has_something_to_say_and_waits_for_nothing(
    path: Path, seed: int
) -> None:
    lived(path, Random(seed))
    with open_store(path) as store, store._readers.moment() as connection:
        rows = connection.execute("SELECT * FROM outbox").fetchall()
        found = outbox.ready_channels(connection, NOON)
    firsts = {
        channel: min(
            row["id"] if row["place"] is None else row["place"]
            for row in rows
            if row["channel"] == channel and row["state"] in ("new", "unsure")
        )
        for channel in in_plain(rows)
    }
    assert set(found) == set(firsts)
    assert len(found) == len(firsts)
    assert [firsts[channel] for channel in found] == sorted(firsts.values())


def test_no_backlog_is_walked_through_for_the_next_message(store: SqliteStore) -> None:
    with store._writer.transaction() as connection:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        merging.drop_superseded(connection, "#billing", NOON)
        merging.fold_new(connection, "#billing", NOON)
        roundups.fold_lines(connection, "#billing", NOON)
        connection.set_trace_callback(None)
        for sql in asked:
            plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            assert any("outbox_of_kind" in step for step in plan)
            assert not any(step.startswith("SCAN outbox") for step in plan)
    ready = plans(store, partial(outbox.ready_channels, now=NOON))
    assert "SCAN outbox" not in ready
    assert "outbox_busy" in ready
