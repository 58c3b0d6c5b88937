"""An on-call calendar over the wire: what it says, and every way in which it can fail."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.oncall import expand
from bot.oncall.calendar import CalendarSource, connected, expanded, fetch, surroundings
from bot.oncall.events import Reading
from bot.slack.render.answer_who import OnCall
from providers.base import Connection, ProviderError, RateLimited, Unreachable, Unreadable
from providers.clients import Clients
from tests.bot.oncall.feeds import (
    GOOGLE,
    GRAFANA,
    NOW,
    OPSGENIE,
    PAGERDUTY,
    Staff,
    calendar,
    event,
)
from tests.bot.slack.wire import Act, answer, cut, drop, hang, wire

SECRET = "8c1ffeed"


@pytest.fixture(scope="module")
def clients() -> Iterator[Clients]:
    made = Clients()
    yield made
    made.close()


def feed(body: bytes | str, status: int = 200, **headers: str) -> Act:
    text = body.decode() if isinstance(body, bytes) else body
    return answer(text, status, {"Content-Type": "text/calendar", **headers})


def line(url: str, clients: Clients, seconds: float = 60) -> Connection:
    made = connected(f"{url}private/{SECRET}/feed?key={SECRET}", "Europe/Berlin", clients, _now)
    return replace(made, deadline=seconds, retries=0)


def _now():  # noqa: ANN202
    return NOW


def told(body: bytes, clients: Clients) -> OnCall:
    with wire(feed(body)) as said:
        source = CalendarSource(line(said.url, clients), Staff(), "Europe/Berlin")
        return source.plan(NOW).at(NOW)


@pytest.mark.parametrize(
    ("body", "people", "next_"),
    [
        (PAGERDUTY, ("U01ADA",), ("U02BEN",)),
        (GRAFANA, ("U02BEN",), ("U03CLEO",)),
        (OPSGENIE, ("U03CLEO",), ()),
        (GOOGLE, ("U01ADA",), ()),
    ],
    ids=["pagerduty", "grafana", "opsgenie", "google"],
)
def test_the_calendars_of_the_services_are_understood(
    body: bytes, people: tuple[str, ...], next_: tuple[str, ...], clients: Clients
):
    found = told(body, clients)
    assert (found.people, found.next) == (people, next_)
    assert found.until is not None
    assert found.source == "the on-call calendar at 127.0.0.1"


def test_a_calendar_without_shifts_says_nobody(clients: Clients):
    found = told(calendar(), clients)
    assert (found.people, found.mention, found.trouble) == ((), "", "")


def test_a_long_line_that_is_folded_is_read_as_one(clients: Clients):
    folded = PAGERDUTY.replace(b"ATTENDEE:ada@acme", b"ATTENDEE:ada@ac\r\n me")
    assert told(folded, clients).people == ("U01ADA",)


def test_the_address_is_never_shown(clients: Clients):
    source = CalendarSource(line("http://127.0.0.1:9/", clients), Staff(), "UTC")
    assert SECRET not in f"{source!r} {source.words} {source.connection!r}"


def refused(act: Act, clients: Clients, seconds: float = 5) -> ProviderError:
    with wire(act) as said, pytest.raises(ProviderError) as caught:
        fetch(line(said.url, clients, seconds))
    assert SECRET not in f"{caught.value!r} {caught.value}"
    assert str(caught.value).startswith("on-call calendar: ")
    assert caught.value.__cause__ is None
    return caught.value


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (feed("gone", 404), Unreadable, "status 404; make a new address"),
        (feed("no", 401), Unreadable, "status 401; make a new address"),
        (feed("oops", 500), Unreachable, "server has a fault"),
        (feed("later", 429), RateLimited, "asks us to wait"),
        (feed("", 302, Location="https://login.example/"), Unreadable, "login.example"),
        (feed("<html>Sign in</html>"), Unreadable, "the address of the iCal feed, not of a page"),
        (feed(""), Unreadable, "gives no calendar"),
        (feed("BEGIN:VCALENDAR\r\n" + "X" * 5_000_000), Unreadable, "sent more than 4 MiB"),
        (cut, Unreachable, "cut its answer off"),
        (drop, Unreachable, "on-call calendar"),
    ],
)
def test_an_address_that_gives_no_calendar_is_an_error_that_says_what_to_do(
    act: Act, kind: type[ProviderError], words: str, clients: Clients
):
    error = refused(act, clients)
    assert isinstance(error, kind)
    assert words in str(error)


def test_an_address_that_says_nothing_ends_in_time(clients: Clients):
    assert isinstance(refused(hang, clients, seconds=0.5), Unreachable)


def read(body: bytes, seconds: float = 60) -> Reading:
    return expanded(body, NOW - timedelta(days=1), NOW + timedelta(days=14), "UTC", seconds)


HOSTILE = {
    "every second for ever": "FREQ=SECONDLY",
    "every second of every day": "FREQ=DAILY;BYHOUR={h};BYMINUTE={m};BYSECOND={m}",
    "each 30 February, looked for second by second": "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_repetition_that_cannot_be_worked_out_is_given_up_in_time(name: str):
    rule = HOSTILE[name].format(h=",".join(map(str, range(24))), m=",".join(map(str, range(60))))
    body = calendar(event("19700101T000000Z", "19700101T000001Z", f"RRULE:{rule}"))
    begun = time.monotonic()
    with pytest.raises(Unreadable, match="could not be worked out within 1 s"):
        read(body, seconds=1)
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "body",
    [
        b"BEGIN:VCALENDAR\r\n\x00\xff\xfe garbage",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:never\r\n",
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        calendar(event("20261120T000000Z", "20261120T000100Z", "RRULE:FREQ=MINUTELY")),
    ],
    ids=["garbage", "cut off", "ends what never began", "far too many"],
)
def test_what_cannot_be_read_is_unreadable_and_nothing_worse(body: bytes):
    with pytest.raises(Unreadable, match="not a calendar of shifts"):
        read(body)


def test_the_process_that_reads_is_told_no_secret(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-not-a-real-token")
    assert not any("xoxb" in value for value in surroundings().values())
    assert set(surroundings()) <= {"PATH", "SYSTEMROOT", "PYTHONTZPATH", "PYTHONPATH"}


def test_what_the_process_writes_comes_back_as_it_was():
    assert read(PAGERDUTY) == expand.read(
        PAGERDUTY, NOW - timedelta(days=1), NOW + timedelta(days=14), "UTC"
    )
