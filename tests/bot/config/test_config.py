"""The configuration: what is accepted, and that every fault is told at once."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config.faults import ConfigError
from bot.config.load import load
from state.model import Direction

GOOD = """
timezone = "Europe/Berlin"
database = "state/duewatch.db"

[slack]
channel = "#billing"

[check]
every = "15m"

[reminders]
before = [7, 0]
after = [2]
repeat = 5
max_repeats = 3

[reminders.receivable]
before = []

[[accounts]]
name = "acme-vps"
provider = "interserver"
username = "billing@acme.example"
password = { env = "ACME_KEY" }
modules = ["vps", "mail"]
channel = "#acme"

[[accounts]]
name = "shop"
provider = "whmcs"
url = "https://billing.shop.example"
identifier = { env = "SHOP_ID" }
secret = { file = "shop-secret" }
timezone = "Europe/Paris"
every = "2h"
"""
ENVIRON = {"ACME_KEY": "k-1", "SHOP_ID": "i-1"}


def write(folder: Path, text: str) -> Path:
    path = folder / "duewatch.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(write(folder, text), environ, need_secrets=bool(environ))
    return [str(fault) for fault in caught.value.faults]


def account(extra: str = "", name: str = "acme") -> str:
    return (
        f'[[accounts]]\nname = "{name}"\nprovider = "interserver"\n'
        f'username = "a@b.example"\npassword = {{ env = "KEY" }}\n{extra}\n'
    )


def test_a_good_file_is_read_whole(tmp_path: Path):
    found = load(write(tmp_path, GOOD), ENVIRON)
    assert found.database == tmp_path / "state/duewatch.db"
    assert found.check.every == timedelta(minutes=15)
    assert list(found.accounts) == ["acme-vps", "shop"]
    acme, shop = found.accounts.values()
    assert (acme.account.channel, acme.every) == ("#acme", timedelta(minutes=15))
    assert acme.lists["modules"] == ("vps", "mail")
    assert acme.account.direction is Direction.PAYABLE
    assert acme.account.timezone == "America/New_York"
    assert (shop.account.direction, shop.every) == (Direction.RECEIVABLE, timedelta(hours=2))
    assert shop.account.timezone == "Europe/Paris"


def test_a_secret_is_read_when_it_is_used_so_that_a_rotated_key_needs_no_restart(tmp_path: Path):
    environ = dict(ENVIRON)
    secret = load(write(tmp_path, GOOD), environ).accounts["acme-vps"].secrets["password"]
    assert secret.reveal() == "k-1"
    environ["ACME_KEY"] = "k-2"
    assert secret.reveal() == "k-2"
    assert "k-2" not in repr(secret)


def test_every_fault_is_reported_at_once(tmp_path: Path):
    text = (
        'timezone = "Europe/Berln"\n[check]\nevery = "often"\nconcurency = 3\n'
        + account('modules = ["vsp"]\nchanel = "#x"', name="one")
        + account("", name="ONE")
        + '[[accounts]]\nname = "two"\nprovider = "whmsc"\n'
        + '[[accounts]]\nname = "three"\nprovider = "whmcs"\nidentifier = "clear"\n'
    )
    found = "\n".join(faults(tmp_path, text))
    for expected in (
        "check.every: write a span of time",
        "check.concurency: is not a setting; did you mean concurrency?",
        "account one: modules: does not know 'vsp'; did you mean vps?",
        "account one: chanel: is not a setting of InterServer; did you mean channel?",
        "account ONE: another account has this name already",
        "account two: provider: no provider 'whmsc'",
        "account three: url: is missing",
        "account three: identifier: a secret must not stand in this file",
        "account three: secret: is missing",
    ):
        assert expected in found


def test_an_unknown_time_zone_gets_the_nearest_one(tmp_path: Path):
    found = faults(tmp_path, 'timezone = "Europe/Berln"\n' + account('timezone = "Mars/Base"'))
    assert found[0] == (
        "timezone: 'Europe/Berln' is not an IANA time zone; did you mean Europe/Berlin?"
    )
    assert found[1].startswith("account acme: timezone: 'Mars/Base' is not an IANA time zone")


def test_a_secret_in_clear_is_refused_and_not_repeated(tmp_path: Path):
    text = account().replace('{ env = "KEY" }', '"hunter2-in-clear"')
    found = faults(tmp_path, text)
    assert len(found) == 1
    assert "hunter2" not in found[0]
    assert '{ env = "NAME" }' in found[0]


def test_a_missing_credential_is_a_fault_where_it_is_needed(tmp_path: Path):
    found = faults(tmp_path, account(), OTHER="x")
    assert found == ["account acme: password: the environment variable KEY is not set"]


def test_a_secret_file_that_everybody_can_read_is_refused(tmp_path: Path):
    (tmp_path / "key").write_text("s3cret")
    (tmp_path / "key").chmod(0o644)
    found = faults(tmp_path, account().replace('{ env = "KEY" }', '{ file = "key" }'), OTHER="x")
    assert "can be read by every user" in found[0]
    assert "s3cret" not in found[0]


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://billing.example", "is plain http"),
        ("https://user:pw@billing.example", "holds a user name or password"),
        ("billing.example", "is not an address"),
    ],
)
def test_an_address_that_would_show_credentials_is_refused(tmp_path: Path, url: str, fault: str):
    found = faults(tmp_path, account(f'url = "{url}"'))
    assert fault in found[0]
    assert "pw" not in found[0]


def test_plain_http_is_fine_on_loopback(tmp_path: Path):
    text = account('url = "http://127.0.0.1:9/api.php"')
    assert load(write(tmp_path, text), {}).accounts["acme"].url == "http://127.0.0.1:9/api.php"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("timezone = ", "file: is not valid TOML"),
        ("[reminders]\nbefore = [-1]", "reminders.before.0: must be greater than or equal"),
        ("[reminders]\nbefore = 3", "reminders.before: must be a list"),
        ('[reminders]\nhours = ["17:00", "09:00"]', "hours: the first time must lie before"),
        ('[slack]\ncommand = "invoices"', "slack.command: "),
        ("accounts = 3", "accounts: must be a list"),
        ("[[accounts]]\nprovider = 'voxel'", "account number 1.name: is missing"),
        ("[[accounts]]\nname = 'a b'\nprovider = 'voxel'", "account a b.name: "),
    ],
)
def test_a_wrong_value_is_named_by_its_key(tmp_path: Path, text: str, fault: str):
    assert any(found.startswith(fault) or fault in found for found in faults(tmp_path, text))


def test_a_missing_file_says_how_to_get_a_first_one(tmp_path: Path):
    with pytest.raises(ConfigError, match="duewatch config example"):
        load(tmp_path / "nowhere.toml", {})
