"""What people heard, day by day, as a page that a person can read.

A message that is only redrawn calls nobody, so it does not stand here; a story that cares
looks at the message itself.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.slack import LocalSlack
from bot.demo.slack.seed import Channel

GOLDEN = Path(__file__).parent / "golden"
TEAM = ZoneInfo("Europe/Berlin")
_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_BLANKS = "\n    "


@dataclass(frozen=True, slots=True)
class Entry:
    """Something said at a moment of the team's day."""

    at: datetime
    where: str  # #billing, or @ada for a direct message; empty for what people do
    text: str
    threaded: bool = False
    shown: bool = False  # a line of a thread that is also shown in the channel

    def __str__(self) -> str:
        """`Mon 23 Nov 09:00 #billing (thread): ...`."""
        way = " (thread + channel)" if self.shown else " (thread)" if self.threaded else ""
        where = f"{self.where}{way}:" if self.where else "**"
        return f"{self.at:%a %d %b %H:%M} {where} {self.text.replace(chr(10), _BLANKS)}"


def _place_in_the_diary(entry: Entry) -> tuple[datetime, str, datetime]:
    """By the minute; which channel was quicker within it is chance."""
    return entry.at.replace(second=0, microsecond=0), entry.where, entry.at


@dataclass(slots=True)
class Diary:
    """Listens to every channel and every direct message of a local Slack."""

    slack: LocalSlack
    entries: list[Entry] = field(default_factory=list)
    _heard: set[tuple[str, str]] = field(default_factory=set)
    _posts: int = 0

    def listen(self) -> None:
        """Write down what is new, with the words it has now."""
        posts = self.slack.calls["chat.postMessage"]
        if posts == self._posts:
            return
        self._posts = posts
        found = [
            entry
            for channel in list(self.slack.workspace.channels.values())
            for entry in self._in(channel)
        ]
        self.entries += sorted(found, key=_place_in_the_diary)

    def note(self, at: datetime, text: str) -> None:
        """Write down what people do."""
        self.entries.append(Entry(at.astimezone(TEAM), "", text))

    def on(self, day: date) -> list[Entry]:
        """What people heard on a day."""
        return [entry for entry in self.said() if entry.at.date() == day]

    def said(self, where: str = "", word: str = "") -> list[Entry]:
        """What people heard in one place, or with some word in it; in order."""
        heard = (entry for entry in self.entries if entry.where)
        return [one for one in heard if where in ("", one.where) and word in one.text]

    def last(self, where: str) -> tuple[str, str]:
        """Where in Slack the last message of a place stands: the channel and its time."""
        found = next(
            one for one in self.slack.workspace.channels.values() if self._where(one) == where
        )
        return found.id, str(self.slack.history(found.id)[-1]["ts"])

    def page(self, first: date, last: date) -> str:
        """All days from first to last; days on which nothing was heard are one line."""
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        pages = groupby(days, key=lambda day: any(one.at.date() == day for one in self.entries))
        return "\n".join(line for busy, some in pages for line in self._days(busy, list(some)))

    def matches(self, name: str, first: date, last: date) -> None:
        """Compare with the golden file; `GOLDEN=write make test` writes it anew."""
        path = GOLDEN / f"{name}.txt"
        text = self.page(first, last) + "\n"
        if os.environ.get("GOLDEN") == "write":
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    def _days(self, busy: bool, days: list[date]) -> Iterator[str]:
        if not busy:
            until = f" - {days[-1]:%a %d %b}" if len(days) > 1 else ""
            yield f"{days[0]:%a %d %b}{until} (nothing)"
            return
        for day in days:
            yield from (str(entry) for entry in self.entries if entry.at.date() == day)

    def _in(self, channel: Channel) -> Iterator[Entry]:
        for message in self._new(channel, self.slack.history(channel.id)):
            yield self._entry(channel, message)
        for message in self.slack.history(channel.id):
            if message.get("reply_count"):
                lines = self.slack.thread(channel.id, message["ts"])[1:]
                for line in self._new(channel, lines):
                    yield self._entry(channel, line)

    def _new(
        self, channel: Channel, messages: Iterable[Mapping[str, Any]]
    ) -> Iterator[Mapping[str, Any]]:
        for message in messages:
            place = (channel.id, message["ts"])
            joined = message.get("subtype") == "channel_join"  # Slack's own words, not the bot's
            if place not in self._heard and not joined:
                self._heard.add(place)
                yield message

    def _entry(self, channel: Channel, message: Mapping[str, Any]) -> Entry:
        at = datetime.fromtimestamp(float(message["ts"]), UTC).astimezone(TEAM)
        where = self._where(channel)
        shown = message.get("subtype") == "thread_broadcast"
        threaded = message.get("thread_ts") not in (None, message["ts"])
        return Entry(at, where, self._readable(message["text"]), threaded, shown)

    def _where(self, channel: Channel) -> str:
        if channel.im_user:
            return f"@{self.slack.workspace.users[channel.im_user].name}"
        return f"#{channel.name}"

    def _readable(self, text: str) -> str:
        """The words with dates and names as Slack shows them."""
        workspace = self.slack.workspace
        text = _DATE.sub(r"\1", text)
        for user in workspace.users.values():
            text = text.replace(f"<@{user.id}>", f"@{user.name}")
        for group in workspace.groups:
            text = text.replace(f"<!subteam^{group.id}>", f"@{group.handle}")
        return text
