"""The Home tab: opened, filtered, leafed through, and kept up to date."""

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from bot.slack.listening import arrived
from bot.slack.listening.errands import Errands
from bot.slack.listening.handlers import Handlers
from bot.slack.listening.publishing import Publisher
from bot.slack.render.home_filters import CHOOSES
from bot.slack.render.home_lists import PAGES

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HomeTab:
    """The listeners of what people do on their Home tab, but for the invoices' own controls."""

    handlers: Handlers
    errands: Errands
    publisher: Publisher
    hands: Executor  # for what nobody asked for, so that no answer waits behind it

    def on_opened(self, event: Payload, body: Payload) -> None:
        """The Home tab was opened: draw it anew. Bolt has acknowledged already."""
        if event.get("tab", "home") == "home" and not self.handlers.seen(arrived.delivery(body)):
            user = str(event["user"])
            self.handlers.home.opened(user)
            self.publisher.show(user)

    def on_put_away(self, ack: Ack, body: Payload) -> None:
        """Somebody needs the first hints no more; that is kept before Slack is answered."""
        self.handlers.home.put_away(arrived.user(body))
        self._shown_anew(ack, body)

    def on_choose(self, ack: Ack, body: Payload) -> None:
        """Somebody chose a filter; that is kept before Slack is answered."""
        what = str(body["actions"][0]["action_id"]).removeprefix(CHOOSES)
        self.handlers.home.choose(arrived.user(body), what, arrived.value(body))
        self._shown_anew(ack, body)

    def on_page(self, ack: Ack, body: Payload) -> None:
        """Somebody turns the page of one of the lists."""
        what, _, _page = (
            str(body["actions"][0]["action_id"]).removeprefix(f"{PAGES}_").partition("_")
        )
        self.handlers.home.choose(arrived.user(body), what, arrived.value(body))
        self._shown_anew(ack, body)

    def refresh(self) -> None:
        """Show what has happened to those who may be looking; never waits for Slack."""
        self.publisher.refresh(lambda work: self.hands.submit(self.errands.spoken, work))

    def stop(self) -> None:
        """Show nothing more by itself; the next start shows it."""
        self.publisher.stop()
        self.hands.shutdown(wait=False, cancel_futures=True)

    def _shown_anew(self, ack: Ack, body: Payload) -> None:
        ack()
        user = arrived.user(body)
        self.errands.say(lambda: self.publisher.show(user))
