"""Sends files to people, each once.

Slack has no files for the eyes of one person in a channel, so they go into the direct
messages between that person and the bot. After a call of which nobody knows whether it
got through the files are looked for there by their names, and never sent on a guess.
"""

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.slack.calls import Calls
from bot.slack.refusals import Fault, Verdict
from bot.slack.reply import File

_CLOCKS_APART = timedelta(seconds=60)  # Slack's clock and ours, at most
_LISTED_AFTER = 2.0  # seconds: Slack shares a file a moment after it took it
_PAGE = 100


class Uploads:
    """The way by which files go out. Safe to use from any thread."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def send(
        self, user: str, files: Sequence[File], words: str, asked_at: datetime, *, again: bool
    ) -> Fault | None:
        """Send them in one message with these words above; None: they are there.

        `again`: a former process may have sent them after `asked_at`, so look first.
        """
        place = self._open(user)
        if isinstance(place, Fault):
            return place
        if again:
            there = self._is_there(place, files, asked_at)
            if there is not False:
                return None if there is True else there
        fault = self._upload(place, files, words)
        if fault is not None and fault.verdict is Verdict.AMBIGUOUS:
            threading.Event().wait(_LISTED_AFTER)
            return None if self._is_there(place, files, asked_at) is True else fault
        return fault

    def _open(self, user: str) -> str | Fault:
        opened = self._calls.ask(self._calls.web.conversations_open, user, users=user)
        if isinstance(opened, Fault):
            return opened
        return str((opened.get("channel") or {}).get("id", ""))

    def _upload(self, place: str, files: Sequence[File], words: str) -> Fault | None:
        announced = [
            {
                "filename": file.name,
                "title": file.name,
                "content": file.content,
                "alt_txt": file.described or None,
            }
            for file in files
        ]
        answer = self._calls.ask(
            self._calls.web.files_upload_v2,
            place,
            file_uploads=announced,
            channel=place,
            initial_comment=words,
        )
        return answer if isinstance(answer, Fault) else None

    def _is_there(self, place: str, files: Sequence[File], since: datetime) -> bool | Fault:
        """Whether all of them stand in the messages since then; a Fault: nobody knows."""
        wanted = {file.name for file in files}
        oldest = f"{(since - _CLOCKS_APART).timestamp():.6f}"
        history = self._calls.web.conversations_history
        for page in self._calls.pages(history, place, channel=place, oldest=oldest, limit=_PAGE):
            if isinstance(page, Fault):
                return page
            wanted -= set(_names(page))
        return not wanted


def _names(page: dict[str, object]) -> Iterator[str]:
    messages = page.get("messages")
    for message in messages if isinstance(messages, list) else ():
        yield from (str(file.get("name")) for file in message.get("files", ()))
