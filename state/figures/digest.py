"""What a digest tells: what changed since the last one, and what comes until the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from moneyed import CURRENCIES, Money

from state.figures.holding import by_due, unheld
from state.figures.sums import Side, Sum, Today, nothing, per_side, side_of
from state.model import CareState, Event, InvoiceKey, InvoiceView


class News(StrEnum):
    """What can have happened to an invoice, in the words of the history."""

    APPEARED = "appeared"
    REOPENED = "reopened"
    AMENDED = "amended"
    SETTLED = "settled"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Digest:
    """The facts of one channel's digest.

    A sum of `news` says how much was owed of what appeared, reopened or vanished, how much was
    settled, and by how much the amended became dearer (below zero: cheaper).
    """

    since: datetime
    until: date  # the day of the next one
    news: Mapping[News, Mapping[Side, Sum]]  # only what there is
    falls_due: tuple[InvoiceView, ...]  # from today until then, the soonest first
    promised: tuple[InvoiceView, ...]  # every promise that is not broken, the next first
    unheld: tuple[InvoiceView, ...]  # what needs somebody, the gravest first
    owed: Mapping[Side, Sum]  # all of it

    @property
    def is_quiet(self) -> bool:
        """True when nothing happened, nothing comes until the next one, and nobody is needed."""
        promises = [view for view in self.promised if _promised(view) <= self.until]
        return not (self.news or self.falls_due or promises or self.unheld)


@dataclass(frozen=True, slots=True)
class Period:
    """From the last digest to the next."""

    since: datetime
    now: datetime
    until: date  # the day of the next one, in the team's calendar


def digest(
    period: Period, events: Iterable[Event], views: Sequence[InvoiceView], today: Today
) -> Digest:
    """The facts from what happened in the period and from all invoices as they stand now.

    `views` should hold the closed ones too that the events are about: an event alone does not
    say in which direction it counts. Events about others, or before the period, are left out.
    """
    owed = [view for view in views if view.invoice.is_owed]
    return Digest(
        period.since,
        period.until,
        _news(period, events, {view.invoice.key: view for view in views}),
        tuple(sorted((v for v in owed if _falls_due(v, period, today)), key=by_due)),
        tuple(sorted((v for v in owed if _is_promised(v, today)), key=_by_promise)),
        tuple(unheld(owed, period.now)),
        per_side(owed),
    )


def _falls_due(view: InvoiceView, period: Period, today: Today) -> bool:
    due = view.invoice.due
    return due is not None and today(view.account) <= due <= period.until


def _is_promised(view: InvoiceView, today: Today) -> bool:
    care = view.care
    return (
        care is not None
        and care.state is CareState.PROMISED
        and _promised(view) >= today(view.account)
    )


def _promised(view: InvoiceView) -> date:
    """The promised day; a promise without one, as old versions kept it, is broken already."""
    return view.care.day if view.care and view.care.day else date.min


def _by_promise(view: InvoiceView) -> tuple[date, InvoiceKey]:
    return _promised(view), view.invoice.key


def _news(
    period: Period, events: Iterable[Event], views: Mapping[InvoiceKey, InvoiceView]
) -> dict[News, dict[Side, Sum]]:
    """How many invoices had which news, each counted once, and how much it was about."""
    found: dict[News, dict[InvoiceKey, Money | None]] = {}
    for event in events:
        key = InvoiceKey(event.account, event.number or "")
        if event.kind in set(News) and key in views and period.since < event.at <= period.now:
            news = News(event.kind)
            told = found.setdefault(news, {})
            told[key] = _about(news, event, views[key], told.get(key))
    return {news: _by_side(found[news], views) for news in News if news in found}


def _about(news: News, event: Event, view: InvoiceView, earlier: Money | None) -> Money | None:
    """How much one event is about; None where nobody knows. Amendments add up."""
    before, after = _open(event)
    match news:
        case News.APPEARED | News.REOPENED:
            return after if after is not None else view.invoice.open
        case News.SETTLED | News.VANISHED:
            # without a step in the history the open amount is what it was; 0 tells nothing
            return before if before is not None else view.invoice.open or view.invoice.total
        case News.AMENDED:
            return _step(before, after, earlier, in_currency=side_of(view).currency)


def _step(
    before: Money | None, after: Money | None, earlier: Money | None, *, in_currency: str
) -> Money:
    """By how much an amended invoice is dearer than before the period; 0 where not by amount."""
    sofar = earlier if earlier is not None else Money(0, in_currency)
    if before is None or after is None or before.currency != after.currency:
        return sofar
    step = after - before
    return sofar + step if step.currency == sofar.currency else sofar


def _open(event: Event) -> tuple[Money | None, Money | None]:
    """The open amount before and after, as the history wrote them down."""
    before, arrow, after = event.details.get("open", "").partition(" -> ")
    return (_money(before), _money(after)) if arrow else (None, _money(before))


def _money(text: str) -> Money | None:
    """`12.50 USD` as the history writes it; None for `unknown` and for nothing."""
    digits, _, code = text.partition(" ")
    return Money(Decimal(digits), code) if code in CURRENCIES else None


def _by_side(
    told: Mapping[InvoiceKey, Money | None], views: Mapping[InvoiceKey, InvoiceView]
) -> dict[Side, Sum]:
    sums: dict[Side, Sum] = {}
    for key, about in told.items():
        side = side_of(views[key])
        if about is not None:  # an invoice may have changed its currency since
            side = Side(side.direction, str(about.currency.code))
        one = nothing(side) if about is None else Sum(about)
        known = Sum(one.open, 1, int(about is None))
        sums[side] = sums.get(side, nothing(side)) + known
    return dict(sorted(sums.items()))
