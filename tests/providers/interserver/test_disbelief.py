"""A whole check over the wire: what is believed of an answer, and what fails the check."""

from collections.abc import Mapping

import pytest
from moneyed import Money

from bot.check import examine
from providers.base import Provider, Unreadable
from providers.interserver.operations import MODULES, full
from state.changes import outcome
from state.model import Amended, Appeared, Change, Invoice, Settled, Standing, Vanished
from tests.providers.interserver.conftest import Watch
from tests.providers.interserver.till import listing, operation, row, session

VPS, MAIL, SSL = full("vps"), full("mail"), full("ssl")
BEFORE = {
    VPS: listing(VPS, row(1), row(2), row(3, paid="1")),
    MAIL: listing(MAIL, row(4, module="mail"), row(5, module="mail", paid="1")),
}


def changes(provider: Provider, known: Mapping[str, Invoice]) -> list[Change]:
    return list(examine(provider, lambda: known, None).changes)


@pytest.fixture
def known(watch: Watch) -> dict[str, Invoice]:
    """What is remembered after a check of the good answers above."""
    provider, _ = watch(BEFORE, modules=())
    found = changes(provider, {})
    assert all(isinstance(change, Appeared) for change in found)
    return {outcome(change).key.number: outcome(change) for change in found}


def test_the_first_check_knows_what_is_owed(known: dict[str, Invoice]) -> None:
    assert sorted(known) == ["1", "2", "4"]


def test_ten_empty_modules_where_some_were_not_fail_the_check(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    provider, _ = watch({}, modules=())
    with pytest.raises(Unreadable, match="acme: the answer is not believable") as caught:
        changes(provider, known)
    assert "an empty list came" in str(caught.value)
    assert "Nothing was changed" in str(caught.value)


def test_ten_empty_modules_are_not_believed_even_if_all_was_paid(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    paid, _ = watch(
        {VPS: listing(VPS, row(1, paid="1"), row(2, paid="1"))},
        modules=("vps",),
    )
    settled = {
        outcome(change).key.number: outcome(change)
        for change in changes(paid, {number: known[number] for number in "12"})
    }
    assert all(invoice.standing is Standing.PAID for invoice in settled.values())
    provider, _ = watch({}, modules=())
    with pytest.raises(Unreadable, match="paid ones included"):
        changes(provider, settled)


def test_an_account_that_never_had_an_invoice_may_be_empty(watch: Watch) -> None:
    provider, server = watch({}, modules=())
    assert changes(provider, {}) == []
    assert len(server.requests) == 1 + len(MODULES)


@pytest.mark.parametrize("number", ["1", "4"])
def test_one_known_invoice_is_enough_to_disbelieve_silence(
    watch: Watch, known: dict[str, Invoice], number: str
) -> None:
    provider, _ = watch({}, modules=())
    with pytest.raises(Unreadable, match="not believable"):
        changes(provider, {number: known[number]})


def test_a_watched_module_that_falls_silent_fails_the_check(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    provider, _ = watch({}, modules=("vps", "mail"))
    with pytest.raises(Unreadable, match="not believable"):
        changes(provider, known)


def test_a_session_lost_on_the_way_changes_no_invoice(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    """One module still answers, the other is empty, and stays so in a new session."""
    provider, server = watch({VPS: BEFORE[VPS]}, modules=())
    examined = examine(provider, lambda: known, None)
    assert examined.changes == []
    assert examined.digest == "", "so that the next check asks again"
    asked = [operation(request) for request in server.requests]
    assert asked[-2:] == ["api_login", MAIL], "the missing one is looked up in a new session"


def test_a_paid_row_is_the_evidence_and_needs_no_second_login(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    after = {**BEFORE, VPS: listing(VPS, row(1, paid="1"), row(2), row(3, paid="1"))}
    provider, server = watch(after, modules=())
    (change,) = changes(provider, known)
    assert isinstance(change, Settled)
    assert (change.after.standing, change.after.open) == (Standing.PAID, Money(0, "USD"))
    assert len(server.requests) == 1 + len(MODULES)


def test_a_part_payment_amends_the_open_amount(watch: Watch, known: dict[str, Invoice]) -> None:
    payment = row(90, type="11", extra="1", amount="4.00", due_date="0000-00-00 00:00:00")
    after = {**BEFORE, VPS: listing(VPS, row(1), row(2), row(3, paid="1"), payment)}
    (change,) = changes(watch(after, modules=())[0], known)
    assert isinstance(change, Amended)
    assert (change.after.total, change.after.open) == (Money(10, "USD"), Money(6, "USD"))


def test_a_row_that_is_gone_from_a_list_that_has_others_has_vanished_and_is_not_paid(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    after = {**BEFORE, VPS: listing(VPS, row(2), row(3, paid="1"))}
    (change,) = changes(watch(after, modules=())[0], known)
    assert isinstance(change, Vanished)
    assert change.after.standing is Standing.UNKNOWN


def test_a_row_that_cannot_be_read_changes_no_invoice(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    after = {**BEFORE, VPS: listing(VPS, row(1, paid="perhaps"), row(2), row(3, paid="1"))}
    provider, _ = watch(after, modules=())
    examined = examine(provider, lambda: known, None)
    assert examined.changes == []
    assert examined.snapshot is not None
    assert [odd.row for odd in examined.snapshot.unread] == ["1"]


def test_an_invoice_that_two_modules_tell_differently_of_is_put_aside(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    after = {**BEFORE, SSL: listing(SSL, row(1, paid="1", module="ssl"))}
    provider, _ = watch(after, modules=())
    examined = examine(provider, lambda: known, None)
    assert examined.changes == []
    assert examined.snapshot is not None
    assert [(odd.row, odd.reason) for odd in examined.snapshot.unread] == [
        ("1", "listed twice with different contents")
    ]


def test_a_refused_login_changes_no_invoice(watch: Watch, known: dict[str, Invoice]) -> None:
    provider, server = watch({"api_login": session("<return/>")}, modules=())
    with pytest.raises(Exception, match="refused the login"):
        changes(provider, known)
    assert len(server.requests) == 1
