from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from state.changes import (
    NO_LONGER_LISTED,
    Implausible,
    diff,
    require_plausible,
    unlisted,
)
from state.model import (
    Amended,
    Appeared,
    Coverage,
    Invoice,
    Line,
    Reopened,
    Settled,
    Standing,
    Vanished,
)
from tests.state.builders import by_number, invoice, money, paid, snapshot

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


def test_the_refusal_names_the_command_that_takes_the_answer_over() -> None:
    with pytest.raises(Implausible) as caught:
        require_plausible(by_number(*many(2)), snapshot(), {})
    assert (
        "if it is right, `duewatch check acme --believe` takes it over (stop the bot for it)"
        in str(caught.value)
    )
    assert caught.value.doubt == (
        "expected 2 unpaid invoices that no look-up explained (1, 2); an empty list came"
    )


def test_what_was_said_to_be_gone_is_not_expected_again() -> None:
    known = by_number(*(gone(one) for one in many(4)))
    require_plausible(known, snapshot(), {})
    require_plausible(known, snapshot(invoice("acme/new")), {})


def test_what_was_said_to_be_gone_does_not_make_a_loss_look_small() -> None:
    there = many(5)
    known = by_number(*there, *(gone(invoice(f"acme/old-{n}")) for n in range(3)))
    with pytest.raises(Implausible, match="5 known unpaid invoices; 3 of them are missing"):
        require_plausible(known, snapshot(*there[:2]), {})
