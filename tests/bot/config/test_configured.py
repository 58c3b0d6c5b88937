"""What the configuration changed is written down at the next start, without any secret."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from bot.config import configured
from bot.config.load import load
from bot.config.sections import RolesSection
from state.log.chain import Entry
from tests.bot.stock import NOW, Stock

ROOT = Path(__file__).parents[3]
FILE = """
[roles]
manage = ["U01ADA"]
[alarm]
notify = [{ env = "ALARM" }]
[[accounts]]
name = "acme-vps"
provider = "interserver"
username = "billing@acme.example"
password = { env = "KEY" }
modules = ["vps", "mail"]
"""
SECRETS = {"ALARM": "mailto://nobody:hidden@mail.example", "KEY": "also-hidden"}


def told(stock: Stock) -> list[Entry]:
    return [one for one in stock.store.entries() if one.kind == configured.KIND]


def test_it_is_told_once_what_the_first_start_found_and_then_what_changed(
    empty: Stock, tmp_path: Path
) -> None:
    (tmp_path / "duewatch.toml").write_text(FILE)
    settings = load(tmp_path / "duewatch.toml", SECRETS)
    for _ in range(2):
        configured.note(empty.store, settings, NOW)
    [first] = told(empty)
    assert (first.actor, first.source) == ("operator", "configuration")
    assert json.loads(first.details)["who_may"] == "acknowledge: everybody; manage: U01ADA"
    other = replace(settings, roles=RolesSection(acknowledge=("U02BEN",)), locale="de")
    configured.note(empty.store, other, NOW)
    [_, second] = told(empty)
    details = json.loads(second.details)
    assert details["changed"] == "general roles"
    assert details["who_may"] == "acknowledge: U02BEN; manage: U02BEN"
    assert second.reason == "the configuration says otherwise than at the last start"


def test_the_same_file_gives_the_same_in_every_process(tmp_path: Path) -> None:
    """And whatever the secrets are."""
    (tmp_path / "duewatch.toml").write_text(FILE)
    program = (
        "import os, sys; from pathlib import Path;"
        "from bot.config import configured; from bot.config.load import load;"
        "print(dict(configured.prints(load(Path(sys.argv[1]), os.environ))))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "duewatch.toml")],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, **secrets},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, secrets in (("1", SECRETS), ("2", {"ALARM": "json://other", "KEY": "other"}))
    }
    assert len(said) == 1
