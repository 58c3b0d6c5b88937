"""Cash by week: when the money moves, in which week, and what stands apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.listing import today_in
from state.figures.cash import Apart, Cash, cash, cuts
from state.figures.sums import Side
from state.model import Account, CareState, Direction, InvoiceView
from state.totals import totals
from tests.builders import money
from tests.state.figures.samples import (
    EARLY,
    LATE,
    NOW,
    SHOP,
    TODAY,
    books,
    care,
    owing,
    today,
)


def only(views: list[InvoiceView], days: int = 30) -> Cash:
    (found,) = cash(views, TODAY, days, today)
    return found


def by_week(found: Cash) -> dict[str, str]:
    return {
        week.first.isoformat(): str(week.sum.open.amount) for week in found.weeks if week.sum.count
    }


def test_the_weeks_run_from_monday_to_sunday_and_begin_today():
    weeks = only([owing(1)]).weeks
    assert [(week.first.isoformat(), week.last.isoformat(), week.number) for week in weeks] == [
        ("2026-11-20", "2026-11-22", 47),
        ("2026-11-23", "2026-11-29", 48),
        ("2026-11-30", "2026-12-06", 49),
        ("2026-12-07", "2026-12-13", 50),
        ("2026-12-14", "2026-12-20", 51),
    ]


def test_the_last_week_ends_with_the_days_that_were_asked_about():
    assert only([owing(1)], 5).weeks[-1].last == date(2026, 11, 25)
    assert only([owing(1, due=-6)], 5).apart[Apart.LATER].count == 1


def test_the_first_week_of_a_year_may_begin_in_the_old_one():
    assert [week.number for week in only([owing(1)], 50).weeks][-3:] == [52, 53, 1]


def test_money_is_needed_on_the_due_date_or_now():
    found = only([owing(1, due=12), owing(2, due=0), owing(3, due=-2), owing(4, due=-3)])
    assert found.overdue.open == money("10.00 USD")
    assert by_week(found) == {"2026-11-20": "20.00", "2026-11-23": "10.00"}
    assert found.total.open == money("40.00 USD")


@pytest.mark.parametrize("due", [12, 0, -25, None])
def test_a_promise_moves_the_money_to_its_day(due: int | None):
    taken = care(CareState.PROMISED, TODAY + timedelta(days=5))
    assert by_week(only([owing(1, due=due, taken=taken)])) == {"2026-11-23": "10.00"}


def test_a_promise_for_today_is_not_broken_yet():
    taken = care(CareState.PROMISED, TODAY)
    found = only([owing(1, due=12, taken=taken)])
    assert (found.overdue.count, by_week(found)) == (0, {"2026-11-20": "10.00"})


def test_the_last_day_that_was_asked_about_is_part_of_its_week():
    found = only([owing(1, due=-5), owing(2, due=-6)], 5)
    assert by_week(found) == {"2026-11-23": "10.00"}
    assert found.apart[Apart.LATER].count == 1


def test_a_broken_promise_leaves_the_due_date():
    taken = care(CareState.PROMISED, TODAY - timedelta(days=1))
    assert only([owing(1, due=12, taken=taken)]).overdue.count == 1
    assert by_week(only([owing(1, due=-12, taken=taken)])) == {"2026-11-30": "10.00"}
    assert only([owing(1, due=None, taken=taken)]).apart[Apart.UNDATED].count == 1


def test_what_is_disputed_or_reported_as_paid_stands_apart():
    found = only(
        [
            owing(1, due=12, taken=care(CareState.DISPUTED)),
            owing(2, due=-2, taken=care(CareState.WAITING)),
        ]
    )
    assert found.total.count == 0
    assert found.apart[Apart.DISPUTED].count == found.apart[Apart.REPORTED].count == 1


def test_income_stands_beside_what_is_needed_and_is_never_netted():
    found = cash([owing(1, due=-2), owing(2, "99.00 USD", -2, of=SHOP)], TODAY, 30, today)
    assert [(one.side, one.total.open) for one in found] == [
        (Side(Direction.PAYABLE, "USD"), money("10.00 USD")),
        (Side(Direction.RECEIVABLE, "USD"), money("99.00 USD")),
    ]


def test_the_account_says_what_is_overdue_and_the_team_which_week_it_is():
    def there(account: Account) -> date:
        return today_in(account, NOW)

    yesterday, this = owing(1, due=1, of=LATE), owing(2, due=0, of=EARLY)
    found = cash([yesterday, this], TODAY, 30, lambda a: there(a) if a is EARLY else TODAY)
    assert found[0].overdue.count == 2  # at Kiritimati it is tomorrow
    (found_late,) = cash([yesterday], TODAY, 30, lambda _: TODAY - timedelta(days=1))
    assert found_late.overdue.count == 0
    assert found_late.weeks[0].sum.count == 1  # due today where the account is


@settings(deadline=None)
@given(books(), st.integers(0, 120))
def test_every_owed_invoice_stands_in_exactly_one_place(views: list[InvoiceView], days: int):
    found = cash(views, TODAY, days, today)
    known = {(t.direction, t.currency): t for t in totals(views, today)}
    assert [(one.side.direction, one.side.currency) for one in found] == list(known)
    for one in found:
        whole = known[one.side.direction, one.side.currency]
        parts = [one.total, *one.apart.values()]
        assert sum(part.count for part in parts) == whole.count
        assert sum(part.unknown for part in parts) == whole.unknown
        assert sum((part.open for part in parts[1:]), parts[0].open) == whole.open


@settings(deadline=None)
@given(books(), st.integers(0, 400))
def test_the_weeks_have_no_gap_and_do_not_overlap(views: list[InvoiceView], days: int):
    for one in cash(views, TODAY, days, today):
        assert one.weeks[0].first == TODAY
        assert one.weeks[-1].last == TODAY + timedelta(days=days)
        for before, after in zip(one.weeks, one.weeks[1:], strict=False):
            assert after.first == before.last + timedelta(days=1)
            assert after.first.weekday() == 0


def test_the_cuts_are_the_first_days_of_now_of_each_week_and_of_what_is_later():
    wednesday, theirs = date(2026, 11, 18), date(2026, 11, 19)
    monday, next_monday, later = date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 29)
    assert cuts(wednesday, 10, theirs) == [theirs, wednesday, later, monday, next_monday]
