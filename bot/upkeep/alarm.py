"""Words about the bot's own trouble, sent where Slack is not needed: a webhook, a mail."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from bot.clock import Clock, system_clock
from bot.slack.language import _n
from providers.base import AuthRejected, Secret

if TYPE_CHECKING:
    import apprise

log = structlog.get_logger()

TITLE = "Duewatch"
PAUSE = timedelta(minutes=5)  # a channel that takes nothing would else ring for each message
MOST = 5  # alarms told in full at once


@dataclass(slots=True)
class Alarm:
    """Notifies the addresses of `[alarm]`, each an apprise address kept as a secret.

    Sending happens in a thread of its own, so that whoever raises an alarm never waits
    for a mail server. The first alarm goes out at once; what comes within PAUSE of it is
    gathered and goes out together.
    """

    addresses: Sequence[Secret] = ()
    clock: Clock = system_clock
    pool: Callable[[int, str], Executor] = ThreadPoolExecutor
    _voice: Executor = field(init=False)
    _under_way: "list[Future[None]]" = field(init=False, default_factory=list)
    _gathered: list[str] = field(init=False, default_factory=list)
    _sent_at: datetime | None = field(init=False, default=None)
    _stopped: bool = field(init=False, default=False)
    _lock: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        self._voice = self.pool(1, "alarm")

    def raise_(self, text: str) -> None:
        """Log it, and have it sent: at once, or with others after the pause."""
        log.error("alarm", text=text, addresses=len(self.addresses))
        with self._lock:
            self._gathered.append(text)
        self.send_gathered()

    def send_gathered(self) -> None:
        """Send what was gathered, if the pause is over; done now and then."""
        with self._lock:
            paused = self._sent_at is not None and self.clock() < self._sent_at + PAUSE
            if not (paused or self._stopped):
                self._send()

    def _send(self) -> None:
        if not self._gathered:
            return
        text, self._gathered, self._sent_at = together(self._gathered), [], self.clock()
        self._under_way = [one for one in self._under_way if not one.done()]
        for number, address in enumerate(self.addresses, start=1):
            sending = self._voice.submit(_notify, number, address, text)
            sending.add_done_callback(partial(_tell_crash, number))
            self._under_way.append(sending)

    def is_quiet(self) -> bool:
        """True while nothing is being sent."""
        with self._lock:
            return all(one.done() for one in self._under_way)

    def stop(self, patience: float = 1.5) -> bool:
        """Send what was gathered, and nothing more; True if all of it went on its way in time."""
        with self._lock:
            if not self._stopped:
                self._send()
            self._stopped, under_way = True, list(self._under_way)
            self._voice.shutdown(wait=False)
        return not wait(under_way, timeout=patience).not_done


def together(texts: Sequence[str]) -> str:
    """Several alarms as one text, the same ones once, the first ones in full."""
    each = list(dict.fromkeys(texts))
    if (more := len(each) - MOST) > 0:
        rest = _n(
            "... and {number} more; the log has them all",
            "... and {number} more; the log has them all",
            more,
        )
        each = [*each[:MOST], rest]
    return "\n".join(each)


def trouble_with(address: Secret) -> str | None:
    """Why an address cannot be written to, without writing to it; None if it can."""
    found = _notifier(address)
    return found if isinstance(found, str) else None


def _notifier(address: Secret) -> "apprise.Apprise | str":
    import apprise  # noqa: PLC0415 -- a tenth of a second that only a bot in trouble spends

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its warnings quote the address
    notifier = apprise.Apprise()
    try:
        known = notifier.add(address.reveal())
    except AuthRejected as error:
        return str(error)
    return notifier if known else "the address is not one that apprise knows"


def _notify(number: int, address: Secret, text: str) -> None:
    found = _notifier(address)
    if isinstance(found, str):
        log.error("alarm_not_sent", address=number, reason=found)
    elif not found.notify(body=text, title=TITLE, body_format="text"):  # or mails take it for HTML
        log.error("alarm_not_sent", address=number, reason="it was not taken")


def _tell_crash(number: int, sending: "Future[None]") -> None:
    """A notifier's own fault is told by its kind alone: its words may quote the address."""
    error = sending.exception()
    if error is not None:
        log.error("alarm_not_sent", address=number, reason=f"it crashed: {type(error).__name__}")
