"""The log of every change: linked as it is written, and proved from end to end."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from state.database import SqliteStore, open_reader, open_store
from state.log import chronicle, provenance
from state.log.chain import Broken, Entry, Unbroken
from state.model import Care, CareState, Mute
from state.rows import micros
from state.store import Decision
from tests.state.builders import DAY, HOUR, NOON, account, failure, invoice, lease, paid, record

CARE = Care(CareState.ACKNOWLEDGED, "U1", NOON, NOON + DAY, "PO 4711", source="button")


@pytest.fixture
def lived(path: Path) -> Path:
    """A database in which some things have happened."""
    with open_store(path) as store:
        store.sync_accounts([account()], NOON)
        record(store, invoice(), invoice("acme/8"))
        store.decide(
            invoice().key,
            lambda _: Decision(CARE, "acknowledged", "U1", NOON, {"source": "button"}),
        )
        store.mute("acme", Mute(NOON + DAY, "U2", NOON, "on holiday"), NOON, source="command")
        store.commit_failure(lease(store, NOON + HOUR), failure(60))
        record(store, paid(invoice()), invoice("acme/8"), at=NOON + 2 * HOUR)
    return path


def proof(path: Path, expected: bytes | None = None) -> Unbroken | Broken:
    with open_reader(path) as reader:
        return reader.verify(expected)


def unbroken(path: Path) -> Unbroken:
    found = proof(path)
    assert isinstance(found, Unbroken)
    return found


def entries(path: Path) -> list[Entry]:
    with open_reader(path) as reader:
        return list(reader.entries())


def test_an_empty_log_is_unbroken(path: Path) -> None:
    open_store(path).close()
    found = unbroken(path)
    assert (found.head.entries, found.first, found.newest) == (0, None, None)
    assert proof(path, found.head.link) == Unbroken(found.head, None, None, expected_at=0)


def test_what_was_written_is_proved_from_its_first_entry_to_its_newest(lived: Path) -> None:
    found, told = unbroken(lived), entries(lived)
    assert [one.entry for one in told] == list(range(1, len(told) + 1))
    assert (found.first, found.newest) == (told[0], told[-1])
    assert (found.head.entries, found.head.last) == (len(told), len(told))
    assert found.head.link == told[-1].link


def test_two_databases_that_saw_the_same_have_logs_of_their_own(tmp_path: Path) -> None:
    heads = []
    for name in ("one.db", "other.db"):
        with open_store(tmp_path / name) as store:
            store.sync_accounts([account()], NOON)
            record(store, invoice())
        heads.append(unbroken(tmp_path / name).head)
    assert heads[0].entries == heads[1].entries
    assert heads[0].link != heads[1].link


def test_a_head_that_was_written_down_is_found_again_when_the_log_has_grown(lived: Path) -> None:
    before = unbroken(lived).head
    with open_store(lived) as store:
        record(store, invoice("acme/9"), invoice("acme/8"), at=NOON + 3 * HOUR)
    found = proof(lived, before.link)
    assert isinstance(found, Unbroken)
    assert found.expected_at == before.last < found.head.last


def test_a_head_that_the_log_never_had_is_said_to_be_missing(lived: Path) -> None:
    found = proof(lived, bytes(32))
    assert isinstance(found, Broken)
    assert found.entry is None
    assert "none of them is the head that was expected" in found.why


def test_the_log_is_proved_while_the_bot_goes_on_writing(lived: Path) -> None:
    with open_store(lived) as store, open_reader(lived) as reader:
        assert isinstance(reader.verify(), Unbroken)
        record(store, invoice("acme/9"), invoice("acme/8"), at=NOON + 3 * HOUR)
        assert isinstance(reader.verify(), Unbroken)


def test_what_is_taken_back_leaves_no_gap_in_the_log(store: SqliteStore, path: Path) -> None:
    def fail() -> None:
        with store._writer.transaction():
            record(store, invoice())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    before = unbroken(path).head
    record(store, invoice())
    after = unbroken(path).head
    assert after.last == before.last + 1


def test_a_copy_made_while_the_bot_runs_has_the_same_log(lived: Path, tmp_path: Path) -> None:
    with open_reader(lived) as reader:
        reader.copy_to(str(tmp_path / "copy.db"))
    assert unbroken(tmp_path / "copy.db").head == unbroken(lived).head


def test_the_database_itself_refuses_to_shorten_the_log(lived: Path) -> None:
    with closing(sqlite3.connect(lived, isolation_level=None)) as connection:
        for statement in (
            "DELETE FROM audit",
            "UPDATE audit SET entries = entries - 1",
            "UPDATE audit SET last = 0",
            "UPDATE audit SET origin = x'00'",
            "DELETE FROM events WHERE id = (SELECT max(id) FROM events)",
            "UPDATE events SET actor = 'U9'",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    assert unbroken(lived).newest


def test_every_kind_of_entry_is_explained_in_the_documentation() -> None:
    page = (Path(__file__).parents[3] / "docs" / "audit.md").read_text(encoding="utf-8")
    behind = re.findall(r"'(\w+)'", chronicle.BEHIND)
    kinds = {*provenance._SOURCES, *provenance._REASONS, *behind, *CareState}
    assert [kind for kind in kinds if f"`{kind}`" not in page] == []


def test_each_entry_says_who_from_where_and_why(lived: Path) -> None:
    told = {(one.kind, one.number): one for one in entries(lived)}
    took = told["acknowledged", "7"]
    assert (took.actor, took.source, took.at) == ("U1", "button", micros(NOON))
    muted = told["muted", None]
    assert (muted.actor, muted.source, muted.reason) == ("U2", "command", "on holiday")
    failed = told["failing", None]
    assert (failed.source, failed.reason) == ("check", "acme: no answer")
    settled = told["settled", "7"]
    assert (settled.actor, settled.source) == ("provider", "check")
    assert all(one.actor and one.source and one.reason for one in told.values())
