"""The endpoints on $PORT, over a real socket."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from bot.app import Heartbeat
from bot.clock import system_clock
from bot.service import STALE, trouble
from bot.web.app import LARGEST_BODY, Pages, WebServer, web_app
from bot.web.calendar_feed import CalendarFeed
from bot.web.endpoint import EVERYWHERE, Endpoint, EndpointError, read_endpoint
from state.database import open_reader
from tests.bot.stock import NOW, Stock
from tests.running import free_port

TOKEN = "b7c1e0d2f3a4958677"


@dataclass
class Site:
    """The served endpoints, and what reached the bot through them."""

    url: str = ""
    trouble: str | None = None
    events: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    def dispatch(self, body: bytes, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
        self.events.append((body, headers))
        return 200, "taken", {"content-type": "text/plain"}


@pytest.fixture
def site(stock: Stock) -> Iterator[Site]:
    made, port, reader = Site(), free_port(), open_reader(stock.path)
    calendar = CalendarFeed(reader, lambda: NOW, TOKEN)
    pages = Pages(lambda: made.trouble, lambda: b"figures 1\n", calendar.answer, made.dispatch)
    server = WebServer(web_app(pages), Endpoint("127.0.0.1", port))
    server.start()
    made.url = f"http://127.0.0.1:{port}"
    yield made
    server.stop()
    reader.close()


def test_health_is_a_word_or_the_reason(site: Site):
    assert httpx.get(f"{site.url}/healthz").text == "ok\n"
    site.trouble = "not connected to Slack"
    sick = httpx.get(f"{site.url}/healthz")
    assert (sick.status_code, sick.text) == (503, "not connected to Slack\n")


def test_figures_have_the_type_that_prometheus_asks_for(site: Site):
    answer = httpx.get(f"{site.url}/metrics")
    assert answer.text == "figures 1\n"
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"


def test_a_calendar_program_gets_the_calendar_and_then_nothing_new(site: Site):
    url = f"{site.url}/calendar.ics?token={TOKEN}"
    answer = httpx.get(url)
    assert answer.text.startswith("BEGIN:VCALENDAR")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    again = httpx.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]
    head = httpx.head(url)
    assert (head.status_code, head.content) == (200, b"")


def test_the_token_of_the_calendar_reaches_no_log(
    site: Site, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    caplog.set_level("WARNING", "httpx")  # the asker's own log, not ours
    for query in (f"token={TOKEN}", f"token={TOKEN}&account=nobody", f"token={TOKEN}x"):
        httpx.get(f"{site.url}/calendar.ics?{query}")
    said = capfd.readouterr()
    assert TOKEN not in caplog.text + said.out + said.err


@pytest.mark.parametrize(
    "path", ["/healthz", "/metrics", f"/calendar.ics?token={TOKEN}", "/calendar.ics", "/nowhere"]
)
def test_every_answer_keeps_browsers_and_caches_from_doing_more_with_it(site: Site, path: str):
    headers = httpx.get(f"{site.url}{path}").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


def test_an_event_of_slack_reaches_the_bot_whole(site: Site):
    answer = httpx.post(f"{site.url}/slack/events", content=b"x" * LARGEST_BODY)
    assert (answer.status_code, answer.text) == (200, "taken")
    assert [len(body) for body, _ in site.events] == [LARGEST_BODY]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_body_larger_than_any_of_slacks_is_refused(site: Site):
    answer = httpx.post(f"{site.url}/slack/events", content=b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert site.events == []


def test_a_body_without_end_is_refused_though_it_promises_nothing(site: Site):
    def pieces() -> Iterator[bytes]:
        yield from [b"x" * 65_536] * 17

    answer = httpx.post(f"{site.url}/slack/events", content=pieces())
    assert answer.status_code == 413
    assert site.events == []


def test_somebody_who_hangs_up_does_no_harm(
    site: Site, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    host, port = site.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nhalf")
    assert httpx.get(f"{site.url}/healthz").status_code == 200
    assert site.events == []
    assert "Traceback" not in caplog.text + capfd.readouterr().err


def test_in_socket_mode_there_is_no_place_for_events():
    pages = Pages(lambda: None, lambda: b"", lambda *_: pytest.fail("nobody asked"))
    port = free_port()
    server = WebServer(web_app(pages), Endpoint("127.0.0.1", port))
    server.start()
    answer = httpx.post(f"http://127.0.0.1:{port}/slack/events", content=b"{}")
    assert (answer.status_code, answer.text) == (404, "this bot uses Socket Mode\n")
    server.stop()


def test_an_event_is_posted_and_not_fetched(site: Site):
    assert httpx.get(f"{site.url}/slack/events").status_code == 405


def test_the_bot_is_well_while_it_ticks_and_can_read_its_database(stock: Stock):
    heartbeat, reader = Heartbeat(lambda: None), open_reader(stock.path)
    assert trouble(heartbeat, None, reader) == "the scheduler does not tick"
    heartbeat.beat_at = system_clock()
    assert trouble(heartbeat, None, reader) is None
    heartbeat.beat_at -= 2 * STALE
    assert trouble(heartbeat, None, reader) == "the scheduler does not tick"
    heartbeat.beat_at = system_clock()
    reader.close()
    assert trouble(heartbeat, None, reader) == "the database cannot be read"


@pytest.mark.parametrize("port", ["eighty", "-1", "65536", "8 0", "٨٠", "1e3", "999999999"])
def test_a_port_that_is_none_is_said_in_words(port: str):
    with pytest.raises(EndpointError, match="PORT has to be a number up to 65535"):
        read_endpoint({"PORT": port})


def test_without_a_port_there_are_no_endpoints():
    assert read_endpoint({}) is None
    assert read_endpoint({"PORT": " ", "HOST": "127.0.0.1"}) is None
    assert read_endpoint({"PORT": " 80 "}) == Endpoint(EVERYWHERE, 80)
    assert read_endpoint({"PORT": "80", "HOST": "::1"}) == Endpoint("::1", 80)


def test_a_port_that_somebody_else_has_is_said_in_words():
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(EndpointError, match=r"cannot listen on port \d+ of 127\.0\.0\.1: Address"),
    ):
        Endpoint("127.0.0.1", taken.getsockname()[1]).listen()
