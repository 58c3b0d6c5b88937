"""All that is owed at a glance: how much, how late, and who holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from state.figures.holding import by_due, is_held, unheld
from state.figures.sums import Side, Sum, Today, nothing, owed_by_side, summed
from state.model import CareState, Direction, InvoiceView

SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Standings:
    """One side: what is owed, split by when it is due."""

    side: Side
    owed: Sum  # the four below together
    overdue: Sum
    soon: Sum  # due today or within seven days
    later: Sum
    undated: Sum


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything owed. `held` counts the decisions that are in force."""

    sides: tuple[Standings, ...]
    unheld: tuple[InvoiceView, ...]  # what needs somebody, the gravest first
    held: Mapping[Direction, Mapping[CareState, int]]  # only what there is
    oldest: Mapping[Direction, InvoiceView]  # the owed invoice that is overdue the longest


def summary(views: Sequence[InvoiceView], now: datetime, today: Today) -> Summary:
    """The figures of all that is owed among the views."""
    owed = [view for view in views if view.invoice.is_owed]
    return Summary(
        tuple(_standings(side, part, today) for side, part in owed_by_side(owed)),
        tuple(unheld(owed, now)),
        _held(owed, now),
        _oldest(owed, today),
    )


def _standings(side: Side, views: Sequence[InvoiceView], today: Today) -> Standings:
    parts: dict[str, list[InvoiceView]] = {}
    for view in views:
        parts.setdefault(_when(view, today), []).append(view)
    sums = {name: summed(side, parts.get(name, ())) for name in _WHEN}
    return Standings(side, sum(sums.values(), nothing(side)), *sums.values())


_WHEN = ("overdue", "soon", "later", "undated")


def _when(view: InvoiceView, today: Today) -> str:
    days = view.invoice.days_overdue(today(view.account))
    if days is None:
        return "undated"
    if days > 0:
        return "overdue"
    return "soon" if days >= -SOON_DAYS else "later"


def _held(views: Sequence[InvoiceView], now: datetime) -> dict[Direction, dict[CareState, int]]:
    found: dict[Direction, dict[CareState, int]] = {}
    for direction in Direction:
        states = [
            view.care.state
            for view in views
            if view.care and view.account.direction is direction and is_held(view, now)
        ]
        if states:
            found[direction] = {one: states.count(one) for one in CareState if one in states}
    return found


def _oldest(views: Sequence[InvoiceView], today: Today) -> dict[Direction, InvoiceView]:
    late = [view for view in views if view.invoice.is_overdue(today(view.account))]
    sides = {way: [view for view in late if view.account.direction is way] for way in Direction}
    return {way: min(part, key=by_due) for way, part in sides.items() if part}
