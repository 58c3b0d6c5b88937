"""What passes in a moment is asked again, within the deadline; what does not, is not."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import stamina
from stamina.instrumentation import RetryDetails, get_on_retry_hooks, set_on_retry_hooks

from providers.base import AuthRejected, Connection, RateLimited, Unreachable
from providers.http import ask
from providers.interserver import SPEC
from providers.linode import SPEC as LINODE
from providers.retries import SPARE
from tests.providers.interserver import till
from tests.providers.server import Connect, Handler, Request, StartServer, raw_server, say


@pytest.fixture(autouse=True)
def _retries_as_in_the_bot_without_their_waits() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


def patient(connection: Connection) -> Connection:
    return replace(connection, retries=2)


def then_well(*statuses: int, headers: dict[str, str] | None = None) -> Handler:
    left = list(statuses)

    def answer(_: Request) -> tuple[int, dict[str, str], bytes]:
        return (left.pop(0), headers or {}, b"away") if left else (200, {}, b"well")

    return answer


@contextmanager
def hanging_up(times: int, *, reset: bool, then: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that ends so many connections without a word and answers the next ones."""
    heard: list[bytes] = []

    def talk(peer: socket.socket, _: threading.Event) -> None:
        heard.append(b"x")
        if len(heard) > times:
            peer.sendall(then)
        elif reset:  # lingering for 0 s makes the system send a reset
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with raw_server(talk) as url:
        yield url, heard


WELL = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nwell"


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_without_an_answer_is_asked_twice_more(
    loopback: StartServer, connect: Connect, status: int
) -> None:
    server = loopback(then_well(status, status))
    reply = ask(patient(connect("any", server.url)), "POST", server.url, data={"a": "b"})
    assert reply.body == b"well"
    assert [request.form for request in server.requests] == [{"a": "b"}] * 3


def test_after_two_more_tries_the_last_answer_counts(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(then_well(502, 504, 503, 502, 502))
    reply = ask(patient(connect("any", server.url)), "GET", server.url)
    assert (reply.status, reply.body, len(server.requests)) == (503, b"away", 3)


@pytest.mark.parametrize("reset", [True, False])
def test_a_connection_that_breaks_before_the_answer_is_made_again(
    connect: Connect, *, reset: bool
) -> None:
    with hanging_up(2, reset=reset, then=WELL) as (url, heard):
        assert ask(patient(connect("any", url)), "GET", url).body == b"well"
    assert len(heard) == 3


@contextmanager
def before_each_wait(told: Callable[[RetryDetails], None]) -> Iterator[None]:
    """Tries wait for each other as in the bot, and tell before they do."""

    def hook(details: RetryDetails) -> None:
        told(details)

    usual = get_on_retry_hooks()
    set_on_retry_hooks([hook])
    try:
        with stamina.set_testing(False):
            yield
    finally:
        set_on_retry_hooks(usual)


@pytest.fixture
def starting() -> Iterator[tuple[socket.socket, str]]:
    """A server that has its port and does not listen yet, so that it refuses connections."""
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        yield server, f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_a_server_that_is_just_starting_is_reached(
    connect: Connect, starting: tuple[socket.socket, str]
) -> None:
    server, url = starting

    def answer_one() -> None:
        peer, _ = server.accept()
        with peer:
            peer.recv(65536)
            peer.sendall(WELL)

    def start(_: RetryDetails) -> None:
        server.listen()
        threading.Thread(target=answer_one, daemon=True).start()

    with before_each_wait(start):
        assert ask(patient(connect("any", "")), "GET", url).body == b"well"


def test_nobody_waits_longer_than_a_few_seconds(
    connect: Connect, starting: tuple[socket.socket, str]
) -> None:
    _, url = starting
    waits: list[float] = []
    begun = time.monotonic()
    with (
        before_each_wait(lambda details: waits.append(details.wait_for)),
        pytest.raises(Unreachable, match=r"acme: .*refused"),
    ):
        ask(patient(connect("any", url)), "GET", url)
    assert len(waits) == 2
    assert 0.5 < sum(waits) < 3
    assert time.monotonic() - begun > sum(waits)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 501])
def test_an_answer_is_not_asked_for_again(
    loopback: StartServer, connect: Connect, status: int
) -> None:
    server = loopback(then_well(status))
    reply = ask(patient(connect("any", server.url)), "GET", server.url)
    assert (reply.status, len(server.requests)) == (status, 1)


def test_a_rate_limit_is_not_pressed(loopback: StartServer, connect: Connect) -> None:
    server = loopback(then_well(429))
    with pytest.raises(RateLimited):
        ask(patient(connect("any", server.url)), "GET", server.url)
    assert len(server.requests) == 1


@pytest.mark.parametrize(("header", "wait"), [("120", 120), ("Fri, 20 Nov 2026 09:05:00 GMT", 300)])
def test_a_service_that_says_when_it_is_back_is_left_in_peace_until_then(
    loopback: StartServer, connect: Connect, header: str, wait: int
) -> None:
    server = loopback(then_well(503, headers={"Retry-After": header}))
    said = f"acme: 127.0.0.1 is out of service and asks us to wait {wait} s"
    with pytest.raises(RateLimited, match=said) as caught:
        ask(patient(connect("any", server.url)), "GET", server.url)
    assert caught.value.retry_after == timedelta(seconds=wait)
    assert len(server.requests) == 1


def test_a_time_out_is_not_waited_for_twice(loopback: StartServer, connect: Connect) -> None:
    over = threading.Event()

    def silent(_: Request) -> tuple[int, dict[str, str], bytes]:
        over.wait(60)
        return 200, {}, b""

    server = loopback(silent)
    with pytest.raises(Unreachable, match="in time"):
        ask(replace(connect("any", server.url, deadline=3.0), retries=2), "GET", server.url)
    over.set()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nBad Header\x00: 1\r\n\r\n",
    ],
    ids=["an answer that is cut", "no HTTP"],
)
def test_a_broken_answer_is_an_answer(connect: Connect, said: bytes) -> None:
    heard: list[bytes] = []

    def talk(peer: socket.socket, over: threading.Event) -> None:
        heard.append(said)
        say(said)(peer, over)

    with raw_server(talk) as url, pytest.raises(Unreachable, match="cut its answer off"):
        ask(patient(connect("any", url)), "GET", url)
    assert len(heard) == 1


def test_all_tries_together_keep_to_the_deadline(loopback: StartServer, connect: Connect) -> None:
    server = loopback(then_well(503, 503))
    short = connect("any", server.url, deadline=SPARE)
    reply = ask(replace(short, retries=2), "GET", server.url)
    assert (reply.status, len(server.requests)) == (503, 1), "no second try without time for it"


def test_a_login_is_never_tried_twice(loopback: StartServer, connect: Connect) -> None:
    server = loopback(then_well(503, 503))
    connection = connect(
        "interserver", server.url, texts={"username": "u"}, secrets={"password": "p"}
    )
    with pytest.raises(Unreachable, match="503"):
        SPEC.connect(patient(connection)).fetch()
    assert len(server.requests) == 1


def test_a_list_of_interserver_is_asked_for_again(loopback: StartServer, connect: Connect) -> None:
    asked: list[str] = []

    def answer(request: Request) -> tuple[int, dict[str, str], bytes]:
        asked.append(till.operation(request))
        if len(asked) == 2:
            return 502, {}, b"<html>"
        if asked[-1] == "api_login":
            return 200, {}, till.session()
        return 200, {}, till.listing(asked[-1], till.row(7))

    server = loopback(answer)
    connection = connect(
        "interserver",
        server.url,
        texts={"username": "u"},
        lists={"modules": ("vps",)},
        secrets={"password": "p"},
    )
    assert SPEC.connect(patient(connection)).fetch().parts
    assert (asked.count("api_login"), asked.count(asked[1])) == (1, 2)


def test_a_refused_login_is_not_tried_again(loopback: StartServer, connect: Connect) -> None:
    server = loopback(lambda _: (401, {}, b'{"errors": [{"reason": "Invalid Token"}]}'))
    connection = connect("linode", server.url, secrets={"token": "t"})
    with pytest.raises(AuthRejected):
        LINODE.connect(patient(connection)).fetch()
    assert len(server.requests) == 1


def test_without_retries_each_request_goes_out_once(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(then_well(503))
    assert ask(connect("any", server.url), "GET", server.url).status == 503
    assert len(server.requests) == 1
