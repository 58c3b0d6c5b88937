"""The local Slack without its server: what the bot's HTTP calls find at the other end.

It takes the place of urllib's opener, so everything above the socket is the SDK's own code.
"""

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import Message as Headers
from http.client import RemoteDisconnected
from io import BytesIO
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import slack_sdk.http_retry.handler

from bot.demo.slack.arguments import Arguments, read_arguments
from bot.demo.slack.errors import SlackError
from bot.demo.slack.installed import Installed
from bot.demo.slack.limits import RateLimit
from bot.demo.slack.methods import REGISTRY, Call
from bot.demo.slack.parts import Options, Parts
from bot.demo.slack.seed import BOT_USER
from tests.simulation.forms import Named
from tests.simulation.hours import Hours
from tests.simulation.places import LEADS
from tests.simulation.weather import AFTER, BEFORE, Killed, Weather

URL = "http://slack.local"
INSTALLED = Installed.from_manifest()
TIMEOUT = timedelta(seconds=15)
ON_THE_WAY = timedelta(seconds=4)  # what was cut off arrives at the latest
HALF = 0.5
POSTING = ("chat.postMessage", "chat.update")

Json = dict[str, Any]


def _headers(kind: str, **more: str) -> Headers:
    made = Headers()
    made["Content-Type"] = kind
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    return made


_JSON = _headers("application/json; charset=utf-8")
_HTML = _headers("text/html; charset=utf-8")
_WAIT = _headers("application/json; charset=utf-8", Retry_After="7")


class Reply(BytesIO):
    """What urllib gives back."""

    def __init__(self, body: str, headers: Headers = _JSON) -> None:
        super().__init__(body.encode())
        self.headers, self.code, self.status = headers, 200, 200


@dataclass(frozen=True, slots=True)
class Posted:
    """A call that had its effect."""

    method: str
    arguments: Arguments
    answer: Json


@dataclass(slots=True)
class Slack:
    """One workspace, reached over lines that break."""

    hours: Hours
    weather: Weather
    watch: Callable[[str, Arguments], None]  # before a call has its effect
    seen: Callable[[Posted], None]  # after it
    meanwhile: Callable[[], None]  # what others do while an answer is on its way
    later: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    is_away: bool = False  # for hours
    is_late: bool = False  # what arrives now was sent some time ago
    parts: Parts = field(init=False)
    triggers: Named = field(init=False)
    told: list[tuple[str, Json]] = field(default_factory=list)  # response address, what was told

    def __post_init__(self) -> None:
        options = Options(self.hours.true, INSTALLED, messages_per_second=None)
        self.parts = Parts(options)
        self.parts.workspace.channels[LEADS].members.add(BOT_USER)
        self.triggers = self.parts.triggers = Named(self.hours.passing)
        self.parts.limit = RateLimit(1.0, clock=self.hours.passing)

    def open(self, request: urllib.request.Request, _data: object, _timeout: float) -> Reply:
        """Answer one request, or fail as the network does."""
        self.hours.forward(timedelta(milliseconds=80))
        self.pass_time()
        path = urlsplit(request.full_url).path
        body = bytes(request.data or b"")  # type: ignore[arg-type]  # bytes, as the SDK gives them
        if path.startswith("/response/"):
            return self._through(path, lambda: self._respond(path, body))
        name = path.rpartition("/")[2]
        kind = request.get_header("Content-type") or ""
        arguments, _ = read_arguments(urlsplit(request.full_url).query, kind, body)
        return self._through(name, lambda: self._call(name, arguments))

    def _through(self, name: str, really: Callable[[], str]) -> Reply:
        """The call on its way there and back."""
        weather, trace = self.weather, self.weather.trace
        if self.is_away:
            raise self._lost("no connection")
        self._maybe_die_calling(name, really)
        if fault := weather.one_of(BEFORE):
            trace.say("slack", name, fault)
            raise self._lost(fault)
        fault = weather.one_of(AFTER)
        if fault == "time-out, done later" and name in POSTING:
            self._leave(really, TIMEOUT + ON_THE_WAY)
            trace.say("slack", name, fault)
            raise self._lost(fault)
        body = really()
        if name in POSTING:
            self.meanwhile()
        weather.maybe_die("slack", f"after {name}")
        if fault:
            trace.say("slack", name, fault)
            if fault == "reply garbled":
                return Reply("<html>Bad gateway</html>", _HTML)
            raise self._lost(fault)
        return Reply(body)

    def _maybe_die_calling(self, name: str, really: Callable[[], str]) -> None:
        """The process may end when the call has left it, and that may arrive all the same."""
        try:
            self.weather.maybe_die("slack", f"before {name}")
        except Killed:
            if name in POSTING and self.weather.chance.random() < HALF:
                self._leave(really, ON_THE_WAY)
            raise

    def _leave(self, really: Callable[[], str], after: timedelta) -> None:
        at = self.hours.elapsed + after.total_seconds()
        self.later.append((at, lambda: self._silently(really)))

    def _silently(self, really: Callable[[], str]) -> None:
        """What was cut off gets there all the same; nobody waits for its answer."""
        self.is_late = True
        try:
            really()
        except HTTPError:
            self.weather.trace.say("slack", "what came late was refused")
        finally:
            self.is_late = False

    def _lost(self, fault: str) -> Exception:
        match fault:
            case "no connection":
                return URLError(ConnectionRefusedError(111, "refused"))
            case "call lost" | "reply lost":
                return RemoteDisconnected("closed without an answer")
            case "429":
                return HTTPError(URL, 429, "Too Many", _WAIT, BytesIO(b'{"ok":false}'))
            case "5xx before" | "5xx after":
                return HTTPError(URL, 503, "Unavailable", _HTML, BytesIO(b"<html></html>"))
            case _:
                self.hours.forward(TIMEOUT)
                return TimeoutError("timed out")

    def _call(self, name: str, arguments: Arguments) -> str:
        try:
            wait = self._wait(name, arguments)
            if wait:
                raise HTTPError(URL, 429, "Too Many", _WAIT, BytesIO(b'{"ok":false}'))
            self.watch(name, arguments)
            answer = {"ok": True, **REGISTRY[name].handler(Call(self.parts, arguments))}
        except SlackError as error:
            self.weather.trace.say("slack", f"{name}: {error.code}")
            return json.dumps(error.body())
        self.seen(Posted(name, arguments, answer))
        return json.dumps(answer)

    def _wait(self, name: str, arguments: Arguments) -> int:
        if name != "chat.postMessage":
            return 0
        channel = self.parts.workspace.channel_named(arguments.text("channel"))
        return self.parts.limit.wait(channel.id)

    def _respond(self, path: str, body: bytes) -> str:
        self.told.append((path.rpartition("/")[2], json.loads(body)))
        self.weather.trace.say("slack", "somebody reads an answer")
        return "ok"

    def pass_time(self) -> None:
        """Let what was cut off arrive."""
        due = [work for at, work in self.later if at <= self.hours.elapsed]
        self.later = [one for one in self.later if one[0] > self.hours.elapsed]
        for work in due:
            work()

    def messages(self) -> list[tuple[str, Json]]:
        """Every message that stands in a channel, with the channel's id."""
        kept = self.parts.timeline._messages
        return [(place, one) for place, each in kept.items() for one in each.values()]


@contextmanager
def in_reach(slack: Slack) -> Iterator[None]:
    """Have every HTTP call of the SDK end here, and its waits take no time of ours."""

    class Passing:
        @staticmethod
        def sleep(seconds: float) -> None:
            slack.hours.forward(timedelta(seconds=seconds))

    library = vars(slack_sdk.http_retry.handler)  # of `time` it uses nothing else
    before, library["time"] = library["time"], Passing
    urllib.request.install_opener(slack)  # type: ignore[arg-type]  # it only has to open
    try:
        yield
    finally:
        library["time"] = before
        urllib.request.install_opener(urllib.request.build_opener())
