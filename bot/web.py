"""The web endpoints: health, figures, a calendar, and events for Slack's HTTP mode."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.calendar_feed import Page
from bot.endpoint import Endpoint

EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"
LARGEST_BODY = 2**20  # Slack's own are a hundredth of it

Trouble = Callable[[], str | None]
Events = Callable[[bytes, dict[str, str]], tuple[int, str, dict[str, str]]]
Calendar = Callable[[Mapping[str, str], Mapping[str, str]], Page]

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",  # amounts and names are for the asker alone
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the calendar's address holds its token
}


@dataclass(frozen=True, slots=True)
class Pages:
    """What the endpoints answer with.

    `trouble` says what is wrong, or None; `events` answers a request of Slack with status,
    body and headers, and is None in Socket Mode; `figures` are those for Prometheus;
    `calendar` answers by query and headers.
    """

    trouble: Trouble
    figures: Callable[[], bytes]
    calendar: Calendar
    events: Events | None = None


def web_app(pages: Pages) -> Starlette:
    """Build the web application."""

    async def healthz(_: Request) -> Response:
        reason = await run_in_threadpool(pages.trouble)
        return PlainTextResponse(f"{reason or 'ok'}\n", status_code=503 if reason else 200)

    async def metrics(_: Request) -> Response:
        return Response(await run_in_threadpool(pages.figures), media_type=EXPOSITION)

    async def calendar(request: Request) -> Response:
        query, headers = dict(request.query_params), dict(request.headers)
        page = await run_in_threadpool(pages.calendar, query, headers)
        return Response(page.body, page.status, dict(page.headers))

    async def slack_events(request: Request) -> Response:
        if pages.events is None:
            return PlainTextResponse("this bot uses Socket Mode\n", status_code=404)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("the body is too large\n", status_code=413)
        headers = dict(request.headers)
        status, text, given = await run_in_threadpool(pages.events, body, headers)
        return Response(text, status_code=status, headers=given)

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/metrics", metrics),
            Route("/calendar.ics", calendar),
            Route("/slack/events", slack_events, methods=["POST"]),
        ],
        middleware=[Middleware(_Safe)],
    )


async def _body(request: Request) -> bytes | None:
    """The whole body; None when it is larger than any of Slack's, and then it is not read."""
    promised = request.headers.get("content-length", "")
    if promised.isdecimal() and int(promised) > LARGEST_BODY:
        return None
    pieces = bytearray()
    async for piece in request.stream():
        pieces += piece
        if len(pieces) > LARGEST_BODY:
            return None
    return bytes(pieces)


class _Safe:
    """Puts the headers on every answer that keep browsers and caches from doing more with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, guarded)
        except ClientDisconnect:
            return  # whoever asked has gone: nobody is there to answer


@dataclass(slots=True)
class WebServer:
    """Serves the endpoints from a thread of its own."""

    app: Starlette
    endpoint: Endpoint
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to serve; the port is taken when this returns, or EndpointError says why not."""
        listening = self.endpoint.listen()
        config = uvicorn.Config(
            self.app,
            log_level="error",
            access_log=False,  # it would write the calendar's token
            server_header=False,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop serving."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(timeout=2)
