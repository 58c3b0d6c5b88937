"""One process writes: whoever comes second is told who holds the database, and since when."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.upkeep.lock import Held, WriterLock
from state.database import StateError

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOLDS = """
import sys, time
from pathlib import Path
from bot.clock import system_clock
from bot.upkeep.lock import WriterLock
with WriterLock(Path(sys.argv[1]), "duewatch run", system_clock):
    print("held", flush=True)
    time.sleep(60)
"""


def lock(path: Path, now: datetime = NOON) -> WriterLock:
    return WriterLock(path, "duewatch run", lambda: now)


@contextmanager
def another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until it is ended."""
    words = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_one_is_told_who_came_first_and_how_long_ago(tmp_path: Path):
    path = tmp_path / "d.db"
    later = lock(path, NOON + timedelta(hours=2, minutes=5))
    with lock(path), pytest.raises(Held) as told, later:
        pass
    assert str(told.value) == (
        f"`duewatch run` (process {os.getpid()}) has been using this database "
        "since 2026-11-20 12:00:00 UTC, for 2 h 5 min"
    )


def test_whoever_was_killed_holds_nothing(tmp_path: Path):
    path = tmp_path / "d.db"
    with another_process(path) as holder:
        with pytest.raises(Held, match=f"process {holder.pid}"), lock(path):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert path.with_name("d.db.holder").exists(), "it had no time to remove its note"
        with lock(path):
            note = json.loads(path.with_name("d.db.holder").read_text())
    assert note["pid"] == os.getpid()


def test_by_whatever_link_it_is_named_it_is_one_database(tmp_path: Path):
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "real.db").touch()
    (tmp_path / "link.db").symlink_to(disk / "real.db")
    (tmp_path / "folder").symlink_to(disk)
    for other in (tmp_path / "link.db", tmp_path / "folder" / "real.db"):
        with lock(disk / "real.db"), pytest.raises(Held), lock(other):
            pass


def test_a_place_where_no_lock_can_be_kept_is_said(tmp_path: Path):
    (tmp_path / "d.db.lock").mkdir()
    with (
        pytest.raises(StateError, match=r"cannot lock the database .*d\.db"),
        lock(tmp_path / "d.db"),
    ):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read_is_said(tmp_path: Path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StateError, match="check the owner and the permissions"):
            lock(tmp_path / "d.db").__enter__()
    finally:
        tmp_path.chmod(0o700)


def test_a_note_that_cannot_be_read_still_keeps_the_second_one_out(tmp_path: Path):
    path = tmp_path / "d.db"
    with lock(path):
        for words in ("", "{", "[]", '{"pid": 1}', '{"command": "x", "pid": 1, "since": "noon"}'):
            path.with_name("d.db.holder").write_text(words)
            with pytest.raises(Held, match="another Duewatch process"), lock(path):
                pass


def test_a_note_that_cannot_be_written_does_not_keep_the_first_one_out(tmp_path: Path):
    path = tmp_path / "d.db"
    path.with_name("d.db.holder").mkdir()
    with lock(path), pytest.raises(Held, match="another Duewatch process"), lock(path):
        pass


def test_what_it_writes_is_private_whatever_the_umask(tmp_path: Path):
    before = os.umask(0)
    try:
        with lock(tmp_path / "d.db"):
            modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == {"d.db.lock": 0o600, "d.db.holder": 0o600}


def test_it_can_be_given_back_twice_and_taken_by_the_next(tmp_path: Path):
    first = lock(tmp_path / "d.db")
    with first:
        first.release()
        with lock(tmp_path / "d.db"):
            pass
