"""Transactions that wait for the disk together.

Waiting for the disk is what a commit takes, and it takes as long for fifty checks as for one. So
while other threads stand in line, what one of them wrote stays uncommitted until the last of
them, or the time that a batch may take, is over. None returns before it is on the disk, and each
is all or nothing by itself.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock, RLock
from time import monotonic

LONGEST = 0.02  # seconds that a batch stays open for others
_LOOK_AGAIN = 0.2  # seconds; whoever was in line may have been interrupted


@dataclass(slots=True, eq=False)
class _Batch:
    """Some transactions of different threads between one BEGIN and one COMMIT."""

    began: float
    over: Event | None = None  # None: nobody has to wait for it
    lost: str | None = None  # why none of it is on the disk; None: it is


class Together:
    """Turns of threads on the one connection that writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._turn = RLock()
        self._counting = Lock()
        self._in_line = 0
        self._batch: _Batch | None = None
        self._is_taken = False  # by the thread whose turn it is

    @contextmanager
    def turn(self) -> Iterator[None]:
        """All of the block or nothing; on the disk when it ends. Within another one: part of it."""
        with self._my_turn():
            if self._is_taken:
                yield
                return
            batch, is_first = self._joined()
            self._is_taken = True
            try:
                with self._whole() if is_first else self._part():
                    yield
            finally:
                self._is_taken = False
                self._end_if_due(batch)
            over = self._to_wait_for(batch)
        if over is not None:
            self._wait(batch, over)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A turn outside of any transaction; what was open is committed before."""
        with self._turn:
            if self._batch is not None:
                self._commit(self._batch)
            yield

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        with self._counting:
            self._in_line += 1
        try:
            self._turn.acquire()
        finally:
            with self._counting:
                self._in_line -= 1
        try:
            yield
        finally:
            self._turn.release()

    def _joined(self) -> tuple[_Batch, bool]:
        """The batch that is open, or a new one, and whether it is new."""
        if self._batch is not None:
            return self._batch, False
        self._connection.execute("BEGIN IMMEDIATE")
        self._batch = _Batch(monotonic())
        return self._batch, True

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Nobody else wrote yet, so what fails takes the transaction with it."""
        is_done = False
        try:
            yield
            is_done = True
        finally:
            if not is_done:
                self._roll_back()

    @contextmanager
    def _part(self) -> Iterator[None]:
        """What fails leaves what the others wrote."""
        self._connection.execute("SAVEPOINT part")
        is_done = False
        try:
            yield
            is_done = True
        finally:
            if self._connection.in_transaction:  # SQLite ends it where the disk is full
                if not is_done:
                    self._connection.execute("ROLLBACK TO part")
                self._connection.execute("RELEASE part")

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _end_if_due(self, batch: _Batch) -> None:
        """Commit, unless others are in line and it is not late; a failure may have ended it."""
        is_late = monotonic() - batch.began > LONGEST
        if batch is not self._batch:
            return
        if not self._connection.in_transaction:
            self._close(batch, str(sys.exception()))
        elif is_late or not self._in_line:
            self._commit(batch)

    def _commit(self, batch: _Batch) -> None:
        is_done = False
        try:
            self._connection.execute("COMMIT")
            is_done = True
        finally:
            self._roll_back()
            self._close(batch, None if is_done else str(sys.exception()))

    def _close(self, batch: _Batch, lost: str | None) -> None:
        self._batch, batch.lost = None, lost
        if batch.over is not None:
            batch.over.set()

    def _to_wait_for(self, batch: _Batch) -> Event | None:
        """What tells that the batch is over; None if it is."""
        if batch is self._batch and batch.over is None:
            batch.over = Event()
        return batch.over if batch is self._batch else None

    def _wait(self, batch: _Batch, over: Event) -> None:
        """Until it is on the disk; sqlite3.OperationalError if it never will be."""
        while not over.wait(_LOOK_AGAIN):
            with self._turn:
                self._end_if_due(batch)
        if batch.lost is not None:
            raise sqlite3.OperationalError(batch.lost)
