"""Messages that were found standing in Slack: words and the seam. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from state.messages import Post
from state.model import InvoiceKey


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of ours that was found in a channel."""

    post: Post
    token: str
    marks: tuple[str, ...] = ()  # of the invoices whose living message it is
    latest: str = ""  # when its thread was last written in, by Slack's clock


@dataclass(frozen=True, slots=True)
class Remembered:
    """What we know of the messages of a channel since some moment."""

    tokens: frozenset[str]  # of what was queued, whatever became of it
    sent: frozenset[str]  # of what was posted, by our knowledge
    newest: str  # the last post that we know of


class Adopts(Protocol):
    """The part of the store that takes messages in Slack for what they show."""

    def remembered(self, place: str, tokens: Sequence[str]) -> Remembered:
        """What is known of these messages, and of the newest one in a place (Slack's id)."""

    def adopt_standing(
        self, found: Sequence[Standing], channel: str, now: datetime, *, partly: bool = True
    ) -> list[InvoiceKey]:
        """Make messages the living ones of invoices that have none; one invoice of each message.

        `channel` is where they stand, by its configured name. What was queued to announce these
        invoices is not said any more. Not `partly`: only messages all of whose invoices are known.
        """
