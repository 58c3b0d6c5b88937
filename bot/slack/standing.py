"""What stands in a channel: our own messages, page by page, with what they carry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.slack.calls import Answer, Calls
from bot.slack.lookup import carried
from bot.slack.refusals import Fault
from state.found import Standing
from state.messages import Post

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Some of our messages in a channel, the newest first."""

    place: str  # Slack's id of the channel
    found: tuple[Standing, ...]
    cursor: str | None  # of the next page; None: this was the last


def read_page(
    calls: Calls, place: str, bot: str, since: datetime, cursor: str | None
) -> Page | Fault:
    """Read one page of a channel's history; a message of another app is none of ours."""
    answer = calls.ask(
        calls.web.conversations_history,
        place,
        channel=place,
        oldest=f"{since.timestamp():.6f}",
        limit=_PAGE,
        include_all_metadata=True,
        cursor=cursor,
    )
    if isinstance(answer, Fault):
        return answer
    following = (answer.get("response_metadata") or {}).get("next_cursor")
    return Page(place, tuple(_ours(answer, place, bot)), following or None)


def _ours(answer: Answer, place: str, bot: str) -> Iterator[Standing]:
    for message in answer.get("messages", ()):
        told = carried(message)
        token, shows = told.get("key"), told.get("shows") or ""
        if isinstance(token, str) and message.get("bot_id") == bot and isinstance(shows, str):
            post = Post(place, str(message["ts"]))
            latest = str(message.get("latest_reply") or "")
            yield Standing(post, token, tuple(shows.split()), latest)
