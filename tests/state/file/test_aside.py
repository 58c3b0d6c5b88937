"""A damaged database is set aside with everything that belongs to it, and never overwritten."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from state.database import Damaged, open_store
from state.file.aside import is_ours, kept_aside, set_aside
from tests.state.builders import NOON, account, invoice, record

WHEN = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
NAME = "duewatch.db.damaged-20261120T130500Z"


def lived_in(path: Path) -> Path:
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        record(store, *(invoice(f"acme/{n}", description="x" * 500) for n in range(300)))
    return path


def overwrite(path: Path, start: int, data: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + len(data)] = data
    path.write_bytes(content)


def test_it_is_renamed_with_the_files_beside_it_and_keeps_every_byte(path: Path):
    lived_in(path)
    beside = {end: path.with_name(f"duewatch.db{end}") for end in ("-wal", "-shm")}
    for end, one in beside.items():
        one.write_text(end)
    before = path.read_bytes()
    kept = set_aside(path, WHEN)
    assert kept.name == NAME
    assert kept.read_bytes() == before
    assert [kept.with_name(f"{NAME}{end}").read_text() for end in beside] == [*beside]
    assert not any(one.exists() for one in (path, *beside.values()))


def test_what_was_set_aside_in_the_same_second_is_not_overwritten(path: Path):
    names = []
    for words in ("first", "second", "third"):
        path.write_text(words)
        names.append(set_aside(path, WHEN).name)
    assert names == [NAME, f"{NAME}-2", f"{NAME}-3"]
    assert [one.read_text() for one in kept_aside(path)] == ["first", "second", "third"]


def test_a_link_stays_a_link_and_what_it_leads_to_is_set_aside(path: Path, tmp_path: Path):
    disk = tmp_path / "disk"
    disk.mkdir()
    path.symlink_to(lived_in(disk / "real.db"))
    assert set_aside(path, WHEN) == disk / f"real.db{NAME.removeprefix('duewatch.db')}"
    open_store(path).close()
    assert (disk / "real.db").exists()


def test_a_damaged_database_is_known_as_ours(path: Path):
    lived_in(path)
    overwrite(path, 4096 * 6, b"\x00\xff" * 4096)
    with pytest.raises(Damaged):
        open_store(path)
    assert is_ours(path)


def test_it_is_known_even_without_its_first_page(path: Path):
    lived_in(path)
    overwrite(path, 0, b"\x00" * 1024)
    with pytest.raises(Damaged):
        open_store(path)
    assert is_ours(path)


@pytest.mark.parametrize(
    "content",
    [
        b"accounts payable, see drawer 3\n" * 200,
        b"SQLite format 3\x00" + b"\x01" * 200,  # another program's, damaged as well
        b"",
    ],
)
def test_what_was_never_ours_is_not_taken_for_ours(path: Path, content: bytes):
    path.write_bytes(content)
    assert not is_ours(path)
