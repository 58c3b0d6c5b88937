"""Fixtures every provider test may use: a server written as one function, a connection to it."""

import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from providers.base import Connection, Secret
from providers.clients import Clients
from state.model import Account, Direction
from tests.providers.server import Connect, Handler, Loopback, Request, StartServer

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _handler_class(answer: Handler, seen: list[Request]) -> type[BaseHTTPRequestHandler]:
    class Wire(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body go out at once, not 40 ms apart

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            parts = urlsplit(self.path)
            query = {k: v[-1] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, parts.path, query, headers, body)
            seen.append(request)
            status, answered, content = answer(request)
            self.send_response(status)
            for name, value in answered.items():
                self.send_header(name, value)
            if not {"content-length", "transfer-encoding"} & {name.lower() for name in answered}:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 -- names http.server looks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- inherited name
            """Say nothing: a test's output is its assertions."""

    return Wire


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of many tests."""


@pytest.fixture
def loopback() -> Iterator[StartServer]:
    """Start a server on 127.0.0.1: `server = loopback(lambda request: (200, {}, b"hello"))`."""
    running: list[tuple[_Server, threading.Thread]] = []

    def start(answer: Handler) -> Loopback:
        seen: list[Request] = []
        server = _Server(("127.0.0.1", 0), _handler_class(answer, seen))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((server, thread))
        return Loopback(f"http://127.0.0.1:{server.server_address[1]}", seen)

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Make a connection: `connect("whmcs", url, secrets={"secret": "s3"}, texts={...})`."""
    clients = Clients()  # each thread its own, as in the running bot

    def make(
        provider: str,
        url: str,
        *,
        account: str = "acme",
        timezone: str = "America/New_York",
        currency: str | None = None,
        direction: Direction = Direction.PAYABLE,
        texts: Mapping[str, str] | None = None,
        lists: Mapping[str, tuple[str, ...]] | None = None,
        secrets: Mapping[str, str] | None = None,
        deadline: float = 60.0,
        max_bytes: int = 32 * 1024 * 1024,
    ) -> Connection:
        return Connection(
            account=Account(account, provider, direction, "#billing", timezone, currency),
            url=url,
            texts=texts or {},
            lists=lists or {},
            secrets={
                name: Secret(lambda value=value: value)  # type: ignore[misc]
                for name, value in (secrets or {}).items()
            },
            clients=clients.trusting(None),
            now=lambda: NOW,
            deadline=deadline,
            max_bytes=max_bytes,
        )

    yield make
    clients.close()
