"""The file with everything we know, and the disk below it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor.database import MIB, library, room
from bot.doctor.finding import Grade
from state.condition import may_lose_writes
from state.database import open_store
from state.file.aside import set_aside
from tests.bot.doctor.clinic import Clinic


def test_a_whole_database_is_counted(clinic: Clinic):
    open_store(clinic.folder / "d.db").close()
    (told,) = clinic.about("database")
    assert told.grade is Grade.OK
    assert told.found.startswith("is whole: 0 invoices, 0 events, schema ")


def test_before_the_first_check_there_is_none_and_that_is_no_problem(clinic: Clinic):
    (told,) = clinic.about("database")
    assert (told.grade, told.found) == (
        Grade.OK,
        "does not exist yet; the first check makes it",
    )


def test_a_file_that_is_no_database_is_a_problem(clinic: Clinic):
    (clinic.folder / "d.db").write_text("a letter" * 1000)
    (told,) = clinic.about("database")
    assert (told.grade, "is not a database" in told.found) == (Grade.PROBLEM, True)


def test_a_damaged_page_is_found(clinic: Clinic):
    path = clinic.folder / "d.db"
    open_store(path).close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    (told,) = clinic.about("database")
    assert told.grade is Grade.PROBLEM
    assert "backup" in told.found + told.advice


def test_a_folder_that_is_not_there_is_a_problem(clinic: Clinic):
    clinic.text = clinic.text.replace('"d.db"', '"gone/d.db"')
    (told,) = clinic.about("database")
    assert "there is no folder" in told.found


def test_a_file_that_others_may_read_is_told(clinic: Clinic):
    path = clinic.folder / "d.db"
    open_store(path).close()
    assert [one.grade for one in clinic.about("file modes")] == [Grade.OK]
    path.chmod(0o644)
    (told,) = clinic.about("file modes")
    assert told.grade is Grade.WARNING
    assert told.advice.startswith(f"chmod 600 {path}")


@pytest.mark.parametrize(
    ("free", "size", "grade"),
    [
        (10, 1, Grade.PROBLEM),
        (100, 1, Grade.WARNING),
        (600, 1, Grade.OK),
        (600, 400, Grade.WARNING),
    ],
)
def test_room_on_the_disk(free: int, size: int, grade: Grade):
    assert room(free * MIB, size * MIB).grade is grade


@pytest.mark.parametrize(
    ("version", "has_it"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_which_sqlite_has_the_wal_reset_bug(version: tuple[int, int, int], has_it: bool):
    assert may_lose_writes(version) is has_it
    (told,) = library(version)
    assert told.grade is (Grade.WARNING if has_it else Grade.OK)


def test_a_database_of_another_program_is_left_alone(clinic: Clinic, tmp_path: Path):
    import sqlite3  # noqa: PLC0415 -- another program

    with sqlite3.connect(tmp_path / "d.db") as other:
        other.execute("CREATE TABLE letters (text)")
    other.close()
    (told,) = clinic.about("database")
    assert "another program" in told.found


def test_a_database_that_was_set_aside_is_remembered(clinic: Clinic):
    path = clinic.folder / "d.db"
    open_store(path).close()
    assert clinic.about("set aside") == []
    kept = set_aside(path, datetime(2026, 11, 20, 13, 5, tzinfo=UTC))
    open_store(path).close()
    (told,) = clinic.about("set aside")
    assert (told.grade, str(kept) in told.found) == (Grade.WARNING, True)


def test_the_companions_of_a_link_are_those_of_its_file(clinic: Clinic):
    path, disk = clinic.folder / "d.db", clinic.folder / "disk"
    disk.mkdir()
    open_store(disk / "real.db").close()
    (disk / "real.db").chmod(0o644)
    path.symlink_to(disk / "real.db")
    (told,) = clinic.about("file modes")
    assert told.grade is Grade.WARNING
