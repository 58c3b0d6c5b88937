"""The digest: what changed in between, what comes, and when a week was quiet."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from state.figures.digest import Digest, News, Period, digest
from state.figures.sums import Side
from state.log.history import details, kind
from state.model import (
    Amended,
    Appeared,
    CareState,
    Change,
    Direction,
    Event,
    InvoiceView,
    Reopened,
    Settled,
    Standing,
    Vanished,
)
from tests.builders import money
from tests.state.figures.samples import NOW, SHOP, TODAY, books, care, owing, today

WEEK = Period(NOW - timedelta(days=7), NOW, date(2026, 11, 27))
USD = Side(Direction.PAYABLE, "USD")


def event(change: Change, at: datetime = NOW - timedelta(days=1)) -> Event:
    """A line of the history, written as the ledger writes it."""
    key = (change.invoice if isinstance(change, Appeared) else change.after).key
    return Event(0, at, key.account, key.number, kind(change), "provider", details(change))


def told(views: list[InvoiceView], *events: Event) -> Digest:
    return digest(WEEK, events, views, today)


def with_open(view: InvoiceView, amount: str | None) -> InvoiceView:
    return replace(view, invoice=replace(view.invoice, open=money(amount)))


def paid(view: InvoiceView) -> InvoiceView:
    closed = replace(view.invoice, standing=Standing.PAID, open=money("0 USD"))
    return replace(view, invoice=closed)


def test_what_appeared_and_was_settled_is_counted_with_its_amount():
    new, old = owing(1, "12.50 USD", -9), owing(2, "30.00 USD", 4)
    found = told(
        [new, paid(old)],
        event(Appeared(new.invoice)),
        event(Settled(old.invoice, paid(old).invoice)),
    )
    assert found.news[News.APPEARED][USD].open == money("12.50 USD")
    assert found.news[News.SETTLED][USD].open == money("30.00 USD")
    assert found.news[News.SETTLED][USD].count == 1


def test_an_amendment_tells_by_how_much_it_became_dearer():
    first, second = owing(1, "10.00 USD"), owing(1, "14.00 USD")
    third = owing(1, "12.50 USD")
    found = told(
        [third],
        event(Amended(first.invoice, second.invoice)),
        event(Amended(second.invoice, third.invoice)),
    )
    amended = found.news[News.AMENDED][USD]
    assert (amended.open, amended.count, amended.unknown) == (money("2.50 USD"), 1, 0)


def test_an_invoice_that_was_paid_twice_is_counted_once():
    view = paid(owing(1, "10.00 USD"))
    before = owing(1, "10.00 USD").invoice
    found = told(
        [view],
        event(Settled(before, view.invoice)),
        event(Reopened(view.invoice, before)),
        event(Settled(before, view.invoice)),
    )
    assert {news: sums[USD].count for news, sums in found.news.items()} == {
        News.REOPENED: 1,
        News.SETTLED: 1,
    }


def test_an_amount_nobody_knows_is_counted_and_not_summed():
    view = owing(1, None)
    found = told([view], event(Appeared(view.invoice)))
    told_sum = found.news[News.APPEARED][USD]
    assert (told_sum.open, told_sum.count, told_sum.unknown) == (money("0 USD"), 1, 1)


def test_what_was_settled_after_a_part_payment_counts_with_the_rest():
    before = owing(1, "7.50 USD")
    still = replace(before.invoice, total=money("12.50 USD"))
    after = replace(before, invoice=replace(still, standing=Standing.PAID))
    found = told([after], event(Settled(still, after.invoice)))  # they left the open amount alone
    assert found.news[News.SETTLED][USD].open == money("7.50 USD")


def test_what_was_settled_while_a_payment_was_under_way_counts_with_its_total():
    pending = replace(owing(1, "12.50 USD").invoice, open=money("0 USD"), standing=Standing.PENDING)
    after = paid(owing(1, "12.50 USD"))
    found = told([after], event(Settled(pending, after.invoice)))
    assert found.news[News.SETTLED][USD].open == money("12.50 USD")


def test_what_is_no_longer_listed_counts_with_what_was_last_open():
    before = owing(1, "7.50 USD")
    gone = replace(before, invoice=replace(before.invoice, standing=Standing.UNKNOWN))
    found = told([gone], event(Vanished(before.invoice, gone.invoice)))
    assert found.news[News.VANISHED][USD].open == money("7.50 USD")


def test_news_from_before_the_last_digest_or_about_other_channels_is_left_out():
    view = owing(1, due=-99)
    early = event(Appeared(view.invoice), NOW - timedelta(days=7))
    elsewhere = event(Appeared(owing(2, of=SHOP).invoice))
    ours = replace(early, at=NOW, kind="acknowledged")
    assert told([view], early, elsewhere, ours).news == {}


def test_what_falls_due_until_the_next_one_is_listed_the_soonest_first():
    views = [owing(1, due=-7), owing(2, due=-8), owing(3, due=0), owing(4, due=1)]
    assert [v.invoice.key.number for v in told(views).falls_due] == ["3", "1"]


def test_promises_are_listed_by_their_day_and_broken_ones_are_none():
    promise = [care(CareState.PROMISED, TODAY + timedelta(days=n)) for n in (20, 0, -1)]
    views = [owing(n, due=9, taken=taken) for n, taken in enumerate(promise)]
    found = told(views)
    assert [v.invoice.key.number for v in found.promised] == ["1", "0"]


def test_a_week_is_quiet_without_news_dues_promises_or_anything_nobody_holds():
    later = care(CareState.PROMISED, TODAY + timedelta(days=30))
    calm = [owing(1, due=-30), owing(2, due=40, taken=later)]
    assert told(calm).is_quiet
    assert told([]).is_quiet
    for loud in (
        owing(3, due=-7),
        owing(3, due=1),
        owing(3, due=1, taken=care(CareState.PROMISED, TODAY + timedelta(days=7))),
    ):
        assert not told([*calm, loud]).is_quiet
    assert not told(calm, event(Appeared(calm[0].invoice))).is_quiet


@given(books(), st.randoms())
def test_the_order_of_the_invoices_changes_nothing(views: list[InvoiceView], chance: random.Random):
    events = [event(Appeared(view.invoice)) for view in views]
    mixed = list(views)
    chance.shuffle(mixed)
    found = told(views, *events)
    assert told(mixed, *events) == found
    if views:
        counted = sum(one.count for one in found.news[News.APPEARED].values())
        assert counted == len(views)
