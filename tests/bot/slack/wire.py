"""A server that does on the wire exactly what a test says, one act per connection."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

Act = Callable[[socket.socket], None]


def answer(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Act:
    """A whole answer; what is not text is sent as JSON."""
    text = body if isinstance(body, str) else json.dumps(body)
    named = {"Content-Type": "application/json; charset=utf-8"} | dict(headers or {})
    return lambda line: line.sendall(_head(status, named, len(text.encode())) + text.encode())


def _head(status: int, headers: Mapping[str, str], length: int) -> bytes:
    rows = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*rows, f"Content-Length: {length}", "Connection: close", "", ""]).encode()


def drop(_: socket.socket) -> None:
    """Take the request and say nothing."""


def cut(line: socket.socket) -> None:
    """Begin an answer and stop in the middle."""
    line.sendall(_head(200, {"Content-Type": "application/json"}, 500) + b'{"ok": true, "chan')


def gibberish(line: socket.socket) -> None:
    """Something that is not HTTP."""
    line.sendall(b"\x00\x01\x02 what?\r\n\r\n")


def hang(line: socket.socket) -> None:
    """Say nothing until the other side gives up."""
    line.settimeout(20)
    line.recv(1)


@dataclass
class Wire:
    """What will be answered, the last act again and again, and what was asked."""

    acts: list[Act]
    url: str = ""
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def methods(self) -> list[str]:
        """The names of the methods that were called, in order."""
        return [method for method, _ in self.asked]


@contextmanager
def wire(*acts: Act) -> Iterator[Wire]:
    """Listen on loopback and act, until the block ends."""
    said = Wire(list(acts))
    listener = socket.create_server(("127.0.0.1", 0))
    said.url = f"http://127.0.0.1:{listener.getsockname()[1]}/api/"
    thread = threading.Thread(target=_serve, args=(listener, said))
    thread.start()
    try:
        yield said
    finally:
        _wake(listener)
        thread.join(5)
        listener.close()


def _wake(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()) as last:
        last.shutdown(socket.SHUT_WR)


def _serve(listener: socket.socket, said: Wire) -> None:
    while True:
        line, _ = listener.accept()
        with line:
            request = _read(line)
            if request is None:
                return
            said.asked.append(request)
            act = said.acts.pop(0) if len(said.acts) > 1 else said.acts[0]
            act(line)


def _read(line: socket.socket) -> tuple[str, dict[str, Any]] | None:
    received = b""
    while b"\r\n\r\n" not in received:
        part = line.recv(65_536)
        if not part:
            return None
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    rows = head.decode().split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (row.partition(":") for row in rows)
    }
    while len(body) < int(headers.get("content-length", 0)):
        body += line.recv(65_536)
    return rows[0].split()[1].removeprefix("/api/"), _arguments(headers, body.decode())


def _arguments(headers: Mapping[str, str], body: str) -> dict[str, Any]:
    if headers.get("content-type", "").startswith("application/json"):
        return dict(json.loads(body or "{}"))
    return {name: values[0] for name, values in parse_qs(body).items()}
