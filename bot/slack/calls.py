"""One call to Slack's Web API: its answer, or the fault understood. It never raises."""

import logging
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.language import _
from bot.slack.refusals import FAULTS, Fault, Verdict, understand

Answer = dict[str, Any]


class Calls:
    """The way to Slack's methods. The token lives in here and is never shown."""

    def __init__(self, token: str, base_url: str, timeout: int) -> None:
        self._url = base_url
        self.web = WebClient(
            token, base_url=base_url, timeout=timeout, retry_handlers=[], logger=_quiet()
        )
        if urllib.request.proxy_bypass(urlsplit(base_url).hostname or ""):
            self.web.proxy = None  # the SDK heeds HTTP_PROXY but not NO_PROXY

    def __repr__(self) -> str:
        return f"Calls({self._url!r})"

    def ask(
        self, method: Callable[..., SlackResponse], where: str, **arguments: object
    ) -> Answer | Fault:
        """Call a method of `web` once. `where` names the channel in a fault's reason."""
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            answer = method(**given).data
        except FAULTS as error:
            return understand(error, where)
        if isinstance(answer, dict):
            return answer
        return Fault(Verdict.AMBIGUOUS, "unreadable", _("Slack's answer could not be read"))

    def pages(
        self, method: Callable[..., SlackResponse], where: str, **arguments: object
    ) -> Iterator[Answer | Fault]:
        """Every page of a list; the first fault is the last page."""
        cursor: str | None = None
        seen: set[str] = set()
        while cursor is None or cursor not in seen:
            seen.add(cursor or "")
            page = self.ask(method, where, cursor=cursor, **arguments)
            yield page
            cursor = "" if isinstance(page, Fault) else _next(page)
            if not cursor:
                return


def _next(page: Answer) -> str:
    metadata = page.get("response_metadata")
    return str(metadata.get("next_cursor") or "") if isinstance(metadata, dict) else ""


def _quiet() -> logging.Logger:
    """A logger that says nothing: faults come back as values and are told once."""
    logger = logging.getLogger("duewatch.slack")
    logger.setLevel(logging.CRITICAL)
    return logger
