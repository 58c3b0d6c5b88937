"""What the fixtures `loopback` and `connect` take and give, and servers that misbehave."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from providers.base import Connection


@dataclass(frozen=True, slots=True)
class Request:
    """What arrived at the loopback server."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # lower-case names
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        fields = parse_qs(self.body.decode(), keep_blank_values=True)
        return {name: values[-1] for name, values in fields.items()}


Response = tuple[int, Mapping[str, str], bytes]
Handler = Callable[[Request], Response]
Connect = Callable[..., Connection]  # see the fixture `connect`


@dataclass(slots=True)
class Loopback:
    """A running server; `requests` is what it was asked, in order."""

    url: str
    requests: list[Request] = field(default_factory=list)


StartServer = Callable[[Handler], Loopback]
Talk = Callable[[socket.socket, threading.Event], None]


@contextmanager
def raw_server(talk: Talk) -> Iterator[str]:
    """A server that says exactly the bytes a test wants, when it wants."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            while not over.is_set():
                peer, _ = listener.accept()
                with peer, suppress(OSError):
                    peer.recv(65536)
                    talk(peer, over)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def drip(before: bytes, drop: bytes) -> Talk:
    def talk(peer: socket.socket, over: threading.Event) -> None:
        peer.sendall(before)
        while not over.wait(0.05):
            peer.sendall(drop)

    return talk


def say(words: bytes) -> Talk:
    return lambda peer, _: peer.sendall(words)
