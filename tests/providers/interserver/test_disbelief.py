"""A whole check over the wire: what is believed of an answer, and what fails the check."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from moneyed import Money

from bot.check import examine
from providers.base import Provider, Unreadable
from providers.interserver.operations import MODULES, full, unpaid
from state.changes import outcome
from state.model import Amended, Appeared, Change, Invoice, Settled, Standing, Vanished
from tests.providers.interserver.conftest import Watch
from tests.providers.interserver.till import ledger, listing, operation, row, session

VPS = ledger("vps", row(1), row(2), row(3, paid="1"))
MAIL = ledger("mail", row(4, module="mail"), row(5, module="mail", paid="1"))
BEFORE = {**VPS, **MAIL}
POLL = 1 + len(MODULES)  # calls of a check where nothing is unpaid


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


def test_all_that_was_owed_is_settled_where_the_full_lists_say_that_it_is_paid(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    paid = {
        **ledger("vps", row(1, paid="1"), row(2, paid="1"), row(3, paid="1")),
        **ledger("mail", row(4, module="mail", paid="1"), row(5, module="mail", paid="1")),
    }
    provider, server = watch(paid, modules=())
    examined = examine(provider, lambda: known, None)
    assert all(isinstance(change, Settled) for change in examined.changes)
    settled = {outcome(one).key.number: outcome(one).standing for one in examined.changes}
    assert settled == dict.fromkeys(known, Standing.PAID)
    assert examined.digest, "everything is explained, so the same answer need not be read again"
    asked = [operation(request) for request in server.requests]
    assert asked[POLL] == "api_login"
    assert sorted(asked[POLL + 1 :]) == [full("mail"), full("vps")]


def test_an_empty_account_whose_invoices_were_all_paid_before_is_believed_at_once(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    paid = {n: replace(one, standing=Standing.PAID) for n, one in known.items()}
    provider, server = watch({}, modules=())
    assert changes(provider, paid) == []
    assert len(server.requests) == POLL


def test_an_account_that_never_had_an_invoice_may_be_empty(watch: Watch) -> None:
    provider, server = watch({}, modules=())
    assert changes(provider, {}) == []
    assert len(server.requests) == POLL


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
    provider, server = watch(VPS, modules=())
    examined = examine(provider, lambda: known, None)
    assert examined.changes == []
    assert examined.digest == "", "so that the next check asks again"
    asked = [operation(request) for request in server.requests]
    assert asked[-2:] == ["api_login", full("mail")], (
        "the missing one is looked up in a new session"
    )


def test_a_session_lost_between_the_two_lists_fails_the_check(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    lost = {full("vps"): listing(full("vps")), full("mail"): listing(full("mail"))}
    provider, _ = watch({**BEFORE, **lost}, modules=())
    with pytest.raises(Unreadable, match="no invoice at all when asked for all of them"):
        changes(provider, known)


def test_a_session_lost_in_the_poll_only_is_made_up_for_by_the_new_one(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    lost = {unpaid("vps"): listing(unpaid("vps")), unpaid("mail"): listing(unpaid("mail"))}
    provider, server = watch({**BEFORE, **lost}, modules=())
    assert changes(provider, known) == []
    assert [operation(request) for request in server.requests].count("api_login") == 2


def test_a_paid_row_beside_an_unpaid_one_is_the_evidence_and_needs_no_second_login(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    after = {**MAIL, **ledger("vps", row(1, paid="1"), row(2), row(3, paid="1"))}
    provider, server = watch(after, modules=())
    (change,) = changes(provider, known)
    assert isinstance(change, Settled)
    assert (change.after.standing, change.after.open) == (Standing.PAID, Money(0, "USD"))
    assert len(server.requests) == POLL + 2


def test_an_invoice_paid_between_the_two_lists_is_settled(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    later = listing(full("vps"), row(1, paid="1"), row(2), row(3, paid="1"))
    (change,) = changes(watch({**BEFORE, full("vps"): later}, modules=())[0], known)
    assert isinstance(change, Settled)
    assert change.after.key.number == "1"


def test_a_part_payment_amends_the_open_amount(watch: Watch, known: dict[str, Invoice]) -> None:
    payment = row(90, type="11", extra="1", amount="4.00", due_date="0000-00-00 00:00:00")
    after = {**MAIL, **ledger("vps", row(1), row(2), row(3, paid="1"), payment)}
    assert after[unpaid("vps")] == BEFORE[unpaid("vps")], "only the full list shows it"
    (change,) = changes(watch(after, modules=())[0], known)
    assert isinstance(change, Amended)
    assert (change.after.total, change.after.open) == (Money(10, "USD"), Money(6, "USD"))


def test_a_row_that_is_gone_from_a_list_that_has_others_has_vanished_and_is_not_paid(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    after = {**MAIL, **ledger("vps", row(2), row(3, paid="1"))}
    (change,) = changes(watch(after, modules=())[0], known)
    assert isinstance(change, Vanished)
    assert change.after.standing is Standing.UNKNOWN


def test_a_row_that_cannot_be_read_changes_no_invoice(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    after = {**MAIL, **ledger("vps", row(1, paid="perhaps"), row(2), row(3, paid="1"))}
    provider, _ = watch(after, modules=())
    examined = examine(provider, lambda: known, None)
    assert examined.changes == []
    assert examined.snapshot is not None
    assert [odd.row for odd in examined.snapshot.unread] == ["1"]


def test_an_invoice_that_two_modules_tell_differently_of_is_put_aside(
    watch: Watch, known: dict[str, Invoice]
) -> None:
    others = (row(1, paid="1", module="ssl"), row(6, module="ssl", amount="0.00"))
    after = {**BEFORE, **ledger("ssl", *others)}
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
