"""Opening the database: for writing by one process, for reading by any."""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from state.file import private
from state.file.connections import Opening, Readers, Writer, connect
from state.file.pragmas import number, set_for_writing
from state.file.schema import SCHEMA
from state.file.soundness import require_ours, require_sound
from state.file.trouble import Damaged, StateError, Unwritable, not_opened
from state.reader import SqliteReader
from state.sqlite import SqliteStore

__all__ = [
    "Damaged",
    "SqliteReader",
    "SqliteStore",
    "StateError",
    "Unwritable",
    "open_reader",
    "open_store",
]

Tell = Callable[[str], None]


def _nobody(_words: str) -> None:
    """Tell nobody: a test or a copy has no one to tell."""


def open_store(
    path: Path | str,
    *,
    create: bool = True,
    lasting: bool = True,
    opening: Opening = sqlite3.connect,
    tell: Tell = _nobody,
) -> SqliteStore:
    """Open for writing, bringing an older schema up to date; StateError says why not.

    Whoever opens it holds a file lock: a second writing process is not for SQLite to sort out.
    What is not `lasting`, such as a copy to try something on, does not wait for the disk.
    `opening` opens the file; a simulation hands in one that fails when it is told to. `tell`
    hears in a sentence what was done to the files: a copy kept before an update, modes closed.
    A file that is not whole is refused as Damaged and left as it is.
    """
    path = Path(path).resolve()  # SQLite names the files beside it by what a link leads to
    if _is_empty(path):
        tell(
            f"{path} is empty; a new database is begun in it. If it held something before, stop "
            "and restore a backup"
        )
    _require_place(path, create=create)
    for one in private.tighten(path):
        tell(f"{one} could be read by other users of this machine; it is closed to them now")
    try:
        connection = _open_writing(path, opening, tell, lasting=lasting)
    except sqlite3.Error as error:
        raise not_opened(path, error) from error
    return SqliteStore(Readers(path, opening), Writer(path, connection))


def open_reader(path: Path | str) -> SqliteReader:
    """Open for questions only, also while another process writes; StateError says why not."""
    path = Path(path)
    _require_place(path, create=False)
    if _is_empty(path):
        raise StateError(
            f"{path} is empty, so it is no database; `duewatch check` begins one in it. If it "
            "held something before, restore a backup first"
        )
    try:
        with closing(connect(path, mode="ro")) as connection:
            require_ours(path, connection)
            version = number(connection, "user_version")
    except sqlite3.Error as error:
        raise not_opened(path, error) from error
    if version == 0:
        raise StateError(
            f"{path} holds no tables yet: Duewatch was stopped as it began it; `duewatch check` "
            "goes on with that"
        )
    if version < SCHEMA:
        raise StateError(
            f"{path} was last written by an older Duewatch; run `duewatch check` once to update it"
        )
    return SqliteReader(Readers(path))


def _is_empty(path: Path) -> bool:
    """Whether a file is there with nothing in it, as one is that was cut off, or just made.

    Damaged where what was last written lies beside it: SQLite would throw that away.
    """
    if not path.is_file() or path.stat().st_size:
        return False
    log = path.with_name(f"{path.name}-wal")
    if log.is_file() and log.stat().st_size:
        raise Damaged(
            f"{path} is empty, but {log.name} beside it is not: it was cut off. Move both away and "
            "restore a backup"
        )
    return True


def _require_place(path: Path, *, create: bool) -> None:
    if not path.parent.is_dir():
        raise StateError(
            f"cannot keep the database at {path}: there is no folder {path.parent}; create it, "
            "or set `database` to another place"
        )
    if path.is_file():
        return
    if path.exists():
        raise StateError(f"{path} is no file; set `database` to the name of one")
    if not create:
        raise StateError(f"there is no database at {path} yet; `duewatch check` makes it")
    try:
        private.create(path)
    except OSError as error:
        raise StateError(f"cannot create the database at {path}: {error.strerror}") from error


def _open_writing(path: Path, opening: Opening, tell: Tell, *, lasting: bool) -> sqlite3.Connection:
    with ExitStack() as on_failure:
        connection = on_failure.enter_context(closing(connect(path, mode="rw", opening=opening)))
        require_ours(path, connection)
        set_for_writing(connection, lasting=lasting)
        require_sound(path, connection)
        _update(path, connection, tell)
        on_failure.pop_all()
    return connection


def _update(path: Path, connection: sqlite3.Connection, tell: Tell) -> None:
    """Bring an older schema up to date, with a copy of what was there kept first."""
    from state.file.keeping import keep_before  # noqa: PLC0415 -- questions need not wait for them
    from state.migrations import migrate  # noqa: PLC0415

    version = number(connection, "user_version")
    if 0 < version < SCHEMA:
        kept = keep_before(connection, path)
        tell(f"{path} is brought from schema {version} to {SCHEMA}; as it was it is kept in {kept}")
    migrate(connection)
