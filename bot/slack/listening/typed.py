"""The slash command: questions are answered in the acknowledgement, decisions written first."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.slack.asked import Asked
from bot.slack.commands import Aging, Cash, Check, Export, Summary, Who, Why, parse
from bot.slack.deeds import Deed
from bot.slack.listening import arrived
from bot.slack.listening.errands import Errands
from bot.slack.listening.handlers import Handlers
from bot.slack.listening.inquiries import Inquiries
from bot.slack.listening.telling import private
from bot.slack.render.answer_help import note
from bot.slack.render.message import Message
from bot.slack.render.replies import a_moment, checking, making_the_file, twice
from bot.slack.words import unescaped
from state.clicks import NotNow

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Typing:
    """Answers `/invoices ...`."""

    handlers: Handlers
    errands: Errands
    inquiries: Inquiries
    patience: float  # seconds an answer may take before it follows later

    def on_command(self, ack: Ack, body: Payload) -> None:
        """Answer a line; checks and figures always answer later."""
        asked, user = parse(unescaped(body.get("text") or "")), arrived.user(body)
        match asked:
            case Check(account):
                self.inquiries.ask(ack, body, str(asked), note(checking(account)))
            case Who():
                self._reply(ack, body, str(asked), self.handlers.who)
            case Why(key):
                self._reply(ack, body, str(asked), partial(self.handlers.why, key))
            case Export():
                self.inquiries.ask(ack, body, str(asked), note(making_the_file()))
            case Summary() | Cash() | Aging():
                self.inquiries.ask(ack, body, str(asked))
            case _ if isinstance(asked, Deed):
                self._decide(ack, body, asked)
            case _:
                answer = partial(self.handlers.answer, asked, user, 1)
                self._reply(ack, body, str(asked), answer)

    def _reply(self, ack: Ack, body: Payload, typed: str, work: Callable[[], Message]) -> None:
        """Answer in the acknowledgement, or later where that would come too late for Slack."""
        answer = self.errands.ask(work)
        try:
            ack(**private(answer.result(self.patience)))
        except TimeoutError:
            self.inquiries.follow(ack, body, typed, answer)

    def _decide(self, ack: Ack, body: Payload, deed: Deed) -> None:
        """Write it down before anything is said; the answer rides along if it is there in time."""
        user, place = arrived.user(body), arrived.place(body)
        asked = Asked(arrived.delivery(body), user, "command", place, deed)
        answer = self.errands.take(asked)
        if answer is None:
            ack(**private(note(twice())))
            return
        try:
            ack(**private(answer.result(self.patience) or note(twice())))
            self.errands.told(asked)
        except CancelledError:  # it is being stopped; what is on the disk is done at the next start
            ack(**private(note(a_moment())))
        except NotNow:  # the answer follows when the disk takes it
            ack(**private(note(a_moment())))
        except TimeoutError:
            ack(**private(note(a_moment())))
            self.errands.tell_when_done(asked, answer)
