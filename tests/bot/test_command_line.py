"""The command from outside: what scripts and people see."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from bot.demo.world import World
from tests.running import PATIENCE, ROOT

FIELDS = {
    *("key", "account", "provider", "direction", "number", "description", "client", "service"),
    *("standing", "their_status", "currency", "total", "open", "issued", "due", "days_overdue"),
    *("overdue", "suspends", "terminates", "url", "care", "last_seen"),
}


@dataclass(frozen=True)
class Shell:
    """A folder with a configuration, and the command to run in it."""

    folder: Path
    world: World
    environ: dict[str, str]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def json(self, *words: str, code: int = 0) -> Any:
        done = self.run(*words, "--format", "json")
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)


def today() -> date:
    return datetime.now(UTC).date()


@contextmanager
def opened(folder: Path) -> Iterator[Shell]:
    """A folder whose configuration leads to two accounts, served as long as it lasts."""
    world = World(lambda: datetime.now(UTC))
    acme = world.add_account("acme-vps", "interserver", timezone="UTC")
    shop = world.add_account("shop", "whmcs", currency="EUR")
    acme.add("100", "12.50", due=today() - timedelta(days=3), description="VPS web-1", service="7")
    acme.add("101", "1.00", due=today() + timedelta(days=20), description="Mail", module="mail")
    shop.add("4105", "23.80", due=today() + timedelta(days=2), client="=cmd|' /C calc'!A0")
    with world.serve() as providers:
        config = f'database = "d.db"\n{world.snapshot_config(providers.url)}'
        (folder / "duewatch.toml").write_text(config)
        environ = {**os.environ, **world.environment(), "PYTHONPATH": str(ROOT)}
        for name in ("DUEWATCH_CONFIG", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PORT"):
            environ.pop(name, None)
        yield Shell(folder, world, environ)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def first_check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database after a first check, made once by the command itself."""
    with opened(tmp_path_factory.mktemp("checked")) as made:
        assert made.run("check").returncode == 0
    assert not list(made.folder.glob("d.db-*")), "one file is all of it"
    return made.folder / "d.db"


@pytest.fixture
def checked(shell: Shell, first_check: Path) -> Shell:
    """Begin where a check has been made, with a copy of what it wrote."""
    shutil.copy(first_check, shell.folder)
    return shell


def test_check_prints_what_changed_and_works_without_slack(shell: Shell):
    found = shell.json("check")
    assert [a["name"] for a in found["accounts"]] == ["acme-vps", "shop"]
    acme = found["accounts"][0]
    assert (acme["ok"], acme["error"], acme["invoices"]) == (True, None, 2)
    assert {(c["kind"], c["key"]) for c in acme["changes"]} == {
        ("appeared", "acme-vps/100"),
        ("appeared", "acme-vps/101"),
    }
    again = shell.json("check")
    assert all(a["changes"] == [] for a in again["accounts"])
    assert shell.run("check", "shop").stdout == "shop: no change, 1 open\n"


def test_check_names_every_kind_of_change(checked: Shell):
    checked.world.account("acme-vps").pay("100")
    checked.world.account("acme-vps").amend("101", amount="2.00")
    changes = checked.json("check", "acme-vps")["accounts"][0]["changes"]
    assert {c["kind"]: c["open"] for c in changes} == {"settled": "0.00", "amended": "2.00"}
    assert {c["kind"]: c["before"]["open"] for c in changes} == {
        "settled": "12.50",
        "amended": "1.00",
    }


def test_a_dry_run_writes_nothing(shell: Shell):
    found = shell.json("check", "--dry-run")
    assert [len(a["changes"]) for a in found["accounts"]] == [2, 1]
    assert list(shell.folder.glob("d.db*")) == []


def test_an_account_that_fails_makes_the_exit_code_1_and_the_others_go_on(shell: Shell):
    shell.world.account("acme-vps").fault = "wrong_password"
    found = shell.json("check", code=1)
    acme, shop = found["accounts"]
    assert (acme["ok"], acme["invoices"], acme["changes"]) == (False, 0, [])
    assert acme["error"]
    assert (shop["ok"], len(shop["changes"])) == (True, 1)


def test_list_in_json_is_the_shape_of_the_contract(checked: Shell):
    found = checked.json("list")
    assert set(found) == {"invoices", "accounts", "totals"}
    first = found["invoices"][0]
    assert set(first) == FIELDS
    assert (first["key"], first["open"], first["overdue"]) == ("acme-vps/100", "12.50", True)
    assert first["days_overdue"] == 3
    assert first["last_seen"].endswith("Z")
    assert set(found["accounts"][0]) == {"name", "provider", "healthy", "checked_at", "error"}
    assert found["totals"] == [
        {
            "direction": "payable",
            "currency": "USD",
            "open": "13.50",
            "overdue": "12.50",
            "count": 2,
        },
        {
            "direction": "receivable",
            "currency": "EUR",
            "open": "23.80",
            "overdue": "0.00",
            "count": 1,
        },
    ]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["open"], ["acme-vps/100", "shop/4105", "acme-vps/101"]),
        (["all"], ["acme-vps/100", "shop/4105", "acme-vps/101"]),
        (["overdue"], ["acme-vps/100"]),
        (["due"], ["shop/4105"]),
        (["due", "--within", "30"], ["shop/4105", "acme-vps/101"]),
        (["open", "--account", "shop"], ["shop/4105"]),
        (["open", "--provider", "interserver"], ["acme-vps/100", "acme-vps/101"]),
        (["open", "--direction", "receivable"], ["shop/4105"]),
    ],
)
def test_list_filters(checked: Shell, words: list[str], keys: list[str]):
    assert [i["key"] for i in checked.json("list", *words)["invoices"]] == keys


def test_list_as_csv_never_holds_a_formula(checked: Shell):
    rows = list(csv.DictReader(io.StringIO(checked.run("list", "--format", "csv").stdout)))
    assert [row["key"] for row in rows] == ["acme-vps/100", "shop/4105", "acme-vps/101"]
    assert rows[1]["client"].startswith("'=")
    assert rows[0]["overdue"] == "true"


def test_list_as_a_calendar_has_a_day_for_each_due_date(checked: Shell):
    book = icalendar.Calendar.from_ical(checked.run("list", "--format", "ics").stdout)
    days = {str(e["UID"]): e.decoded("dtstart") for e in book.walk("VEVENT")}
    assert days["shop/4105@duewatch"] == today() + timedelta(days=2)
    assert len(days) == 3


def test_list_as_a_table_shows_sums_and_the_age_of_the_data(checked: Shell):
    checked.world.account("shop").fault = "down"
    checked.run("check", "shop")
    text = checked.run("list").stdout
    assert "acme-vps/100  " in text
    assert "3 days overdue" in text
    assert "payable: 13.50 USD open, 12.50 USD overdue, 2 invoices" in text
    assert "shop: data " in text
    assert "FAILING: " in text


def test_show_has_lines_and_history(checked: Shell):
    found = checked.json("show", "acme-vps/100")
    assert set(found) == FIELDS | {"lines", "serves", "timeline"}
    assert [e["kind"] for e in found["timeline"]] == ["appeared"]
    assert "12.50 USD" in checked.run("show", "acme-vps/100").stdout


def test_show_says_what_it_does_not_know(checked: Shell):
    unknown = checked.run("show", "acme-vps/999")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "acme-vps/999 is not known" in unknown.stderr
    assert checked.run("show", "nonsense").returncode == 2


def test_a_question_before_the_first_check_says_how_to_make_one(shell: Shell):
    listed = shell.run("list")
    assert (listed.returncode, listed.stdout) == (2, "")
    assert "no database at d.db yet; `duewatch check` makes it" in listed.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["check", "nobody"],
        ["list", "--account", "nobody"],
        ["list", "sometimes"],
        ["list", "--within", "-3"],
        ["frobnicate"],
        ["check", "--config", "nowhere.toml"],
        ["manifest", "--http", "http://plain.example"],
        ["deliver"],
        ["run"],
        ["demo", "--port", "70000"],
    ],
)
def test_wrong_usage_is_exit_code_2_with_a_reason(shell: Shell, words: list[str]):
    done = shell.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()


def test_a_broken_configuration_is_told_whole_and_nothing_is_started(shell: Shell):
    path = shell.folder / "duewatch.toml"
    path.write_text(path.read_text() + '\n[check]\nevery = "often"\n[slak]\nchannel = "#x"\n')
    done = shell.run("check")
    assert done.returncode == 2
    assert "check.every: write a span of time" in done.stderr
    assert "slak: is not a setting; did you mean slack?" in done.stderr


def test_a_file_that_is_no_database_is_not_overwritten(shell: Shell):
    (shell.folder / "d.db").write_text("this is somebody's letter, not a database" * 100)
    for command in ("list", "check"):
        done = shell.run(command)
        assert done.returncode == 2
        assert "d.db" in done.stderr
    assert (shell.folder / "d.db").read_text().startswith("this is somebody's letter")


def test_a_missing_credential_is_a_fault_before_anything_starts(shell: Shell):
    del shell.environ["DEMO_ACME_VPS_PASSWORD"]
    done = shell.run("check")
    assert done.returncode == 2
    assert "DEMO_ACME_VPS_PASSWORD is not set" in done.stderr


def test_no_secret_is_ever_printed(shell: Shell):
    shell.environ["DUEWATCH_LOG"] = "DEBUG"
    shell.world.account("acme-vps").fault = "html"
    for words in (["check"], ["check", "--format", "json"], ["list"], ["config", "check"]):
        done = shell.run(*words)
        for value in shell.world.environment().values():
            assert value not in done.stdout + done.stderr


def test_the_starter_file_is_a_good_one(shell: Shell):
    starter = shell.run("config", "example").stdout
    (shell.folder / "first.toml").write_text(starter)
    shell.environ["ACME_INTERSERVER_KEY"] = "k"
    done = shell.run("config", "check", "--config", "first.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 account: acme-vps" in done.stdout
