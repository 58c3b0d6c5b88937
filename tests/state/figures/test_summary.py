"""The summary: what is owed, what nobody holds, what is held."""

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from state.figures.holding import gravity, is_held
from state.figures.summary import summary
from state.model import CareState, Countdown, Cutoff, Direction, InvoiceView
from state.rules.severity import Severity
from state.totals import totals
from tests.builders import money
from tests.state.figures.samples import NOW, SHOP, TODAY, books, care, owing, today


def numbers(views: tuple[InvoiceView, ...]) -> list[str]:
    return [view.invoice.key.number for view in views]


def test_a_side_is_split_by_when_it_is_due():
    views = [
        owing(1, due=1),
        owing(2, due=0),
        owing(3, due=-7),
        owing(4, due=-8),
        owing(5, due=None),
    ]
    (side,) = summary(views, NOW, today).sides
    assert [part.count for part in (side.overdue, side.soon, side.later, side.undated)] == [
        *(1, 2, 1, 1)
    ]
    assert side.owed.open == money("50.00 USD")


def test_what_is_overdue_or_critical_and_nobody_holds_needs_somebody():
    soon = Countdown(Cutoff(NOW + timedelta(days=1), TODAY + timedelta(days=1), None, "UTC"))
    views = [
        owing(1, due=3),
        owing(2, due=9),
        owing(3, due=0),
        owing(4, due=9, taken=care(CareState.ACKNOWLEDGED)),
        owing(5, due=9, taken=care(CareState.ASSIGNED)),
        replace(owing(6, due=-3), countdown=soon),
    ]
    assert numbers(summary(views, NOW, today).unheld) == ["6", "2", "1"]


def test_a_decision_that_has_run_out_holds_nothing():
    over = owing(1, due=3, taken=care(CareState.SNOOZED, until=NOW))
    found = summary([over], NOW, today)
    assert numbers(found.unheld) == ["1"]
    assert found.held == {}


def test_decisions_in_force_are_counted_by_direction():
    views = [
        owing(1, taken=care(CareState.SNOOZED)),
        owing(2, taken=care(CareState.SNOOZED)),
        owing(3, taken=care(CareState.DISPUTED)),
        owing(4, taken=care(CareState.PROMISED, TODAY), of=SHOP),
    ]
    assert summary(views, NOW, today).held == {
        Direction.PAYABLE: {CareState.SNOOZED: 2, CareState.DISPUTED: 1},
        Direction.RECEIVABLE: {CareState.PROMISED: 1},
    }


def test_the_oldest_overdue_invoice_of_each_direction_is_named():
    views = [owing(1, due=3), owing(2, due=90), owing(3, due=-1), owing(4, due=1, of=SHOP)]
    oldest = summary(views, NOW, today).oldest
    assert numbers((oldest[Direction.PAYABLE], oldest[Direction.RECEIVABLE])) == ["2", "4"]


@given(books())
def test_the_parts_of_a_side_are_what_the_totals_say(views: list[InvoiceView]):
    sides = summary(views, NOW, today).sides
    known = totals(views, today)
    assert [(s.side.direction, s.side.currency) for s in sides] == [
        (t.direction, t.currency) for t in known
    ]
    for side, whole in zip(sides, known, strict=True):
        assert (side.owed.open, side.owed.count) == (whole.open, whole.count)
        assert side.overdue.open == whole.overdue


@given(books(), st.randoms())
def test_each_owed_invoice_is_held_or_calm_or_needs_somebody(
    views: list[InvoiceView], chance: random.Random
):
    found = summary(views, NOW, today)
    for view in views:
        calm = gravity(view, NOW) < Severity.OVERDUE
        spared = not view.invoice.is_owed or is_held(view, NOW) or calm
        assert spared is (view not in found.unheld)
    mixed = list(views)
    chance.shuffle(mixed)
    assert summary(mixed, NOW, today) == found
