"""Shortcuts: care for the invoice of a message, or find one by its number."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from bot.slack.listening import arrived
from bot.slack.listening.errands import Errands
from bot.slack.listening.forms import Forms
from bot.slack.listening.handlers import Handlers
from bot.slack.render.modals.sheet import FIND, Form, Sheet
from bot.slack.render.replies import none_here

Payload = dict[str, Any]

CARE_FOR = "care_for_invoice"  # of a message
FIND_ONE = FIND  # of the composer


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """The listeners of the two entries in Slack's own menus."""

    handlers: Handlers
    errands: Errands
    forms: Forms

    def on_message(self, ack: Ack, body: Payload) -> None:
        """Care for the invoice that a message is about."""
        ack()
        message, user = body.get("message") or {}, arrived.user(body)
        self.errands.at_once(user, arrived.place(body), lambda: self._care(body, message, user))

    def _care(self, body: Payload, message: Payload, user: str) -> None:
        keys = [str(key) for key in arrived.on_controls(message)]
        keys = keys or [key for key in arrived.in_text(message) if self._knows(key, user)]
        if not keys:
            self.forms.find(body, none_here())
        elif len(keys) == 1:
            self.forms.show(body, Form.MORE, keys[0], "shortcut")
        else:
            self.forms.choose(body, keys)

    def on_global(self, ack: Ack, body: Payload) -> None:
        """Find an invoice, from anywhere."""
        ack()
        self.forms.find(body)

    def _knows(self, key: str, user: str) -> bool:
        return isinstance(self.handlers.sheet(Form.MORE, key, user, None), Sheet)
