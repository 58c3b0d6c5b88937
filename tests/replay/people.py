"""The people of a replay: each working morning they see to some of what is overdue."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.actions import Desk
from state.model import Care, InvoiceView
from state.rules.calendar import WorkingTime, is_working
from state.store import Question

ADA, BEN = "U01ADA", "U02BEN"
HOURS = WorkingTime("Europe/Berlin", time(9), time(17, 30), business_days=True, holidays="DE")
MORNING = time(9, 0, tzinfo=UTC)


def mornings(first: date, days: int) -> Iterator[datetime]:
    """When they look, in UTC."""
    for turn in range(days):
        moment = datetime.combine(first + timedelta(days=turn), MORNING)
        if is_working(moment, HOURS):
            yield moment


@dataclass(frozen=True, slots=True)
class Office:
    """Two people at a desk."""

    desk: Desk
    chance: Random

    def look(self) -> int:
        """See to some of what is overdue and with nobody; how many decisions that made."""
        today = self.desk.now().date()
        views = self.desk.store.invoices(Question())
        return sum(self._maybe(view) for view in views if view.invoice.is_overdue(today))

    def _maybe(self, view: InvoiceView) -> bool:
        if _is_held(view.care, self.desk.now()):
            if self.chance.random() < 0.03:
                self.desk.unacknowledge(str(view.invoice.key), ADA, "button")
                return True
            return False
        if self.chance.random() < 0.4:
            return False
        deed = self.chance.choices(self._deeds(), (10, 3, 3, 2, 1, 1))[0]
        deed(str(view.invoice.key), self.chance.choice((ADA, BEN)))
        return True

    def _deeds(self) -> tuple[Callable[[str, str], str], ...]:
        desk, now = self.desk, self.desk.now()
        days = self.chance.randint(2, 6)
        return (
            lambda key, who: desk.acknowledge(key, who, "on it", "button"),
            lambda key, who: desk.snooze(key, who, now + timedelta(days=days), None, "menu"),
            lambda key, who: desk.promise(
                key, who, now.date() + timedelta(days=days), None, "command"
            ),
            lambda key, who: desk.waiting(key, who, "wired", "button"),
            lambda key, who: desk.dispute(key, who, "not ours", "modal"),
            lambda key, who: desk.assign(key, who, BEN, None, "command"),
        )


def _is_held(care: Care | None, now: datetime) -> bool:
    return care is not None and care.silences(now)
