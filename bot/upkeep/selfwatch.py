"""The bot watches itself: is what should have been said by now really said?

A gap is told once: in the log, as a metric and in the fallback channel. If even that
message does not come through until the next look, the alarm's own addresses are used.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.slack.language import _, _n, numeric_date
from bot.upkeep.alarm import Alarm
from state.messages import Draft, Kind, OutboxState
from state.store import Late, Store

log = structlog.get_logger()

EVERY = timedelta(minutes=5)  # three looks until people must know, which is in 15 minutes
GRACE = timedelta(minutes=5)
IN_TIME = Late(0, 0, None)
WAITING = (OutboxState.NEW, OutboxState.UNSURE)


@dataclass(slots=True)
class SelfWatch:
    """Compares planned with sent, and raises its voice where they differ."""

    store: Store
    clock: Clock
    alarm: Alarm
    channel: str | None  # where the bot speaks when its own channel fails
    grace: timedelta = GRACE  # how long a message may take
    late: Late = IN_TIME  # as of the last look
    _told: str | None = None  # key of the message about the present gap
    _alarmed: bool = False

    def look(self) -> None:
        """Look once; done every EVERY."""
        self.alarm.send_gathered()
        now = self.clock()
        self.late = self.store.late(now - self.grace)
        if self.late.since is None:
            self._relax()
        elif self._told is None:
            self._tell(now, self.late.since)
        elif not self._alarmed and not self._arrived(self._told):
            self._alarmed = True
            others = words(self._others(self._told, now))
            either = _("The fallback channel cannot be reached either.")
            self.alarm.raise_(f"{others} {either}")

    def _tell(self, now: datetime, since: datetime) -> None:
        log.error("messages_late", messages=self.late.messages, steps=self.late.steps, since=since)
        self._told = f"duewatch:late:{since.isoformat()}"
        if self.channel is None:
            self._alarmed = True
            self.alarm.raise_(words(self.late))
            return
        said = Draft(
            key=self._told,
            kind=Kind.NOTE,
            channel=self.channel,
            account="",
            what="late",
            details={"text": words(self.late)},
        )
        self.store.enqueue([said], now)

    def _others(self, told: str, now: datetime) -> Late:
        """What is late beside our own message about it."""
        own = self.store.item(told)
        counted = own is not None and own.state in WAITING and own.created_at < now - self.grace
        return replace(self.late, messages=self.late.messages - counted)

    def _arrived(self, key: str) -> bool:
        item = self.store.item(key)
        return item is not None and item.state is OutboxState.SENT

    def _relax(self) -> None:
        if self._told is not None:
            log.info("messages_in_time")
        self._told, self._alarmed = None, False


def words(late: Late) -> str:
    """What is late, and what to look at."""
    since = f"{numeric_date(late.since)} {late.since:%H:%M} UTC" if late.since else _("now")
    parts = []
    if late.messages:
        parts.append(_unsent(late.messages, since))
    if late.steps:
        parts.append(_unseen(late.steps, since))
    told = "; ".join(parts) or _("something is late since {moment}", moment=since)
    return _("{told}. Look at the log and at `duewatch doctor`.", told=told)


def _unsent(number: int, since: str) -> str:
    return _n(
        "{number} message was ready since {moment} and did not go out",
        "{number} messages were ready since {moment} and did not go out",
        number,
        moment=since,
    )


def _unseen(number: int, since: str) -> str:
    return _n(
        "{number} reminder was due since {moment} and nobody looked at it",
        "{number} reminders were due since {moment} and nobody looked at it",
        number,
        moment=since,
    )
