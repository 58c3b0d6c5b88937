"""The doctor proves the audit log."""

import sqlite3
from contextlib import closing

from bot.doctor.finding import Grade
from state.database import open_store
from tests.bot.doctor.clinic import Clinic
from tests.builders import NOW, account


def test_an_unbroken_log_is_told_with_its_head(clinic: Clinic) -> None:
    with open_store(clinic.folder / "d.db") as store:
        store.sync_accounts([account()], NOW)
        head = store.head()
    (told,) = clinic.about("audit log")
    assert (told.grade, told.found) == (Grade.OK, f"is unbroken, entries: 1, head {head}")


def test_a_broken_log_is_a_problem_and_says_what_to_do(clinic: Clinic) -> None:
    with open_store(clinic.folder / "d.db") as store:
        store.sync_accounts([account()], NOW)
    with closing(sqlite3.connect(clinic.folder / "d.db", isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER events_keep_their_words")
        connection.execute("UPDATE events SET actor = 'U0EVIL'")
    (told,) = clinic.about("audit log")
    assert told.grade is Grade.PROBLEM
    assert told.found.startswith("is broken at entry 1: it was changed")
    assert "duewatch verify" in told.advice


def test_where_there_is_no_database_nothing_is_said_of_its_log(clinic: Clinic) -> None:
    assert clinic.about("audit log") == []
    (clinic.folder / "d.db").write_text("a letter" * 1000)
    assert clinic.about("audit log") == []
