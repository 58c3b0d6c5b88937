"""`duewatch audit` and `duewatch verify` from outside."""

import csv
import hashlib
import io
import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.upkeep.lock import WriterLock
from tests.bot.test_command_line import Shell
from tests.bot.test_command_line import checked as checked  # noqa: PLC0414 -- a fixture
from tests.bot.test_command_line import first_check as first_check  # noqa: PLC0414 -- a fixture
from tests.bot.test_command_line import shell as shell  # noqa: PLC0414 -- a fixture

KEYS = ["entry", "at", "account", "invoice", "kind", "actor", "source", "reason", "details", "link"]


def tampered(shell: Shell, *statements: str) -> None:
    with closing(sqlite3.connect(shell.folder / "d.db", isolation_level=None)) as connection:
        for trigger in ("events_stay", "events_keep_their_words"):
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)


def lines(shell: Shell) -> list[dict[str, Any]]:
    done = shell.run("audit")
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def head(shell: Shell) -> str:
    found = re.search(r"^head ([0-9a-f]{64})$", shell.run("verify").stdout, re.MULTILINE)
    assert found
    return found[1]


def test_each_line_of_the_log_is_an_object_with_the_same_keys(checked: Shell) -> None:
    told = lines(checked)
    assert [one["entry"] for one in told] == list(range(1, len(told) + 1))
    assert all(list(one) == KEYS for one in told)
    [vps] = [one for one in told if one["invoice"] == "acme-vps/100"]
    assert (vps["kind"], vps["actor"], vps["source"]) == ("appeared", "provider", "check")
    assert vps["reason"] == "the provider lists it"
    assert vps["details"]["open"] == "12.50 USD"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", vps["at"])


def test_the_same_as_csv_with_nothing_that_a_spreadsheet_would_run(checked: Shell) -> None:
    tampered(checked, "UPDATE events SET reason = '=1+1' || char(27) || '[2J' WHERE id = 1")
    done = checked.run("audit", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == KEYS
    assert rows[0]["reason"] == "'=1+1 [2J"
    assert [int(row["entry"]) for row in rows] == [one["entry"] for one in lines(checked)]
    assert all(json.loads(row["details"]) for row in rows)


def test_the_links_can_be_made_again_from_the_exported_lines(checked: Shell) -> None:
    """By the recipe of docs/audit.md and nothing of ours."""
    with closing(sqlite3.connect(checked.folder / "d.db")) as connection:
        [origin] = connection.execute("SELECT origin FROM audit").fetchone()
    link = hashlib.sha256(b"duewatch audit 1\n" + origin).digest()
    for one in lines(checked):
        at = datetime.fromisoformat(one["at"]) - datetime(1970, 1, 1, tzinfo=UTC)
        account = one["account"] or ""
        number = None if one["invoice"] is None else one["invoice"][len(account) + 1 :]
        rest = [one[name] for name in ("kind", "actor", "source", "reason")]
        texts = [account, number, *rest, json.dumps(one["details"])]
        words = "".join("-," if t is None else f"{len(t.encode())}:{t}," for t in texts)
        whole = f"{one['entry']},{at // timedelta(microseconds=1)},{words}"
        link = hashlib.sha256(link + whole.encode()).digest()
        assert link.hex() == one["link"]
    assert link.hex() == head(checked)


def test_an_unbroken_log_says_how_long_it_is_and_where_it_ends(checked: Shell) -> None:
    told, done = lines(checked), checked.run("verify")
    assert (done.returncode, done.stderr) == (0, "")
    span = f"{len(told)} entries from {told[0]['at']} to {told[-1]['at']}"
    assert done.stdout == f"d.db: unbroken, {span}\nhead {told[-1]['link']}\n"


def test_a_head_that_was_written_down_is_asked_for(shell: Shell) -> None:
    shell.run("check")  # at the same address as the one below, else more would change
    known, told = head(shell), lines(shell)
    shell.world.account("shop").add("4106", "5.00", due=datetime.now(UTC).date())
    assert shell.run("check").returncode == 0
    done = shell.run("verify", "--expect", known.upper())
    assert done.returncode == 0
    assert f"the expected head is that of entry {len(told)}; 1 came after it" in done.stdout
    done = shell.run("verify", "--expect", "0" * 64)
    assert done.returncode == 1
    assert "BROKEN: every link fits, but none of them is the head" in done.stdout
    assert "whole new log" in done.stderr


@pytest.mark.parametrize("odd", ["abc", "g" * 64, "0" * 63, " ".join("00" for _ in range(32))])
def test_what_is_no_head_is_wrong_usage(checked: Shell, odd: str) -> None:
    done = checked.run("verify", "--expect", odd)
    assert (done.returncode, done.stdout) == (2, "")
    assert "64" in done.stderr


def test_an_edited_entry_is_named_with_what_it_says_and_what_to_do(checked: Shell) -> None:
    [vps] = [one["entry"] for one in lines(checked) if one["invoice"] == "acme-vps/101"]
    tampered(checked, "UPDATE events SET actor = 'U0EVIL' WHERE number = '101'")
    done = checked.run("verify")
    assert done.returncode == 1
    assert f"BROKEN at entry {vps}: it was changed, moved or put in" in done.stdout
    assert "acme-vps/101, appeared by U0EVIL (check)" in done.stdout
    assert "the last sound entry: " in done.stdout
    assert "newest backup" in done.stderr


def test_entries_that_are_gone_are_counted(checked: Shell) -> None:
    tampered(checked, "DELETE FROM events WHERE id = 1")
    done = checked.run("verify")
    assert done.returncode == 1
    assert "BROKEN at entry 2: entry 1 is gone, or it was moved or changed itself" in done.stdout
    assert "no entry before it is sound" in done.stdout


def test_the_end_of_the_log_cut_off_is_said(checked: Shell) -> None:
    told = len(lines(checked))
    tampered(checked, "DELETE FROM events WHERE id > 1")
    done = checked.run("verify")
    assert done.returncode == 1
    assert f"BROKEN at entry 2: entries 2 to {told} are gone from the end" in done.stdout


def test_a_backup_is_proved_without_any_configuration(checked: Shell) -> None:
    assert checked.run("backup", "copy.db").returncode == 0
    done = checked.run("verify", "copy.db", "--config", "nowhere.toml")
    assert done.returncode == 0
    assert f"head {head(checked)}\n" in done.stdout
    (checked.folder / "copy.db").write_bytes(b"not a database at all, but long enough to look at")
    done = checked.run("verify", "copy.db")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the log cannot be proved: copy.db is not a database, or is damaged" in done.stderr


def test_without_a_database_both_say_so(shell: Shell) -> None:
    for command in ("audit", "verify"):
        done = shell.run(command)
        assert (done.returncode, done.stdout) == (2, "")
        assert "there is no database at" in done.stderr


def test_both_work_while_the_bot_writes_and_write_nothing(checked: Shell) -> None:
    database = checked.folder / "d.db"
    before = database.read_bytes()
    with WriterLock(database, "duewatch run", lambda: datetime.now(UTC)):
        assert checked.run("audit").returncode == 0
        assert checked.run("verify").returncode == 0
    assert database.read_bytes() == before
