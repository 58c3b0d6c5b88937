"""Words about the bot's own trouble, sent where Slack is not needed: a webhook, a mail."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog

from providers.base import AuthRejected, Secret

log = structlog.get_logger()

TITLE = "Duewatch"


@dataclass(slots=True)
class Alarm:
    """Notifies the addresses of `[alarm]`, each an apprise address kept as a secret.

    Sending happens in a thread of its own, so that whoever raises an alarm never waits
    for a mail server.
    """

    addresses: Sequence[Secret] = ()
    _voice: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._voice = ThreadPoolExecutor(1, thread_name_prefix="alarm")

    def raise_(self, text: str) -> None:
        """Log it, and have it sent."""
        log.error("alarm", text=text, notified=len(self.addresses))
        for number, address in enumerate(self.addresses, start=1):
            self._voice.submit(self._notify, number, address, text)

    def stop(self) -> None:
        """Let what is being sent go out, and send nothing more."""
        self._voice.shutdown(wait=True, cancel_futures=True)

    def _notify(self, number: int, address: Secret, text: str) -> None:
        trouble = _send(address, text)
        if trouble is not None:
            log.error("alarm_not_sent", address=number, reason=trouble)


def _send(address: Secret, text: str) -> str | None:
    """Say why it could not be sent, or None; faults of the notifiers stay within apprise."""
    import apprise  # noqa: PLC0415 -- a tenth of a second that only a bot in trouble spends

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its warnings quote the address
    notifier = apprise.Apprise()
    try:
        if not notifier.add(address.reveal()):
            return "the address is not one that apprise knows"
    except AuthRejected as error:
        return str(error)
    return None if notifier.notify(body=text, title=TITLE) else "it was not taken"
