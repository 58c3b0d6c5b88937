"""Transactions of several threads reach the disk together, and each is all or nothing."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest

from state.file.connections import Writer
from state.file.together import Together

PATIENCE = 60.0


class Failing(sqlite3.Connection):
    """A disk that is full when somebody commits."""

    is_full = False

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if self.is_full and sql == "COMMIT":
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *values)  # type: ignore[arg-type]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Failing]:
    path = tmp_path / "some.db"
    with closing(
        sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=Failing)
    ) as opened:
        opened.execute("PRAGMA journal_mode = WAL")
        opened.execute("CREATE TABLE words (word TEXT UNIQUE)")
        yield opened


@pytest.fixture
def commits(connection: Failing) -> list[str]:
    said: list[str] = []
    connection.set_trace_callback(lambda sql: said.append(sql) if sql == "COMMIT" else None)
    return said


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as opened:
        yield opened


def stored(tmp_path: Path) -> list[str]:
    with closing(sqlite3.connect(tmp_path / "some.db")) as reader:
        return [word for (word,) in reader.execute("SELECT word FROM words ORDER BY word")]


def write(together: Together, connection: Failing, word: str) -> None:
    with together.turn():
        connection.execute("INSERT INTO words VALUES (?)", (word,))


def in_line(
    together: Together, pool: ThreadPoolExecutor, works: Sequence[Callable[[], None]]
) -> list["Future[None]"]:
    """Hold the turn until all of these stand in line; the first of them is in the turn's batch."""
    entered, go = Event(), Event()

    def first() -> None:
        with together.turn():
            entered.set()
            assert go.wait(PATIENCE)

    futures = [pool.submit(first)]
    assert entered.wait(PATIENCE)
    futures += [pool.submit(work) for work in works]
    until = monotonic() + PATIENCE
    while together._in_line < len(works) and monotonic() < until:
        sleep(0.001)
    go.set()
    return futures


def test_those_who_stand_in_line_share_one_commit(
    connection: Failing, commits: list[str], pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    together = Together(connection)
    words = ["a", "b", "c", "d"]
    works = [partial(write, together, connection, word) for word in words]
    for future in in_line(together, pool, works):
        future.result(PATIENCE)
    assert stored(tmp_path) == words
    assert len(commits) < len(words) + 1


def test_alone_it_is_committed_at_once(
    connection: Failing, commits: list[str], tmp_path: Path
) -> None:
    together = Together(connection)
    write(together, connection, "a")
    assert (stored(tmp_path), len(commits)) == (["a"], 1)
    write(together, connection, "b")
    assert (stored(tmp_path), len(commits)) == (["a", "b"], 2)


def test_nobody_returns_before_what_he_wrote_can_be_read(
    connection: Failing, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    together = Together(connection)

    def write_and_look(word: str) -> bool:
        write(together, connection, word)
        return word in stored(tmp_path)

    assert all(pool.map(write_and_look, [f"{number:03}" for number in range(200)]))
    assert len(stored(tmp_path)) == 200


def test_what_fails_leaves_what_the_others_wrote(
    connection: Failing, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    together = Together(connection)

    def fail() -> None:
        with together.turn():
            connection.execute("INSERT INTO words VALUES ('half')")
            raise LookupError("a fault of ours")

    works: list[Callable[[], None]] = [
        partial(write, together, connection, "a"),
        fail,
        partial(write, together, connection, "b"),
    ]
    first, good, bad, better = in_line(together, pool, works)
    for future in (first, good, better):
        future.result(PATIENCE)
    with pytest.raises(LookupError, match="a fault of ours"):
        bad.result(PATIENCE)
    assert stored(tmp_path) == ["a", "b"]


def test_a_full_disk_is_told_to_everybody_whose_words_it_took(
    connection: Failing, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    together = Together(connection)
    connection.is_full = True
    works = [partial(write, together, connection, word) for word in ("a", "b")]
    for future in in_line(together, pool, works):
        with pytest.raises(sqlite3.OperationalError, match="disk is full"):
            future.result(PATIENCE)
    assert stored(tmp_path) == []
    connection.is_full = False
    write(together, connection, "c")
    assert stored(tmp_path) == ["c"]


def test_a_transaction_within_another_is_a_part_of_it(
    connection: Failing, commits: list[str], tmp_path: Path
) -> None:
    together = Together(connection)

    def outer() -> None:
        with together.turn():
            write(together, connection, "a")
            raise LookupError

    with pytest.raises(LookupError):
        outer()
    assert (stored(tmp_path), commits) == ([], [])


def test_closing_commits_what_others_are_waiting_for(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE words (word TEXT)")
    writer = Writer(path, connection)
    with ThreadPoolExecutor(4) as pool:

        def one(number: int) -> None:
            with writer.transaction() as begun:
                begun.execute("INSERT INTO words VALUES (?)", (str(number),))

        list(pool.map(one, range(50)))
        writer.close()
    assert len(stored(tmp_path)) == 50
