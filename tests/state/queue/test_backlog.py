"""Which channels have their turn, and what taking a message looks at of a long backlog."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlite_utils import Database

from state.database import SqliteStore, open_store
from state.messages import Draft, Kind, Post, Sent
from state.migrations import MIGRATIONS
from state.queue import merging, outbox
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


KINDS: dict[str, dict[str, Any]] = {
    "redraws": {"kind": Kind.UPDATE, "what": "update"},
    "lines": {"kind": Kind.REPLY, "what": "amended"},
    "steps": {"kind": Kind.REPLY, "what": "stage", "broadcast": True},
    "quiet steps": {"kind": Kind.REPLY, "what": "stage"},
}


def work_of_the_next(path: Path, waiting: list[Draft]) -> int:
    """How many steps SQLite takes for the next message of so many, the first apart."""
    with open_store(path, lasting=False) as store:
        store.enqueue(waiting, NOON)
        [first] = store.claim_outbox(NOON, HOUR)
        store.settle(first, Sent(Post("C1", "1.0")), NOON)
        steps: list[None] = []
        with store._writer.transaction() as connection:
            connection.set_progress_handler(lambda: steps.append(None), 1)
        assert len(store.claim_outbox(NOON, HOUR)) == 1
        return len(steps)


@pytest.mark.parametrize("facts", KINDS.values(), ids=KINDS)
def test_the_next_message_takes_no_longer_in_a_long_backlog(
    tmp_path: Path, facts: dict[str, Any]
) -> None:
    waiting = [draft(f"m{n}", f"{n}", account=f"a{n}", **facts) for n in range(500)]
    short = work_of_the_next(tmp_path / "short.db", waiting[:5])
    assert work_of_the_next(tmp_path / "long.db", waiting) <= 1.1 * short


def test_a_step_in_the_thread_does_not_look_at_the_others_of_its_account(tmp_path: Path) -> None:
    def in_threads(count: int) -> int:
        path = tmp_path / f"{count}.db"
        with open_store(path, lasting=False) as store:
            for n in range(count):
                store.enqueue([draft(f"new{n}", f"{n}")], NOON)
                [claim] = store.claim_outbox(NOON, HOUR)
                store.settle(claim, Sent(Post("C1", f"{n}.0")), NOON)
        return work_of_the_next(
            path, [draft(f"m{n}", f"{n}", **KINDS["quiet steps"]) for n in range(count)]
        )

    assert in_threads(200) <= 1.1 * in_threads(5)


def test_a_backlog_that_an_older_version_left_goes_out_in_its_order(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        MIGRATIONS.apply(Database(connection, strict=True), stop_before="12-crowds")
        connection.executemany(
            """INSERT INTO outbox (key, token, kind, channel, account, number, what, details,
                                   broadcast, created_at)
               VALUES (?, 't', 'reply', '#billing', ?, ?, 'stage', '{}', 1, 0)""",
            [("x", "acme", "1"), ("y", "shop", "2"), ("z", "acme", "3")],
        )
    with open_store(path, create=False) as store:
        keys = []
        for _ in range(2):
            [claim] = store.claim_outbox(NOON, HOUR)
            keys.append(claim.item.draft.key)
            store.settle(claim, Sent(Post("C1", "1.0")), NOON)
        assert (keys, store.pending()) == (["roundup:x:2", "y"], 0)


def test_the_next_channel_and_its_crowds_are_found_by_indexes(store: SqliteStore) -> None:
    store.enqueue([draft(f"m{n}", f"{n}", **KINDS["steps"]) for n in range(2)], NOON)
    with store._writer.transaction() as connection:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        merging.merge_next(connection, "#billing", NOON, held=False)
        merging.fold_new(connection, "#billing", NOON)
        connection.set_trace_callback(None)
        explained = [sql for sql in asked if "outbox" in sql and "INSERT" not in sql]
        steps = [
            row["detail"]
            for sql in explained
            for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")
        ]
        assert not any(step.startswith("SCAN outbox") for step in steps)
        assert not any("TEMP B-TREE" in step for step in steps if "outbox_waiting" in step)
        assert any("outbox_of_kind (channel=? AND kind=? AND account=?" in step for step in steps)
    ready = plans(store, partial(outbox.ready_channels, now=NOON))
    assert "SCAN outbox" not in ready
    assert "outbox_busy" in ready
