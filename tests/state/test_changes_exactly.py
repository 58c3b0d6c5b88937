"""The edges of what is believed: one more or one less changes the verdict, and the words say it."""

from dataclasses import replace

import pytest

from state.changes import NO_LONGER_LISTED, Implausible, has_vanished, outcome, require_plausible
from state.model import (
    Amended,
    Appeared,
    Change,
    Coverage,
    Invoice,
    Reopened,
    Settled,
    Standing,
    Vanished,
)
from tests.state.builders import by_number, invoice, paid, snapshot

BEFORE, AFTER = invoice(), invoice(amount="99.00 USD")


def many(count: int) -> list[Invoice]:
    return [invoice(f"acme/{number}") for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Appeared(AFTER), AFTER),
        (Amended(BEFORE, AFTER), AFTER),
        (Reopened(paid(BEFORE), AFTER), AFTER),
        (Settled(BEFORE, paid(BEFORE)), paid(BEFORE)),
        (Vanished(BEFORE, AFTER), AFTER),
    ],
)
def test_the_outcome_of_a_change_is_what_the_invoice_says_after_it(
    change: Change, says: Invoice
) -> None:
    assert outcome(change) == says


@pytest.mark.parametrize(
    ("standing", "words", "vanished"),
    [
        (Standing.UNKNOWN, NO_LONGER_LISTED, True),
        (Standing.UNKNOWN, "Sent to the Moon", False),  # a status of theirs that we cannot map
        (Standing.OPEN, NO_LONGER_LISTED, False),  # their own words, about an open invoice
    ],
)
def test_only_what_we_called_unlisted_ourselves_has_vanished(
    standing: Standing, words: str, vanished: bool
) -> None:
    assert has_vanished(replace(invoice(), standing=standing, their_status=words)) is vanished


@pytest.mark.parametrize(
    ("count", "names"),
    [(4, "(1, 2, 3, 4)"), (5, "(1, 2, 3, 4, 5)"), (6, "(1, 2, 3, 4, 5 and 1 more)")],
)
def test_five_missing_ones_are_named_and_from_the_sixth_on_they_are_counted(
    count: int, names: str
) -> None:
    with pytest.raises(Implausible) as caught:
        require_plausible(by_number(*many(count)), snapshot(), {})
    assert names in caught.value.doubt


def test_a_refused_empty_history_says_which_account_and_what_was_expected() -> None:
    with pytest.raises(Implausible) as caught:
        require_plausible(by_number(paid(invoice())), snapshot(coverage=Coverage.EVERYTHING), {})
    assert str(caught.value).startswith("acme: the answer is not believable. Expected: 1 known")
    assert caught.value.doubt == (
        "expected 1 known invoices, paid ones included (7); an empty list came"
    )


def test_a_refused_loss_says_which_account_and_what_is_missing() -> None:
    with pytest.raises(Implausible) as caught:
        require_plausible(by_number(*many(4)), snapshot(invoice("acme/1")), {})
    assert str(caught.value).startswith("acme: the answer is not believable. ")
    assert caught.value.doubt == (
        "expected 4 known unpaid invoices; 3 of them are missing (2, 3, 4) and nothing says why"
    )
