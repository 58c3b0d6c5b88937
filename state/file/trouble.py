"""What can be wrong with the database, sorted by what can be done about it."""

import sqlite3
from pathlib import Path


class StateError(Exception):
    """The database cannot be used; the text names it and says what to do."""


class Damaged(StateError):
    """The file is not whole: what it says cannot be trusted."""


class Unwritable(StateError):
    """The disk is full or fails: nothing was recorded, and what was recorded before is whole."""


def failed(path: Path, error: sqlite3.Error) -> StateError:
    """What an error of SQLite means for a database that was open."""
    words = f"the database {path} failed: {error}"
    match _primary(error):
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return Damaged(words)
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return Unwritable(words)
        case _:
            return StateError(words)


def not_opened(path: Path, error: sqlite3.Error) -> StateError:
    """Why a database cannot be opened, and what to do."""
    match _primary(error):
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return Damaged(
                f"{path} is not a database, or is damaged; move it away or restore a backup"
            )
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StateError(
                f"cannot write to {path} or its folder; check its owner and permissions"
            )
        case sqlite3.SQLITE_BUSY:
            return StateError(
                f"{path} is in use by another process; stop it or ask the running bot instead"
            )
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return Unwritable(
                f"the disk below {path} is full or fails ({error}); make room, it is tried again"
            )
        case _:
            return StateError(f"cannot open the database {path}: {error}")


_BY_WORDS = {
    "database or disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
}


def _primary(error: sqlite3.Error) -> int:
    """SQLite's plain code, the lowest byte of the extended ones.

    An error that is told on to those who wait for the same commit comes as words alone.
    """
    code = getattr(error, "sqlite_errorcode", None)
    return _BY_WORDS.get(str(error), 0) if code is None else int(code) & 0xFF
