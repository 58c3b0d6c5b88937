"""The manifest from outside: what is pasted at Slack."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

STARTER = """
[slack]
command = "/bills"

[[accounts]]
name = "acme-vps"
provider = "interserver"
username = "a@b.example"
password = { env = "ACME_KEY" }

[[accounts]]
name = "shop"
provider = "whmcs"
url = "https://billing.example/whmcs"
identifier = { env = "SHOP_ID" }
secret = { env = "SHOP_SECRET" }
"""


def made(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", "manifest", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


def read(folder: Path, *words: str) -> Any:
    done = made(folder, *words)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_it_names_the_command_and_the_links_of_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(STARTER)
    features = read(tmp_path, "--config", "ours.toml")["features"]
    assert features["slash_commands"][0]["command"] == "/bills"
    assert features["unfurl_domains"] == ["my.interserver.net", "billing.example"]
    other = read(tmp_path, "--config", "ours.toml", "--command", "/debts")["features"]
    assert other["slash_commands"][0]["command"] == "/debts"


def test_it_speaks_the_language_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(f'locale = "de"\n{STARTER}')
    made_in_german = read(tmp_path, "--config", "ours.toml")
    names = {one["name"] for one in made_in_german["features"]["shortcuts"]}
    assert names == {"Um Rechnung kümmern", "Rechnung suchen"}
    assert all(len(name) <= 24 for name in names), "Slack takes no longer ones"
    ids = [one["callback_id"] for one in made_in_german["features"]["shortcuts"]]
    assert ids == ["care_for_invoice", "find_invoice"]


def test_without_a_configuration_it_names_no_links(tmp_path: Path) -> None:
    features = read(tmp_path)["features"]
    assert "unfurl_domains" not in features
    assert features["slash_commands"][0]["command"] == "/invoices"


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--config", "nowhere.toml"), "nowhere.toml"), (("--http", "http://x.example"), "https://")],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    done = made(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_it_is_for_socket_mode_or_for_an_address(tmp_path: Path) -> None:
    socket, http = read(tmp_path), read(tmp_path, "--http", "https://bot.example/")
    assert socket["settings"]["socket_mode_enabled"] is True
    assert http["settings"]["socket_mode_enabled"] is False
    address = "https://bot.example/slack/events"
    assert http["features"]["slash_commands"][0]["url"] == address
    assert http["settings"]["interactivity"]["request_url"] == address
