"""Whatever stands in the file, it is read or refused in words; nothing else ever comes out."""

import tempfile
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import load as config
from bot.config.durations import Recurrence, recurrence
from bot.config.faults import ConfigError
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
from bot.config.settings import AccountTable, CheckSection, FileModel, Settings, SlackSection
from bot.rules import Rulebook
from state.rules.severity import Severity
from tests.builders import account, invoice

TABLES: dict[str, type[Section]] = {
    "[slack]": SlackSection,
    "[check]": CheckSection,
    "[reminders]": RemindersSection,
    "[reminders.receivable]": ReceivableSection,
    "[oncall]": OncallSection,
    "[roles]": RolesSection,
    "[alarm]": AlarmSection,
    "[[suspension]]": SuspensionSection,
    "[[routes]]": RouteSection,
    "[[accounts]]": AccountTable,
    "[[accounts.reminders]]": AccountReminders,  # two brackets: even the shape may be wrong
    "[accounts.reminders]": AccountReminders,
}
HIDDEN = "hunter2-in-clear"
VALUES = (
    *("0", "3", "-1", "99999999999999999999", "1.5", "nan", "inf", "true", "[]", "{}", '""'),
    *('"x"', '"3d"', '"0h"', '"09:00"', '"Mon 09:00"', '"25:61"', "09:00:00", "2026-01-01"),
    *('"Europe/Berlin"', '"DE-BY"', '"DE-"', '"../../etc/passwd"', '"\\u0000"', '"500 USD"'),
    *('"acme"', '"interserver"', '"vps"', '"payable"', '"critical"', '"weekly"', '"daily"'),
    *('"#ops"', '"@finance"', '"@here"', '"U024BE7LH"', '"S0614TZR7"', '"https://["'),
    *('"https://cal.example/a.ics"', '"http://cal.example:x/"', '["U024BE7LH"]', "[[], {}]"),
    *('["09:00", "17:00"]', '["17:00", "09:00"]', '[{ env = "KEY" }]', '{ env = "KEY" }'),
    *("[0, 7, 3]", '{ USD = "5.00" }', "{ USD = 5.0 }", '{ XXZ = "5" }', f'"{HIDDEN}"'),
    *(f'["{HIDDEN}"]', f'[{{ env = "KEY", file = "{HIDDEN}" }}]'),
)
MEANT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("before", "after"), ("[0, 7, 3]", "[]")),
    **dict.fromkeys(("repeat", "max_repeats", "concurrency"), ("3",)),
    **dict.fromkeys(("every", "ack_expires", "escalate_after"), ('"3d"',)),
    **dict.fromkeys(("suspend_after", "terminate_after"), ("0", "3")),
    **dict.fromkeys(("business_days", "enabled"), ("true",)),
    **dict.fromkeys(("name", "account"), ('"acme"',)),
    **dict.fromkeys(("channel", "escalate_to", "fallback_channel"), ('"#ops"',)),
    **dict.fromkeys(("acknowledge", "manage"), ("[]", '["U024BE7LH"]')),
    "provider": ('"interserver"',),
    "module": ('"vps"',),
    "timezone": ('"Europe/Berlin"',),
    "holidays": ('"DE-BY"',),
    "hours": ('["09:00", "17:00"]',),
    "hour": ('"09:00"',),
    "digest": ('"Mon 09:00"',),
    "quiet_below": ("{}", '{ USD = "5.00" }'),
    "who": ('["U024BE7LH"]', '"@finance"', '"https://cal.example/a.ics"', '{ env = "KEY" }'),
    "rotate": ('"weekly"',),
    "notify": ('[{ env = "KEY" }]',),
    "over": ('"500 USD"',),
    "severity": ('"critical"',),
    "direction": ('"payable"',),
    "mention": ('"@here"', '"S0614TZR7"'),
}
ACME = """
[[accounts]]
name = "acme"
provider = "interserver"
username = "a@b.example"
password = { env = "KEY" }
"""


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file of known tables and keys with values that may or may not be meant for them."""
    heads = draw(st.lists(st.sampled_from(sorted(TABLES)), max_size=4))
    lines = [*draw(st.lists(_line(sorted(FileModel.model_fields)), max_size=1)), ACME]
    for head in heads:
        keys = sorted(TABLES[head].model_fields)
        lines += [
            head,
            *draw(st.lists(_line(keys), max_size=5, unique_by=lambda one: one.split()[0])),
        ]
    return "\n".join(lines)


@st.composite
def _line(draw: st.DrawFn, keys: list[str]) -> str:
    """A key with a value of its kind, or now and then with any."""
    key = draw(st.sampled_from(keys))
    meant = draw(st.sampled_from((True, True, True, False)))
    return f"{key} = {draw(st.sampled_from(MEANT.get(key, VALUES) if meant else VALUES))}"


def load(text: str, *, need_secrets: bool) -> Settings | ConfigError:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "duewatch.toml"
        path.write_text(text, encoding="utf-8")
        try:
            return config.load(path, {"KEY": HIDDEN}, need_secrets=need_secrets)
        except ConfigError as error:
            return error


@settings(max_examples=400, deadline=None)
@given(text=files(), need_secrets=st.booleans())
def test_a_file_is_read_or_refused_in_words(text: str, *, need_secrets: bool):
    found = load(text, need_secrets=need_secrets)
    if isinstance(found, ConfigError):
        assert found.faults
        assert all(fault.where and fault.what for fault in found.faults)
        return
    book = Rulebook(found)  # and what was read can be used
    for severity in Severity:
        assert book.route(invoice(), account(), severity).channel
    assert book.why(invoice(), account()).lines


SECRETS = """
[oncall]
who = {value}
[alarm]
notify = [{value}]
[[accounts]]
name = "acme"
provider = "interserver"
username = "a@b.example"
password = {value}
"""


@pytest.mark.parametrize(
    "value",
    [
        f'"{HIDDEN}"',
        f'{{ env = "KEY", file = "{HIDDEN}" }}',
        f'{{ value = "{HIDDEN}" }}',
        f'"https://me:{HIDDEN}@cal.example/a.ics"',
        f'"http://cal.example/{HIDDEN}"',
    ],
)
def test_a_secret_in_clear_is_never_repeated(tmp_path: Path, value: str):
    path = tmp_path / "duewatch.toml"
    path.write_text(SECRETS.replace("{value}", value))
    with pytest.raises(ConfigError) as caught:
        config.load(path, {})
    assert len(caught.value.faults) == 3
    assert HIDDEN not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "weekday", "shown"),
    [
        ("Mon 09:00", 0, "Mon 09:00"),
        (" sunday  23:59 ", 6, "Sun 23:59"),
        ("00:00", None, "00:00"),
    ],
)
def test_a_moment_that_comes_again_is_read(text: str, weekday: int | None, shown: str):
    found = recurrence(text)
    assert found.weekday == weekday
    assert str(found) == shown
    assert recurrence(str(found)) == found


@given(
    st.integers(0, 6) | st.none(), st.times().map(lambda at: at.replace(second=0, microsecond=0))
)
def test_a_moment_that_comes_again_prints_as_it_is_written(weekday: int | None, at: time):
    again = Recurrence(weekday, at)
    assert recurrence(str(again)) == again


@pytest.mark.parametrize("text", ["", "9:00", "24:00", "Mo 09:00", "Mon", "09:00 Mon", 9, None])
def test_a_moment_that_cannot_be_read_is_refused(text: object):
    with pytest.raises(ValueError, match='write it as "Mon 09:00"'):
        recurrence(text)
