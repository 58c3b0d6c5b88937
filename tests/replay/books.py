"""A billing provider in memory: what one account's invoices say there, and whether it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from moneyed import Money

from providers.base import Answer, Part, Unreachable
from state.model import Coverage, Invoice, Snapshot, Standing


@dataclass(slots=True)
class Books:
    """One account at its provider; the bot gets it in the place of a connection."""

    account: str
    clock: Callable[[], datetime]
    coverage: Coverage = Coverage.EVERYTHING
    down: bool = False
    invoices: dict[str, Invoice] = field(default_factory=dict)
    edition: int = 0  # answers of one edition say the same
    closed: dict[str, list[tuple[datetime, bool]]] = field(default_factory=dict)

    def write(self, invoice: Invoice) -> None:
        """List an invoice, or say something else about it from now on."""
        number = invoice.key.number
        self.invoices[number] = invoice
        self.closed.setdefault(number, []).append((self.clock(), invoice.is_closed))
        self.edition += 1

    def settle(self, number: str, standing: Standing = Standing.PAID) -> None:
        """Nobody owes it any more."""
        before = self.invoices[number]
        nothing = Money(0, before.open.currency) if before.open else None
        word = standing.value.title()
        self.write(replace(before, standing=standing, their_status=word, open=nothing))

    def was_closed(self, number: str, since: datetime, until: datetime) -> bool:
        """True if nobody owed it at any moment of that time."""
        before = [closed for at, closed in self.closed[number] if at <= since][-1:]
        meanwhile = [closed for at, closed in self.closed[number] if since < at <= until]
        return bool(before) and all([*before, *meanwhile])

    def fetch(self) -> Answer:
        """Everything there is to know, or no answer."""
        self._require_answer()
        return Answer("memory", 1, (Part("edition", str(self.edition).encode()),))

    def read(self, _answer: Answer) -> Snapshot:
        """Understand it; nothing was changed since it was fetched."""
        every = self.coverage is Coverage.EVERYTHING
        listed = tuple(one for one in self.invoices.values() if every or not one.is_closed)
        return Snapshot(self.account, listed, self.coverage, (), self.clock())

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        """What becomes of invoices that are not listed."""
        self._require_answer()
        return {one.key.number: self.invoices.get(one.key.number) for one in invoices}

    def _require_answer(self) -> None:
        if self.down:
            raise Unreachable(f"{self.account}: the connection was refused")
