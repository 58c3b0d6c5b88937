"""The web endpoints: health, figures, a calendar, and events for Slack's HTTP mode."""

import hmac
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.web.calendar_feed import Page
from bot.web.endpoint import Endpoint
from bot.web.headers import SafeHeaders

METRICS_TOKEN = "DUEWATCH_METRICS_TOKEN"  # noqa: S105 -- the name of a variable
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"
LARGEST_BODY = 2**20  # Slack's own are a hundredth of it

Trouble = Callable[[], str | None]
Events = Callable[[bytes, dict[str, str]], tuple[int, str, dict[str, str]]]
Calendar = Callable[[Mapping[str, str], Mapping[str, str]], Page]


@dataclass(frozen=True, slots=True)
class Pages:
    """What the endpoints answer with.

    `trouble` says what is wrong, or None; `events` answers a request of Slack with status,
    body and headers, and is None in Socket Mode; `figures` are those for Prometheus;
    `calendar` answers by query and headers. With a `metrics_token` the figures are only for who
    sends it as a bearer token.
    """

    trouble: Trouble
    figures: Callable[[], bytes]
    calendar: Calendar
    events: Events | None = None
    metrics_token: str | None = field(default=None, repr=False)


def web_app(pages: Pages) -> ASGIApp:
    """Build the web application."""

    async def healthz(_: Request) -> Response:
        reason = await run_in_threadpool(pages.trouble)
        return PlainTextResponse(f"{reason or 'ok'}\n", status_code=503 if reason else 200)

    async def metrics(request: Request) -> Response:
        if pages.metrics_token and not _bears(request, pages.metrics_token):
            words = "the figures need the right bearer token\n"
            return PlainTextResponse(words, 401, {"WWW-Authenticate": "Bearer"})
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

    routes = [
        Route("/healthz", healthz),
        Route("/metrics", metrics),
        Route("/calendar.ics", calendar),
        Route("/slack/events", slack_events, methods=["POST"]),
    ]
    return SafeHeaders(Starlette(routes=routes))


def _bears(request: Request, token: str) -> bool:
    """Whether a request carries the token; how much of it is right takes no time to tell."""
    given = request.headers.get("authorization", "").encode()
    return hmac.compare_digest(given, f"Bearer {token}".encode())


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


@dataclass(slots=True)
class WebServer:
    """Serves the endpoints from a thread of its own."""

    app: ASGIApp
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
