"""A provider that fails, answers slowly, and sometimes tells half of what it knows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from moneyed import Money

from providers.base import (
    Answer,
    AuthRejected,
    Part,
    ProviderError,
    RateLimited,
    Unreachable,
    Unreadable,
)
from state.model import Invoice, Snapshot
from tests.replay.books import Books
from tests.simulation.weather import PROVIDER, Weather

ANCHOR = "9"  # never due and never paid, so that a whole answer is never empty
SLOW = timedelta(seconds=20)


@dataclass(slots=True)
class Ledgers(Books):
    """One account's books, and what was ever said of them."""

    weather: Weather = field(kw_only=True)
    meanwhile: Callable[[], None] = field(kw_only=True)
    said: dict[str, tuple[Invoice, ...]] = field(default_factory=dict)  # by what was answered
    closed_by_word: set[str] = field(default_factory=set)  # numbers said to be paid or void
    amounts: dict[str, set[Money | None]] = field(default_factory=dict)  # all that was said

    def strike(self, number: str) -> None:
        """Forget an invoice: nobody says what became of it."""
        del self.invoices[number]
        self.edition += 1

    def fetch(self) -> Answer:
        """Everything there is to know, half of it, or no answer."""
        trace = self.weather.trace
        self.weather.maybe_die(self.account, "before it was asked")
        fault = self.weather.one_of(kind for kind in PROVIDER if kind != "look-up fails")
        trace.say(self.account, f"is asked; edition {self.edition}", fault or "")
        if error := self._error(fault):
            raise error
        word = f"{self.edition}/{fault if fault in ('empty list', 'short list') else 'whole'}"
        self.said[word] = self._listed(fault)
        if fault == "slow answer" or not self.weather.calm:
            self.meanwhile()
        self.weather.maybe_die(self.account, "after it was asked")
        return Answer("memory", 1, (Part("said", word.encode()),))

    def read(self, answer: Answer) -> Snapshot:
        """Understand what was said then, whatever happened since."""
        listed = self.said[answer.parts[0].body.decode()]
        self._note(listed)
        return Snapshot(self.account, listed, self.coverage, (), self.clock())

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        """What becomes of invoices that are not listed."""
        if self.weather.strikes("look-up fails"):
            self.weather.trace.say(self.account, "is asked for single invoices", "look-up fails")
            raise Unreachable(f"{self.account}: no answer to a look-up")
        found = {one.key.number: self.invoices.get(one.key.number) for one in invoices}
        self._note([one for one in found.values() if one])
        return found

    def _listed(self, fault: str | None) -> tuple[Invoice, ...]:
        every = self.coverage.value == "everything"
        listed = [one for one in self.invoices.values() if every or not one.is_closed]
        if fault == "empty list":
            return ()
        return tuple(listed[: len(listed) // 2] if fault == "short list" else listed)

    def _note(self, said: Sequence[Invoice]) -> None:
        for one in said:
            self.amounts.setdefault(one.key.number, set()).add(one.open)
            if one.is_closed:
                self.closed_by_word.add(one.key.number)

    def _error(self, fault: str | None) -> ProviderError | None:
        match fault:
            case "provider unreachable":
                return Unreachable(f"{self.account}: the connection was refused")
            case "provider asks to wait":
                return RateLimited(f"{self.account}: too many requests", timedelta(minutes=10))
            case "login refused":
                return AuthRejected(f"{self.account}: the login was refused")
            case "answer unreadable":
                return Unreadable(f"{self.account}: a maintenance page came")
            case _:
                return None
