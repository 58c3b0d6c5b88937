"""`doctor`, `test-alert` and `backup` from outside."""

import json
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.slack import BOT_TOKEN, LocalSlack
from bot.upkeep.lock import WriterLock
from state.database import open_store
from state.messages import Draft, Kind
from tests.bot.test_command_line import Shell
from tests.bot.test_command_line import checked as checked  # noqa: PLC0414 -- a fixture
from tests.bot.test_command_line import first_check as first_check  # noqa: PLC0414 -- a fixture
from tests.bot.test_command_line import shell as shell  # noqa: PLC0414 -- a fixture

TEST = "This is a test of Duewatch"


@pytest.fixture
def slack(shell: Shell) -> Iterator[LocalSlack]:
    path = shell.folder / "duewatch.toml"
    path.write_text(f'{path.read_text()}\n[slack]\nfallback_channel = "#ops"\n')
    with LocalSlack.start() as made:
        shell.environ.update({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": made.api_url})
        yield made


def texts(slack: LocalSlack, channel: str) -> list[str]:
    return [str(m["text"]) for m in slack.history(channel)]


@pytest.mark.parametrize(
    "words", [["doctor", "--config", "nowhere.toml"], ["test-alert"], ["backup"]]
)
def test_wrong_usage_is_exit_code_2_with_a_reason(shell: Shell, words: list[str]):
    done = shell.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()


# doctor


def test_the_doctor_without_slack_finds_no_problem(shell: Shell):
    found = shell.json("doctor")
    assert set(found) == {"problems", "warnings", "findings"}
    assert found["problems"] == 0
    assert all(set(one) == {"grade", "looked_at", "found", "advice"} for one in found["findings"])
    asked = [one for one in found["findings"] if "acme-vps (" in one["looked_at"]]
    assert asked[0]["grade"] == "ok"
    assert "2 invoices" in asked[0]["found"]


def test_a_problem_is_exit_code_1_with_what_to_do(shell: Shell):
    shell.world.account("shop").fault = "wrong_password"
    done = shell.run("doctor")
    assert done.returncode == 1
    assert "PROBLEM  account shop (whmcs): " in done.stdout
    assert "-> correct its credentials" in done.stdout
    assert "looked at: 1 problem, " in done.stdout


def test_the_doctor_tells_no_secret(shell: Shell, slack: LocalSlack):
    assert slack.api_url
    shell.environ["DUEWATCH_LOG"] = "DEBUG"
    shell.world.account("acme-vps").fault = "html"
    for words in (["doctor"], ["doctor", "--format", "json"]):
        done = shell.run(*words)
        for value in (*shell.world.environment().values(), BOT_TOKEN):
            assert value not in done.stdout + done.stderr


def test_the_doctor_works_while_the_bot_holds_the_database(checked: Shell):
    with WriterLock(checked.folder / "d.db", "duewatch run", lambda: datetime.now(UTC)):
        assert checked.run("doctor").returncode == 0


# test-alert


def test_a_test_message_arrives_and_it_is_said_where(shell: Shell, slack: LocalSlack):
    done = shell.run("test-alert")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("arrived in #billing (C01BILLING, message ")
    (said,) = texts(slack, "#billing")
    assert TEST in said
    assert "Nobody has to do anything" in said


def test_each_test_message_is_a_new_one(shell: Shell, slack: LocalSlack):
    for _ in range(2):
        assert shell.run("test-alert", "--channel", "#acme").returncode == 0
    assert len(texts(slack, "#acme")) == 2


def test_what_was_queued_before_goes_out_first(checked: Shell, slack: LocalSlack):
    assert checked.run("test-alert").returncode == 0
    assert [TEST in text for text in texts(slack, "#billing")] == [False, False, True]


def test_a_channel_that_does_not_take_it_leads_to_the_fallback(shell: Shell, slack: LocalSlack):
    slack.archive("#acme")
    done = shell.run("test-alert", "--channel", "#acme")
    assert done.returncode == 1
    assert "did not arrive in #acme: the channel #acme is archived" in done.stdout
    assert "it arrived in the fallback channel #ops" in done.stdout
    assert [TEST in text for text in texts(slack, "#ops")] == [True]


def test_a_fallback_that_does_not_take_it_either_is_said(shell: Shell, slack: LocalSlack):
    for channel in ("#acme", "#ops"):
        slack.archive(channel)
    done = shell.run("test-alert", "--channel", "#acme")
    assert done.returncode == 1
    assert "nor in the fallback channel #ops: the channel #ops is archived" in done.stdout


def test_a_revoked_token_is_the_reason_and_the_message_stays_queued(
    shell: Shell, slack: LocalSlack
):
    slack.faults.refuse["chat.postMessage"] = "token_revoked"
    done = shell.run("test-alert")
    assert done.returncode == 1
    assert "the token was revoked" in done.stdout
    assert "it stays queued" in done.stdout


def test_a_slack_that_is_away_is_the_reason(shell: Shell):
    shell.environ.update(
        {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": "http://127.0.0.1:9/api/",
        }
    )
    done = shell.run("test-alert")
    assert done.returncode == 1
    assert "Slack cannot be reached" in done.stdout


def test_while_the_bot_runs_it_is_said_who_holds_the_database(shell: Shell, slack: LocalSlack):
    with WriterLock(shell.folder / "d.db", "duewatch run", lambda: datetime.now(UTC)):
        done = shell.run("test-alert")
    assert (done.returncode, done.stdout) == (1, "")
    assert "`duewatch run` (process " in done.stderr
    assert "ask the running bot instead: /invoices help" in done.stderr
    assert texts(slack, "#billing") == []


# backup


def test_a_backup_holds_everything_and_can_be_gone_on_with(checked: Shell):
    before = checked.json("list", "all")
    done = checked.run("backup", "copy.db")
    assert (done.returncode, done.stderr) == (0, "")
    copy = checked.folder / "copy.db"
    events = len(checked.run("audit").stdout.splitlines())
    assert done.stdout == f"copy.db: {copy.stat().st_size:,} bytes, 3 invoices, {events} events\n"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert list(checked.folder.glob("copy.db*")) == [copy], "one file is all there is to keep"

    for path in checked.folder.glob("d.db*"):
        path.unlink()
    shutil.move(copy, checked.folder / "d.db")
    assert checked.json("list", "all") == before
    checked.world.account("acme-vps").pay("100")
    changes = checked.json("check")["accounts"][0]["changes"]
    assert [(one["kind"], one["key"]) for one in changes] == [("settled", "acme-vps/100")]


def test_a_backup_is_made_while_somebody_writes(checked: Shell):
    store = open_store(checked.folder / "d.db")
    try:
        now = datetime.now(UTC)
        for number in range(20):
            store.enqueue([Draft(f"note:{number}", Kind.NOTE, "#billing", "")], now)
            done = checked.run("backup", f"copy-{number}.db") if number % 10 == 5 else None
            assert done is None or done.returncode == 0, done
    finally:
        store.close()
    with sqlite3.connect(checked.folder / "copy-15.db") as copy:
        (notes,) = copy.execute("SELECT count(*) FROM outbox WHERE kind = 'note'").fetchone()
    copy.close()
    assert notes == 16


def test_a_file_that_exists_is_never_written_over(checked: Shell):
    (checked.folder / "letter.txt").write_text("dear all")
    done = checked.run("backup", "letter.txt")
    assert done.returncode == 2
    assert "letter.txt exists already" in done.stderr
    assert (checked.folder / "letter.txt").read_text() == "dear all"


def test_a_folder_that_is_not_there_is_said(checked: Shell):
    done = checked.run("backup", "gone/copy.db")
    assert done.returncode == 2
    assert "cannot write a copy to gone/copy.db" in done.stderr


def test_a_backup_before_the_first_check_says_that_there_is_nothing(shell: Shell, tmp_path: Path):
    done = shell.run("backup", "copy.db")
    assert done.returncode == 2
    assert "no database at d.db yet" in done.stderr
    assert not (tmp_path / "copy.db").exists()
    assert json.loads(shell.run("doctor", "--format", "json").stdout)["problems"] == 0
