"""Opening the database: for writing by one process, for reading by any."""

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from state.connections import Opening, Readers, StateError, Writer, connect
from state.reader import SqliteReader
from state.schema import APPLICATION_ID, SCHEMA
from state.sqlite import SqliteStore

__all__ = ["SqliteReader", "SqliteStore", "StateError", "open_reader", "open_store"]

_CACHE_KIB = 16_384  # of the writer; the default of 2,000 is less than one large check touches
_PRIVATE = 0o600  # amounts and clients' names are nobody else's business


def open_store(
    path: Path | str,
    *,
    create: bool = True,
    lasting: bool = True,
    opening: Opening = sqlite3.connect,
) -> SqliteStore:
    """Open for writing, bringing an older schema up to date; StateError says why not.

    Whoever opens it holds a file lock: a second writing process is not for SQLite to sort out.
    What is not `lasting`, such as a copy to try something on, does not wait for the disk.
    `opening` opens the file; a simulation hands in one that fails when it is told to.
    """
    path = Path(path)
    _require_place(path, create=create)
    try:
        connection = _open_writing(path, opening, lasting=lasting)
    except sqlite3.Error as error:
        raise StateError(_why_not(path, error)) from error
    return SqliteStore(Readers(path, opening), Writer(path, connection))


def open_reader(path: Path | str) -> SqliteReader:
    """Open for questions only, also while another process writes; StateError says why not."""
    path = Path(path)
    _require_place(path, create=False)
    try:
        with closing(connect(path, mode="ro")) as connection:
            _require_ours(path, connection)
            version = _pragma(connection, "user_version")
    except sqlite3.Error as error:
        raise StateError(_why_not(path, error)) from error
    if version < SCHEMA:
        raise StateError(
            f"{path} was last written by an older Duewatch; run `duewatch check` once to update it"
        )
    return SqliteReader(Readers(path))


def _require_place(path: Path, *, create: bool) -> None:
    if not path.parent.is_dir():
        raise StateError(
            f"cannot keep the database at {path}: there is no folder {path.parent}; create it, "
            "or set `database` to another place"
        )
    if path.exists():
        return
    if not create:
        raise StateError(f"there is no database at {path} yet; `duewatch check` makes it")
    try:
        path.touch(mode=_PRIVATE)
    except OSError as error:
        raise StateError(f"cannot create the database at {path}: {error.strerror}") from error


def _open_writing(path: Path, opening: Opening, *, lasting: bool) -> sqlite3.Connection:
    from state.migrations import migrate  # noqa: PLC0415 -- questions need not wait for its library

    with ExitStack() as on_failure:
        connection = on_failure.enter_context(closing(connect(path, mode="rw", opening=opening)))
        _require_ours(path, connection)
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL: an acknowledged commit is on the disk
        connection.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'OFF'}")
        connection.execute("PRAGMA foreign_keys = ON")
        # What a statement that fails half way would need back is kept in memory; in a file, which
        # is the default, a first load wrote twenty times for each invoice.
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        _require_sound(path, connection)
        migrate(connection)
        on_failure.pop_all()
    return connection


def _require_ours(path: Path, connection: sqlite3.Connection) -> None:
    foreign = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE name NOT LIKE '\\_sqlite%' ESCAPE '\\' LIMIT 1"
    ).fetchone()
    if _pragma(connection, "application_id") != APPLICATION_ID and foreign is not None:
        raise StateError(f"{path} is a database of another program; set `database` to another file")
    version = _pragma(connection, "user_version")
    if version > SCHEMA:
        raise StateError(
            f"{path} was written by a newer Duewatch (schema {version}, this one knows {SCHEMA}); "
            "update the program, or restore the backup made before the update"
        )


def _require_sound(path: Path, connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StateError(f"{path} is damaged ({found}); restore a backup of it")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _why_not(path: Path, error: sqlite3.Error) -> str:
    match getattr(error, "sqlite_errorcode", None):
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return f"{path} is not a database, or is damaged; move it away or restore a backup"
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return f"cannot write to {path} or its folder; check its owner and permissions"
        case sqlite3.SQLITE_BUSY:
            return f"{path} is in use by another process; stop it or ask the running bot instead"
        case _:
            return f"cannot open the database {path}: {error}"
