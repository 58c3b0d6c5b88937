"""Invoices by the address of their page, and who was welcomed for good."""

from state import links
from state.database import SqliteStore
from state.model import Invoice
from tests.state.builders import NOON, account, invoice, paid, record
from tests.state.plans import plans

PAGE = "https://billing.example/admin/invoices.php?action=edit&id="


def listed(number: str) -> Invoice:
    return invoice(f"acme/{number}", url=PAGE + number)


def test_an_invoice_is_found_by_the_address_of_its_page_also_when_it_is_paid(
    store: SqliteStore,
) -> None:
    record(store, listed("7"), listed("8"))
    record(store, listed("7"), paid(listed("8")))
    assert [view.invoice.key.number for view in store.linked(PAGE + "7")] == ["7"]
    assert [view.invoice.is_closed for view in store.linked(PAGE + "8")] == [True]
    assert store.linked(PAGE) == []
    assert store.linked("") == []


def test_an_account_that_is_not_watched_any_more_is_not_spoken_of(store: SqliteStore) -> None:
    record(store, listed("7"))
    store.sync_accounts([account("other")], NOON)
    assert store.linked(PAGE + "7") == []


def test_the_address_is_looked_up_in_an_index(store: SqliteStore) -> None:
    plan = plans(store, lambda connection: links.linked(connection, PAGE + "7"))
    assert "INDEX invoices_url (url=?)" in plan
    assert "SCAN" not in plan


def test_who_puts_the_hints_away_has_done_so_for_good(store: SqliteStore) -> None:
    assert not store.is_welcomed("U1")
    store.welcomed("U1", NOON)
    store.welcomed("U1", NOON)
    assert store.is_welcomed("U1")
    assert not store.is_welcomed("U2")
