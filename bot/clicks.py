"""What people ask for in Slack: written down, carried out in one transaction, then said."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.actions import Desk, acknowledge_all, answer_storm, carry_out
from bot.clock import Clock
from bot.drafts import update
from bot.slack.asked import AckAll, Asked, Shown, StormAnswer, read, written
from state.clicks import Click, Taken
from state.model import InvoiceView
from state.store import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Clicks:
    """Carries out what was written down, once, whatever happens in between."""

    store: Store
    clock: Clock
    desk: Desk
    storm: Callable[[str, str, bool], str]  # question, user, yes
    speak: Callable[[], object]  # who clicks wants to see the message change

    def take(self, asked: Asked) -> Taken:
        """Write it down; it is on the disk when this returns."""
        return self.store.take_click(Click(asked.id, written(asked)), self.clock())

    def waiting(self) -> list[Asked]:
        """What was written down and not carried out, in its order.

        What cannot be read any more was written by another version; it is given up.
        """
        found = []
        for click in self.store.waiting_clicks():
            try:
                found.append(read(click.id, click.payload))
            except (ValueError, LookupError, TypeError) as error:
                # without its text, which could quote where the answer was to be sent
                log.warning("click_unreadable", click=click.id, error=type(error).__name__)
                self.store.give_up_click(click.id, self.clock())
        return found

    def carry_out(self, asked: Asked) -> str | None:
        """Do it and give the answer (mrkdwn); None if it was done before.

        Everything it changes is one transaction with its being done, so that a process that
        is killed has done all of it or nothing.
        """
        with self.store.carrying_out(asked.id, self.clock()) as waits:
            if not waits:
                return None
            if asked.shown is not None:
                self._adopt(asked.shown)
            words = self._done(asked)
        self.speak()
        return words

    def give_up(self, asked: Asked) -> None:
        """It failed by a fault of ours; nobody expects it to be tried again."""
        self.store.give_up_click(asked.id, self.clock())

    def redraw(self, shown: Shown) -> None:
        """Draw a message anew, as it stands."""
        at, views = self.clock(), self._known(shown)
        drafts = [
            replace(update(v.account, v.invoice, at), channel=self.desk.home(v)) for v in views
        ]
        if self.store.enqueue(drafts[:1], at):  # several of them share one message
            self.speak()

    def _done(self, asked: Asked) -> str:
        match asked.order:
            case StormAnswer():
                return answer_storm(self.desk, self.storm, asked.order, asked.user)
            case AckAll(keys):
                return acknowledge_all(self.desk, keys, asked.user, asked.source)
            case _:
                return carry_out(self.desk, asked.order, asked.user, asked.source)

    def _adopt(self, shown: Shown) -> None:
        """Take a message for what it shows where nobody remembers that it was posted."""
        if all(self.store.living(key) for key in shown.keys):
            return
        views = self._known(shown)
        if views:
            home = self.desk.home(views[0])
            keys = [view.invoice.key for view in views]
            if self.store.adopt(shown.post, keys, home, self.clock()):
                log.info("message_adopted_by_click", invoices=len(keys), channel=home)

    def _known(self, shown: Shown) -> list[InvoiceView]:
        found = (self.store.invoice(key) for key in shown.keys)
        return [view for view in found if view is not None]
