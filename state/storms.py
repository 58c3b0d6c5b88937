"""When most of an account's invoices change at once: one question rather than hundreds of lines.

A provider that numbers its invoices anew, or bills in another currency from now on, changes
everything and nothing. Many new invoices are no storm, and neither are many payments.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from moneyed import Money

from state.changes import has_vanished
from state.messages import Draft
from state.model import Amended, Appeared, Change, Invoice, Vanished
from state.twins import twins

FEW = 5  # fewer invoices than these are told one by one
MANY = 10  # as few as that may get another date or amount without being asked about


class StormKind(StrEnum):
    """What happened to all of them."""

    RENUMBERED = "renumbered"  # gone, and as many like them came under other numbers
    CURRENCY = "currency"  # the same invoices in another currency
    AMENDED = "amended"  # another amount or due date


@dataclass(frozen=True, slots=True)
class Storm:
    """Most of what an account owed, changed in one way by one check."""

    kind: StormKind
    numbers: tuple[str, ...]  # as they were known before
    owed: int  # how many invoices of the account were owed before
    twins: Mapping[str, str] = field(default_factory=dict)  # of re-numbered ones: old -> new

    def members(self) -> frozenset[str]:
        """The numbers of all invoices in the storm, old ones and new ones."""
        return frozenset((*self.numbers, *self.twins.values()))


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said to the question about a storm, and what follows from it."""

    account: str
    by: str  # Slack user id
    at: datetime
    details: Mapping[str, str]  # for the history
    redraw: Draft  # of the question; queued only once, so that the first answer counts
    drafts: Sequence[Draft] = ()
    twins: Mapping[str, str] = field(default_factory=dict)  # old numbers to close -> new ones


def storm(known: Mapping[str, Invoice], changes: Sequence[Change]) -> Storm | None:
    """What happened to most of the owed invoices at once, if anything did."""
    pairs = _renumbered(changes)
    amended = [one for one in changes if isinstance(one, Amended) and _was_owed(one.before)]
    currency = [_number(one) for one in amended if _in_another_currency(one)]
    otherwise = [_number(one) for one in amended if _asks_otherwise(one)]
    many = [
        (kind, numbers)
        for kind, numbers, least in (
            (StormKind.RENUMBERED, list(pairs), FEW),
            (StormKind.CURRENCY, currency, FEW),
            (StormKind.AMENDED, otherwise, MANY),
        )
        if len(numbers) >= least
    ]
    owed = sum(map(_was_owed, known.values())) if many else 0
    for kind, numbers in many:
        if 2 * len(numbers) > owed:
            shown = pairs if kind is StormKind.RENUMBERED else {}
            return Storm(kind, tuple(numbers), owed, shown)
    return None


def _was_owed(before: Invoice) -> bool:
    return before.is_owed and not has_vanished(before)


def _renumbered(changes: Iterable[Change]) -> dict[str, str]:
    gone = [one.before for one in changes if isinstance(one, Vanished)]
    new = [one.invoice for one in changes if isinstance(one, Appeared)]
    return twins(gone, new)


def _number(change: Amended) -> str:
    return change.before.key.number


def _in_another_currency(change: Amended) -> bool:
    before, after = change.before, change.after
    sides = ((before.open, after.open), (before.total, after.total))
    return any(old and new and old.currency != new.currency for old, new in sides)


def _asks_otherwise(change: Amended) -> bool:
    """Another date or another amount; that less is left to pay of the same one is a payment."""
    before, after = change.before, change.after
    if not after.is_owed:
        return False
    moved = before.due != after.due or before.total != after.total
    return moved or _grew(before.open, after.open)


def _grew(before: Money | None, after: Money | None) -> bool:
    if before is None or after is None:
        return False
    return before.currency == after.currency and bool(after > before)
