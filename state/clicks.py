"""What people asked for in Slack, kept until it is carried out: words and the seam. Pure."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from state.found import Adopts
from state.messages import Post
from state.model import Event, InvoiceKey


@dataclass(frozen=True, slots=True)
class Click:
    """Something that somebody asked for and that was written down before it was acknowledged."""

    id: str  # what stays the same when Slack delivers it again
    payload: str  # what is needed to carry it out and to answer, as JSON; then the answer


class NotNow(Exception):
    """It cannot be carried out just now, since the disk takes nothing; it still waits."""


class Taken(StrEnum):
    """What became of a delivery when it was written down."""

    NEW = "new"  # it is on the disk now
    WAITING = "waiting"  # it came before and is not carried out yet
    DONE = "done"  # it came before and was carried out


class Clicks(Adopts, Protocol):
    """Clicks on their way: written down, carried out once, remembered for some days."""

    def take_click(self, click: Click, now: datetime) -> Taken:
        """Write a click down; when this returns it is on the disk."""

    def waiting_clicks(self) -> list[Click]:
        """Clicks that were written down and not carried out, in the order in which they came."""

    def carrying_out(self, click: str, now: datetime) -> AbstractContextManager[datetime | None]:
        """One transaction for everything that a click changes, its being done among it.

        Gives the moment at which it was asked for; None where it was carried out before. What
        fails inside changes nothing, and the click still waits.
        """

    def answer_click(self, click: str, answer: str, now: datetime) -> None:
        """Note that a click is carried out, and what is to be said of it, until it was said."""

    def untold_clicks(self) -> list[Click]:
        """What is carried out and was not said yet, in its order; the payload is the answer."""

    def told_clicks(self, clicks: Collection[str]) -> None:
        """Forget the answers to these clicks: they were given."""

    def give_up_click(self, click: str, now: datetime) -> None:
        """Note that a click failed by a fault of ours, and is not to be tried again."""

    def note(self, event: Event) -> None:
        """Write down what changed nothing, such as that somebody was not allowed to."""

    def shown_since(self, since: datetime, most: int) -> list[tuple[InvoiceKey, str]]:
        """One owed invoice of each message posted since then, the newest first, so many of them.

        With each the channel in whose name its message was queued.
        """

    def is_welcomed(self, person: str) -> bool:
        """True if somebody has put the first hints away, for good."""

    def welcomed(self, person: str, now: datetime) -> None:
        """Note that somebody needs no first hints any more."""

    def adopt(self, post: Post, keys: Sequence[InvoiceKey], channel: str, now: datetime) -> bool:
        """Take a message that shows these invoices for theirs; False if all have one.

        `channel` is where their messages belong, by its configured name.
        """
