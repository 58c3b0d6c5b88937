"""`duewatch run`, a real process, killed while it answers: the answer comes when it is back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.demo.slack import LocalSlack
from tests.running import PATIENCE
from tests.stories.test_killed import running, surroundings

ADA = "U01ADA"
SLOW = 30  # seconds that Slack takes for the call in which the bot is killed
KILLED_IN = {
    "conversations.open": "before anything was sent",
    "files.completeUploadExternal": "when the file had been sent and nobody knew",
}


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[tuple[LocalSlack, dict[str, str], Path]]:
    with surroundings(tmp_path) as (world, slack, environ):
        for account in world.accounts():
            account.fault = None
        yield slack, environ, tmp_path / "bot.log"


def until_ready(slack: LocalSlack) -> None:
    """Wait until the bot is connected and has told about its accounts."""
    slack.wait_for(lambda: slack.connected, PATIENCE)
    slack.wait_for(lambda: len(slack.history("#billing")) >= 3, PATIENCE)


def direct(slack: LocalSlack) -> list[dict[str, Any]]:
    return slack.history(slack.workspace.direct(ADA).id, ADA)


def told(slack: LocalSlack) -> list[str]:
    return [str(one["text"]) for one in slack.ephemerals(ADA)]


def noting(slack: LocalSlack) -> dict[str, Any] | None:
    """The form for a note, once it is open."""
    views = slack.modals(ADA)
    return views[-1] if views and '"note"' in views[-1]["private_metadata"] else None


def untold(database: Path) -> bool:
    """Whether an answer waits to be told; it is crossed out a moment after it was."""
    asked = "SELECT 1 FROM clicks WHERE done_at IS NOT NULL AND payload <> ''"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as books:
        return books.execute(asked).fetchone() is not None


@pytest.mark.parametrize("method", list(KILLED_IN))
def test_a_file_arrives_once_although_the_bot_was_killed(
    outside: tuple[LocalSlack, dict[str, str], Path], method: str
) -> None:
    slack, environ, log = outside
    with running(environ, log) as process:
        until_ready(slack)
        slack.faults.methods, slack.faults.slow = frozenset({method}), SLOW
        slack.command(ADA, "#billing", "/invoices export")
        slack.wait_for(lambda: slack.calls[method], PATIENCE)
        # Slack has done it by then, and its answer is not out yet
        sent = int(method == "files.completeUploadExternal")
        slack.wait_for(lambda: len(direct(slack)) == sent)
        process.kill()
        process.wait()
    slack.faults.slow = 0
    assert len(direct(slack)) == sent
    with running(environ, log):
        slack.wait_for(lambda: "direct messages with me" in str(told(slack)), PATIENCE)
        (message,) = direct(slack)
        assert len(message["files"]) == 1


def test_what_was_done_is_told_although_the_bot_was_killed_before_it_could(
    outside: tuple[LocalSlack, dict[str, str], Path],
) -> None:
    slack, environ, log = outside
    with running(environ, log) as process:
        until_ready(slack)
        slack.shortcut(ADA, "find_invoice")  # it has no channel, so the answer is a direct message
        asked = slack.wait_for(lambda: slack.modals(ADA))[-1]
        assert slack.submit(ADA, asked["id"], {"reference": "acme-vps/1"}) == {}
        slack.click_view(ADA, slack.modals(ADA)[-1]["id"], "form_note", "acme-vps/1")
        found = slack.wait_for(lambda: noting(slack))
        slack.faults.methods, slack.faults.slow = frozenset({"conversations.open"}), 30
        slack.submit(ADA, str(found and found["id"]), {"note": "see PO 4711"})
        slack.wait_for(lambda: slack.calls["conversations.open"], PATIENCE)
        process.kill()
        process.wait()
    slack.faults.slow = 0
    assert direct(slack) == []
    for _ in range(2):  # and it is not told again at the start after that
        with running(environ, log):
            slack.wait_for(lambda: slack.connected and direct(slack), PATIENCE)
            slack.wait_for(lambda: not untold(log.with_name("killed.db")))
        (message,) = direct(slack)
        assert "acme-vps/1" in message["text"]
