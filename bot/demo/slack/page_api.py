"""What the page asks and does: JSON over HTTP, and a line on which it is kept up to date."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.demo.slack import controls, interactions, membership, modals, page_views, shortcuts
from bot.demo.slack.arguments import Arguments
from bot.demo.slack.errors import SlackError
from bot.demo.slack.parts import Panel, Parts
from bot.demo.slack.seed import Channel
from bot.demo.slack.sockets import Delivery, Failed

Json = dict[str, Any]
Handler = Callable[[Arguments], Awaitable[Json]]


class PageApi:
    """Everything under /page that is not a file."""

    def __init__(self, parts: Parts, panel: Panel | None) -> None:
        self._parts = parts
        self._panel = panel

    def routes(self) -> list[BaseRoute]:
        """Return the ways in."""
        asked = {"state": self.state, "messages": self.messages, "thread": self.thread}
        done = {
            "command": self.command,
            "action": self.action,
            "view_submit": self.view_submit,
            "view_close": self.view_close,
            "home": self.home,
            "message": self.message,
            "shortcut": self.shortcut,
            "invite": self.invite,
        }
        return [
            *(Route(f"/page/{name}", _get(handler)) for name, handler in asked.items()),
            *(
                Route(f"/page/{name}", _post(handler), methods=["POST"])
                for name, handler in done.items()
            ),
            Route("/page/panel", _get(self.panel)),
            Route("/page/panel", _post(self.press), methods=["POST"]),
            WebSocketRoute("/page/live", self.live),
        ]

    async def state(self, asked: Arguments) -> Json:
        """Who and what there is."""
        return page_views.state(self._parts, asked.text("user"))

    async def messages(self, asked: Arguments) -> Json:
        """What stands in a channel."""
        channel = self._channel(asked)
        return {"messages": page_views.messages(self._parts, channel, asked.text("user"))}

    async def thread(self, asked: Arguments) -> Json:
        """What stands in a thread."""
        channel, (ts,) = self._channel(asked), asked.required("ts")
        return {"messages": page_views.thread(self._parts, channel, ts, asked.text("user"))}

    async def command(self, asked: Arguments) -> Json:
        """Type a slash command."""
        user, text = asked.required("user", "text")
        thread_ts = asked.text("thread_ts") or None
        await interactions.command(self._parts, user, self._channel(asked), text, thread_ts)
        return {}

    async def action(self, asked: Arguments) -> Json:
        """Press something in a message or view."""
        (user,) = asked.required("user")
        action, state = asked.structure("action"), asked.structure("state")
        if not isinstance(action, dict) or "action_id" not in action:
            raise SlackError("invalid_arguments", ["missing required field: action"])
        if asked.has("view_id"):
            view_id = asked.text("view_id")
            outcome = await interactions.press_in_view(self._parts, user, view_id, action, state)
        else:
            (ts,) = asked.required("message_ts")
            channel = self._channel(asked)
            outcome = await interactions.press_in_message(
                self._parts, user, channel, ts, action, state
            )
        return _outcome(outcome)

    async def view_submit(self, asked: Arguments) -> Json:
        """Press Submit in a modal."""
        user, view_id = asked.required("user", "view_id")
        state = asked.structure("state") or {}
        errors = await modals.submit(self._parts, user, view_id, state.get("values", {}))
        return {"errors": errors} if errors else {}

    async def view_close(self, asked: Arguments) -> Json:
        """Close a modal."""
        user, view_id = asked.required("user", "view_id")
        await modals.close(self._parts, user, view_id, clear=asked.flag("is_cleared"))
        return {}

    async def home(self, asked: Arguments) -> Json:
        """Look at a tab of the app; what is published on its Home comes back at once."""
        (user,) = asked.required("user")
        interactions.open_home(self._parts, user, asked.text("tab", "home"))
        return {"view": self._parts.views.homes.get(user)}

    async def message(self, asked: Arguments) -> Json:
        """Write a message as a person."""
        user, text = asked.required("user", "text")
        thread_ts = asked.text("thread_ts") or None
        said = interactions.say(self._parts, user, self._channel(asked), text, thread_ts)
        return {"message": said}

    async def shortcut(self, asked: Arguments) -> Json:
        """Choose a shortcut, of the composer's menu or of a message's."""
        user, callback_id = asked.required("user", "callback_id")
        if not asked.has("message_ts"):
            return _outcome(await shortcuts.begin(self._parts, user, callback_id))
        channel, ts = self._channel(asked), asked.text("message_ts")
        return _outcome(await shortcuts.begin_on(self._parts, user, callback_id, channel, ts))

    async def invite(self, asked: Arguments) -> Json:
        """Add the bot to a channel."""
        (user,) = asked.required("user")
        membership.invite(self._parts, self._channel(asked), user)
        return {}

    async def panel(self, asked: Arguments) -> Json:  # noqa: ARG002 -- nothing to ask for
        """Return what can be pressed, and what time it is."""
        return await asyncio.to_thread(
            lambda: {
                "controls": controls.controls(self._parts, self._panel),
                "clock": controls.clock(self._parts, self._panel),
            }
        )

    async def press(self, asked: Arguments) -> Json:
        """Press something on the panel."""
        (control,) = asked.required("id")
        value = asked.given().get("value")
        if not await controls.press(self._parts, control, value):
            if self._panel is None:
                raise SlackError("unknown_control")
            await _press(self._panel, control, value)
        self._parts.feed.tell({"type": "panel"})
        return await self.panel(asked)

    async def live(self, socket: WebSocket) -> None:
        """Keep one page up to date until it goes away."""
        await socket.accept()
        queue = self._parts.feed.subscribe(socket.query_params.get("user", ""))
        sending = asyncio.create_task(_send_all(socket, queue))
        try:
            with suppress(WebSocketDisconnect):
                while True:
                    await socket.receive_text()
        finally:
            self._parts.feed.unsubscribe(queue)
            sending.cancel()

    def _channel(self, asked: Arguments) -> Channel:
        """Return the channel a person means; people also see those the bot is not in."""
        (channel_id,) = asked.required("channel")
        channel = self._parts.workspace.channels.get(channel_id)
        if channel is None:
            raise SlackError("channel_not_found")
        return channel


async def _press(panel: Panel, control: str, value: object) -> None:
    try:
        await asyncio.to_thread(panel.press, control, value)
    except ValueError as error:
        raise SlackError("unknown_control", [str(error)]) from None


def _outcome(outcome: Delivery) -> Json:
    return {"error": outcome.error} if isinstance(outcome, Failed) else {}


async def _send_all(socket: WebSocket, queue: asyncio.Queue[Json]) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # it went away; `live` notices too
        while True:
            await socket.send_text(json.dumps(await queue.get()))


def _get(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await _answer(handler, Arguments(dict(request.query_params)))

    return endpoint


def _post(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body = await request.json()
        except ValueError:
            return JSONResponse(SlackError("invalid_json").body(), 400)
        if not isinstance(body, dict):
            return JSONResponse(SlackError("json_not_object").body(), 400)
        return await _answer(handler, Arguments(body))

    return endpoint


async def _answer(handler: Handler, arguments: Arguments) -> Response:
    try:
        return JSONResponse(await handler(arguments))
    except SlackError as error:
        return JSONResponse(error.body(), 400)
