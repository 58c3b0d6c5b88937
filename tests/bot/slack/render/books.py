"""A shelf of invoices to be summed up: two directions, three currencies, every decision."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from state.figures.digest import Digest, Period, digest
from state.log.history import details, kind
from state.model import (
    Account,
    Amended,
    Appeared,
    Care,
    CareState,
    Change,
    Countdown,
    Cutoff,
    Event,
    InvoiceView,
    Settled,
    Standing,
)
from tests.bot.slack.samples import NOW, TODAY, money, payable, receivable, view


def today(_: Account) -> date:
    return TODAY


def past(days: int | None) -> date | None:
    """The due date of an invoice that many days overdue; below zero: before it is due."""
    return None if days is None else TODAY - timedelta(days=days)


def decided(state: CareState, day: date | None = None) -> Care:
    return Care(state, "U01ADA", NOW - timedelta(days=1), None, day=day)


def ours(
    number: int, amount: str | None, days: int | None, taken: Care | None = None
) -> InvoiceView:
    """We owe it."""
    told = money(amount) if amount else None
    return view(payable(str(number), past(days), open=told, total=told), taken)


def theirs(
    number: int, amount: str | None, days: int | None, taken: Care | None = None
) -> InvoiceView:
    """A client owes it."""
    told = money(amount) if amount else None
    return view(receivable(str(number), past(days), open=told, total=told), taken)


def stops(shown: InvoiceView, days: int) -> InvoiceView:
    """The same, and its services stop in so many days."""
    moment = NOW + timedelta(days=days)
    return replace(
        shown, countdown=Countdown(Cutoff(moment, moment.date(), None, "UTC"), None, NOW)
    )


def shelf() -> list[InvoiceView]:
    """The ordinary books of a company."""
    promised = decided(CareState.PROMISED, TODAY + timedelta(days=6))
    return [
        ours(101, "12480.50 USD", -9),
        stops(ours(102, "310.00 USD", 4), 1),
        ours(103, "990.10 USD", 33, decided(CareState.ACKNOWLEDGED)),
        ours(104, "75.00 USD", 12, promised),
        ours(105, "40.00 EUR", -2),
        ours(106, None, 95),
        ours(107, "18.00 USD", None),
        ours(108, "220.00 USD", 50, decided(CareState.DISPUTED)),
        ours(109, "64.00 USD", 2, decided(CareState.WAITING)),
        theirs(301, "240.00 EUR", 61),
        theirs(302, "1200.00 EUR", -5),
        theirs(303, "15000 JPY", 3, decided(CareState.SNOOZED)),
    ]


def news() -> list[Event]:
    """What happened in the week before."""
    books = {shown.invoice.key.number: shown for shown in shelf()}
    new, dearer = books["101"].invoice, books["105"].invoice
    paid = replace(books["302"].invoice, standing=Standing.PAID, open=money("0 EUR"))
    return [
        _event(Appeared(new)),
        _event(Amended(replace(dearer, open=money("28.00 EUR")), dearer)),
        _event(Settled(books["302"].invoice, paid)),
    ]


def _event(change: Change, at: datetime = NOW - timedelta(days=2)) -> Event:
    key = (change.invoice if isinstance(change, Appeared) else change.after).key
    return Event(0, at, key.account, key.number, kind(change), "provider", details(change))


WEEK = Period(NOW - timedelta(days=7), NOW, TODAY + timedelta(days=7))


def week(views: list[InvoiceView], events: list[Event]) -> Digest:
    return digest(WEEK, events, views, today)
