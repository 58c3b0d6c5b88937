"""`duewatch deliver` without the bot: what is queued goes out once, and is told line by line."""

import subprocess
import sys
from pathlib import Path

from tests.running import PATIENCE
from tests.stories.test_killed import ACCOUNTS, surroundings


def run(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_what_went_out_is_told_by_name_and_goes_out_once(tmp_path: Path) -> None:
    with surroundings(tmp_path) as (_, slack, environ):
        run(environ, "check")
        first, second = run(environ, "deliver"), run(environ, "deliver")
        stands = len(slack.history("#billing"))
    *lines, total = first.stdout.splitlines()
    assert sorted(lines) == sorted(f"sent     #billing  {name}: baseline" for name in ACCOUNTS)
    assert total == f"sent {len(ACCOUNTS)}, dropped 0, refused 0, still queued 0"
    assert (second.returncode, second.stdout) == (
        0,
        "sent 0, dropped 0, refused 0, still queued 0\n",
    )
    assert stands == len(ACCOUNTS)


def test_what_slack_refuses_is_told_with_the_reason(tmp_path: Path) -> None:
    with surroundings(tmp_path) as (_, slack, environ):
        run(environ, "check")
        slack.archive("#billing")
        done = run(environ, "deliver")
    *lines, total = done.stdout.splitlines()
    refused = [line for line in lines if not line.startswith("waits ")]  # for Slack's pace
    assert done.returncode == 1
    assert len(refused) == len(ACCOUNTS), done.stdout
    assert all(line.startswith("refused  #billing  ") for line in refused)
    assert all("archived" in line for line in refused)
    assert total == f"sent 0, dropped 0, refused {len(ACCOUNTS)}, still queued 0"
