"""The starter file: it shows every key, and with every comment taken out it is good."""

import re
import tomllib
from pathlib import Path

from moneyed import Money

from bot.config import load as config
from bot.config.sections import (
    AccountReminders,
    AlarmSection,
    OncallSection,
    ReceivableSection,
    RemindersSection,
    RolesSection,
    RouteSection,
    Section,
    SuspensionSection,
)

EXAMPLE = (Path(config.__file__).parent / "example.toml").read_text(encoding="utf-8")
UNCOMMENTED = re.sub(r"^# ?((?:\[|[a-z_]+ = ).*)$", r"\1", EXAMPLE, flags=re.MULTILINE)


def test_the_starter_file_shows_every_key_of_these_tables():
    table = tomllib.loads(UNCOMMENTED)
    reminders = table["reminders"]
    own = [one["reminders"] for one in table["accounts"] if "reminders" in one]
    shown: dict[type[Section], set[str]] = {
        RemindersSection: set(reminders),
        ReceivableSection: set(reminders["receivable"]),
        AccountReminders: set(reminders) | set().union(*own),
        OncallSection: set(table["oncall"]),
        RolesSection: set(table["roles"]),
        AlarmSection: set(table["alarm"]),
        SuspensionSection: set().union(*table["suspension"]),
        RouteSection: set().union(*table["routes"]),
    }
    missing = {model: set(model.model_fields) - keys for model, keys in shown.items()}
    assert not any(missing.values()), missing


def test_what_the_starter_file_shows_is_understood(tmp_path: Path):
    path = tmp_path / "duewatch.toml"
    path.write_text(UNCOMMENTED, encoding="utf-8")
    found = config.load(path, {"DUEWATCH_ALARM_URL": "json://example.com"})
    assert found.oncall is not None
    assert (found.oncall.rotate, found.oncall.escalate_to) == ("weekly", "#finance-leads")
    assert [one.module for one in found.suspensions] == ["vps", None]
    assert [one.name for one in found.routes] == ["soon offline", "large", "route number 3"]
    assert found.accounts["acme-vps"].reminders.timezone == "America/New_York"
    assert found.reminders.receivable.quiet_below == {"USD": Money("20.00", "USD")}
    assert len(found.alarm) == 1
