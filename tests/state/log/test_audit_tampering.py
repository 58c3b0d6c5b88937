"""Whatever is changed in the log is found: any byte, any row, any place, and the file itself.

Each example takes the same database into memory, drops the triggers that would refuse the change,
and makes it with plain SQL, as somebody would who means it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from state.database import open_store
from state.log import audit
from state.log.chain import Broken, Unbroken
from state.model import Care, CareState
from state.store import Decision
from tests.state.builders import HOUR, NOON, account, failure, invoice, lease, paid, record

COLUMNS = ("id", "at", "account", "number", "kind", "actor", "source", "reason", "details", "link")
TEXTS = COLUMNS[2:-1]
KEPT = ("origin", "entries", "last", "head")
TRIGGERS = ("events_stay", "events_keep_their_words", "audit_stays", "audit_grows")
CARE = Care(CareState.ACKNOWLEDGED, "U1", NOON, note="ja, übernommen")
TAKEN_ON = Decision(CARE, "acknowledged", "U1", NOON, {"note": "ja, übernommen"})

MANY = settings(max_examples=200, deadline=None)


@cache
def written() -> bytes:
    """A database with a log of some forty entries, as a file has it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "duewatch.db"
        with open_store(path) as store:
            store.sync_accounts([account()], NOON)
            owed = [invoice(f"acme/{number}", client="Müller & Söhne") for number in range(15)]
            record(store, *owed)
            for one in owed[:10]:
                store.decide(one.key, lambda _: TAKEN_ON)
            store.commit_failure(lease(store, NOON + HOUR), failure(60))
            record(store, *map(paid, owed), at=NOON + 2 * HOUR)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        return path.read_bytes()


@contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(data)
        yield connection


@contextmanager
def unguarded() -> Iterator[sqlite3.Connection]:
    with opened(written()) as connection:
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        yield connection


@cache
def ids() -> tuple[int, ...]:
    with opened(written()) as connection:
        return tuple(row[0] for row in connection.execute("SELECT id FROM events ORDER BY id"))


def said(connection: sqlite3.Connection, entry: int, columns: Sequence[str]) -> tuple[Any, ...]:
    read = f"SELECT {', '.join(columns)} FROM events WHERE id = ?"  # noqa: S608 -- our own words
    [row] = connection.execute(read, (entry,)).fetchall()
    return tuple(row)


def say(connection: sqlite3.Connection, entry: int, **values: str) -> None:
    """Write other values into an entry, each as an expression of SQL."""
    new = ", ".join(f"{column} = {value}" for column, value in values.items())
    connection.execute(f"UPDATE events SET {new} WHERE id = ?", (entry,))  # noqa: S608 -- our own


def fault(connection: sqlite3.Connection) -> Broken:
    found = audit.verify(connection)
    assert isinstance(found, Broken)
    return found


def first(connection: sqlite3.Connection) -> int:
    number = fault(connection).entry
    assert number is not None
    return number


def edited(value: int | str | bytes | None, place: int, change: int) -> str:
    """The same value with another byte somewhere, for SQL; a number is eight of them."""
    if isinstance(value, int):
        number = bytearray(value.to_bytes(8, signed=True))
        number[place % 8] ^= change
        return str(int.from_bytes(number, signed=True))
    raw = bytearray(value.encode() if isinstance(value, str) else value or b"")
    if raw:
        raw[place % len(raw)] ^= change
    else:
        raw.append(change)
    return f"x'{raw.hex()}'" if isinstance(value, bytes) else f"CAST(x'{raw.hex()}' AS TEXT)"


an_entry = st.integers(0, 200).map(lambda at: ids()[at % len(ids())])
a_place = st.integers(0, 500)
a_change = st.integers(1, 255)  # what a byte is combined with


def test_nothing_is_found_where_nothing_was_changed() -> None:
    with unguarded() as connection:
        assert isinstance(audit.verify(connection), Unbroken)
    assert len(ids()) > 40


@settings(max_examples=600, deadline=None)
@given(an_entry, st.sampled_from(COLUMNS), a_place, a_change)
def test_one_byte_of_any_column_of_any_entry(
    entry: int, column: str, place: int, change: int
) -> None:
    with unguarded() as connection:
        [value] = said(connection, entry, [column])
        new = edited(value, place, change)
        assume(column != "id" or int(new) not in ids())  # there the table itself refuses it
        say(connection, entry, **{column: new})
        assert column == "id" or first(connection) == entry
        assert fault(connection).why


@MANY
@given(st.sampled_from(KEPT), a_place, a_change)
def test_one_byte_of_what_is_kept_beside_the_log(column: str, place: int, change: int) -> None:
    with unguarded() as connection:
        [value] = connection.execute(f"SELECT {column} FROM audit").fetchone()  # noqa: S608 -- ours
        new = edited(value, place, change)
        connection.execute(f"UPDATE audit SET {column} = {new}")  # noqa: S608 -- our own words
        assert fault(connection).why


@MANY
@given(an_entry)
def test_an_invoice_without_a_name_instead_of_none_and_the_other_way_round(entry: int) -> None:
    with unguarded() as connection:
        [number] = said(connection, entry, ["number"])
        say(connection, entry, number="''" if number is None else "NULL")
        assert first(connection) == entry


@MANY
@given(an_entry, st.sampled_from(TEXTS[:-1]))
def test_a_border_between_two_texts_that_moves(entry: int, column: str) -> None:
    """The bytes of the row stay the same, one behind the other."""
    after = TEXTS[TEXTS.index(column) + 1]
    with unguarded() as connection:
        here, there = said(connection, entry, [column, after])
        assume(here and there is not None)
        moved = {column: f"substr({column}, 1, length({column}) - 1)"}
        say(connection, entry, **moved, **{after: f"substr({column}, -1) || {after}"})
        assert first(connection) == entry


@MANY
@given(an_entry, st.sampled_from(TEXTS))
def test_a_text_that_became_a_blob_of_the_same_bytes(entry: int, column: str) -> None:
    """One bit in the head of a record makes this of it, past the rules of the table."""
    with unguarded() as connection:
        assume(said(connection, entry, [column]) != (None,))
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '')")
        with opened(connection.serialize()) as lax:
            say(lax, entry, **{column: f"CAST({column} AS BLOB)"})
            found = fault(lax)
        assert found.entry == entry
        assert "not of the type that was written" in found.why


@MANY
@given(st.lists(an_entry, min_size=1, max_size=5, unique=True))
def test_entries_that_are_deleted_wherever_they_stood(gone: list[int]) -> None:
    with unguarded() as connection:
        connection.executemany("DELETE FROM events WHERE id = ?", ((one,) for one in gone))
        assert first(connection) >= min(gone)


@MANY
@given(st.integers(1, 60))
def test_the_newest_entries_deleted_and_their_number_corrected(how_many: int) -> None:
    """The link that is kept beside the log tells it."""
    left = ids()[: max(0, len(ids()) - how_many)]
    newest = max(left, default=0)
    with unguarded() as connection:
        connection.execute("DELETE FROM events WHERE id > ?", (newest,))
        connection.execute("UPDATE audit SET entries = ?, last = ?", (len(left), newest))
        assert first(connection) == newest + 1


@MANY
@given(an_entry, st.booleans())
def test_an_entry_that_is_put_in(copied: int, at_the_end: bool) -> None:
    """One that was there before is written once more, in its place or at the end."""
    number = ids()[-1] + 1 if at_the_end else copied
    with unguarded() as connection:
        if not at_the_end:
            connection.execute("UPDATE events SET id = -id - 1 WHERE id >= ?", (copied,))
            connection.execute("UPDATE events SET id = -id WHERE id < 0")
        names = ", ".join(COLUMNS[1:])
        connection.execute(
            f"INSERT INTO events (id, {names}) SELECT ?, {names} FROM events WHERE id = ?",  # noqa: S608 -- our own words
            (number, copied if at_the_end else copied + 1),
        )
        assert first(connection) >= number


@MANY
@given(an_entry, an_entry, st.booleans())
def test_two_entries_that_change_places(one: int, other: int, with_links: bool) -> None:
    """Everything they say, with or without their links."""
    assume(one != other)
    columns = COLUMNS[1:] if with_links else COLUMNS[1:-1]
    with unguarded() as connection:
        rows = [said(connection, at, columns) for at in (one, other)]
        assume(rows[0] != rows[1])
        for at, row in ((one, rows[1]), (other, rows[0])):
            new = {name: "NULL" if value is None else edited(value, 0, 0)
                   for name, value in zip(columns, row, strict=True)}  # fmt: skip
            say(connection, at, **new)
        assert first(connection) == min(one, other)


@MANY
@given(st.permutations(range(12)), st.integers(0, 30))
def test_entries_in_another_order(order: list[int], start: int) -> None:
    """Their numbers change places, and nothing else."""
    some = ids()[start : start + len(order)]
    assume(order != sorted(order))
    with unguarded() as connection:
        connection.executemany(
            "UPDATE events SET id = ? WHERE id = ?",
            [(-some[to], some[at]) for at, to in enumerate(order)],
        )
        connection.execute("UPDATE events SET id = -id WHERE id < 0")
        assert first(connection) >= some[0]


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 2**31), st.integers(0, 7))
def test_a_flipped_bit_anywhere_in_the_file_is_found_or_changed_no_entry(
    place: int, bit: int
) -> None:
    """SQLite keeps no sums of its pages: its own check finds one in four of these."""
    data = bytearray(written())
    data[place % len(data)] ^= 1 << bit
    with opened(bytes(data)) as connection:
        found = audit.verify(connection)
        after = list(audit.entries(connection)) if isinstance(found, Unbroken) else None
    with opened(written()) as connection:
        assert after in (None, list(audit.entries(connection)))
