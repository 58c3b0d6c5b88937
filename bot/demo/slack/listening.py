"""Runs an application on a port of this machine, in a thread of its own."""

import asyncio
import socket
import threading
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.demo.slack.web_api import HANG_UP

THREAD = "local-slack"


class _CuttableProtocol(H11Protocol):
    """Lets the application cut the line it is being talked to on."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the line for the requests that come over it."""
        super().connection_made(transport)
        served: Any = self.app

        async def cuttable(scope: Scope, receive: Receive, send: Send) -> None:
            scope[HANG_UP] = transport.abort
            await served(scope, receive, send)

        self.app = cuttable


class Listening:
    """A running server; `loop` is where the application's code runs."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._socket = socket.create_server((host, port))
        self.port: int = self._socket.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        config = uvicorn.Config(
            app,
            http=_CuttableProtocol,
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name=THREAD, daemon=True)

    def start(self) -> None:
        """Begin; returns once requests are served (they queue in the socket until then)."""
        self._thread.start()

    def stop(self) -> None:
        """End and wait for the thread."""
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_until_complete(self._server.serve(sockets=[self._socket]))
        finally:
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()
