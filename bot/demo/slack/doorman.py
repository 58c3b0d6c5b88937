"""Keeps other web sites that are open in the same browser from pressing our buttons."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose


class Doorman:
    """Refuses requests to the page's API that a page of another site sends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] in ("http", "websocket") and scope["path"].startswith("/page/"):
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin is not None and origin.partition("://")[2] != headers.get("host"):
                refusal = WebSocketClose(1008) if scope["type"] == "websocket" else _REFUSAL
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


_REFUSAL = PlainTextResponse("Only the demo's own page may do this.", 403)
