"""Questions and help answer at once: what takes long to load is loaded by those who need it."""

import subprocess
import sys

import pytest

from bot.cli import HOMES
from bot.cli.overview import LINES
from tests.bot.test_command_line import Shell
from tests.bot.test_command_line import checked as checked  # noqa: PLC0414 -- a fixture
from tests.bot.test_command_line import first_check as first_check  # noqa: PLC0414 -- a fixture
from tests.bot.test_command_line import shell as shell  # noqa: PLC0414 -- a fixture
from tests.running import PATIENCE

SLOW = {
    *("apscheduler", "asyncio", "httpx", "icalendar", "lxml", "prometheus_client", "slack_bolt"),
    *("slack_sdk", "starlette", "stamina", "structlog", "uvicorn", "zeep"),
}


def loaded(shell: Shell, *words: str) -> set[str]:
    """The packages that a command loads; it has to succeed."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", *words],
        cwd=shell.folder,
        env=shell.environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_questions_load_nothing_that_talks_or_serves(checked: Shell):
    for words in (["list"], ["show", "acme-vps/100"], ["why", "acme-vps/100"]):
        packages = loaded(checked, *words)
        assert "typer" in packages
        assert packages & SLOW == set(), words


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_what_names_no_command_loads_none(shell: Shell, word: str):
    assert loaded(shell, word) & SLOW == set()


def test_help_has_a_whole_line_for_every_command(shell: Shell):
    said = shell.run("--help").stdout
    assert list(LINES) == list(HOMES)
    for name, line in LINES.items():
        assert f"{name:12}{line}\n" in said, "a line that is too long is cut off"
