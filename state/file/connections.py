"""Who may touch the file: one writer under a lock, and readers that cannot write."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from state.file.together import Together
from state.file.trouble import StateError, failed

__all__ = ["BUSY_SECONDS", "Opening", "Readers", "StateError", "Writer", "connect"]

BUSY_SECONDS = 10.0  # another process may hold the write lock for a moment, e.g. a backup


Opening = Callable[..., sqlite3.Connection]  # takes what sqlite3.connect takes


class Writer:
    """The one connection that writes. Each transaction takes the write lock at its start.

    A deferred transaction that reads first and writes later fails as "locked" when another
    one wrote in between; one that begins IMMEDIATE waits for its turn instead. Transactions
    that come one on the heels of the other reach the disk together (state/file/together.py).
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._together = Together(connection)
        self._closed = False

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing; StateError when the disk or the file fails us.

        Begun inside another one of the same thread it is a part of that one.
        """
        with _explained(self._path), self._together.turn():
            yield self._connection

    def close(self) -> None:
        """Fold the write-ahead log into the file, as far as readers allow, and let go."""
        with _explained(self._path), self._together.alone():
            if self._closed:
                return
            self._closed = True
            self._connection.execute("PRAGMA busy_timeout = 500")  # a reader may take its time
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()


class Readers:
    """Connections that can only read, lent to one thread at a time."""

    def __init__(self, path: Path, opening: Opening = sqlite3.connect) -> None:
        self._path = path
        self._opening = opening
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()
        self._closed = False

    @contextmanager
    def moment(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one and the same moment until the block ends."""
        try:  # as _explained does; a question is asked too often for a second context
            connection = self._take()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._give_back(connection)
        except sqlite3.Error as error:
            raise failed(self._path, error) from error

    def close(self) -> None:
        """Let go of all of them; one that is in use is let go when its block ends."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise StateError(f"{self._path} was closed; open it again to read from it")
            if self._idle:
                return self._idle.pop()
        return connect(self._path, mode="ro", opening=self._opening)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()


def connect(path: Path, mode: str, opening: Opening = sqlite3.connect) -> sqlite3.Connection:
    """Open the file as `ro`, `rw` or `rwc`; transactions are begun by hand."""
    connection = opening(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # our own locks see to it that one thread uses it at a time
    )
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise failed(path, error) from error
