"""Tells one person what came of what they asked, wherever that can still be shown."""

import logging
import re
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.webhook import WebhookClient

from bot.slack.asked import Place
from bot.slack.calls import Calls
from bot.slack.refusals import FAULTS, Fault
from bot.slack.render.message import Message
from bot.slack.render.modals.frame import said

Payload = dict[str, Any]
Way = Callable[[str, Place, Message], str | None]  # why it did not work; None: it did

_SECONDS = 10
_BLOCKS = ("invalid_blocks", "invalid_attachments", "msg_blocks_too_long")
_CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")  # Slack's names for what went wrong
_QUIET = logging.getLogger("duewatch.slack")  # faults are values here and told once


class NotTold(Exception):
    """What was asked is done, and the person could not be told."""


class Teller:
    """Shows an answer where it was asked for, else privately in the channel, else to the person.

    A response URL works for half an hour, so what was carried out late needs the others.
    """

    def __init__(
        self,
        calls: Calls,
        home: Callable[[str, Message], str | None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._calls = calls
        self._home = home
        self._failed = failed

    def tell(self, user: str, place: Place, message: Message) -> bool:
        """Show it once, in the first way that works; if none does, a fault is recorded.

        Blocks that Slack refuses are left out: the text alone says everything too.
        """
        faults: list[str] = []
        for way in self._ways(place):
            fault = way(user, place, message)
            if fault is not None and refuses_blocks(fault):
                fault = way(user, place, Message(message.text, ()))
            if fault is None:
                return True
            faults.append(fault)
        self._failed(NotTold(f"Slack would not show an answer: {'; '.join(faults)}"))
        return False

    def offer(self, user: str, place: Place, message: Message) -> bool | None:
        """Try whether Slack takes these blocks; None: it refuses them, and nothing was shown."""
        for way in self._ways(place):
            fault = way(user, place, message)
            if fault is None:
                return True
            if refuses_blocks(fault):
                return None
        return False

    def replace(self, place: Place, message: Message) -> bool:
        """Draw it over the answer in which somebody clicked; False if that is gone."""
        return self._send(place, message, replace=True) is None

    def _ways(self, place: Place) -> Iterator[Way]:
        if place.view:
            yield self._in_the_modal
        if place.home:
            yield self._on_the_home_tab
        if place.response_url:
            yield lambda _, where, message: self._send(where, message, replace=False)
        if place.channel:
            yield self._in_the_channel
        yield self._to_the_person

    def _send(self, place: Place, message: Message, *, replace: bool) -> str | None:
        url = place.response_url or ""
        client = WebhookClient(url, _SECONDS, retry_handlers=[], logger=_QUIET)
        if urllib.request.proxy_bypass(urlsplit(url).hostname or ""):
            client.proxy = None  # the SDK heeds HTTP_PROXY but not NO_PROXY
        try:
            answer = client.send_dict({**private(message), "replace_original": replace})
        except FAULTS as error:
            return f"the response URL: {type(error).__name__}"
        refused = answer.status_code >= 400 or '"ok":false' in answer.body.replace(" ", "")
        code = next(iter(_CODE.findall(answer.body)), "")
        return f"the response URL: {answer.status_code} {code}".rstrip() if refused else None

    def _in_the_modal(self, _user: str, place: Place, message: Message) -> str | None:
        web = self._calls.web
        return _why(self._calls.ask(web.views_update, "", view_id=place.view, view=said(message)))

    def _on_the_home_tab(self, user: str, _place: Place, message: Message) -> str | None:
        return self._home(user, message)

    def _in_the_channel(self, user: str, place: Place, message: Message) -> str | None:
        post = self._calls.web.chat_postEphemeral
        where = place.channel or ""
        given = {"channel": where, "user": user, **_content(message)}
        return _why(self._calls.ask(post, where, **given))

    def _to_the_person(self, user: str, _place: Place, message: Message) -> str | None:
        web = self._calls.web
        opened = self._calls.ask(web.conversations_open, user, users=user)
        if isinstance(opened, Fault):
            return opened.reason
        channel = str((opened.get("channel") or {}).get("id", ""))
        return _why(
            self._calls.ask(web.chat_postMessage, user, channel=channel, **_content(message))
        )


def refuses_blocks(fault: str) -> bool:
    """Whether Slack took offence at the blocks, and not at the place or the moment."""
    return any(code in fault for code in _BLOCKS)


def private(message: Message) -> Payload:
    """A message for the eyes of one person."""
    return {**_content(message), "response_type": "ephemeral"}


def _content(message: Message) -> Payload:
    return {"text": message.text, "blocks": list(message.blocks)}


def _why(answer: Payload | Fault) -> str | None:
    return answer.reason if isinstance(answer, Fault) else None
