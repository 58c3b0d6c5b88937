"""The whole site: Web API, Socket Mode, uploads, response addresses, and the page."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp

from bot.demo.slack.arguments import read_arguments
from bot.demo.slack.doorman import Doorman
from bot.demo.slack.errors import SlackError
from bot.demo.slack.file_doors import FileDoors
from bot.demo.slack.page_api import PageApi
from bot.demo.slack.parts import Panel, Parts
from bot.demo.slack.responses import respond
from bot.demo.slack.web_api import WebApi
from bot.web.headers import SafeHeaders

PAGE = Path(__file__).parent.parent / "page"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' https: data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
}
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css"}


def build_site(
    parts: Parts,
    panel: Panel | None,
    mounts: Mapping[str, ASGIApp],
    host: str = "127.0.0.1",
    page: Path = PAGE,
) -> ASGIApp:
    """Return the application that a server can run; `host` is where it listens."""
    site = _Site(parts, page)
    routes: list[BaseRoute] = [
        Route("/api/{method}", WebApi(parts).answer, methods=["GET", "POST"]),
        WebSocketRoute("/link/", parts.sockets.serve),
        Route("/response/{secret}", site.respond, methods=["POST"]),
        *FileDoors(parts).routes(),
        *PageApi(parts, panel).routes(),
        Route("/", site.index),
        Route("/archives/{rest:path}", site.index),
        Route("/page/{file}", site.page_file),
        *(Mount(path, app) for path, app in mounts.items()),
    ]
    return SafeHeaders(Doorman(Starlette(routes=routes), host))


class _Site:
    """The parts of the site that need no class of their own."""

    def __init__(self, parts: Parts, page: Path) -> None:
        self._parts = parts
        self._page = page

    async def index(self, request: Request) -> Response:  # noqa: ARG002 -- the same for all
        """Give the page."""
        return self._file("index.html")

    async def page_file(self, request: Request) -> Response:
        """Give a file of the page."""
        return self._file(request.path_params["file"])

    def _file(self, name: str) -> Response:
        path = self._page / name
        if path.parent != self._page or not path.is_file():
            return PlainTextResponse("There is no such file.", 404)
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0]
        return FileResponse(path, media_type=kind, headers=_HEADERS)

    async def respond(self, request: Request) -> Response:
        """Take a late answer to a command or click."""
        content_type = request.headers.get("content-type", "")
        try:
            occasion = self._parts.response_urls.use(request.path_params["secret"])
        except SlackError as error:
            return JSONResponse(error.body(), 404)
        try:
            arguments, _ = read_arguments("", content_type, await request.body())
            given = arguments.structure("payload") or arguments.given()
            respond(self._parts, occasion, given)
        except SlackError as error:
            return PlainTextResponse(error.code, 400)
        return PlainTextResponse("ok")
