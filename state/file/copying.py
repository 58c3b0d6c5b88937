"""A copy of the database, made while others go on reading and writing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from state.file import private
from state.file.trouble import StateError


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """Write everything into a new file; StateError if there is one, or it cannot be written."""
    try:
        private.create(path)
    except FileExistsError:
        raise StateError(f"{path} exists already; name a file that does not") from None
    except OSError as error:
        raise StateError(
            f"cannot write a copy to {path}: {error.strerror}; name a file in a folder that is "
            "there and that you may write to"
        ) from error
    try:
        with closing(sqlite3.connect(path)) as target:
            connection.backup(target)
    except sqlite3.Error as error:
        path.unlink()  # half a copy must not be taken for a whole one
        raise StateError(f"cannot write a copy to {path}: {error}") from error
