"""The database: does it open, is it whole, is there room, and who else may read it?"""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.doctor.case import Case
from bot.doctor.finding import Finding, ok, problem, warning
from bot.slack.render.text import count
from state.condition import Condition, condition, may_lose_writes, sqlite_version
from state.database import StateError
from state.file.aside import kept_aside

MIB = 2**20
TOO_LITTLE, LITTLE = 64 * MIB, 512 * MIB
COMPANIONS = ("", "-wal", "-shm", ".lock", ".holder")


def database(case: Case) -> Iterator[Finding]:
    """Open it for reading, and look through all of it."""
    path = case.settings.database
    yield from _file(path)
    yield from library(sqlite_version())
    if path.parent.is_dir():
        size = path.stat().st_size if path.exists() else 0
        yield room(shutil.disk_usage(path.parent).free, size)
    real = path.resolve()  # the companions stand beside what a link leads to
    beside = [real.with_name(f"{real.name}{end}") for end in COMPANIONS]
    yield from modes({one: one.stat().st_mode for one in beside if one.exists()})
    if real.parent.is_dir():
        yield from aside(kept_aside(real))


def _file(path: Path) -> Iterator[Finding]:
    where = f"database {path}"
    if not path.exists() and os.access(path.parent, os.W_OK | os.X_OK):
        yield ok(where, "does not exist yet; the first check makes it")
        return
    try:
        found = condition(path)
    except StateError as error:
        yield problem(where, str(error))
        return
    yield judged(where, found)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK | os.X_OK):
        yield problem(where, "cannot be written", "check the owner of the file and of its folder")


def judged(where: str, found: Condition) -> Finding:
    """Whole or damaged."""
    if found.damage is not None:
        advice = "stop the bot, keep the file, and restore a backup of it"
        return problem(where, f"is damaged: {found.damage}", advice)
    held = f"{count(found.invoices, 'invoice')}, {count(found.events, 'event')}"
    return ok(where, f"is whole: {held}, schema {found.schema}")


def library(version: tuple[int, int, int]) -> Iterator[Finding]:
    """The SQLite that comes with Python."""
    words = ".".join(str(part) for part in version)
    if not may_lose_writes(version):
        yield ok("SQLite", words)
        return
    yield warning(
        "SQLite",
        f"{words} has the WAL-reset bug: two connections that write at the same moment may damage"
        " the file. Duewatch writes through one connection under a lock, so it is unlikely here",
        "write to the file with nothing else, take backups with `duewatch backup`, and update to"
        " SQLite 3.51.3 when the system offers it",
    )


def room(free: int, size: int) -> Finding:
    """Room on the disk: a full one stops every check."""
    where, words = "disk", f"{free / MIB:,.0f} MiB free beside the database"
    if free < TOO_LITTLE:
        return problem(where, words, "make room at once: nothing can be recorded on a full disk")
    if free < max(LITTLE, 2 * size):
        return warning(where, words, "make room: a backup or an update needs as much as the file")
    return ok(where, words)


def aside(kept: Sequence[Path]) -> Iterator[Finding]:
    """Damaged databases that were set aside, and what may still be in them."""
    if kept:
        yield warning(
            "set aside",
            f"{count(len(kept), 'database')} that was damaged: {kept[-1]}",
            "what people had decided is in a backup, if there is one: docs/state.md says how to"
            " restore it; remove the file once nobody needs it",
        )


def modes(found: Mapping[Path, int]) -> Iterator[Finding]:
    """Amounts and clients' names are nobody else's business."""
    where = "file modes"
    open_ = [path for path, mode in found.items() if mode & (stat.S_IRWXG | stat.S_IRWXO)]
    private = [path for path in open_ if not path.name.endswith((".lock", ".holder"))]
    if private:
        names = " ".join(str(path) for path in private)
        yield warning(where, f"other users of this machine may open {names}", f"chmod 600 {names}")
    elif found:
        yield ok(where, "only the bot's own user may open the database")
