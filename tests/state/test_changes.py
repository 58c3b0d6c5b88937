from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money

from state.changes import (
    NO_LONGER_LISTED,
    Implausible,
    diff,
    has_vanished,
    outcome,
    require_plausible,
    unlisted,
)
from state.model import (
    Amended,
    Appeared,
    Change,
    Coverage,
    Invoice,
    InvoiceKey,
    Line,
    Reopened,
    Settled,
    Snapshot,
    Standing,
    Vanished,
)
from tests.state.builders import NOON, by_number, invoice, money, paid, snapshot

EVERYTHING, OPEN_ONLY = Coverage.EVERYTHING, Coverage.OPEN_ONLY


def gone(one: Invoice) -> Invoice:
    return replace(one, standing=Standing.UNKNOWN, their_status=NO_LONGER_LISTED)


@pytest.mark.parametrize("standing", [Standing.OPEN, Standing.PENDING, Standing.UNKNOWN])
def test_an_unknown_invoice_that_is_not_closed_appears(standing: Standing) -> None:
    new = invoice(standing=standing)
    assert diff({}, snapshot(new), {}) == [Appeared(new)]


@pytest.mark.parametrize("standing", [Standing.PAID, Standing.VOID])
def test_an_unknown_invoice_that_is_already_closed_is_no_news(standing: Standing) -> None:
    old = invoice(standing=standing)
    assert diff({}, snapshot(old, coverage=EVERYTHING), {}) == []


@pytest.mark.parametrize("standing", [Standing.OPEN, Standing.PENDING, Standing.UNKNOWN])
@pytest.mark.parametrize("closed", [Standing.PAID, Standing.VOID])
def test_what_was_not_closed_and_now_is_was_settled(standing: Standing, closed: Standing) -> None:
    before, after = invoice(standing=standing), invoice(standing=closed)
    assert diff(by_number(before), snapshot(after), {}) == [Settled(before, after)]


def test_what_was_closed_and_is_owed_again_was_reopened() -> None:
    before, after = paid(invoice()), invoice()
    assert diff(by_number(before), snapshot(after), {}) == [Reopened(before, after)]


@pytest.mark.parametrize(
    "changed",
    [
        {"due": "2026-12-01"},
        {"open": money("10.00 USD")},
        {"open": money("12.50 EUR")},
        {"open": None},
        {"standing": Standing.PENDING},
        {"standing": Standing.UNKNOWN},
        {"description": "Another server"},
        {"lines": (Line("A line"),)},
    ],
)
def test_any_other_difference_is_an_amendment(changed: dict[str, Any]) -> None:
    before, after = invoice(), invoice(**changed)
    assert diff(by_number(before), snapshot(after), {}) == [Amended(before, after)]


def test_a_payment_that_is_taken_back_to_pending_is_an_amendment_not_a_reopening() -> None:
    before, after = paid(invoice()), invoice(standing=Standing.PENDING)
    assert diff(by_number(before), snapshot(after), {}) == [Amended(before, after)]


def test_the_same_amount_with_another_number_of_zeros_is_the_same_amount() -> None:
    before, after = invoice(amount="12.5 USD"), invoice(amount="12.50 USD")
    assert diff(by_number(before), snapshot(after), {}) == []


def test_absence_from_a_list_of_open_invoices_says_nothing() -> None:
    assert diff(by_number(invoice()), snapshot(), {}) == []


def test_an_absent_invoice_that_a_look_up_finds_is_compared_as_if_listed() -> None:
    before = invoice()
    found = {"7": paid(before)}
    assert diff(by_number(before), snapshot(), found) == [Settled(before, paid(before))]
    assert diff(by_number(before), snapshot(), {"7": before}) == []


def test_an_absent_invoice_that_a_look_up_denies_has_vanished_and_is_not_paid() -> None:
    before = invoice()
    assert diff(by_number(before), snapshot(), {"7": None}) == [Vanished(before, gone(before))]


def test_an_invoice_that_vanished_does_so_once() -> None:
    before = gone(invoice())
    assert diff(by_number(before), snapshot(), {"7": None}) == []
    assert diff(by_number(before), snapshot(coverage=EVERYTHING), {}) == []


def test_absence_from_a_whole_history_is_a_disappearance() -> None:
    before, other = invoice(), invoice("acme/8")
    seen = snapshot(other, coverage=EVERYTHING)
    assert diff(by_number(before, other), seen, {}) == [Vanished(before, gone(before))]


def test_a_closed_invoice_may_drop_out_of_the_list() -> None:
    old = paid(invoice())
    assert diff(by_number(old), snapshot(invoice("acme/8"), coverage=EVERYTHING), {}) == [
        Appeared(invoice("acme/8"))
    ]


def test_an_invoice_that_vanished_and_is_listed_again_is_an_amendment() -> None:
    before, after = gone(invoice()), invoice()
    assert diff(by_number(before), snapshot(after), {}) == [Amended(before, after)]


def test_a_row_that_cannot_be_read_is_not_absent() -> None:
    before = invoice()
    seen = snapshot(invoice("acme/8"), coverage=EVERYTHING, unread=["7"])
    assert unlisted(by_number(before), seen) == []
    assert diff(by_number(before), seen, {"7": None}) == [Appeared(invoice("acme/8"))]


def test_what_is_listed_wins_over_what_a_look_up_says() -> None:
    before = invoice()
    assert diff(by_number(before), snapshot(before), {"7": paid(before)}) == []


def many(count: int) -> list[Invoice]:
    return [invoice(f"acme/{number}") for number in range(1, count + 1)]


@pytest.mark.parametrize("found", [{}, {"1": None}, {"1": paid(invoice("acme/1"))}])
def test_an_empty_answer_that_leaves_an_owed_invoice_unexplained_is_refused(
    found: Mapping[str, Invoice | None],
) -> None:
    known = by_number(*many(2))
    with pytest.raises(Implausible, match=r"acme: .*Nothing was changed"):
        require_plausible(known, snapshot(), found)


def test_an_empty_answer_is_believed_when_every_owed_invoice_is_explained() -> None:
    known = by_number(*many(2))
    require_plausible(known, snapshot(), {"1": None, "2": paid(known["2"])})


def test_an_empty_answer_is_believed_when_nothing_was_owed() -> None:
    require_plausible({}, snapshot(), {})
    require_plausible(by_number(paid(invoice())), snapshot(), {})
    require_plausible(by_number(invoice(standing=Standing.PENDING)), snapshot(), {})


def test_an_answer_whose_rows_are_all_unreadable_is_not_empty() -> None:
    require_plausible(by_number(invoice()), snapshot(unread=["7"]), {})
    require_plausible(by_number(invoice()), snapshot(coverage=EVERYTHING, unread=["7"]), {})


def test_an_empty_history_is_refused_even_when_all_of_it_was_paid() -> None:
    known = by_number(paid(invoice()))
    with pytest.raises(Implausible, match="paid ones included"):
        require_plausible(known, snapshot(coverage=EVERYTHING), {})


def test_an_empty_history_is_believed_once_all_of_it_is_said_to_be_gone() -> None:
    require_plausible(by_number(gone(invoice())), snapshot(coverage=EVERYTHING), {})


@pytest.mark.parametrize(("listed", "lost"), [(2, 3), (0, 3), (3, 4)])
@pytest.mark.parametrize("coverage", list(Coverage))
def test_most_of_at_least_three_owed_invoices_lost_at_once_is_refused(
    listed: int, lost: int, coverage: Coverage
) -> None:
    known = by_number(*many(listed + lost))
    # something is listed in any case, so that the answer is not just empty
    seen = snapshot(*many(listed), invoice("acme/new"), coverage=coverage)
    with pytest.raises(Implausible) as caught:
        require_plausible(known, seen, dict.fromkeys(known))
    assert f"{listed + lost} known unpaid invoices" in str(caught.value)
    assert f"{lost} of them are missing" in str(caught.value)


@pytest.mark.parametrize(("listed", "lost"), [(0, 2), (3, 3), (4, 3)])
def test_a_few_lost_invoices_are_believed(listed: int, lost: int) -> None:
    known = by_number(*many(listed + lost))
    seen = snapshot(*many(listed), invoice("acme/new"), coverage=EVERYTHING)
    require_plausible(known, seen, {})


def test_any_number_of_invoices_may_go_when_a_look_up_says_where_they_went() -> None:
    known = by_number(*many(50))
    found = {number: paid(one) for number, one in known.items()}
    require_plausible(known, snapshot(), found)


def test_the_refusal_names_some_of_the_missing_and_counts_the_rest() -> None:
    with pytest.raises(Implausible, match=r"1, 2, 3, 4, 5 and 4 more"):
        require_plausible(by_number(*many(9)), snapshot(), {})


# Laws, for any list of invoices whatever.

standings = st.sampled_from(Standing)
amounts = st.one_of(
    st.none(),
    st.builds(Money, st.integers(0, 10**9), st.sampled_from(["USD", "EUR"])),
)
days = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
numbers = st.sampled_from([str(number) for number in range(8)])


@st.composite
def invoices(draw: st.DrawFn) -> dict[str, Invoice]:
    def one(number: str) -> Invoice:
        return Invoice(
            key=InvoiceKey("acme", number),
            standing=draw(standings),
            their_status=draw(st.sampled_from(["unpaid", NO_LONGER_LISTED, "odd"])),
            total=draw(amounts),
            open=draw(amounts),
            issued=draw(days),
            due=draw(days),
        )

    return {number: one(number) for number in draw(st.sets(numbers))}


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Invoice | None]:
    found: dict[str, Invoice | None] = dict(draw(invoices()))
    return found | dict.fromkeys(draw(st.sets(numbers)))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    listed = tuple(draw(invoices()).values())
    unread = draw(st.sets(numbers))
    return snapshot(*listed, coverage=draw(st.sampled_from(Coverage)), unread=sorted(unread))


def applied(known: Mapping[str, Invoice], changes: list[Change]) -> dict[str, Invoice]:
    after = [outcome(change) for change in changes]
    return dict(known) | by_number(*after)


@given(invoices(), st.sampled_from(Coverage), answers())
def test_law_the_same_answer_again_changes_nothing(
    known: dict[str, Invoice], coverage: Coverage, found: dict[str, Invoice | None]
) -> None:
    again = Snapshot("acme", tuple(known.values()), coverage, (), NOON + timedelta(hours=1))
    assert diff(known, again, found) == []
    require_plausible(known, again, found)


@given(invoices(), snapshots(), answers())
def test_law_nothing_is_closed_without_a_row_that_says_so(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    evidence = [*seen.invoices, *(one for one in found.values() if one is not None)]
    for change in diff(known, seen, found):
        if outcome(change).is_closed:
            assert outcome(change) in evidence


@given(invoices(), snapshots(), answers())
def test_law_after_the_changes_we_know_what_the_answer_says(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    after = applied(known, diff(known, seen, found))
    for listed in seen.invoices:
        number = listed.key.number
        assert after.get(number, listed) == listed
        assert number in after or (listed.is_closed and number not in known)


@given(invoices(), snapshots(), answers())
def test_law_each_answer_changes_things_once(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    after = applied(known, diff(known, seen, found))
    assert diff(after, seen, found) == []


@given(invoices(), snapshots(), answers())
def test_law_an_invoice_changes_at_most_once_and_none_is_forgotten(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    changes = diff(known, seen, found)
    changed = [outcome(change).key.number for change in changes]
    assert len(changed) == len(set(changed))
    assert known.keys() <= applied(known, changes).keys()


@given(invoices(), snapshots(), answers())
def test_law_the_kind_of_a_change_is_true(
    known: dict[str, Invoice], seen: Snapshot, found: dict[str, Invoice | None]
) -> None:
    for change in diff(known, seen, found):
        match change:
            case Appeared(new):
                assert new.key.number not in known
                assert not new.is_closed
            case Settled(before, after):
                assert not before.is_closed
                assert after.is_closed
            case Reopened(before, after):
                assert before.is_closed
                assert after.is_owed
            case Vanished(before, after):
                assert has_vanished(after)
                assert not has_vanished(before)
                assert (after.open, after.due) == (before.open, before.due)
            case Amended(before, after):
                assert before != after
