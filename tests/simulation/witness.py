"""Sees all that the bot says and does, and remembers what was wrong with it."""

import sqlite3
from datetime import datetime
from http.client import HTTPException
from pathlib import Path

from slack_sdk.errors import SlackApiError

from bot.demo.slack.arguments import Arguments
from bot.slack.listening.publishing import NotShown
from bot.slack.listening.telling import NotTold
from state.clicks import NotNow
from state.file.connections import StateError
from tests.simulation.hours import Hours
from tests.simulation.slack import Posted, Slack
from tests.simulation.trace import Trace
from tests.simulation.truth import untrue
from tests.simulation.weather import AFTER, BEFORE, DISK, PLACES

OF_SLACK = (NotTold, NotShown, OSError, HTTPException, SlackApiError)
OF_DISK = (StateError, NotNow)


def in_short(error: BaseException | None) -> str:
    """An error without the path of a folder that has another name each time."""
    return f"{type(error).__name__}, {str(error).rpartition(': ')[2][:60]}"


class Witness:
    """Looks at the database with a connection of its own, and listens to the log."""

    def __init__(self, hours: Hours, trace: Trace, database: Path) -> None:
        self._hours, self._trace, self._database = hours, trace, database
        self._eyes: sqlite3.Connection | None = None
        self.slack: Slack | None = None
        self.posts: list[Posted] = []
        self.drawn: dict[str, datetime] = {}  # a person's Home tab or a form, and when
        self.asides: list[str] = []  # people who were told something alone
        self.untold = 0  # answers that could not be given, or failed
        self.wrong: list[str] = []  # laws that were broken where nobody could be told at once

    def eyes(self) -> sqlite3.Connection:
        """Our own look at the database."""
        if self._eyes is None:
            address = f"{self._database.absolute().as_uri()}?mode=ro"
            self._eyes = sqlite3.connect(address, uri=True, isolation_level=None)
            self._eyes.row_factory = sqlite3.Row
        return self._eyes

    def close(self) -> None:
        """Leave nothing open."""
        if self._eyes is not None:
            self._eyes.close()

    def crashed(self, where: str, error: BaseException | None) -> None:
        """The bot has caught and logged a fault; only what the world did to it excuses that."""
        self._trace.say("bot", f"{where}: {in_short(error)}")
        self.untold += where == "listener_failed"
        struck = self._trace.faults
        by_disk = isinstance(error, OF_DISK) and any(struck[one] for one in DISK)
        of_slack = (*BEFORE, *AFTER, *PLACES)
        by_slack = isinstance(error, OF_SLACK) and any(struck[one] for one in of_slack)
        if not (by_disk or by_slack):
            self.wrong.append(f"no crash: {where}: {error!r}")

    def watch(self, name: str, arguments: Arguments) -> None:
        """Whether a message is true at the moment it is sent."""
        told = arguments.structure("metadata") if name == "chat.postMessage" else None
        if told is None or self.slack is None or self.slack.is_late:
            return
        token, text = told["event_payload"]["key"], arguments.text("text")
        wrong = untrue(self.eyes(), token, text, self._hours.now + self._hours.off)
        if wrong is not None:
            self.wrong.append(f"nothing untrue is said: {wrong}")

    def posted(self, posted: Posted) -> None:
        """A call to Slack had its effect."""
        self.posts.append(posted)
        if posted.method in ("views.publish", "views.update"):
            name = "user_id" if posted.method == "views.publish" else "view_id"
            self.drawn[posted.arguments.text(name)] = self._hours.now
        if posted.method == "chat.postEphemeral":
            self.asides.append(posted.arguments.text("user"))
        if posted.method != "chat.postMessage" or self.slack is None:
            return
        place = self.slack.parts.workspace.channels[posted.answer["channel"]]
        if place.im_user and not posted.arguments.has("metadata"):
            self.asides.append(place.im_user)
        text = posted.arguments.text("text").replace("\n", " ")
        self._trace.say("slack", f"{place.id}: {text[:90]}")
