"""All that is owed at a glance: how much, how late, and who holds it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from state.figures.holding import by_due, is_held, unheld
from state.figures.lots import Lot, by_side, lot, lots
from state.figures.sums import Side, Sum, Today, nothing, side_of, summed
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
    needing: Mapping[Side, Sum]  # what needs somebody; only where there is anything
    unheld: tuple[InvoiceView, ...]  # of that what was looked at, the gravest first
    held: Mapping[Direction, Mapping[CareState, int]]  # only what there is
    oldest: Mapping[Direction, InvoiceView]  # the owed invoice that is overdue the longest


def summary(views: Sequence[InvoiceView], now: datetime, today: Today) -> Summary:
    """The figures of all that is owed among the views."""
    owed = [view for view in views if view.invoice.is_owed]
    held = [lot(view, today(view.account)) for view in owed if is_held(view, now)]
    return summary_of(lots(views, today), held, owed, now, today)


def summary_of(
    found: Iterable[Lot],
    held: Sequence[Lot],
    looked_at: Sequence[InvoiceView],
    now: datetime,
    today: Today,
) -> Summary:
    """The same of lots, of those that are held, and of invoices that are looked at one by one.

    These are all that nobody holds any more, all that are not overdue and whose services may
    stop within days, and the oldest overdue ones of each direction.
    """
    owed = [view for view in looked_at if view.invoice.is_owed]
    sides = tuple(_standings(side, part) for side, part in by_side(found))
    alone = tuple(unheld(owed, now))
    return Summary(
        sides,
        _needing(sides, held, alone, today),
        alone,
        _held(held),
        _oldest(owed, today),
    )


def cuts(today: date) -> list[date]:
    """The first days of what counts differently, where it is `today`."""
    return [today, today + timedelta(days=SOON_DAYS + 1)]


def _standings(side: Side, found: Sequence[Lot]) -> Standings:
    parts = dict.fromkeys(_WHEN, nothing(side))
    for one in found:
        parts[_when(one)] += one.sum
    return Standings(side, sum(parts.values(), nothing(side)), *parts.values())


_WHEN = ("overdue", "soon", "later", "undated")


def _when(one: Lot) -> str:
    days = one.days_overdue
    if days is None:
        return "undated"
    if days > 0:
        return "overdue"
    return "soon" if days >= -SOON_DAYS else "later"


def _needing(
    sides: Iterable[Standings],
    held: Iterable[Lot],
    alone: Iterable[InvoiceView],
    today: Today,
) -> dict[Side, Sum]:
    """All that is overdue but what somebody holds, and what is grave before it is due."""
    found = {one.side: one.overdue for one in sides}
    for one in held:
        if _when(one) == "overdue":
            found[one.side] -= one.sum
    for view in alone:
        if not view.invoice.is_overdue(today(view.account)):
            found[side_of(view)] += summed(side_of(view), [view])
    return {side: one for side, one in found.items() if one.count}


def _held(held: Iterable[Lot]) -> dict[Direction, dict[CareState, int]]:
    found: dict[Direction, dict[CareState, int]] = {}
    for direction in Direction:
        counts = dict.fromkeys(CareState, 0)
        for one in held:
            if one.care is not None and one.side.direction is direction:
                counts[one.care] += one.sum.count
        if any(counts.values()):
            found[direction] = {state: count for state, count in counts.items() if count}
    return found


def _oldest(views: Sequence[InvoiceView], today: Today) -> dict[Direction, InvoiceView]:
    late = [view for view in views if view.invoice.is_overdue(today(view.account))]
    sides = {way: [view for view in late if view.account.direction is way] for way in Direction}
    return {way: min(part, key=by_due) for way, part in sides.items() if part}
