"""Plays the people: what tests and stories do to the local Slack from another thread."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from time import monotonic
from typing import Any, TypeVar

from bot.demo.slack import interactions, membership, modals, page_views, shortcuts
from bot.demo.slack.blocks import elements
from bot.demo.slack.errors import SlackError
from bot.demo.slack.fields import entered, initial_values
from bot.demo.slack.listening import THREAD
from bot.demo.slack.parts import Parts
from bot.demo.slack.seed import Channel
from bot.demo.slack.sockets import Failed

T = TypeVar("T")
Json = dict[str, Any]
_PATIENCE = 30.0  # seconds; what happens at all happens sooner, unless the machine is busy


class Driver:
    """Every method waits for the server's thread; none may be called in it."""

    def __init__(self, parts: Parts, loop: asyncio.AbstractEventLoop) -> None:
        self._parts = parts
        self._loop = loop

    def history(self, channel: str, user: str | None = None) -> list[Json]:
        """Return what stands in a channel, the oldest first, without thread replies."""
        return self._do(lambda: page_views.messages(self._parts, self._place(channel), user))

    def thread(self, channel: str, ts: str, user: str | None = None) -> list[Json]:
        """Return a thread: the parent, then its replies."""
        return self._do(lambda: page_views.thread(self._parts, self._place(channel), ts, user))

    def ephemerals(self, user: str) -> list[Json]:
        """Return what only this person sees, the oldest first."""
        return self._do(lambda: list(self._parts.timeline.ephemerals.get(user, [])))

    def command(self, user: str, channel: str, line: str, timeout: float = _PATIENCE) -> Json:
        """Type a slash command; returns the first thing the person sees, {} for nothing."""

        async def typed() -> Json:
            place = self._place(channel)
            occasion = await interactions.command(self._parts, user, place, line)
            try:
                return await asyncio.wait_for(asyncio.shield(occasion.seen), timeout)
            except TimeoutError:
                return {}

        return self._await(typed(), timeout + _PATIENCE)

    def click(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        value: object = None,
        timeout: float = _PATIENCE,
    ) -> Json:
        """Press a button, or choose a value in a menu, of a message.

        Returns {"ok": True} when the app acknowledged within `timeout`, else the error's
        name. LookupError when the message shows no such thing.
        """

        async def pressed() -> Json:
            place = self._place(channel)
            message = self._message(user, place, ts)
            more = [one.get("blocks", []) for one in message.get("attachments", [])]
            blocks = sum(more, message.get("blocks", []))
            action = _action(blocks, action_id, value)
            press = interactions.press_in_message(self._parts, user, place, ts, action)
            return _outcome(await asyncio.wait_for(press, timeout))

        return self._await(pressed(), timeout + _PATIENCE)

    def click_view(self, user: str, view_id: str, action_id: str, value: object = None) -> Json:
        """Press a button, or choose a value in a menu, of a modal or the Home tab."""

        async def pressed() -> Json:
            view = self._parts.views.find(user, view_id)
            action = _action(view["blocks"], action_id, value)
            return _outcome(await interactions.press_in_view(self._parts, user, view_id, action))

        return self._await(pressed())

    def submit(self, user: str, view_id: str, values: Mapping[str, object]) -> dict[str, str]:
        """Fill in a modal by block or action id and press Submit.

        Returns the complaints by block id, {} when it was taken.
        """

        async def submitted() -> dict[str, str]:
            view = self._parts.views.find(user, view_id)
            return await modals.submit(self._parts, user, view_id, _filled(view, values))

        return self._await(submitted())

    def close_view(self, user: str, view_id: str) -> None:
        """Close a modal."""
        self._await(modals.close(self._parts, user, view_id))

    def modals(self, user: str) -> list[Json]:
        """Return the modals a person has open, the topmost last."""
        return self._do(lambda: [dict(view) for view in self._parts.views.stack(user)])

    def shortcut(self, user: str, callback_id: str) -> Json:
        """Choose a shortcut of the composer's menu; SlackError for one that is not there."""

        async def chosen() -> Json:
            return _outcome(await shortcuts.begin(self._parts, user, callback_id))

        return self._await(chosen())

    def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Json:
        """Choose a shortcut of a message's menu."""

        async def chosen() -> Json:
            place = self._place(channel)
            return _outcome(await shortcuts.begin_on(self._parts, user, callback_id, place, ts))

        return self._await(chosen())

    def open_messages(self, user: str) -> None:
        """Look at the app's Messages tab."""
        self._do(lambda: interactions.open_home(self._parts, user, "messages"))

    def open_home(self, user: str, timeout: float = _PATIENCE) -> Json:
        """Look at the Home tab; returns it once the app has published it, {} if it does not."""
        before = self._home(user).get("hash")
        self._do(lambda: interactions.open_home(self._parts, user))
        try:
            self.wait_for(lambda: self._home(user).get("hash") != before, timeout)
        except TimeoutError:
            return self._home(user)
        return self._home(user)

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """Write a message as a person."""
        return self._do(
            lambda: interactions.say(self._parts, user, self._place(channel), text, thread_ts)
        )

    def disconnect(self, reason: str | None = None) -> None:
        """Cut every Socket Mode connection, or ask it to go: `refresh_requested`, `warning`.

        After a cut Bolt is back in half a second. Asked to go it sometimes takes ten: its
        reading thread does not notice that another thread has closed the socket.
        """
        self._await(self._parts.sockets.disconnect(reason))

    def archive(self, channel: str, *, archived: bool = True) -> None:
        """Archive a channel, or bring it back."""

        def changed() -> None:
            self._place(channel).is_archived = archived
            page_views.tell_state(self._parts)

        self._do(changed)

    def kick_bot(self, channel: str) -> None:
        """Remove the bot from a channel."""
        self._do(lambda: membership.remove(self._parts, self._place(channel)))

    def invite_bot(self, channel: str, by: str = "U01ADA") -> None:
        """Let somebody add the bot to a channel; the app hears member_joined_channel."""
        self._do(lambda: membership.invite(self._parts, self._place(channel), by))

    def wait_for(self, predicate: Callable[[], T], timeout: float = _PATIENCE) -> T:
        """Wait until something is true and return it; TimeoutError if it never is."""
        end = monotonic() + timeout
        while True:
            value = predicate()
            if value:
                return value
            left = end - monotonic()
            if left <= 0:
                raise TimeoutError(f"it did not come true within {timeout} s")
            with self._parts.feed.changed:
                self._parts.feed.changed.wait(min(left, 0.05))

    def home_of(self, user: str) -> Json:
        """What somebody's Home tab shows now; looking at it is `open_home`."""
        return self._home(user)

    def _home(self, user: str) -> Json:
        return self._do(lambda: dict(self._parts.views.homes.get(user, {})))

    def _place(self, reference: str) -> Channel:
        """Return a channel by id or #name, also one the bot may not know."""
        name = reference.removeprefix("#")
        for channel in self._parts.workspace.channels.values():
            if reference == channel.id or name == channel.name:
                return channel
        raise LookupError(f"there is no channel {reference}")

    def _message(self, user: str, channel: Channel, ts: str) -> Json:
        timeline = self._parts.timeline
        message = timeline.get(channel, ts) or timeline.whispered(user, ts)
        if message is None:
            raise LookupError(f"#{channel.name} has no message {ts}")
        return message

    def _do(self, what: Callable[[], T]) -> T:
        """Do something in the server's thread, or right here once that has ended."""
        if self._loop.is_closed():
            return what()

        async def done() -> T:
            return what()

        return self._await(done())

    def _await(self, what: Coroutine[Any, Any, T], patience: float = _PATIENCE) -> T:
        if self._loop.is_closed() or threading.current_thread().name == THREAD:
            what.close()
            raise RuntimeError("this needs the running server, and another thread than its own")
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(patience)


def _outcome(outcome: object) -> Json:
    return {"ok": False, "error": outcome.error} if isinstance(outcome, Failed) else {"ok": True}


def _action(blocks: list[Json], action_id: str, value: object) -> Json:
    wanted = {"action_id": action_id, "value": value}
    try:
        block, element = interactions.find_element(blocks, wanted)
    except SlackError:
        offered = [one["action_id"] for block in blocks for one in elements(block)]
        raise LookupError(f"nothing there is called {action_id}; there are {offered}") from None
    said = {} if element["type"] == "button" else entered(element, value)
    return {**said, "action_id": action_id, "block_id": block["block_id"]}


def _filled(view: Json, values: Mapping[str, object]) -> Json:
    state = initial_values(view["blocks"])
    left = set(values)
    for block in view["blocks"]:
        element = block.get("element")
        if element is None:
            continue
        for name in {block["block_id"], element["action_id"]} & left:
            state[block["block_id"]][element["action_id"]] = entered(element, values[name])
            left.discard(name)
    if left:
        raise LookupError(f"the modal has no field called {', '.join(sorted(left))}")
    return state
