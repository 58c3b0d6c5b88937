"""Aging: every owed invoice in one line, and every line what it says."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.figures.aging import Age, age, aging, cuts
from state.figures.sums import Side
from state.model import CareState, Direction, InvoiceView
from state.totals import totals
from tests.builders import money
from tests.state.figures.samples import SHOP, TODAY, books, care, owing, today


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-30, Age.CURRENT),
        (0, Age.CURRENT),
        (1, Age.TO_30),
        (30, Age.TO_30),
        (31, Age.TO_60),
        (60, Age.TO_60),
        (61, Age.TO_90),
        (90, Age.TO_90),
        (91, Age.OVER_90),
        (5000, Age.OVER_90),
        (None, Age.UNDATED),
    ],
)
def test_an_invoice_ages_by_the_days_since_its_due_date(days: int | None, expected: Age):
    assert age(owing(1, due=days), TODAY) is expected


def test_what_is_disputed_stands_apart_however_old_it_is():
    taken = care(CareState.DISPUTED)
    assert [age(owing(1, due=days, taken=taken), TODAY) for days in (0, 45, None)] == [
        Age.DISPUTED
    ] * 3


def test_each_side_has_a_report_of_its_own_payables_first():
    views = [
        owing(1, "5.00 USD", 3, of=SHOP),
        owing(2, "7.00 USD", 40),
        owing(3, "1.00 EUR", 40),
        owing(4, None, 45),
    ]
    reports = aging(views, today)
    assert [report.side for report in reports] == [
        Side(Direction.PAYABLE, "EUR"),
        Side(Direction.PAYABLE, "USD"),
        Side(Direction.RECEIVABLE, "USD"),
    ]
    line = reports[1].lines[Age.TO_60]
    assert (line.open, line.count, line.unknown) == (money("7.00 USD"), 2, 1)


@settings(deadline=None)
@given(books())
def test_the_lines_hold_all_that_is_owed_once(views: list[InvoiceView]):
    reports = aging(views, today)
    for report in reports:
        assert list(report.lines) == list(Age)
        assert sum(line.count for line in report.lines.values()) == report.total.count
    assert sum(report.total.count for report in reports) == sum(
        view.invoice.is_owed for view in views
    )


@settings(deadline=None)
@given(books())
def test_the_sums_are_those_of_the_totals(views: list[InvoiceView]):
    told = [(r.side.direction, r.side.currency, r.total) for r in aging(views, today)]
    known = [(t.direction, t.currency, t) for t in totals(views, today)]
    assert [(way, code, s.open, s.count, s.unknown) for way, code, s in told] == [
        (way, code, t.open, t.count, t.unknown) for way, code, t in known
    ]


@settings(deadline=None)
@given(books(), st.randoms())
def test_the_order_of_the_invoices_changes_nothing(views: list[InvoiceView], chance: random.Random):
    mixed = list(views)
    chance.shuffle(mixed)
    assert aging(mixed, today) == aging(views, today)


def test_between_two_cuts_all_are_in_one_line():
    """Only so may what is due between them be added up before anybody asks for its line."""
    lines = [age(owing(1, due=late), TODAY) for late in range(-30, 121)]
    last = [late for late in range(-30, 120) if lines[late + 30] != lines[late + 31]]
    assert cuts(TODAY) == [TODAY - timedelta(days=late) for late in last]
