"""Socket Mode: the connections an app opened, and what is said over them.

See https://docs.slack.dev/apis/events-api/using-socket-mode/.
"""

import asyncio
import json
import secrets
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.demo.slack import seed

MOST_CONNECTIONS = 10
ACK_SECONDS = 3.0
GRACE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Acked:
    """The app took it; `body` is what it answered in the same breath."""

    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """The app did not take it; `error` is the name Slack shows."""

    error: str


Delivery = Acked | Failed


@dataclass(frozen=True, slots=True)
class Retry:
    """Says that an event was sent before."""

    number: int
    reason: str


class Sockets:
    """Up to ten open connections; each payload goes over one of them."""

    def __init__(
        self, told: Callable[[], None], background: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        self._told = told
        self._background = background
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[Acked]] = {}

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def ticket(self) -> str:
        """Return the secret that opens one connection, once."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Talk over one connection until it ends."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=1008)
            return
        self._tickets.remove(ticket)
        await socket.accept()
        if self.count >= MOST_CONNECTIONS:
            await self._send(socket, _goodbye("too_many_websockets"))
            await socket.close()
            return
        self._open.append(socket)
        self._told()
        try:
            await self._converse(socket)
        finally:
            self._forget(socket)

    async def deliver(self, kind: str, payload: dict[str, Any], retry: Retry | None) -> Delivery:
        """Send a payload over one connection and wait for its acknowledgement."""
        if not self._open:
            return Failed("dispatch_failed")
        envelope = secrets.token_hex(16)
        waiting: asyncio.Future[Acked] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = waiting
        try:
            await self._send(secrets.choice(self._open), _envelope(kind, envelope, payload, retry))
            return await asyncio.wait_for(waiting, ACK_SECONDS)
        except TimeoutError:
            return Failed("operation_timeout")
        finally:
            del self._waiting[envelope]

    async def disconnect(self, reason: str | None) -> None:
        """Ask every connection to go, or without a reason cut them off.

        Nothing new goes over them; what is under way may still be acknowledged for a
        second. Apps come back by themselves.
        """
        for socket in tuple(self._open):
            self._forget(socket)
            if reason is None:
                await _close(socket, 1011)
            else:
                await self._send(socket, _goodbye(reason))
                self._background(_close_soon(socket))

    async def _converse(self, socket: WebSocket) -> None:
        connection = {"app_id": seed.APP_ID}
        debug = {"host": "applink-local", "approximate_connection_time": 18060}
        hello = {"type": "hello", "num_connections": self.count, "debug_info": debug}
        await self._send(socket, {**hello, "connection_info": connection})
        while True:
            try:
                self._take(await socket.receive_text())
            except WebSocketDisconnect:
                return

    def _take(self, text: str) -> None:
        """Read an acknowledgement; anything else is none of ours, as with Slack."""
        try:
            answer = json.loads(text)
        except ValueError:
            return
        envelope = answer.get("envelope_id") if isinstance(answer, dict) else None
        waiting = self._waiting.get(envelope) if isinstance(envelope, str) else None
        if waiting is not None and not waiting.done():
            payload = answer.get("payload")
            waiting.set_result(Acked(payload if isinstance(payload, dict) else {}))

    async def _send(self, socket: WebSocket, message: dict[str, Any]) -> None:
        try:
            await socket.send_text(json.dumps(message))
        except (RuntimeError, WebSocketDisconnect):
            self._forget(socket)  # it broke just now; no acknowledgement will come

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._open:
            self._open.remove(socket)
            self._told()


def _goodbye(reason: str) -> dict[str, Any]:
    debug = {"host": "applink-local"}
    return {"type": "disconnect", "reason": reason, "debug_info": debug}


async def _close_soon(socket: WebSocket) -> None:
    """Leave the app a moment to go by itself, as Slack does."""
    await asyncio.sleep(GRACE_SECONDS)
    await _close(socket, 1000)


async def _close(socket: WebSocket, code: int) -> None:
    with suppress(RuntimeError, WebSocketDisconnect):  # the other side was quicker
        await socket.close(code)


def _envelope(
    kind: str, envelope: str, payload: dict[str, Any], retry: Retry | None
) -> dict[str, Any]:
    message: dict[str, Any] = {
        "type": kind,
        "envelope_id": envelope,
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }
    if kind == "events_api":
        message["retry_attempt"] = retry.number if retry else 0
        message["retry_reason"] = retry.reason if retry else ""
    return message
