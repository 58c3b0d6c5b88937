"""What people and scripts do wrong at the command line, and what they are told."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import HOMES
from bot.upkeep.lock import WriterLock
from tests.bot.test_command_line import Shell, today
from tests.bot.test_command_line import shell as shell  # noqa: PLC0414 -- a fixture
from tests.running import PATIENCE, ROOT


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list", "overdu"], "'overdu' is not one of 'overdue', 'due', 'open', 'all'; did you"),
        (["list", "--format", "jsn"], "did you mean json?"),
        (["list", "--within", "soon"], "Invalid value for '--within': must be a whole number\n"),
        (["list", "--provider", "whmc"], "there is no provider 'whmc'; there are: interserver"),
        (["list", "--account", "shoop"], "there are: acme-vps, shop; did you mean shop?"),
        (["check", "acme-vp"], "account acme-vp: is not configured; there are: acme-vps, shop;"),
        (["verify", "nowhere.db"], "there is no file nowhere.db"),
        (["show", "acme-vps/\udcff"], "is no text"),
        (["chek"], "Did you mean 'check'?"),
        (["list", "--fromat", "json"], "--format"),
    ],
)
def test_a_mistake_is_told_in_plain_words_with_what_was_meant_perhaps(
    shell: Shell, words: list[str], told: str
):
    done = shell.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Value error" not in done.stderr
    assert "Input should" not in done.stderr


def test_h_is_short_for_help(shell: Shell):
    assert shell.run("-h").stdout == shell.run("--help").stdout
    assert "Example: duewatch list" in shell.run("list", "-h").stdout


def test_the_version_can_be_asked_for(shell: Shell):
    done = shell.run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("duewatch ")


COMMANDS = ["", *HOMES, "config check", "config example"]
ASK_EACH = """
import json, sys
from typer.testing import CliRunner
from bot.cli import command_line
words = [line.split() for line in json.loads(sys.argv[1])]
shown = [CliRunner().invoke(command_line(one), [*one, "--help"]) for one in words]
json.dump([one.output for one in shown], sys.stdout)
"""


def test_every_command_has_help_with_an_example():
    """All in one process, since starting one takes longer than the rest."""
    asked = [sys.executable, "-c", ASK_EACH, json.dumps(COMMANDS)]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, timeout=PATIENCE)
    helps = dict(zip(COMMANDS, json.loads(done.stdout), strict=True))
    assert [name for name, shown in helps.items() if "Example: " not in shown] == []
    groups = [name for name, shown in helps.items() if "--config <path>" not in shown]
    assert groups == ["", "config"]


def test_an_account_that_is_named_twice_is_checked_once(shell: Shell):
    found = shell.json("check", "shop", "shop")
    assert [account["name"] for account in found["accounts"]] == ["shop"]


def test_the_manifest_is_that_of_the_configuration_beside_it(shell: Shell):
    path = shell.folder / "duewatch.toml"
    path.write_text(path.read_text() + '\n[slack]\ncommand = "/bills"\n')
    said = shell.run("manifest").stdout
    assert json.loads(said)["features"]["slash_commands"][0]["command"] == "/bills"
    assert shell.run("manifest", "--config", str(path)).stdout == said
    path.unlink()
    said = shell.run("manifest").stdout
    assert json.loads(said)["features"]["slash_commands"][0]["command"] == "/invoices"
    shell.environ["DUEWATCH_CONFIG"] = str(path)
    assert shell.run("manifest").returncode == 2


def test_whoever_wants_to_deliver_beside_the_bot_is_told_how_to_ask_it(shell: Shell):
    shell.environ["SLACK_BOT_TOKEN"] = "xoxb-1"
    shell.run("check")
    with WriterLock(shell.folder / "d.db", "duewatch run", shell.world.clock):
        done = shell.run("deliver")
    assert (done.returncode, done.stdout) == (1, "")
    assert "`duewatch run` (process " in done.stderr
    assert "ask the running bot instead: /invoices check" in done.stderr


def test_output_is_utf8_whatever_the_locale_is(shell: Shell):
    shell.world.account("shop").add("4200", "1.00", due=today(), client="Žofie 🦊")
    shell.environ["PYTHONIOENCODING"] = "latin-1"
    shell.run("check")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "list", "--format", "json"],
        cwd=shell.folder,
        env=shell.environ,
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    clients = [one["client"] for one in json.loads(done.stdout)["invoices"]]
    assert "Žofie 🦊" in clients


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a system without /dev/full")
def test_output_that_cannot_be_written_is_said_without_a_traceback(shell: Shell):
    shell.run("check")
    full = os.open("/dev/full", os.O_WRONLY)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "list"],
        cwd=shell.folder,
        env=shell.environ,
        stdout=full,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    os.close(full)
    assert done.returncode == 1
    assert done.stderr == "cannot write to standard output: No space left on device\n"


def test_a_folder_in_place_of_the_database_is_left_as_it_is(shell: Shell):
    path = shell.folder / "d.db"
    path.mkdir(mode=0o755)
    for command in ("check", "list", "audit"):
        done = shell.run(command)
        assert (done.returncode, done.stdout) == (2, "")
        assert "d.db is no file; set `database` to the name of one" in done.stderr
    assert path.stat().st_mode & 0o777 == 0o755


def test_every_fault_of_an_account_is_told_at_once_whatever_else_is_wrong_with_it(shell: Shell):
    path = shell.folder / "duewatch.toml"
    path.write_text(
        path.read_text()
        + """
[[accounts]]
name = "SHOP"
provider = "whmc"
timezone = "Europe/Berlni"
url = "http://billing.example"
[[accounts]]
name = "a b"
provider = "voxel"
key = "in-clear"
secret = { env = "VOXEL_SECRET" }
enabeld = true
every = 5
"""
    )
    done = shell.run("config", "check")
    assert done.returncode == 2
    for told in (
        "account SHOP: another account has this name already",
        "account SHOP: provider: no provider 'whmc'",
        "account SHOP: timezone: 'Europe/Berlni' is not an IANA time zone",
        "account SHOP: url: is plain http",
        "account a b.name: 'a b' is none: it takes letters, digits, - and _, at most 64",
        "account a b.every: write a span of time",
        "account a b: key: a secret must not stand in this file",
        "account a b: enabeld: is not a setting of Voxel; did you mean enabled?",
    ):
        assert told in done.stderr
    assert "in-clear" not in done.stderr


def test_a_file_that_an_editor_began_with_a_mark_of_its_own_is_read(shell: Shell):
    path = shell.folder / "duewatch.toml"
    path.write_text("\ufeff" + path.read_text(), encoding="utf-8")
    assert shell.run("config", "check").stdout.startswith("duewatch.toml: good; 2 accounts: acme")


def test_turns_beside_a_user_group_are_said_to_have_no_effect(shell: Shell):
    path = shell.folder / "duewatch.toml"
    path.write_text(f'{path.read_text()}\n[oncall]\nwho = "@finance-oncall"\nrotate = "weekly"\n')
    done = shell.run("config", "check")
    assert (done.returncode, done.stdout[:20]) == (0, "duewatch.toml: good;")
    assert "oncall.rotate has no effect: all of a user group are on call at once" in done.stderr


def test_a_configuration_that_is_not_read_is_said_to_be_so(shell: Shell):
    done = shell.run("config", "example", "--config", "mine.toml")
    assert done.returncode == 0
    assert done.stderr == "mine.toml is not read: the starter file is always the same\n"


def test_a_level_of_logging_that_is_none_is_refused_with_what_was_meant(shell: Shell):
    shell.environ["DUEWATCH_LOG"] = "inf"
    done = shell.run("run")
    assert (done.returncode, done.stdout) == (2, "")
    assert "DUEWATCH_LOG: 'INF' is none of DEBUG, INFO, WARNING" in done.stderr
    assert "did you mean INFO?" in done.stderr


def test_a_start_says_nothing_about_tokens_that_are_where_they_belong(shell: Shell):
    shell.environ.update(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", PORT="soon")
    done = shell.run("run")
    assert done.returncode == 2
    assert done.stderr == "PORT has to be a number up to 65535, not 'soon'\n"


def test_a_configuration_that_is_no_text_is_called_that(shell: Shell):
    (shell.folder / "duewatch.toml").write_bytes(b"\xff\xfe\x00")
    done = shell.run("config", "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a text in UTF-8; save it as UTF-8" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--http", "https://"], "name a host"),
        (["--http", "https://["], "name a host"),
        (["--command", "in voices"], "is / and small letters, digits, - and _, 32 at most"),
        (["--command", ""], "is / and small letters, digits, - and _, 32 at most"),
    ],
)
def test_a_manifest_that_slack_would_refuse_is_not_made(shell: Shell, words: list[str], told: str):
    done = shell.run("manifest", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in " ".join(done.stderr.split())


def test_a_copy_into_a_folder_that_is_not_there_says_what_to_name(shell: Shell):
    shell.run("check")
    done = shell.run("backup", "nowhere/copy.db")
    assert done.returncode == 2
    assert "nowhere/copy.db: No such file or directory; name a file in a folder" in done.stderr


def test_a_database_without_a_name_is_refused_with_the_configuration(shell: Shell):
    path = shell.folder / "duewatch.toml"
    named = re.sub(r'(?m)^database = ".*"$', 'database = ""', path.read_text())
    path.write_text(named)
    done = shell.run("config", "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert "database: " in done.stderr
