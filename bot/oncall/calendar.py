"""An on-call calendar at an address, as PagerDuty, Opsgenie, Grafana and Google publish one."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from bot.oncall.events import Reading
from bot.oncall.matching import Matching, People
from bot.oncall.shifts import Shift, Shifts
from bot.slack.language import _
from providers.base import Connection, Secret, Unreadable
from providers.clients import Clients
from providers.http import Reply, ask, refuse_server_error
from state.model import Account, Direction

NAME = "on-call calendar"
BACK, AHEAD = timedelta(days=1), timedelta(days=14)  # what is read around now
MAX_BYTES = 4 * 1024 * 1024
SECONDS_TO_ASK = 20.0
SECONDS_TO_READ = 20.0

_READING = TypeAdapter(Reading)
_KEPT = ("PATH", "SYSTEMROOT", "PYTHONTZPATH")  # what a process needs to run; no secret among them


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """Asks a calendar who is on call. Its address is a secret and is never shown."""

    connection: Connection
    people: People
    zone: str

    @property
    def words(self) -> str:
        """Which calendar, without its address: who knows that can read it."""
        return _("the on-call calendar at {address}", address=self.connection.url)

    def plan(self, now: datetime) -> Shifts:
        """Ask for the shifts around now; ProviderError or SlackRefused when that fails."""
        feed = fetch(self.connection)
        found = expanded(feed, now - BACK, now + AHEAD, self.zone)
        matching = Matching(self.people)
        shifts = [Shift(e.start, e.end, matching.people_of(e), e.title) for e in found.events]
        return Shifts.of(shifts, now + AHEAD, self.words, found.unread)


def connected(url: str, zone: str, clients: Clients, clock: Callable[[], datetime]) -> Connection:
    """The way to a calendar: bounded in time and size, as to a provider.

    The address is kept as a secret; the connection's own `url` is only the host.
    """
    return Connection(
        account=Account(NAME, "calendar", Direction.PAYABLE, "", zone),
        url=urlsplit(url).hostname or "",
        texts={},
        lists={},
        secrets={"address": Secret(lambda: url)},
        clients=clients.trusting(None),
        now=clock,
        deadline=SECONDS_TO_ASK,
        max_bytes=MAX_BYTES,
        retries=2,
    )


def fetch(connection: Connection) -> bytes:
    """The calendar's bytes; ProviderError with what to do when there are none."""
    reply = ask(connection, "GET", connection.secrets["address"].reveal())
    refuse_server_error(connection, reply)
    if reply.status != 200:
        raise Unreadable(
            f"{NAME}: its address answers with status {reply.status}; make a new address"
            " where the calendar is kept and put it into [oncall] who"
        )
    return _calendar(reply)


def _calendar(reply: Reply) -> bytes:
    feed = reply.body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if feed[:15].upper() != b"BEGIN:VCALENDAR":
        raise Unreadable(
            f"{NAME}: its address gives no calendar but something else; [oncall] who needs the"
            " address of the iCal feed, not of a page"
        )
    return feed


def expanded(
    feed: bytes, start: datetime, end: datetime, zone: str, seconds: float = SECONDS_TO_READ
) -> Reading:
    """The events between two moments, read by a process that is ended when it takes too long."""
    command = [sys.executable, "-m", "bot.oncall.expand", start.isoformat(), end.isoformat(), zone]
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, the feed goes to its input
            command,
            input=feed,
            capture_output=True,
            timeout=seconds,
            check=True,
            env=surroundings(),
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(
            f"{NAME}: its repeating events could not be worked out within {seconds:g} s;"
            " look for an event that repeats every second or never"
        ) from None
    except subprocess.CalledProcessError:
        raise Unreadable(f"{NAME}: what it gives is not a calendar of shifts") from None
    return _READING.validate_json(done.stdout)


def surroundings() -> dict[str, str]:
    """What the process that reads gets to see: where our code is, and no secret of ours."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(place for place in sys.path if place)}
