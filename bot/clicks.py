"""What people ask for in Slack: written down, carried out in one transaction, then said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import structlog

from bot.actions import Desk, acknowledge_all, answer_storm, carry_out
from bot.clock import Clock
from bot.drafts import update
from bot.refused import telling
from bot.roles import Right
from bot.slack.asked import (
    AckAll,
    Asked,
    Inquiry,
    Shown,
    StormAnswer,
    Unsaid,
    answered,
    read,
    unsaid,
    written,
)
from state.clicks import Click, NotNow, Taken
from state.file.trouble import StateError
from state.model import InvoiceView
from state.store import Store

log = structlog.get_logger()

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Clicks:
    """Carries out what was written down, once, whatever happens in between."""

    store: Store
    clock: Clock
    desk: Desk
    storm: Callable[[str, str, bool], str]  # question, user, yes
    speak: Callable[[], object]  # who clicks wants to see the message change

    def take(self, asked: Asked) -> Taken:
        """Write it down; it is on the disk when this returns. NotNow while that takes nothing."""
        try:
            return self.store.take_click(Click(asked.id, written(asked)), self.clock())
        except StateError as error:
            raise NotNow(str(error)) from error

    def waiting(self) -> list[Asked]:
        """What was written down and not carried out, in its order.

        What cannot be read any more was written by another version; it is given up.
        """
        return self._readable(self.store.waiting_clicks(), read, self._give_up)

    def _readable(
        self,
        clicks: Sequence[Click],
        understand: Callable[[str, str], Read],
        put_away: Callable[[Click], None],
    ) -> list[Read]:
        found = []
        for click in clicks:
            try:
                found.append(understand(click.id, click.payload))
            except (ValueError, LookupError, TypeError) as error:
                # without its text, which could quote where the answer was to be sent
                log.warning("click_unreadable", click=click.id, error=type(error).__name__)
                put_away(click)
        return found

    def carry_out(self, asked: Asked) -> str | None:
        """Do it and give the answer (mrkdwn); None if it was done before.

        Everything it changes is one transaction with its being done and with the answer, so
        that a process that is killed has done all of it or nothing, and knows what to say.
        Raises NotNow while the disk takes nothing; then it still waits.
        """
        try:
            words = self._carried_out(asked)
        except StateError as error:
            raise NotNow(str(error)) from error
        if words is not None:
            self.speak()
        return words

    def _carried_out(self, asked: Asked) -> str | None:
        with self.store.carrying_out(asked.id, self.clock()) as asked_at:
            if asked_at is None:
                return None
            if asked.shown is not None and not self.desk.roles.refusal(asked.user, Right.CARE):
                self._adopt(asked.shown)
            words = self._done(asked, asked_at)
            self.store.answer_click(asked.id, answered(asked, words), self.clock())
            return words

    def answer_only(self, asked: Asked) -> None:
        """It only asked for something, and has been answered."""
        with self.store.carrying_out(asked.id, self.clock()):
            pass  # nothing is changed; it is crossed out

    def untold(self) -> list[Unsaid]:
        """What a former process carried out and did not live to tell."""
        return self._readable(self.store.untold_clicks(), unsaid, self._forget)

    def _forget(self, click: Click) -> None:
        self.store.told_clicks([click.id])

    def give_up(self, asked: Asked) -> None:
        """It failed by a fault of ours; nobody expects it to be tried again."""
        self._give_up(Click(asked.id, ""))

    def _give_up(self, click: Click) -> None:
        self.store.give_up_click(click.id, self.clock())

    def redraw(self, shown: Shown) -> None:
        """Draw a message anew, as it stands."""
        at, views = self.clock(), self._known(shown)
        drafts = [
            replace(update(v.account, v.invoice, at), channel=self.desk.home(v)) for v in views
        ]
        if self.store.enqueue(drafts[:1], at):  # several of them share one message
            self.speak()

    def _done(self, asked: Asked, asked_at: datetime) -> str:
        desk = replace(self.desk, roles=telling(self.store, asked, self.desk.roles, self.clock))
        match asked.order:
            case Inquiry():
                raise TypeError("a question is answered, not carried out")
            case StormAnswer():
                return answer_storm(desk, self.storm, asked.order, asked.user)
            case AckAll(keys):
                return acknowledge_all(desk, keys, asked.user, asked.source)
            case _:
                return carry_out(desk, asked.order, asked.user, asked.source, asked_at)

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
