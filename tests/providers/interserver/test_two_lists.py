"""The unpaid and the full list of one module: what is read of which."""

import pytest
from moneyed import Money

from providers.base import Unreadable
from providers.interserver.operations import full, unpaid
from state.model import Snapshot, Standing
from tests.providers.interserver.conftest import Watch
from tests.providers.interserver.till import both, listing, operation, row

UNPAID, FULL = unpaid("vps"), full("vps")
GOOD = both("vps", row(1))


def read(watch: Watch, bodies: dict[str, bytes]) -> Snapshot:
    provider, _ = watch(bodies)
    return provider.read(provider.fetch())


def test_an_invoice_that_only_the_unpaid_list_has_is_owed_too(watch: Watch) -> None:
    payment = row(90, type="11", extra="2", amount="4.00")
    bodies = {
        UNPAID: listing(UNPAID, row(1), row(2)),
        FULL: listing(FULL, row(3, paid="1"), row(1), payment),
    }
    snapshot = read(watch, bodies)
    assert {one.key.number: one.open for one in snapshot.invoices if one.is_owed} == {
        "1": Money(10, "USD"),
        "2": Money(6, "USD"),
    }


def test_where_the_two_lists_disagree_the_later_answer_wins(watch: Watch) -> None:
    bodies = {
        UNPAID: listing(UNPAID, row(1), row(2, amount="5.00"), row("", paid="?"), row(4)),
        FULL: listing(FULL, row(1, paid="1"), row(2, amount="6.00"), row(""), row(4, paid="?")),
    }
    snapshot = read(watch, bodies)
    assert [(one.key.number, one.standing, one.total) for one in snapshot.invoices] == [
        ("1", Standing.PAID, Money(10, "USD")),
        ("2", Standing.OPEN, Money(6, "USD")),
    ]
    assert [odd.row for odd in snapshot.unread] == ["vps row 3", "4"]


def test_a_full_list_without_any_row_after_an_unpaid_one_with_some_is_no_answer(
    watch: Watch,
) -> None:
    provider, _ = watch({**GOOD, FULL: listing(FULL)})
    with pytest.raises(Unreadable, match="acme: InterServer lists unpaid invoices of vps, and no"):
        provider.read(provider.fetch())


def test_a_long_list_is_not_decoded_only_to_see_whether_it_has_rows(watch: Watch) -> None:
    """A broken list with rows is found out when it is read; the asking costs no decoding."""
    provider, server = watch({**GOOD, UNPAID: GOOD[UNPAID].replace(b"[1]", b"[2]")})
    found = provider.fetch()
    assert operation(server.requests[-1]) == FULL
    with pytest.raises(Unreadable, match="announces 2 rows"):
        provider.read(found)
