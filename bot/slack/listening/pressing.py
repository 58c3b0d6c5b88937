"""Buttons and menus: what they ask for is on the disk before Slack hears that we have it."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.slack import deeds, moments
from bot.slack.asked import AckAll, Asked, Order, StormAnswer
from bot.slack.commands import Query, Report, parse
from bot.slack.listening import arrived
from bot.slack.listening.errands import Errands
from bot.slack.listening.forms import Forms
from bot.slack.listening.handlers import Handlers
from bot.slack.listening.inquiries import Inquiries
from bot.slack.listening.publishing import Publisher
from bot.slack.listening.telling import Teller
from bot.slack.listening.unfurling import Unfurling
from bot.slack.render.answer_help import note
from bot.slack.render.buttons import PICK
from bot.slack.render.modals.menu import OPENS
from bot.slack.render.modals.sheet import Form
from bot.slack.render.replies import lists_owed, stale
from bot.slack.words import tokens

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pressing:
    """The listeners of everything that can be pressed or chosen."""

    handlers: Handlers
    errands: Errands
    teller: Teller
    forms: Forms
    unfurling: Unfurling
    publisher: Publisher
    inquiries: Inquiries
    command: str

    def on_acknowledge(self, ack: Ack, body: Payload) -> None:
        """The Acknowledge button."""
        self._order(ack, body, deeds.Ack(arrived.value(body)))

    def on_unacknowledge(self, ack: Ack, body: Payload) -> None:
        """The button that gives an invoice back, whatever it is called."""
        self._order(ack, body, deeds.Unack(arrived.value(body)))

    def on_acknowledge_all(self, ack: Ack, body: Payload) -> None:
        """The button below a list; Slack has asked whether it is meant so."""
        keys = _listed(arrived.value(body))
        if keys:
            self._order(ack, body, AckAll(keys))
        else:
            self.on_unknown(ack, body)

    def on_announce_storm(self, ack: Ack, body: Payload) -> None:
        """Yes, to the question about many changes at once."""
        self._order(ack, body, StormAnswer(arrived.value(body), yes=True))

    def on_hush_storm(self, ack: Ack, body: Payload) -> None:
        """No, to the question about many changes at once."""
        self._order(ack, body, StormAnswer(arrived.value(body), yes=False))

    def on_snooze(self, ack: Ack, body: Payload) -> None:
        """The Snooze menu: a span, or a form to choose a day in."""
        span, _, key = arrived.value(body).partition("|")
        if span == PICK:
            ack()
            self.forms.show(body, Form.SNOOZE, key)
            self._as_before(body)
            return
        found = moments.read(tokens(span))
        if found is None:
            self.on_unknown(ack, body)
        else:
            self._order(ack, body, deeds.Snooze(key, found[0]))

    def on_more(self, ack: Ack, body: Payload) -> None:
        """The More menu: each entry opens a form."""
        name, _, key = arrived.value(body).partition("|")
        self._open(ack, body, name, key)

    def on_form(self, ack: Ack, body: Payload) -> None:
        """A button that opens a form."""
        name = str(body["actions"][0]["action_id"]).removeprefix(OPENS)
        self._open(ack, body, name, arrived.value(body))

    def on_page(self, ack: Ack, body: Payload) -> None:
        """Another page of an answer, drawn over the one that was shown."""
        number, _, text = arrived.value(body).partition("|")
        query = parse(text)
        if isinstance(query, Report):
            self.inquiries.ask(ack, body, str(query))
        elif number.isdecimal() and isinstance(query, Query):
            ack()
            self.errands.say(lambda: self._turn(body, query, int(number)))
        else:
            self.on_unknown(ack, body)

    def _turn(self, body: Payload, query: Query, page: int) -> None:
        user, place = arrived.user(body), arrived.place(body)
        message = self.handlers.answer(query, user, page)
        if place.response_url is None or not self.teller.replace(place, message):
            self.teller.tell(user, place, message)

    def on_link(self, ack: Ack) -> None:
        """The link button: Slack opens the page itself and only wants to be acknowledged."""
        ack()

    def on_unknown(self, ack: Ack, body: Payload) -> None:
        """A button or form that this version does not know."""
        ack()
        words = self._stale()
        self.errands.later(arrived.user(body), arrived.place(body), lambda: note(words))

    def _as_before(self, body: Payload) -> None:
        """Have a menu stand as if nothing had been chosen.

        Slack keeps showing what was chosen until the message is drawn anew, and does not
        tell when the same is chosen again.
        """
        shown = arrived.shown(body)
        if arrived.place(body).home:
            self.errands.say(lambda: self.publisher.show(arrived.user(body)))
        elif shown is not None:
            self.errands.say(lambda: self.handlers.redraw(shown))

    def _open(self, ack: Ack, body: Payload, name: str, key: str) -> None:
        if name not in set(Form):
            self.on_unknown(ack, body)
            return
        ack()
        self.forms.show(body, Form(name), key)

    def _order(self, ack: Ack, body: Payload, order: Order) -> None:
        user, place = arrived.user(body), arrived.place(body)
        source = arrived.metadata(body.get("view") or {}).get("source", "button")
        asked = Asked(arrived.delivery(body), user, source, place, order, arrived.shown(body))
        answer = self.errands.take(asked)
        ack()
        if answer is not None:
            self.errands.tell_when_done(asked, answer)
            show = partial(self.unfurling.again, body)
            answer.add_done_callback(lambda _: self.errands.say(show))

    def _stale(self) -> str:
        return f"{stale()} {lists_owed(self.command)}"


def _listed(value: str) -> tuple[str, ...]:
    """The keys that the button below a list carries."""
    try:
        told = json.loads(value)
    except ValueError:
        return ()
    return tuple(map(str, told)) if isinstance(told, list) else ()
