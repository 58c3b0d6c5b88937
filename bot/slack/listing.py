"""What a question for invoices asks for, and what could not be understood. Pure values.

Each prints back (`str`) as something one could type that means the same.
"""

from dataclasses import dataclass
from decimal import Decimal

from bot.slack.days import Bound
from bot.slack.words import HELD, ME, When, name
from state.model import CareState, Direction

SOON = 7  # days that "due" and "attention" look ahead unless told otherwise


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """What could not be read, with what comes nearest to it and what to type instead."""

    word: str
    nearest: str | None
    hint: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Threshold:
    """More or less than so much is open; without a currency the figure counts in any."""

    amount: Decimal
    currency: str | None = None
    side: str = "over"  # or under

    def __str__(self) -> str:
        return f"{self.side} {self.amount:f}" + (f" {self.currency}" if self.currency else "")


@dataclass(frozen=True, slots=True)
class Listing:
    """Which invoices to list. Names are as typed; nobody has looked them up yet.

    `names` may be accounts, providers or clients; prints back as what one could type.
    """

    when: When = When.ATTENTION
    days: int = SOON  # how far ahead ATTENTION and DUE look
    bounds: tuple[Bound, ...] = ()  # due dates that were named; then DUE is whatever they allow
    direction: Direction | None = None
    unclear: bool = False  # only those of unknown standing
    care: tuple[CareState, ...] = ()  # only what people decided so
    people: tuple[str, ...] = ()  # only what one of these sees to: Slack user ids, or `me`
    unclaimed: bool = False  # only what nobody has decided anything about
    names: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    over: Threshold | None = None
    under: Threshold | None = None

    @property
    def is_filtered(self) -> bool:
        """True when it asks for less than everything that `when` covers."""
        return bool(self.filters())

    def filters(self) -> list[str]:
        """Everything but the due dates, each as one could type it."""
        return [
            *([self.direction.value] if self.direction else []),
            *["unclear"] * self.unclear,
            *(CARE_WORDS[state] for state in self.care),
            *(whose(who) for who in self.people),
            *["unclaimed"] * self.unclaimed,
            *(name(each) for each in self.names),
            *(f"account {name(each)}" for each in self.accounts),
            *(f"client {name(each)}" for each in self.clients),
            *(str(each) for each in (self.over, self.under) if each),
        ]

    def __str__(self) -> str:
        return " ".join([*self._when_words(), *map(str, self.bounds), *self.filters()])

    def _when_words(self) -> list[str]:
        ahead = f"due {self.days}d"
        if self.when is When.DUE:
            return ["due"] if self.bounds else [ahead]
        if self.when is not When.ATTENTION:
            return [self.when.value]
        if self.days != SOON:
            return [self.when.value, ahead]
        return [self.when.value] if self.is_filtered else []


CARE_WORDS = {state: word for word, state in reversed(HELD.items())}


def whose(who: str) -> str:
    """What one sees to, as one could type it."""
    return "mine" if who == ME else f"of <@{who}>"
