"""A bot for one account whose provider and whose Slack are plain lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.announce import Manner
from bot.check import Checked, Checker, Plan
from bot.compose import Composer, Redraw, Say
from bot.storms import ASKED, Storms
from providers.base import Answer, Part
from state.database import SqliteStore
from state.messages import Dropped, Post, Sent
from state.model import (
    Care,
    Coverage,
    Invoice,
    InvoiceKey,
    InvoiceView,
    Snapshot,
)
from state.store import Decision
from tests.builders import NOW, account, invoice, rules

ACME = account()
MINUTE = timedelta(minutes=1)
MANNER = Manner(rules(), "#billing")


def owed(count: int, first: int = 1) -> list[Invoice]:
    return [
        replace(invoice(f"acme/{first + at}", f"{10 + at}.00 USD"), client=f"Client {at}")
        for at in range(count)
    ]


@dataclass
class Books:
    """A provider that lists everything it ever wrote."""

    listed: list[Invoice]
    asked: int = 0

    def fetch(self) -> Answer:
        self.asked += 1
        return Answer("whmcs", 1, (Part("list", str(self.asked).encode()),))

    def read(self, answer: Answer) -> Snapshot:  # noqa: ARG002 -- it is always the latest
        return Snapshot("acme", tuple(self.listed), Coverage.EVERYTHING, (), NOW)

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:  # noqa: ARG002
        return {}


@dataclass
class Office:
    """A bot whose Slack is a list of what it was told."""

    store: SqliteStore
    books: Books
    now: datetime = NOW
    said: list[tuple[str, Say | Redraw | Dropped]] = field(default_factory=list)

    def clock(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    @property
    def storms(self) -> Storms:
        return Storms(self.store, self.clock, lambda *_: MANNER)

    def check(self, *listed: Invoice, believe: bool = False) -> Checked:
        """The provider lists these now; check, and say what there is to say."""
        self.books.listed = list(listed)
        self.now += timedelta(minutes=31)
        lease = self.store.claim_account("acme", self.now, MINUTE)
        assert lease is not None
        plan = Plan(ACME, self.books, timedelta(minutes=30), lambda _: MANNER)
        checked = Checker(self.store, self.clock, lambda span: span).check(
            plan, lease, believe=believe
        )
        self.deliver()
        return checked

    def deliver(self) -> None:
        """Post everything; each message gets the next number of its channel."""
        composer = Composer(self.store, self.clock)
        while claims := self.store.claim_outbox(self.clock(), MINUTE):
            for claim in claims:
                said = composer.compose(claim.item)
                self.said.append((claim.item.draft.what, said))
                self.store.settle(claim, self._went(said), self.clock())

    def _went(self, said: Say | Redraw | Dropped) -> Sent | Dropped:
        match said:
            case Say():
                return Sent(Post("C1", str(len(self.said))), said.shows)
            case Redraw(post, _):
                return Sent(post)
            case Dropped():
                return said

    def posted(self) -> list[str]:
        """What stands in the channel itself, in order."""
        return [
            what
            for what, said in self.said
            if isinstance(said, Say) and (said.broadcast or said.thread_ts is None)
        ]

    def question(self) -> str:
        """What the buttons of the last question carry."""
        asked = [said for what, said in self.said if what == ASKED]
        assert isinstance(asked[-1], Say)
        values = {str(button["value"]) for button in asked[-1].message.blocks[-1]["elements"]}
        assert len(values) == 1
        return values.pop()

    def view(self, number: int) -> InvoiceView:
        found = self.store.invoice(InvoiceKey("acme", str(number)))
        assert found is not None
        return found

    def take(self, number: int, care: Care | None) -> None:
        decided = Decision(care, "acknowledged", "U01ADA", self.clock())
        self.store.decide(InvoiceKey("acme", str(number)), lambda _: decided)
