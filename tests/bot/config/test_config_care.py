"""The tables that say when to speak and to whom: what is accepted, what is refused and how."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from moneyed import Money

from bot.config import load as config
from bot.config.durations import Recurrence
from bot.config.faults import ConfigError
from bot.config.sections import Feed, Group, People
from bot.config.settings import Settings
from providers.base import AuthRejected
from state.model import Direction
from state.rules.severity import Severity

ACCOUNTS = """
[[accounts]]
name = "acme"
provider = "interserver"
username = "a@b.example"
password = { env = "KEY" }

[[accounts]]
name = "shop"
provider = "whmcs"
url = "https://billing.shop.example"
identifier = { env = "KEY" }
secret = { env = "KEY" }
enabled = false
"""


def load(folder: Path, text: str, *, need_secrets: bool = False, **environ: str) -> Settings:
    path = folder / "duewatch.toml"
    path.write_text(text + ACCOUNTS, encoding="utf-8")
    return config.load(path, environ, need_secrets=need_secrets)


def faults(folder: Path, text: str, *, need_secrets: bool = False, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text, need_secrets=need_secrets, **environ)
    return [str(fault) for fault in caught.value.faults]


GOOD = """
[reminders]
business_days = true
holidays = "DE-BY"
hours = ["08:30", "16:00"]
quiet_below = { USD = "5.00", jpy = "700" }
ack_expires = "12h"
digest = "Mon 09:00"

[oncall]
who = ["U024BE7LH", "W0G9QF9C6"]
rotate = "weekly"
escalate_after = "4h"
escalate_to = "#finance-leads"

[roles]
manage = ["@finance-leads", "U024BE7LH", "S0614TZR7"]
promise_above = { USD = "500.00" }

[alarm]
notify = [{ env = "ALARM" }]

[[suspension]]
provider = "interserver"
module = "vps"
suspend_after = 0
terminate_after = 10
hour = "01:00"
timezone = "America/New_York"

[[suspension]]
account = "shop"
terminate_after = 30

[[routes]]
name = "large"
provider = "interserver"
account = "acme"
direction = "payable"
client = "Blue"
over = "500 USD"
severity = "Last call"
channel = "C024BE91L"
mention = "@here"

[[routes]]
mention = "U024BE7LH"
"""


def test_everything_that_was_written_is_in_the_settings(tmp_path: Path):
    found = load(tmp_path, GOOD, ALARM="json://example.com/a")
    assert found.reminders.hours == (time(8, 30), time(16))
    assert found.reminders.quiet_below == {"USD": Money("5.00", "USD"), "JPY": Money(700, "JPY")}
    assert found.reminders.ack_expires == timedelta(hours=12)
    assert found.reminders.digest == Recurrence(0, time(9))
    assert found.roles.manage == ("@finance-leads", "U024BE7LH", "S0614TZR7")
    assert found.roles.promise_above == {"USD": Money("500.00", "USD")}
    assert [one.reveal() for one in found.alarm] == ["json://example.com/a"]


def test_on_call_is_in_the_settings(tmp_path: Path):
    oncall = load(tmp_path, GOOD).oncall
    assert oncall is not None
    assert oncall.who == People(("U024BE7LH", "W0G9QF9C6"))
    assert oncall.written == ("U024BE7LH", "W0G9QF9C6")
    assert (oncall.rotate, oncall.escalate_after) == ("weekly", timedelta(hours=4))
    assert oncall.escalate_to == "#finance-leads"


def test_policies_and_routes_are_in_the_settings_in_their_order(tmp_path: Path):
    found = load(tmp_path, GOOD)
    vps, shop = found.suspensions
    assert (vps.suspend_after, vps.terminate_after, vps.hour) == (0, 10, time(1))
    assert (shop.account, shop.suspend_after, shop.terminate_after) == ("shop", None, 30)
    large, last = found.routes
    assert (large.over, large.severity) == (Money(500, "USD"), Severity.LAST_CALL)
    assert large.direction is Direction.PAYABLE
    assert (last.name, last.channel, last.takes_everything) == ("route number 2", None, True)


def test_nothing_of_it_is_needed(tmp_path: Path):
    found = load(tmp_path, "")
    assert (found.oncall, found.suspensions, found.routes, found.alarm) == (None, (), (), ())
    assert not found.reminders.business_days


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ('"@finance-oncall"', Group("@finance-oncall")),
        ('"S0614TZR7"', Group("S0614TZR7")),
        ('"U024BE7LH"', People(("U024BE7LH",))),
        ('["U024BE7LH"]', People(("U024BE7LH",))),
    ],
)
def test_a_group_a_person_or_a_list_can_be_on_call(
    tmp_path: Path, who: str, expected: Group | People
):
    oncall = load(tmp_path, f"[oncall]\nwho = {who}").oncall
    assert oncall is not None
    assert oncall.who == expected


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://cal.example/basic.ics", "https://cal.example/basic.ics"),
        ("webcal://cal.example/basic.ics", "https://cal.example/basic.ics"),
        ("http://127.0.0.1:8080/basic.ics", "http://127.0.0.1:8080/basic.ics"),
    ],
)
def test_a_calendar_is_named_by_its_address_or_by_where_that_is_kept(
    tmp_path: Path, written: str, url: str
):
    shown = load(tmp_path, f'[oncall]\nwho = "{written}"').oncall
    hidden = load(tmp_path, '[oncall]\nwho = { env = "CAL" }', CAL=written).oncall
    for oncall in (shown, hidden):
        assert oncall is not None
        assert isinstance(oncall.who, Feed)
        assert oncall.written == url
        assert "cal.example" not in repr(oncall)


def test_an_address_that_is_hidden_is_judged_when_it_is_used(tmp_path: Path):
    text = '[oncall]\nwho = { env = "CAL" }'
    plain = "http://cal.example/private-7f3a.ics"
    oncall = load(tmp_path, text, CAL=plain).oncall
    assert oncall is not None
    with pytest.raises(AuthRejected, match="this is plain http") as caught:
        _ = oncall.written
    assert "7f3a" not in str(caught.value)
    (fault,) = faults(tmp_path, text, need_secrets=True, CAL=plain, KEY="k")
    assert fault.startswith("oncall.who: this is plain http, which shows credentials")


def test_an_alarm_address_is_a_secret_that_has_to_be_there(tmp_path: Path):
    clear = faults(tmp_path, '[alarm]\nnotify = ["mailto://me:hunter2@example.com"]')
    assert "a secret must not stand in this file" in clear[0]
    assert "hunter2" not in clear[0]
    missing = '[alarm]\nnotify = [{ env = "ALARM" }]'
    assert faults(tmp_path, missing, need_secrets=True, KEY="k") == [
        "alarm.notify.0: the environment variable ALARM is not set"
    ]
    assert "hunter2" not in repr(load(tmp_path, missing, ALARM="json://hunter2"))


def bad_files() -> list[tuple[str, list[str]]]:
    """The table's files, each with its faults."""
    blocks = (Path(__file__).parent / "bad_files.txt").read_text(encoding="utf-8").split("\n\n")
    cases = []
    for block in blocks[1:]:  # the first one says what the table is
        lines = block.strip().splitlines()
        told = [line.removeprefix("! ") for line in lines if line.startswith("! ")]
        cases.append(("\n".join(line for line in lines if not line.startswith("! ")), told))
    return cases


@pytest.mark.parametrize(("text", "told"), bad_files())
def test_what_is_wrong_is_told_with_its_place_and_what_would_be_right(
    tmp_path: Path, text: str, told: list[str]
):
    assert told
    assert faults(tmp_path, f"{text}\n") == told


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path):
    text = (
        "[reminders]\nholidays = 'DE-BX'\n[oncall]\nwho = 'x'\n[[suspension]]\nmodule = 'x'\n"
        "[[routes]]\nname = 'a'\n[[routes]]\naccount = 'gone'\nchannel = '#x'\n"
    )
    text += '[[accounts]]\nname = "york"\nprovider = "interserver"\nusername = 3\n'
    text += '[accounts.reminders]\nhours = ["17:00", "09:00"]\nholiday = "US"\n'
    found = "\n".join(faults(tmp_path, text))
    for expected in (
        "reminders.holidays: ",
        "oncall.who: ",
        "suspension number 1: ",
        "route a: ",
        "route number 2: account: ",
        "account york.reminders.holiday: is not a setting; did you mean holidays?",
    ):
        assert expected in found


def test_an_account_overrides_only_what_makes_sense_for_one(tmp_path: Path):
    text = '[[accounts]]\nname = "york"\nprovider = "interserver"\nusername = "x"\n'
    text += 'password = { env = "KEY" }\n[accounts.reminders]\n'
    assert faults(tmp_path, text + 'digest = "09:00"') == [
        "account york.reminders.digest: is not a setting"
    ]
    assert faults(tmp_path, text + 'hours = ["17:00", "09:00"]') == [
        "account york.reminders: hours: the first time must lie before the second"
    ]
    (fault,) = faults(tmp_path, text + 'timezone = "US/Easten"')
    assert fault.startswith("account york.reminders.timezone: 'US/Easten' is not an IANA time")
    assert fault.endswith("did you mean US/Eastern?")
    assert faults(tmp_path, text + 'holidays = "US"') == [
        "account york: reminders.holidays: is only looked at with business_days = true"
    ]


@pytest.mark.parametrize("enabled", ["true", "false"])
def test_holidays_of_the_team_may_be_for_one_account_only(tmp_path: Path, enabled: str):
    text = '[reminders]\nholidays = "DE"\n'
    text += '[[accounts]]\nname = "york"\nprovider = "interserver"\nusername = "x"\n'
    text += f'password = {{ env = "KEY" }}\nenabled = {enabled}\n'
    found = load(tmp_path, f"{text}[accounts.reminders]\nbusiness_days = true\n")
    assert found.reminders.holidays == "DE"


def test_an_account_without_a_proper_name_does_not_keep_the_other_faults_from_being_told(
    tmp_path: Path,
):
    text = '[[suspension]]\naccount = "acmee"\nmodule = "vps"\nsuspend_after = 1\n'
    text += '[[routes]]\naccount = "shopp"\nchannel = "#a"\n[[accounts]]\nname = []\n'
    assert faults(tmp_path, text + 'provider = ["interserver"]\n') == [
        "suspension number 1: account: there is no account 'acmee'; did you mean acme?",
        "route number 1: account: there is no account 'shopp'; did you mean shop?",
        "account number 1.name: must be a text",
        "account number 1.provider: must be a text",
    ]


def test_of_many_accounts_only_some_are_named(tmp_path: Path):
    names = [f"a{number}-b" for number in range(20)]
    text = '[[routes]]\naccount = "unlike"\nchannel = "#a"\n'
    text += "".join(
        f'[[accounts]]\nname = "{name}"\nprovider = "voxel"\n'
        'key = { env = "KEY" }\nsecret = { env = "KEY" }\n'
        for name in names
    )
    (fault,) = faults(tmp_path, text)
    assert fault.endswith("; there are: " + ", ".join(names[:12]) + " and 10 more")


@pytest.mark.parametrize("who", ['"@finance-oncall"', '["U012ABC", "U034ABC"]', '"U012ABC"'])
def test_turns_may_be_named_beside_whoever_is_on_call(tmp_path: Path, who: str) -> None:
    path = tmp_path / "duewatch.toml"
    path.write_text(
        f"""
[oncall]
who = {who}
rotate = "weekly"
escalate_after = "4h"
escalate_to = "#finance-leads"
"""
    )
    found = config.load(path, {}).oncall
    assert found is not None
    assert found.rotate == "weekly"
