"""The door of the Web API: token, faults, limits, then the method itself."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.demo.slack import seed
from bot.demo.slack.arguments import Arguments, read_arguments
from bot.demo.slack.errors import SlackError
from bot.demo.slack.methods import REGISTRY, Call, Method
from bot.demo.slack.parts import Parts

HANG_UP = "duewatch.hang_up"  # the place in the scope of the function that cuts the line
_LARGEST_BODY = 4_000_000


class WebApi:
    """Answers /api/{method}, by GET or POST, in any of Slack's three encodings."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        name = request.path_params["method"]
        body = await request.body()
        faults = self._parts.faults
        self._parts.calls[name] += 1
        if faults.spend("lose_before", name):
            return HungUp()
        if faults.spend("server_errors", name):
            return Response("Internal Server Error", 500)
        if faults.spend("rate_limited", name):
            return _too_many(faults.retry_after)
        response = self._answer(name, request, body)
        self._parts.feed.touch()
        if faults.slow and name in faults.methods:
            await asyncio.sleep(faults.slow)
        if faults.spend("lose_replies", name):
            return HungUp()
        return response

    def _answer(self, name: str, request: Request, body: bytes) -> Response:
        try:
            if len(body) > _LARGEST_BODY:
                raise SlackError("request_too_large")
            content_type = request.headers.get("content-type", "")
            arguments, token = read_arguments(request.url.query, content_type, body)
            method = _find(name)
            _let_in(method, _header_token(request) or token)
            if name in self._parts.faults.refuse:
                raise SlackError(self._parts.faults.refuse[name])
            wait = self._wait(name, arguments)
            if wait:
                return _too_many(wait)
            answer = {"ok": True, **method.handler(Call(self._parts, arguments))}
            return JSONResponse(answer, headers=self._head(method))
        except SlackError as error:
            return JSONResponse(error.body())

    def _head(self, method: Method) -> dict[str, str]:
        """What Slack says about the bot's token beside every answer to it."""
        if method.token != "xoxb":  # noqa: S105 -- a kind of token
            return {}
        return {"X-OAuth-Scopes": ",".join(sorted(self._parts.faults.scopes))}

    def _wait(self, name: str, arguments: Arguments) -> int:
        """Return the seconds a message has to wait; 0 when it may go out or will be refused."""
        if name != "chat.postMessage":
            return 0
        (reference,) = arguments.required("channel")
        return self._parts.limit.wait(self._parts.workspace.channel_named(reference).id)


def _find(name: str) -> Method:
    method = REGISTRY.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    return method


def _header_token(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token else None


def _let_in(method: Method, token: str | None) -> None:
    if not method.token:
        return
    if not token:
        raise SlackError("not_authed")
    if token not in (seed.BOT_TOKEN, seed.APP_TOKEN):
        raise SlackError("invalid_auth")
    if not token.startswith(method.token):
        raise SlackError("not_allowed_token_type")


def _too_many(seconds: int) -> Response:
    body = {"ok": False, "error": "ratelimited"}
    return JSONResponse(body, 429, {"Retry-After": str(seconds)})


class HungUp(Response):
    """Cuts the line without an answer, as a broken network does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Cut, and wait until the server has noticed."""
        cut: Callable[[], None] = scope[HANG_UP]
        cut()
        await receive()
