"""`duewatch simulate` foretells exactly what the bot then says, to the byte."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.actions import Desk
from bot.cli import foretold as forecast
from bot.forecast import Said, foresee
from bot.formats import as_json
from state.model import Invoice, Mute
from state.rules.calendar import WorkingTime
from state.store import Question
from tests.builders import invoice
from tests.replay.books import Books
from tests.replay.chat import Heard, Recorder
from tests.replay.house import House, MovedClock, in_memory, settings
from tests.soak.quiet import quiet

START = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)
DAYS = 45  # over Christmas and New Year
TICK = timedelta(minutes=10)
AGE = re.compile(r"Data [^.]*\.")
HOURS = WorkingTime("Europe/Berlin", time(9), time(17, 30), business_days=True, holidays="DE")
CONFIG = """
timezone = "Europe/Berlin"

[check]
every = "4h"

[reminders]
business_days = true
holidays = "DE"
quiet_below = { USD = "5.00" }
digest = "Mon 09:00"

[oncall]
who = ["U01ADA", "U02BEN"]
rotate = "weekly"
escalate_after = "1d"
escalate_to = "#finance"

[[suspension]]
provider = "interserver"
suspend_after = 10
terminate_after = 20
hour = "01:00"
timezone = "America/New_York"

[[routes]]
name = "soon offline"
severity = "critical"
channel = "#outage"
mention = "@here"

[[routes]]
name = "large"
over = "500 USD"
channel = "#leads"
"""
ACCOUNTS = {
    "acme": 'provider = "interserver"\nusername = "a@b.example"\npassword = { env = "KEY" }',
    "york": 'provider = "interserver"\nusername = "c@d.example"\npassword = { env = "KEY" }',
    "cold": 'provider = "voxel"\nkey = { env = "KEY" }\nsecret = { env = "KEY" }',
    "hush": 'provider = "singlehop"\nusername = "e@f.example"\npassword = { env = "KEY" }',
    "clients": (
        'provider = "whmcs"\nurl = "https://billing.shop.example"\nchannel = "#clients"\n'
        'currency = "EUR"\nidentifier = { env = "KEY" }\nsecret = { env = "KEY" }\n'
        '[accounts.reminders]\nbusiness_days = false\ntimezone = "America/New_York"'
    ),
}
OLD = ["acme/1 2026-12-08", "clients/1 2026-11-30", "hush/1 2026-12-14", "cold/1 2026-12-24"]
NEW = [
    *("acme/2 2026-12-12", "acme/3 2026-12-26", "acme/4 2027-01-03", "acme/5 2026-12-25"),
    *("york/2 2026-12-31", "york/3 2027-01-10", "york/4 2026-12-28"),
    *("cold/2 2026-12-19", "hush/2 2026-12-11", "hush/3 2026-12-20"),
    *(
        "clients/2 2026-12-18",
        "clients/3 2026-12-18",
        "clients/4 2026-12-09",
        "clients/5 2027-01-16",
    ),
]


def listed(words: str) -> Invoice:
    key, due = words.split()
    currency = "EUR" if key.startswith("clients") else "USD"
    amounts = {"york/4": "3.00", "acme/4": "900.00"}
    return invoice(key, f"{amounts.get(key, '40.00')} {currency}", due=due)


@pytest.fixture
def house() -> Iterator[House[Recorder]]:
    """A bot that has run for two days, and people who have decided this and that."""
    clock = MovedClock(START)
    books = {name: Books(name, clock) for name in ACCOUNTS}
    tables = "".join(f'\n[[accounts]]\nname = "{name}"\n{it}\n' for name, it in ACCOUNTS.items())
    with in_memory() as folder, quiet():
        house = House(settings(folder, CONFIG + tables, books.values()), clock, Recorder(clock))
        bill(books, OLD)
        live(house, START + timedelta(days=1))
        bill(books, NEW)
        live(house, START + timedelta(days=2))
        decide(house)
        books["cold"].down = True
        live(house, START + timedelta(days=2, hours=6))
        yield house
        house.stop()


def bill(books: dict[str, Books], wanted: list[str]) -> None:
    for words in wanted:
        one = listed(words)
        books[one.key.account].write(one)


def live(house: House[Recorder], end: datetime) -> None:
    """Let the bot tick; nothing depends on its knowing when something comes."""
    while house.clock.now < end:
        house.turn()
        house.clock.now += TICK


def decide(house: House[Recorder]) -> None:
    store, now = house.core.store, house.clock.now
    desk = Desk(store, house.clock, timedelta(days=3), hours=HOURS)
    desk.acknowledge("acme/1", "U01ADA", "PO 4711", "button")
    desk.promise("acme/2", "U02BEN", date(2026, 12, 18), None, "command")
    desk.snooze("acme/3", "U01ADA", now + timedelta(days=17), None, "menu")
    desk.assign("acme/4", "U01ADA", "U02BEN", "please", "command")
    desk.waiting("clients/1", "U02BEN", None, "button")
    desk.dispute("clients/2", "U01ADA", "not ours", "modal")
    store.mute("hush", Mute(now + timedelta(days=12), "U01ADA", now), now)


def told(one: Said | Heard) -> tuple[object, ...]:
    """Everything of a message that anybody can see, and what it was said for.

    Only how old a digest's data will be depends on checks that nobody can foretell.
    """
    if isinstance(one, Said):
        message = json.dumps([one.message.text, one.message.blocks])
    else:
        message = json.dumps([one.text, one.blocks])
    if one.draft.what == "digest":
        message = AGE.sub("", message)
    return (one.at, one.channel, one.draft.key, message, one.in_thread, one.broadcast)


def foreseen(house: House[Recorder], days: int = DAYS) -> list[Said]:
    copy = house.settings.database.with_name("future.db")
    house.core.store.copy_to(str(copy))
    return foresee(house.settings, copy, house.clock.now, days)


def test_what_is_foretold_is_what_is_said(house: House[Recorder]) -> None:
    expected = [told(one) for one in foreseen(house)]
    before, end = len(house.chat.heard), house.clock.now + timedelta(days=DAYS)
    live(house, end + TICK)
    came = [told(one) for one in house.chat.heard[before:]]
    for said, foretold in zip(came, expected, strict=False):
        assert said == foretold
    assert len(came) == len(expected)


def test_the_period_has_something_of_everything(house: House[Recorder]) -> None:
    """So that the comparison above compares something."""
    found = foreseen(house)
    occasions = Counter(one.draft.occasion for one in found)
    assert occasions.keys() >= {
        *("before-7", "before-1", "due", "after-1", "after-7", "after-28"),
        *("woke", "promise_broken", "mute_ended", "handover", "roundup"),
        *("escalated-1", "escalated-2", "escalated-3"),
    }
    places = {one.channel for one in found}
    assert places == {"#billing", "#clients", "#leads", "#outage", "#finance", "U01ADA", "U02BEN"}
    digests = {one.channel for one in found if one.draft.what == "digest"}
    assert digests == {"#billing", "#clients"}
    of_the_failing = [one.draft.occasion for one in found if one.draft.account == "cold"]
    assert of_the_failing == [], "without answers nothing of it is known, and nothing is critical"


def test_looking_ahead_changes_nothing(house: House[Recorder]) -> None:
    store, before = house.core.store, len(house.chat.heard)
    views, pending = store.invoices(Question()), store.pending()
    foreseen(house)
    assert (store.invoices(Question()), store.pending()) == (views, pending)
    assert len(house.chat.heard) == before


def test_what_waits_already_is_said_first(house: House[Recorder]) -> None:
    desk = Desk(house.core.store, house.clock, timedelta(days=3), hours=HOURS)
    desk.acknowledge("york/2", "U01ADA", None, "button")
    first = foreseen(house, days=1)[0]
    assert (first.at, first.draft.what, first.in_thread) == (house.clock.now, "acknowledged", True)


def test_the_text_goes_day_by_day_in_the_zone_of_the_team(house: House[Recorder]) -> None:
    text = forecast.as_text(foreseen(house, days=7), "Europe/Berlin", 7)
    days = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert days[:2] == ["Sat 12 Dec 2026", "Sun 13 Dec 2026"]
    assert "  09:00  U01ADA  handover: <@U01ADA>, you are on call now." in text
    assert "\x1b" not in text


def test_a_program_gets_when_where_what_and_why(house: House[Recorder]) -> None:
    found = foreseen(house, days=10)
    values = json.loads(as_json.document({"messages": [forecast.as_data(one) for one in found]}))
    promise = next(one for one in values["messages"] if one["what"] == "promise_broken")
    assert promise == {
        "at": "2026-12-21T08:00:00Z",
        "channel": "#billing",
        "thread": True,
        "broadcast": promise["broadcast"],
        "key": "acme/2",
        "what": "promise_broken",
        "calls": None,
        "because": "acme/2:after-10:2026-12-12:#billing",
        "text": promise["text"],
    }
    assert "💔 *Promise not kept*" in promise["text"]


def test_an_empty_future_is_a_sentence() -> None:
    assert forecast.as_text([], "UTC", 9) == "Nothing would be said in the next 9 days."


@pytest.mark.parametrize(
    ("who", "named"),
    [('"@finance"', "@finance"), ('{ env = "FEED" }', "whoever is on call")],
)
def test_who_will_be_on_call_elsewhere_is_named_as_configured(
    tmp_path: Path, who: str, named: str
) -> None:
    """Neither Slack nor a calendar is asked about the future."""
    clock = MovedClock(START)
    books = {"york": Books("york", clock)}
    text = CONFIG.replace('["U01ADA", "U02BEN"]\nrotate = "weekly"', who)
    table = f'\n[[accounts]]\nname = "york"\n{ACCOUNTS["york"]}\n'
    with quiet():
        house = House(settings(tmp_path, text + table, books.values()), clock, Recorder(clock))
        bill(books, ["york/1 2026-12-08"])
        house.turn()
        found = foreseen(house, days=12)
        house.stop()
    calls = [one for one in found if one.draft.what == "escalated"]
    assert {one.channel for one in calls} == {"#billing", named}
    assert {forecast.as_data(one)["calls"] for one in calls} == {named}
    assert f"  (calls {named})" in forecast.as_text(calls, "UTC", 12)
