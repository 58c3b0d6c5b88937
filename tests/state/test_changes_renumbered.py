"""A provider that numbers its invoices anew is believed when nearly all of them are there."""

from dataclasses import replace

import pytest

from state.changes import Implausible, diff, require_plausible
from state.model import Coverage, Invoice, InvoiceKey, Settled, Standing, Vanished
from tests.state.builders import by_number, invoice, snapshot

EVERYTHING, OPEN_ONLY = Coverage.EVERYTHING, Coverage.OPEN_ONLY


def many(count: int) -> list[Invoice]:
    return [invoice(f"acme/{number}") for number in range(1, count + 1)]


def other_numbers(invoices: list[Invoice]) -> list[Invoice]:
    return [replace(one, key=InvoiceKey("acme", f"9{one.key.number}")) for one in invoices]


@pytest.mark.parametrize("coverage", list(Coverage))
@pytest.mark.parametrize(("lost", "renumbered"), [(10, 8), (5, 4), (3, 3)])
def test_what_is_listed_under_other_numbers_is_not_lost(
    lost: int, renumbered: int, coverage: Coverage
) -> None:
    known, seen = many(lost), snapshot(*other_numbers(many(renumbered)), coverage=coverage)
    require_plausible(by_number(*known), seen, {})
    changes = diff(by_number(*known), seen, dict.fromkeys(by_number(*known)))
    vanished = [one for one in changes if isinstance(one, Vanished)]
    assert len(vanished) == lost, "none of them is paid"


@pytest.mark.parametrize(("lost", "renumbered"), [(10, 7), (5, 3), (3, 2)])
def test_less_than_four_of_five_under_other_numbers_are_no_reason(
    lost: int, renumbered: int
) -> None:
    seen = snapshot(*other_numbers(many(renumbered)), coverage=EVERYTHING)
    with pytest.raises(Implausible):
        require_plausible(by_number(*many(lost)), seen, {})


def test_numbers_that_were_known_before_explain_no_loss() -> None:
    known = many(6)
    old = [replace(one, standing=Standing.PAID) for one in other_numbers(known)]
    seen = snapshot(*other_numbers(known), coverage=EVERYTHING)
    with pytest.raises(Implausible):
        require_plausible(by_number(*known, *old), seen, {})


def moon(one: Invoice) -> Invoice:
    """An invoice in a status that the installation made up: no list of WHMCS shows it."""
    return replace(one, standing=Standing.UNKNOWN, their_status="Sent to the Moon")


@pytest.mark.parametrize(("listed", "hidden"), [(3, 1), (2, 1), (3, 2), (4, 1), (12, 4)])
def test_what_no_list_can_show_does_not_speak_against_other_numbers(
    listed: int, hidden: int
) -> None:
    """Found by the soak: the status of one of four was WHMCS' own, and all had new numbers."""
    known = [*many(listed), *(moon(invoice(f"acme/5{at}")) for at in range(hidden))]
    seen, denied = snapshot(*other_numbers(many(listed))), dict.fromkeys(by_number(*known))
    require_plausible(by_number(*known), seen, denied)
    changes = diff(by_number(*known), seen, denied)
    assert [one for one in changes if isinstance(one, Settled)] == []
    assert len([one for one in changes if isinstance(one, Vanished)]) == listed + hidden


@pytest.mark.parametrize(
    ("listed", "hidden"),
    [(2, 2), (1, 2), (0, 3)],  # most of the lost ones have to be there under other numbers
)
def test_too_many_that_no_list_can_show_are_no_reason(listed: int, hidden: int) -> None:
    known = [*many(listed), *(moon(invoice(f"acme/5{at}")) for at in range(hidden))]
    seen = snapshot(*other_numbers(many(listed)), invoice("acme/new", "77.00 USD"))
    with pytest.raises(Implausible, match="nothing says why"):
        require_plausible(by_number(*known), seen, dict.fromkeys(by_number(*known)))


@pytest.mark.parametrize(
    ("fourth", "coverage", "denied"),
    [
        (invoice("acme/50"), OPEN_ONLY, True),  # a list would have shown it
        (moon(invoice("acme/50")), OPEN_ONLY, False),  # nothing says that its number is gone
        (moon(invoice("acme/50")), EVERYTHING, True),  # a whole history shows every status
    ],
)
def test_one_of_four_that_could_have_been_seen_speaks_against_other_numbers(
    fourth: Invoice, coverage: Coverage, denied: bool
) -> None:
    known = by_number(*many(3), fourth)
    seen = snapshot(*other_numbers(many(3)), coverage=coverage)
    found = dict.fromkeys(known if denied else by_number(*many(3)))
    with pytest.raises(Implausible, match="4 of them are missing"):
        require_plausible(known, seen, found)
