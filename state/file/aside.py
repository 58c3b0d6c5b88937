"""A damaged database is set aside under a name of its own: never overwritten, never removed.

The companion files move first. Whoever is killed half way through leaves at worst a database
without its newest log, and nothing that SQLite would discard.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from state.file.private import COMPANIONS
from state.file.schema import APPLICATION_ID
from state.file.trouble import StateError

_MAGIC = b"SQLite format 3\x00"
_OURS = slice(68, 72)  # where the header carries the application's id
_DEFINITION = b"CREATE TABLE outbox"
_LOOKED_THROUGH = 8 * 2**20
_MARK = ".damaged-"


def is_ours(path: Path) -> bool:
    """Whether a file that cannot be used was a database of ours, by what is left of it."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_THROUGH)
    id_ = int.from_bytes(start[_OURS], "big")
    if start.startswith(_MAGIC) and id_:
        return id_ == APPLICATION_ID
    return _DEFINITION in start  # its first page is gone; the others still say what it was


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a database and the files beside it; the name under which it is kept now."""
    path = path.resolve()
    kept = next(name for name in _names(path, now) if not name.exists())
    try:
        for end in (*COMPANIONS, ""):
            one = path.with_name(f"{path.name}{end}")
            if one.exists():
                one.rename(kept.with_name(f"{kept.name}{end}"))
    except OSError as error:
        raise StateError(
            f"{path} is damaged and cannot be set aside ({error.strerror}): move it away by hand, "
            "or restore a backup"
        ) from error
    return kept


def kept_aside(path: Path) -> list[Path]:
    """The databases that were set aside beside this one, the oldest first."""
    path = path.resolve()
    found = path.parent.glob(f"{path.name}{_MARK}*")
    return sorted(one for one in found if not one.name.endswith(COMPANIONS))


def _names(path: Path, now: datetime) -> Iterator[Path]:
    wanted = path.with_name(f"{path.name}{_MARK}{now:%Y%m%dT%H%M%SZ}")
    yield wanted
    for number in range(2, 1000):
        yield wanted.with_name(f"{wanted.name}-{number}")
