"""`duewatch run` as a real process, and what may happen to its file: damage, updates, restoring."""

import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest

from bot.demo.slack import LocalSlack
from bot.demo.world import World
from state.condition import condition, condition_of_copy
from state.file.schema import SCHEMA
from tests.bot.wall import Wall
from tests.running import PATIENCE
from tests.stories.test_killed import ACCOUNTS, announced, running, surroundings

DUE = date(2027, 6, 1)
STANDS_STILL = "The database cannot be written"
WAS_DAMAGED = "The database was damaged"


@pytest.fixture
def wall() -> Iterator[Wall]:
    made = Wall()
    yield made
    made.stop()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MiB of its own; only root may have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("no disk can be mounted here")
    words = [mount, "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)]
    if subprocess.run(words, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may mount a disk")
    yield place
    subprocess.run([umount, "-l", str(place)], check=True)


def with_alarm(folder: Path, environ: dict[str, str], wall: Wall) -> None:
    path = folder / "duewatch.toml"
    path.write_text(f'{path.read_text()}\n[alarm]\nnotify = [{{ env = "ALARM" }}]\n')
    environ["ALARM"] = wall.url.replace("http://", "json://") + "/hook"


def command(environ: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def open_some(world: World, *numbers: str) -> set[str]:
    """A new invoice in each account for each number; their keys."""
    for name in ACCOUNTS:
        world.account(name).fault = None
        for number in numbers:
            world.account(name).add(number, "7.00", due=DUE, description="New")
    return {f"{name}/{number}" for name in ACCOUNTS for number in numbers}


def watching(slack: LocalSlack) -> int:
    return sum("Now watching" in str(message["text"]) for message in slack.history("#billing"))


def quiet(slack: LocalSlack, keys: set[str]) -> None:
    slack.wait_for(lambda: set(announced(slack)) >= keys, PATIENCE)


def damage(path: Path) -> bytes:
    """Overwrite some pages in the middle; what the file holds then."""
    for end in ("-wal", "-shm"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xa5" * 4096 * 6
    path.write_bytes(content)
    return bytes(content)


def test_a_damaged_database_is_set_aside_and_what_stands_in_slack_is_taken_up(
    tmp_path: Path, wall: Wall
):
    database, log = tmp_path / "killed.db", tmp_path / "log"
    with surroundings(tmp_path) as (world, slack, environ):
        with_alarm(tmp_path, environ, wall)
        with running(environ, log) as process:
            slack.wait_for(lambda: watching(slack) == len(ACCOUNTS), PATIENCE)
            keys = open_some(world, "100", "101")
            quiet(slack, keys)
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
        content = damage(database)

        refused = command(environ, "check")
        assert (refused.returncode, "damaged" in refused.stderr) == (2, True)
        assert database.read_bytes() == content, "what a person is to decide is left alone"

        with running(environ, log) as process:
            slack.wait_for(lambda: watching(slack) == 2 * len(ACCOUNTS), PATIENCE)
            slack.wait_for(lambda: WAS_DAMAGED in str(slack.history("#billing")), PATIENCE)
            later = open_some(world, "102")
            quiet(slack, keys | later)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        (kept,) = tmp_path.glob("killed.db.damaged-*")
        assert kept.read_bytes() == content
        assert f"It was set aside as {kept}" in log.read_text(), "on standard error"
        assert "database_set_aside" in log.read_text()
        assert WAS_DAMAGED in wall.wait_for()[0]["message"]
        assert Counter(dict.fromkeys(keys | later, 1)) == announced(slack), "nothing said twice"
        assert condition(database).damage is None
        assert "Traceback" not in log.read_text()

        with running(environ, log):
            slack.wait_for(lambda: slack.connected, PATIENCE)
        told = [str(message["text"]) for message in slack.history("#billing")]
        assert sum(WAS_DAMAGED in text for text in told) == 1, "it is said once"


def test_a_newer_database_is_refused_with_what_to_do(tmp_path: Path):
    with surroundings(tmp_path) as (_, _, environ):
        assert command(environ, "check").returncode == 0
        with closing(sqlite3.connect(tmp_path / "killed.db")) as connection:
            connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        for words in (("run",), ("check",), ("list",)):
            done = command(environ, *words)
            assert done.returncode == 2
            assert "was written by a newer Duewatch" in done.stderr
            assert "update the program, or restore the backup" in done.stderr
        assert not list(tmp_path.glob("*.damaged-*")), "a newer one is not a damaged one"


def test_a_backup_taken_while_it_writes_is_restored_and_gone_on_with(tmp_path: Path):
    database, log = tmp_path / "killed.db", tmp_path / "log"
    with surroundings(tmp_path) as (world, slack, environ):
        with running(environ, log) as process:
            slack.wait_for(lambda: watching(slack) == len(ACCOUNTS), PATIENCE)
            open_some(world, "100", "101", "102")
            done = command(environ, "backup", str(tmp_path / "copy.db"))
            assert done.returncode == 0, done.stderr
            keys = {f"{name}/{number}" for name in ACCOUNTS for number in ("100", "101", "102")}
            quiet(slack, keys)
            keys |= open_some(world, "103")
            quiet(slack, keys)
            world.account("nyc-voxel").pay("103")
            slack.wait_for(lambda: "Paid" in str(slack.history("#billing")), PATIENCE)
            process.kill()
        before = announced(slack)
        assert condition_of_copy(tmp_path / "copy.db").damage is None
        for end in ("", "-wal", "-shm"):
            database.with_name(f"killed.db{end}").unlink(missing_ok=True)
        shutil.copy(tmp_path / "copy.db", database)
        database.chmod(0o644)

        with running(environ, log) as process:
            later = open_some(world, "104")
            quiet(slack, later)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        said = announced(slack)
        assert {key: said[key] for key in keys} == {key: before[key] for key in keys}
        assert max(said.values()) == 1
        assert watching(slack) == len(ACCOUNTS)
        assert "could be read by other users of this machine" in log.read_text()
        assert database.stat().st_mode & 0o077 == 0


def test_a_process_whose_files_may_not_grow_stands_still_and_resumes(tmp_path: Path, wall: Wall):
    """The real thing: the kernel refuses every byte beyond a limit, until it is lifted."""
    log = tmp_path / "log"
    with surroundings(tmp_path) as (world, slack, environ):
        with_alarm(tmp_path, environ, wall)
        with running(environ, log) as process:
            slack.wait_for(lambda: watching(slack) == len(ACCOUNTS), PATIENCE)
            biggest = max(one.stat().st_size for one in tmp_path.glob("killed.db*"))
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (biggest, resource.RLIM_INFINITY))
            world.account("nyc-voxel").fault = None
            for number in range(300):
                world.account("nyc-voxel").add(
                    str(1000 + number), "7.00", due=DUE, description="x" * 900
                )
            slack.wait_for(lambda: wall.posts, PATIENCE)
            assert STANDS_STILL in wall.posts[0][1]["message"]
            slack.wait_for(lambda: STANDS_STILL in str(slack.history("#billing")), PATIENCE)
            assert not announced(slack), "what cannot be recorded is not said"
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, unlimited)
            slack.wait_for(lambda: "nyc-voxel/1000" in str(slack.history("#billing")), PATIENCE)
        assert "Traceback" not in log.read_text()
        assert condition(tmp_path / "killed.db").damage is None


def fill(place: Path) -> Path:
    """Leave no byte on a disk."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return filler


def test_a_disk_that_is_really_full_stops_it_until_there_is_room(
    tmp_path: Path, small_disk: Path, wall: Wall
):
    log = tmp_path / "log"
    with surroundings(tmp_path) as (world, slack, environ):
        path = tmp_path / "duewatch.toml"
        path.write_text(path.read_text().replace('"killed.db"', f'"{small_disk / "killed.db"}"'))
        with_alarm(tmp_path, environ, wall)
        with running(environ, log) as process:
            slack.wait_for(lambda: watching(slack) == len(ACCOUNTS), PATIENCE)
            filler = fill(small_disk)
            keys = open_some(world, "100")
            world.account("nyc-voxel").add("200", "7.00", due=DUE, description="x" * 900)
            for number in range(300):
                world.account("nyc-voxel").add(
                    str(1000 + number), "7.00", due=DUE, description="x" * 900
                )
            slack.wait_for(lambda: wall.posts, PATIENCE)
            assert STANDS_STILL in wall.posts[0][1]["message"]
            slack.wait_for(lambda: STANDS_STILL in str(slack.history("#billing")), PATIENCE)
            asked = sum(one.calls for one in world.accounts())
            time.sleep(5)
            assert sum(one.calls for one in world.accounts()) == asked, "nothing is asked"
            filler.unlink()
            quiet(slack, keys)
            slack.wait_for(
                lambda: "can be written again" in str(slack.history("#billing")), PATIENCE
            )
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        assert max(announced(slack).values()) == 1
        assert condition(small_disk / "killed.db").damage is None
        assert "Traceback" not in log.read_text()
