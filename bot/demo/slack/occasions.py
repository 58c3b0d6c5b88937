"""What a person did, and what an app may answer with: a trigger, an address, an offer of links."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from bot.demo.slack.errors import SlackError
from bot.demo.slack.seed import Channel

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


def _future() -> asyncio.Future[dict[str, Any]]:
    return asyncio.get_running_loop().create_future()


@dataclass(slots=True)
class Occasion:
    """One slash command, click or submission, and where its answers belong."""

    user: str
    channel: str | None = None
    message_ts: str | None = None  # the message that was clicked
    thread_ts: str | None = None
    is_ephemeral: bool = False  # that message is one only this person sees
    view_id: str | None = None  # the view it was done in
    seen: asyncio.Future[dict[str, Any]] = field(default_factory=_future)

    def show(self, what: dict[str, Any]) -> None:
        """Note the first thing that the person gets to see."""
        if not self.seen.done():
            self.seen.set_result(what)


@dataclass(frozen=True, slots=True)
class Offer:
    """A message with links that the app may unfurl."""

    channel: Channel
    ts: str
    links: tuple[str, ...]  # as they stand in the text, `&` written `&amp;`


@dataclass(slots=True)
class _Ticket:
    occasion: Occasion
    made: float
    uses: int = 0


class Triggers:
    """Trigger ids: good for one use within three real seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._tickets: dict[str, _Ticket] = {}

    def mint(self, occasion: Occasion) -> str:
        """Return a new trigger id."""
        trigger = f"{len(self._tickets) + 1}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        self._tickets[trigger] = _Ticket(occasion, self._clock())
        return trigger

    def exchange(self, trigger: str) -> Occasion:
        """Use a trigger up, or refuse."""
        ticket = self._tickets.get(trigger)
        if ticket is None:
            raise SlackError("invalid_trigger_id")
        if self._clock() - ticket.made > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        if ticket.uses:
            raise SlackError("exchanged_trigger_id")
        ticket.uses = 1
        return ticket.occasion


class ResponseUrls:
    """Addresses for late answers: five uses within thirty real minutes."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._tickets: dict[str, _Ticket] = {}
        self.base = ""

    def mint(self, occasion: Occasion) -> str:
        """Return a new address."""
        secret = secrets.token_hex(12)
        self._tickets[secret] = _Ticket(occasion, self._clock())
        return f"{self.base}/response/{secret}"

    def use(self, secret: str) -> Occasion:
        """Count one use, or refuse."""
        ticket = self._tickets.get(secret)
        if ticket is None:
            raise SlackError("not_found")
        if self._clock() - ticket.made > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if ticket.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        ticket.uses += 1
        return ticket.occasion
