"""Keeps other web sites that are open in the same browser from pressing our buttons.

The demo's tokens are known to everybody, and a browser lets any site send requests to this
machine. Three things tell such a request from one of the demo's own page:

* The name in `Host`. A site may point its own name at 127.0.0.1 and then count as one of ours
  (DNS rebinding); an address, `localhost` and the name that the demo was started with cannot be
  taken over like that.
* `Origin`, which browsers send with whatever writes, and which no script can change.
* `Sec-Fetch-Site`, which they send with everything else, such as a picture whose address acts.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

_PAGE = ("/archives/",)  # with "/": where a link from elsewhere may lead


class Doorman:
    """Refuses what a page of another site sends; `host` is the name that is served."""

    def __init__(self, app: ASGIApp, host: str = "127.0.0.1") -> None:
        self._app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            if not self._is_here(headers.get("host", "")):
                await _refuse(scope, receive, send, _MISNAMED)
                return
            if _is_foreign(headers, scope):
                await _refuse(scope, receive, send, _FOREIGN)
                return
        await self._app(scope, receive, send)

    def _is_here(self, given: str) -> bool:
        """Whether a request names us in a way that no other site can."""
        try:
            name = urlsplit(f"//{given}").hostname or ""
        except ValueError:
            return False
        name = name.rstrip(".")
        return name in ("localhost", self._host.lower()) or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_foreign(headers: Headers, scope: Scope) -> bool:
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2] != headers.get("host"):
        return True
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False  # typed, or our own page; programs that are no browser say nothing
    return headers.get("sec-fetch-mode") != "navigate" or not _is_page(scope)


def _is_page(scope: Scope) -> bool:
    return scope.get("method") == "GET" and (
        scope["path"] == "/" or scope["path"].startswith(_PAGE)
    )


async def _refuse(scope: Scope, receive: Receive, send: Send, why: PlainTextResponse) -> None:
    refusal = WebSocketClose(1008) if scope["type"] == "websocket" else why
    await refusal(scope, receive, send)


_FOREIGN = PlainTextResponse("Only the demo's own page may do this.", 403)
_MISNAMED = PlainTextResponse(
    "This is the demo of Duewatch, and it does not answer to this name: open it by its address, "
    "or start it with --host and the name.",
    421,
)
