"""Amounts and clients' names are nobody else's business: files that only their owner may open."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from state.file.trouble import StateError

MODE = 0o600
COMPANIONS = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database


def create(path: Path) -> None:
    """Make an empty file, whatever the umask is; FileExistsError if there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, MODE))


def beside(path: Path) -> Iterator[Path]:
    """The database and what stands beside it."""
    for end in ("", *COMPANIONS):
        one = path.with_name(f"{path.name}{end}")
        if one.exists():
            yield one


def tighten(path: Path) -> list[Path]:
    """Close a database and its companions to others; which of them were open to them."""
    open_ = [one for one in beside(path) if one.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    for one in open_:
        try:
            one.chmod(MODE)
        except OSError as error:
            raise StateError(
                f"other users of this machine may read {one}, and that cannot be changed "
                f"({error.strerror}): run `chmod 600 {one}` as its owner"
            ) from error
    return open_
