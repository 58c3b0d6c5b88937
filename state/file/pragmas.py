"""How SQLite is told to treat our file; docs/state.md gives the reasons at length."""

import sqlite3

_CACHE_KIB = 16_384  # of the writer; the default of 2,000 is less than one large check touches
_LOG_PAGES = 4_000  # of 4 KiB, after which the log is folded into the file; the default is 1,000
_LOG_LIMIT = 64 * 2**20  # bytes of the write-ahead log that stay on the disk once it was emptied

_WRITER = (
    "journal_mode = WAL",  # questions go on while something is written, from other processes too
    "foreign_keys = ON",  # SQLite's default is not to look
    # What a statement that fails half way would need back is kept in memory; in a file, which
    # is the default, a first load wrote twenty times for each invoice.
    "temp_store = MEMORY",
    f"cache_size = -{_CACHE_KIB}",
    f"wal_autocheckpoint = {_LOG_PAGES}",
    f"journal_size_limit = {_LOG_LIMIT}",  # or one slow reader leaves a huge log for good
    "cell_size_check = ON",  # a damaged page is found when it is read, before it does more harm
    "trusted_schema = OFF",  # what somebody else wrote into the file is not run
    "fullfsync = ON",  # of use on macOS alone, where a plain fsync stops short of the disk
    "checkpoint_fullfsync = ON",
)


def set_for_writing(connection: sqlite3.Connection, *, lasting: bool) -> None:
    """Make what is committed last; a copy to try something on need not wait for the disk."""
    for pragma in _WRITER:
        connection.execute(f"PRAGMA {pragma}")
    # FULL: an acknowledged commit is on the disk, also when the power fails
    connection.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'OFF'}")


def number(connection: sqlite3.Connection, name: str) -> int:
    """What a pragma is set to."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
