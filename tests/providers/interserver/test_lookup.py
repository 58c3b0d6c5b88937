"""What became of invoices that left the unpaid list."""

from datetime import date

import pytest
from moneyed import Money

from providers.base import AuthRejected, Provider, Unreadable
from providers.interserver.operations import full
from state.model import Invoice, InvoiceKey, Standing
from tests.providers.interserver.conftest import Watch
from tests.providers.interserver.till import fault, listing, operation, row, session

VPS, MAIL = full("vps"), full("mail")


def invoice(number: int, module: str | None = "vps") -> Invoice:
    return Invoice(
        key=InvoiceKey("acme", str(number)),
        standing=Standing.OPEN,
        their_status="unpaid",
        total=None,
        open=None,
        issued=None,
        due=date(2026, 11, 15),
        module=module,
    )


def standings(provider: Provider, *invoices: Invoice) -> dict[str, Standing | None]:
    found = provider.lookup(invoices)
    return {number: what.standing if what else None for number, what in found.items()}


def test_each_row_of_the_full_list_says_what_became_of_it(watch: Watch) -> None:
    rows = [row(1, paid="1"), row(2, deleted="1"), row(3), row(4, paid="3"), row(9)]
    provider, _ = watch({VPS: listing(VPS, *rows)})
    assert standings(provider, *map(invoice, (1, 2, 3, 4, 5))) == {
        "1": Standing.PAID,
        "2": Standing.VOID,
        "3": Standing.OPEN,
        "4": Standing.UNKNOWN,
        "5": None,
    }


def test_a_paid_invoice_keeps_its_total_and_owes_nothing(watch: Watch) -> None:
    provider, _ = watch({VPS: listing(VPS, row(1, paid="1", amount="12.34"))})
    paid = provider.lookup([invoice(1)])["1"]
    assert paid is not None
    assert (paid.total, paid.open) == (Money("12.34", "USD"), Money(0, "USD"))


def test_only_the_modules_of_the_asked_invoices_are_asked(watch: Watch) -> None:
    provider, server = watch(
        {VPS: listing(VPS, row(1, paid="1")), MAIL: listing(MAIL, row(2, paid="1"))}, modules=()
    )
    found = standings(provider, invoice(1), invoice(2, "mail"), invoice(3))
    assert found == {"1": Standing.PAID, "2": Standing.PAID, "3": None}
    first, *asked = (operation(request) for request in server.requests)
    assert (first, sorted(asked)) == ("api_login", sorted([VPS, MAIL]))


def test_nothing_asked_is_nothing_said(watch: Watch) -> None:
    provider, server = watch()
    assert provider.lookup([]) == {}
    assert provider.lookup([invoice(1, None), invoice(2, "moonbase")]) == {}
    assert server.requests == []


def test_an_empty_full_list_is_no_answer(watch: Watch) -> None:
    provider, _ = watch({MAIL: listing(MAIL, row(2, paid="1"))}, modules=())
    assert standings(provider, invoice(1), invoice(2, "mail")) == {"2": Standing.PAID}


def test_a_row_that_cannot_be_read_is_no_answer(watch: Watch) -> None:
    rows = [row(1, paid="perhaps"), row(2, paid="1"), row(3, paid="0"), row(3, paid="1")]
    provider, _ = watch({VPS: listing(VPS, *rows)})
    assert standings(provider, *map(invoice, (1, 2, 3, 4))) == {"2": Standing.PAID, "4": None}


def test_a_row_without_a_number_could_be_any_invoice(watch: Watch) -> None:
    provider, _ = watch({VPS: listing(VPS, row(""), row(2, paid="1"))})
    assert standings(provider, invoice(1), invoice(2)) == {"2": Standing.PAID}


def test_a_payment_row_is_no_evidence_about_its_invoice(watch: Watch) -> None:
    rows = [row(7, type="10", extra="1", paid="1"), row(1, paid="0")]
    provider, _ = watch({VPS: listing(VPS, *rows)})
    assert standings(provider, invoice(1)) == {"1": Standing.OPEN}


def test_a_failed_look_up_is_an_error(watch: Watch) -> None:
    refused, _ = watch({"api_login": session("<return/>")})
    with pytest.raises(AuthRejected):
        refused.lookup([invoice(1)])
    broken, _ = watch({VPS: fault("till is closed")})
    with pytest.raises(Unreadable, match="till is closed"):
        broken.lookup([invoice(1)])
