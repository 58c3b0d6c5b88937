"""The outer wall on Slack's side: a loopback server that takes what the bot sends back."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Payload = dict[str, Any]


class Wall:
    """Keeps every body posted to it, by path, and answers like Slack."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, Payload]] = []
        self.status = 200
        self.refused: dict[str, str] = {}  # path -> Slack's error
        self._came = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def wait_for(self, number: int = 1) -> list[Payload]:
        """The bodies posted so far, at least so many; fails after half a minute."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.posts) >= number, timeout=30), self.posts
            return [body for _, body in self.posts]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, path: str, body: str) -> None:
        fields = {name: values[0] for name, values in parse_qs(body).items()}
        with self._came:
            self.posts.append((path, fields or json.loads(body)))
            self._came.notify_all()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        take: Callable[[str, str], None] = self._take
        wall = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                take(self.path, self.rfile.read(length).decode())
                error = wall.refused.get(self.path)
                told = {"ok": False, "error": error} if error else {"ok": True}
                answer = json.dumps(told).encode()
                self.send_response(wall.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
