"""Before the schema of a database is changed a copy of it is kept, named by its version."""

import shutil
import sqlite3
from pathlib import Path

from state.file.copying import copy
from state.file.pragmas import number
from state.file.trouble import StateError

_MIB = 2**20
SPARE = 16 * _MIB  # for the steps themselves


def keep_before(connection: sqlite3.Connection, path: Path, spare: int = SPARE) -> Path:
    """Copy the database as it is; StateError, and nothing changed, if there is no room for it.

    A copy of the same version from an earlier try is replaced, at once and only by a whole one:
    this one holds all that it held.
    """
    _require_room(connection, path, spare)
    kept = path.with_name(f"{path.name}.schema-{number(connection, 'user_version')}.backup")
    half = kept.with_name(f"{kept.name}.part")
    half.unlink(missing_ok=True)  # of an update that was killed
    copy(connection, half)
    try:
        return half.replace(kept)
    except OSError as error:
        half.unlink()
        raise StateError(f"cannot keep a copy of {path} as {kept}: {error.strerror}") from error


def _require_room(connection: sqlite3.Connection, path: Path, spare: int) -> None:
    size = number(connection, "page_count") * number(connection, "page_size")
    free, needed = shutil.disk_usage(path.parent).free, size + spare
    if free < needed:
        raise StateError(
            f"{path} has to be brought up to date, and a copy of it is kept first: that needs "
            f"{needed / _MIB:,.0f} MiB in {path.parent}, and {free / _MIB:,.0f} MiB are free; "
            "make room and start again, nothing was changed"
        )
