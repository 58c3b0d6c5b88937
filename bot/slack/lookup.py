"""Finding things in Slack: a channel by its name or person, a message by the token it carries."""

import re
from datetime import datetime

from bot.slack.calls import Answer, Calls
from bot.slack.language import _
from bot.slack.refusals import Fault, Verdict
from state.messages import (
    Post,
)

EVENT_TYPE = "duewatch_message"

_CHANNEL_ID = re.compile(r"[CDG][A-Z0-9]{2,}")
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_KINDS = "public_channel,private_channel"
_PAGE = 200


def metadata(token: str, shows: str = "") -> dict[str, object]:
    """What a message carries so that it can be found again; the whole workspace may read it.

    `shows` are the marks of the invoices whose living message it is.
    """
    payload = {"key": token, "shows": shows} if shows else {"key": token}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


class Channels:
    """The ids of channels by name, and of direct messages by person, asked once and remembered."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._ids: dict[str, str] = {}

    def find(self, name: str) -> str | Fault:
        """Slack's id of `#billing` or of the direct messages with `U012ABC`; other ids stay."""
        if _CHANNEL_ID.fullmatch(name):
            return name
        return self._ids.get(_bare(name)) or (self._open if is_person(name) else self._ask)(name)

    def _open(self, person: str) -> str | Fault:
        """The place of the direct messages with a person: their own id is none to look in."""
        opened = self._calls.ask(self._calls.web.conversations_open, person, users=person)
        if isinstance(opened, Fault):
            return opened
        place = (opened.get("channel") or {}).get("id")
        if not isinstance(place, str):
            return Fault(Verdict.AMBIGUOUS, "unreadable", _("Slack did not say where to write"))
        self._ids[person] = place
        return place

    def _ask(self, name: str) -> str | Fault:
        listed = self._calls.pages(
            self._calls.web.conversations_list, name, types=_KINDS, limit=_PAGE
        )
        for page in listed:
            if isinstance(page, Fault):
                return page
            self._ids.update({str(one["name"]): str(one["id"]) for one in page.get("channels", ())})
            if _bare(name) in self._ids:
                return self._ids[_bare(name)]
        reason = _("the bot sees no channel {name} (channel_not_found)", name=name)
        return Fault(Verdict.REFUSED, "channel_not_found", reason)

    def learn(self, name: str, place: str) -> None:
        """Remember the id that Slack told when a message was posted."""
        self._ids[_bare(name)] = place

    def forget(self, name: str) -> None:
        """Ask again next time: Slack no longer knows the id, or the bot was let out."""
        self._ids.pop(_bare(name), None)


def is_person(name: str) -> bool:
    """Whether a place to write to is somebody's direct messages."""
    return _USER_ID.fullmatch(name) is not None


def _bare(name: str) -> str:
    return name.removeprefix("#")


def find_message(
    calls: Calls, place: str, token: str, since: datetime, thread_ts: str | None = None
) -> Post | Fault | None:
    """Where the message with this token stands in a channel or thread, None if nowhere."""
    web = calls.web
    method, thread = (
        (web.conversations_replies, {"ts": thread_ts})
        if thread_ts
        else (web.conversations_history, {})
    )
    options = {"oldest": f"{since.timestamp():.6f}", "limit": _PAGE, "include_all_metadata": True}
    for page in calls.pages(method, place, channel=place, **thread, **options):
        if isinstance(page, Fault):
            return page
        for message in page.get("messages", ()):
            if _token(message) == token:
                return Post(place, str(message["ts"]))
    return None


def carried(message: Answer) -> Answer:
    """What a message of ours carries; nothing where it is somebody else's."""
    told = message.get("metadata") or {}
    payload = told.get("event_payload") if told.get("event_type") == EVENT_TYPE else None
    return payload if isinstance(payload, dict) else {}


def _token(message: Answer) -> str | None:
    key = carried(message).get("key")
    return key if isinstance(key, str) else None
