"""What arrives from Slack, handed on. Acknowledge first, then work, then tell the person.

Answers to questions ride in the acknowledgement itself. Slack delivers some payloads
twice; whatever changes something runs once, and every delivery is acknowledged.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltResponse, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.slack import deeds
from bot.slack.commands import Check, Query, Who, Why, parse
from bot.slack.deeds import Deed
from bot.slack.render.answer_help import note
from bot.slack.render.message import Message
from bot.slack.render.text import code
from bot.slack.words import unescaped

Payload = dict[str, Any]

SORRY = "Sorry, that did not work and nothing was changed. The reason is in the log of Duewatch."
TWICE = "Slack delivered this twice; it was done the first time."
MOMENT = "This takes a moment …"
STALE = "This button is of another version of Duewatch."


@dataclass(frozen=True, slots=True)
class Handlers:
    """Everything the listeners need of the bot; texts are mrkdwn."""

    answer: Callable[[Query, str], Message]  # question, user
    decide: Callable[[Deed, str, str], str]  # what, user, source
    check: Callable[[str | None], Message]  # account as typed, None: all; may take long
    seen: Callable[[str], bool]  # delivery id: True if it came before
    home: Callable[[str], Payload]  # user: the view to publish
    failed: Callable[[Exception], None]  # records a fault of ours
    storm: Callable[[str, str, bool], str]  # `account|instant` of a question, user, yes or no
    who: Callable[[], Message]  # who is on call
    why: Callable[[str], Message]  # key: which rule said what


def register(
    app: App, handlers: Handlers, command: str = "/invoices", patience: float = 2.0
) -> None:
    """Connect the slash command, the buttons, the Home tab and the error handler.

    `patience` are the seconds an answer may take before the acknowledgement goes without
    it; Slack gives a command up after three.
    """
    workers = ThreadPoolExecutor(4, thread_name_prefix="answer")
    listeners = _Listeners(handlers, command, patience, workers)
    app.command(command)(listeners.on_command)
    app.action("acknowledge")(listeners.on_acknowledge)
    app.action("unacknowledge")(listeners.on_unacknowledge)
    app.action("announce_storm")(listeners.on_announce_storm)
    app.action("hush_storm")(listeners.on_hush_storm)
    app.action("open_invoice")(listeners.on_link)
    app.action(re.compile(""))(listeners.on_unknown_button)
    app.event("app_home_opened")(listeners.on_home)
    app.error(listeners.on_error)


@dataclass(frozen=True, slots=True)
class _Listeners:
    """The listeners; each takes what Bolt calls by these argument names."""

    handlers: Handlers
    command: str
    patience: float
    workers: ThreadPoolExecutor

    def on_command(self, ack: Ack, body: Payload, respond: Respond) -> None:
        """Answer `/invoices ...`; only a check answers later."""
        asked, user = parse(unescaped(body.get("text") or "")), str(body["user_id"])
        match asked:
            case Check(account):
                self._check(ack, body, respond, account)
            case Who():
                self._reply(ack, body, respond, self.handlers.who)
            case Why(key):
                self._reply(ack, body, respond, partial(self.handlers.why, key))
            case _ if isinstance(asked, Deed):
                decide = partial(self.handlers.decide, asked, user, "command")
                self._reply(ack, body, respond, partial(self._once, body, decide))
            case _:
                self._reply(ack, body, respond, partial(self.handlers.answer, asked, user))

    def _reply(
        self, ack: Ack, body: Payload, respond: Respond, work: Callable[[], Message]
    ) -> None:
        """Answer in the acknowledgement, or later where that would come too late for Slack."""
        answer = self.workers.submit(work)
        try:
            ack(**_private(answer.result(self.patience)))
        except TimeoutError:
            ack(**_private(note(MOMENT)))
            self._tell(respond, body, answer.result)

    def _check(self, ack: Ack, body: Payload, respond: Respond, account: str | None) -> None:
        ack(**_private(note(f"Checking {code(account) if account else 'every account'} …")))
        self._tell(
            respond, body, lambda: None if self._seen(body) else self.handlers.check(account)
        )

    def on_acknowledge(self, ack: Ack, body: Payload, respond: Respond) -> None:
        """The Acknowledge button."""
        ack()
        key, user = _pressed(body)
        self._act(respond, body, lambda: self.handlers.decide(deeds.Ack(key), user, "button"))

    def on_unacknowledge(self, ack: Ack, body: Payload, respond: Respond) -> None:
        """The Un-acknowledge button."""
        ack()
        key, user = _pressed(body)
        self._act(respond, body, lambda: self.handlers.decide(deeds.Unack(key), user, "button"))

    def on_announce_storm(self, ack: Ack, body: Payload, respond: Respond) -> None:
        """Yes, to the question about many changes at once."""
        self._answer_storm(ack, body, respond, yes=True)

    def on_hush_storm(self, ack: Ack, body: Payload, respond: Respond) -> None:
        """No, to the question about many changes at once."""
        self._answer_storm(ack, body, respond, yes=False)

    def _answer_storm(self, ack: Ack, body: Payload, respond: Respond, *, yes: bool) -> None:
        ack()
        asked, user = _pressed(body)
        self._act(respond, body, lambda: self.handlers.storm(asked, user, yes))

    def on_link(self, ack: Ack) -> None:
        """The link button: Slack opens the page itself and only wants to be acknowledged."""
        ack()

    def on_unknown_button(self, ack: Ack, body: Payload, respond: Respond) -> None:
        """A button that this version does not know."""
        ack()
        hint = f"{STALE} {code(f'{self.command} open')} lists what is owed."
        self._act(respond, body, lambda: hint)

    def on_home(self, event: Payload, body: Payload, client: WebClient) -> None:
        """The Home tab was opened: draw it anew. Bolt has acknowledged already."""
        if event.get("tab", "home") == "home" and not self._seen(body):
            user = str(event["user"])
            client.views_publish(user_id=user, view=self.handlers.home(user))

    def on_error(
        self, error: Exception, body: Payload, respond: Respond, response: BoltResponse | None
    ) -> BoltResponse | None:
        """A fault of ours before Slack was answered: record it, and tell where that is possible."""
        self.handlers.failed(error)
        if response is not None and "command" in body:
            return BoltResponse(status=200, body=_private(note(SORRY)))
        if response is None:
            self._say(respond, body, note(SORRY))
        return None

    def _once(self, body: Payload, work: Callable[[], str]) -> Message:
        """The words for the person; work that was delivered before is not done again."""
        return note(TWICE if self._seen(body) else work())

    def _act(self, respond: Respond, body: Payload, work: Callable[[], str]) -> None:
        """Do what a button asks, once, and say in private how it went."""
        self._tell(respond, body, lambda: None if self._seen(body) else note(work()))

    def _seen(self, body: Payload) -> bool:
        return self.handlers.seen(_delivery(body))

    def _tell(self, respond: Respond, body: Payload, work: Callable[[], Message | None]) -> None:
        """Work after the acknowledgement, then say what came of it, also when nothing did.

        Faults stop here: one that reaches Bolt right after ack() makes Bolt forget that it
        has acknowledged, and the person sees a time-out instead of words.
        """
        try:
            message = work()
        except Exception as error:  # noqa: BLE001 -- the error handler of acknowledged work
            self.handlers.failed(error)
            message = note(SORRY)
        if message is not None:
            self._say(respond, body, message)

    def _say(self, respond: Respond, body: Payload, message: Message) -> None:
        if not body.get("response_url"):
            return  # pressed where no answer can be shown, such as the Home tab
        try:
            said = respond(replace_original=False, **_private(message))
        except (SlackClientError, OSError) as error:
            self.handlers.failed(error)
            return
        if said.status_code >= 400:
            self.handlers.failed(NotTold(f"Slack would not show an answer: {said.status_code}"))


class NotTold(Exception):
    """What was asked is done, and the person could not be told."""


def _private(message: Message) -> Payload:
    """A message for the eyes of one person."""
    return {
        "text": message.text,
        "blocks": list(message.blocks),
        "response_type": "ephemeral",
    }


def _pressed(body: Payload) -> tuple[str, str]:
    """The invoice on a button, and who pressed it."""
    return str(body["actions"][0].get("value") or ""), str(body["user"]["id"])


def _delivery(body: Payload) -> str:
    """What stays the same when Slack delivers a payload again."""
    if event_id := body.get("event_id"):
        return f"event:{event_id}"
    moments = [str(action.get("action_ts", "")) for action in body.get("actions", ())]
    return ":".join(["trigger", str(body.get("trigger_id", "")), *moments])
