"""No server, however slow or silent, holds a request beyond its time limit."""

import socket
import threading
import time
from contextlib import suppress

import httpcore
import pytest

from providers.base import Unreachable
from providers.deadline import IDLE_SECONDS, READ_SECONDS, open_client, time_limit
from providers.http import ask
from tests.providers.server import Connect, StartServer, drip, raw_server

SOON = READ_SECONDS / 2  # by the deadline of half a second, and by no other limit


@pytest.mark.parametrize(
    ("before", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b""),
    ],
    ids=["body", "chunks", "header", "interim answers", "silence"],
)
def test_a_slow_drip_cannot_outlast_the_deadline(
    connect: Connect, before: bytes, drop: bytes
) -> None:
    with raw_server(drip(before, drop)) as url:
        begun = time.monotonic()
        with pytest.raises(
            Unreachable, match=r"acme: 127\.0\.0\.1 did not answer completely in time"
        ):
            ask(connect("any", url, deadline=0.5), "GET", url)
        assert 0.4 < time.monotonic() - begun < SOON


def test_an_upload_that_nobody_reads_cannot_outlast_the_deadline(connect: Connect) -> None:
    with raw_server(drip(b"", b"")) as url:
        begun = time.monotonic()
        with pytest.raises(Unreachable, match="in time"):
            ask(connect("any", url, deadline=0.5), "POST", url, data=b"x" * 64 * 2**20)
        assert time.monotonic() - begun < SOON


def test_a_time_limit_ends_with_its_block(loopback: StartServer) -> None:
    server = loopback(lambda _: (200, {}, b"ok"))
    with open_client() as client:
        with time_limit(0.0), pytest.raises(Exception, match="time limit"):
            client.get(server.url)
        assert client.get(server.url).text == "ok"


def test_a_connection_is_used_again_at_once_and_not_when_its_server_may_hang_up() -> None:
    connections: list[socket.socket] = []

    def talk(peer: socket.socket, _: threading.Event) -> None:
        connections.append(peer)
        asked = True
        while asked:
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            asked = bool(peer.recv(65_536))

    with raw_server(talk) as url, open_client() as client:
        for idle in (0, 0, IDLE_SECONDS + 0.1):
            time.sleep(idle)
            assert client.get(url).text == "ok"
    assert len(connections) == 2


def test_a_request_goes_out_in_one_piece(connect: Connect) -> None:
    later: list[bytes] = []

    def talk(peer: socket.socket, _: threading.Event) -> None:  # after the first piece came
        peer.settimeout(0.2)
        with suppress(TimeoutError):
            later.append(peer.recv(65_536))
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    with raw_server(talk) as url:
        assert ask(connect("any", url), "POST", url, data=b"the body").body == b"ok"
    assert later == []


def test_a_proxy_of_the_environment_is_used_for_others_and_not_for_ourselves(
    loopback: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = loopback(lambda _: (200, {}, b"from the proxy"))
    server = loopback(lambda _: (200, {}, b"direct"))
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    with open_client() as client:
        assert client.get("http://billing.example/").text == "from the proxy"
        assert client.get(server.url).text == "direct"
        monkeypatch.setenv("no_proxy", "127.0.0.2")
        with pytest.raises(httpcore.ConnectError):
            client.get(server.url.replace("127.0.0.1", "127.0.0.2"))
    assert len(proxy.requests) == 1
