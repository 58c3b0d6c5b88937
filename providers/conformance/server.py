"""A server on 127.0.0.1 for one case. It records what it is asked and cannot be kept for ever."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from providers.conformance.wire import Request

MOST_REQUESTS = 3_000

Spoken = tuple[int, Mapping[str, str], bytes | Iterator[bytes]]
Speaker = Callable[[Request], Spoken]


@dataclass(slots=True)
class Served:
    """A running server; `requests` is what it was asked, in order."""

    url: str
    requests: list[Request] = field(default_factory=list)

    @property
    def was_exhausted(self) -> bool:
        """True when it was asked so often that it stopped answering well."""
        return len(self.requests) > MOST_REQUESTS


@contextmanager
def serving(speak: Speaker, host: str = "127.0.0.1") -> Iterator[Served]:
    """Answer every request with what `speak` gives."""
    served = Served("")
    server = _Server((host, 0), _talker(speak, served))
    served.url = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True
    )
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of many cases."""


def _talker(speak: Speaker, served: Served) -> type[BaseHTTPRequestHandler]:
    class Talker(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body go out at once, not 40 ms apart

        def _serve(self) -> None:
            request = self._request()
            served.requests.append(request)
            if served.was_exhausted:
                self._say((500, {"Connection": "close"}, b"asked too often"))
            else:
                self._say(speak(request))

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve  # noqa: N815 -- names http.server looks for

        def _request(self) -> Request:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            parts = urlsplit(self.path)
            query = {k: v[-1] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            return Request(self.command, parts.path, query, headers, body)

        def _say(self, spoken: Spoken) -> None:
            status, headers, content = spoken
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if isinstance(content, bytes) and "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            for piece in (content,) if isinstance(content, bytes) else content:
                self.wfile.write(piece)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- inherited name
            """Say nothing: the table speaks."""

    return Talker
