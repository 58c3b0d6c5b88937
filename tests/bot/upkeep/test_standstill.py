"""What cannot be written is not gone on with: it is told once, and tried again and again."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Heartbeat
from bot.service import trouble
from bot.upkeep import patience
from bot.upkeep.alarm import Alarm
from bot.upkeep.standstill import AGAIN, Standstill, look_through, next_look, require_room
from state.database import Damaged, SqliteStore, Unwritable, open_store
from state.file.soundness import LARGE
from state.messages import OutboxState
from tests.builders import account

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FULL = Unwritable("the database d.db failed: database or disk is full")


class Scene:
    """A standstill with a clock moved by hand; `said` is what went past the database."""

    def __init__(self, store: SqliteStore, path: Path) -> None:
        self.now = NOON
        self.said: list[tuple[str, str]] = []
        self.store = store
        self.standstill = Standstill(
            store,
            lambda: self.now,
            Alarm((), lambda: self.now),
            path,
            "#ops",
            lambda channel, text: self.said.append((channel, text)),
        )

    def later(self, span: timedelta) -> bool:
        self.now += span
        return self.standstill.is_over()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "d.db"


@pytest.fixture
def scene(path: Path):
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        yield Scene(store, path)


def no_room(path: Path) -> Path:
    """Something stands in the way of what is written to try the disk."""
    scratch = path.with_name("d.db.room")
    scratch.mkdir()
    return scratch


def test_it_is_told_once_and_ends_when_there_is_room(scene: Scene, path: Path):
    assert scene.standstill.is_over()
    in_the_way = no_room(path)
    for _ in range(3):
        scene.standstill.begin(FULL)
        assert not scene.later(AGAIN)
    assert [channel for channel, _ in scene.said] == ["#ops"]
    assert "Make room on its disk" in scene.said[0][1]
    in_the_way.rmdir()
    assert not scene.later(AGAIN / 2), "it is not tried all the time"
    assert scene.later(AGAIN)
    assert scene.standstill.since is None
    told = scene.store.item(f"duewatch:writable:{NOON.isoformat()}")
    assert told is not None
    assert (told.state, told.draft.channel) == (OutboxState.NEW, "#ops")


def test_what_was_under_way_is_free_again(scene: Scene):
    lease = timedelta(minutes=15)
    assert scene.store.claim_account("acme", NOON, lease)
    scene.standstill.begin(FULL)
    assert scene.store.claim_account("acme", NOON, lease) is None
    assert scene.later(AGAIN + timedelta(seconds=1))
    assert scene.store.claim_account("acme", NOON, lease)


def test_a_damaged_file_is_not_gone_on_with(scene: Scene):
    scene.standstill.begin(Damaged("d.db is damaged"))
    assert not scene.later(timedelta(days=1))
    assert "Restart Duewatch" in scene.said[0][1]


def test_damage_that_is_found_later_stops_it(scene: Scene, path: Path):
    look_through(path, scene.standstill)
    assert scene.standstill.since is None
    scene.store.close()
    content = bytearray(path.read_bytes())
    content[8192:24576] = b"\xff" * 16384
    path.write_bytes(content)
    look_through(path, scene.standstill)
    assert scene.standstill.since == NOON


@pytest.mark.usefixtures("scene")
def test_what_the_start_has_looked_through_is_looked_through_again_in_a_day(path: Path):
    assert next_look(path, NOON) == NOON + timedelta(days=1)


@pytest.mark.usefixtures("scene")
def test_what_was_too_large_for_the_start_is_looked_through_at_once(path: Path):
    os.truncate(path, LARGE + 1)  # of which nothing takes place on the disk
    assert next_look(path, NOON) is None


def test_the_health_endpoint_says_so(scene: Scene):
    heart = Heartbeat(lambda: None)
    heart._beat()
    assert trouble(heart, None, scene.store, scene.standstill) is None
    scene.standstill.begin(FULL)
    assert trouble(heart, None, scene.store, scene.standstill) == "the database cannot be written"


def test_trying_the_disk_leaves_nothing_behind(path: Path):
    require_room(path)
    path.touch()
    require_room(path)
    assert [one.name for one in path.parent.iterdir()] == ["d.db"]


def test_a_bot_that_is_started_on_a_full_disk_waits_for_room(path: Path):
    tries: list[int] = []
    words: list[str] = []

    def opening() -> SqliteStore:
        tries.append(1)
        if len(tries) < 4:
            raise FULL
        return open_store(path)

    patience.opened(path, opening, lambda: Alarm((), lambda: NOON), words.append, 0.01).close()
    assert len(tries) == 4
    assert len(words) == 1
    assert "make room on its disk" in words[0]
