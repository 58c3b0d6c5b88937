"""A web application served from a thread of its own."""

import asyncio
import socket
from threading import Thread
from typing import Any, Self

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

# places in an ASGI scope
HANG_UP = "duewatch.hang_up"  # a function that closes the line
STOPPING = "duewatch.stopping"  # a function that says whether the server is about to stop


class _Line(H11Protocol):
    """Lets the application close the line that it is being talked to on."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the line for the requests that come over it."""
        super().connection_made(transport)
        inner: Any = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope[HANG_UP] = transport.close
            await inner(scope, receive, send)

        self.app = app


class Served:
    """A running server. It accepts connections as soon as it exists.

    `url` has no slash at its end. `stop()` may be called more than once; requests that are
    still being answered get a second. Also usable in a `with` statement.
    """

    def __init__(self, app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> None:
        self._socket = _listening(host, port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"
        self._app = app
        config = uvicorn.Config(
            self._answer,
            interface="asgi3",
            http=_Line,
            lifespan="off",
            ws="none",
            access_log=False,
            server_header=False,
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._run, name=f"served:{self.port}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and close the port."""
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[STOPPING] = lambda: self._server.should_exit
        await self._app(scope, receive, send)

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that takes connections already.

    Its protocol is named, since asyncio switches Nagle's algorithm off only then; with it
    every answer would be 40 ms late.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening
