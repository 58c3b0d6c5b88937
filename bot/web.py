"""The web endpoints: health for whoever runs the bot, events for Slack's HTTP mode."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"

Trouble = Callable[[], str | None]
Events = Callable[[bytes, dict[str, str]], tuple[int, str, dict[str, str]]]


def web_app(trouble: Trouble, events: Events | None, figures: Callable[[], bytes]) -> Starlette:
    """Build the web application.

    `trouble` says what is wrong, or None; `events` answers a request of Slack with status,
    body and headers, and is None in Socket Mode; `figures` are those for Prometheus.
    """

    async def healthz(_: Request) -> Response:
        reason = await run_in_threadpool(trouble)
        return PlainTextResponse(f"{reason or 'ok'}\n", status_code=503 if reason else 200)

    async def metrics(_: Request) -> Response:
        return Response(await run_in_threadpool(figures), media_type=EXPOSITION)

    async def slack_events(request: Request) -> Response:
        if events is None:
            return PlainTextResponse("this bot uses Socket Mode\n", status_code=404)
        body = await request.body()
        headers = dict(request.headers)
        status, text, given = await run_in_threadpool(events, body, headers)
        return Response(text, status_code=status, headers=given)

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/metrics", metrics),
            Route("/slack/events", slack_events, methods=["POST"]),
        ]
    )


@dataclass(slots=True)
class WebServer:
    """Serves the endpoints from a thread of its own."""

    app: Starlette
    host: str
    port: int
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to serve; the port is taken when this returns, or OSError says why not."""
        config = uvicorn.Config(
            self.app, host=self.host, port=self.port, log_level="error", access_log=False
        )
        socket = config.bind_socket() if self.port else None
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [socket] if socket else None}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop serving."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(timeout=2)
