"""Invoices and clients by what people type: any case, printed numbers, nearly right."""

from dataclasses import replace

import pytest

from state.database import SqliteStore
from state.model import Direction, InvoiceKey
from tests.state.builders import NOON, account, invoice, paid, record
from tests.state.lived import checked

NAMES = ("acme", "North", "shop")
SHOP = account("shop", provider="whmcs", direction=Direction.RECEIVABLE)


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    store.sync_accounts([account(), account("North"), SHOP], NOON)
    record(store, invoice("acme/INV-1"), invoice("acme/7514880"), invoice("acme/inv-2"))
    north = [invoice("North/7514880"), invoice("North/8")]
    checked(store, account("North"), north, 0)
    checked(store, account("North"), [north[0], paid(north[1])], 1)
    clients = ("Müller & Söhne", "Example GmbH", "Straßenbau 50%_GmbH")
    owing = [replace(invoice(f"shop/{n}"), client=name) for n, name in enumerate(clients)]
    owing[0] = replace(owing[0], label="RÉ/2026/18")
    gone = replace(paid(invoice("shop/9")), client="Gone Ltd")
    checked(store, SHOP, [*owing, gone], 1)
    return store


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("acme/7514880", ["acme/7514880"]),
        ("ACME/inv-1", ["acme/INV-1"]),
        ("north/8", ["North/8"]),
        ("inv-1", ["acme/INV-1"]),
        ("INV-2", ["acme/inv-2"]),
        ("7514880", ["North/7514880", "acme/7514880"]),
        ("ré/2026/18", ["shop/0"]),
        ("SHOP/RÉ/2026/18", ["shop/0"]),
        ("nobody/7514880", []),
        ("", []),
        ("751488", []),
    ],
)
def test_an_invoice_is_found_by_what_people_call_it(
    filled: SqliteStore, typed: str, expected: list[str]
) -> None:
    found = filled.numbered(typed, NAMES)
    assert [str(view.invoice.key) for view in found] == expected


def test_what_is_written_exactly_so_goes_before_another_case(filled: SqliteStore) -> None:
    both = [invoice("acme/a1"), invoice("acme/A1")]
    checked(filled, account(), both, 2)
    assert [str(view.invoice.key) for view in filled.numbered("A1", NAMES)] == ["acme/A1"]


@pytest.mark.parametrize(
    "typed", ["751488", "75148800", "7514980", "7541880", "x7514880", "acme/751480", "amce/7514880"]
)
def test_a_slip_of_the_finger_gets_the_number_that_was_meant(
    filled: SqliteStore, typed: str
) -> None:
    assert InvoiceKey("acme", "7514880") in filled.nearly(typed, NAMES)


@pytest.mark.parametrize("typed", ["", "99", "x" * 5000, "zzz/7514880"])
def test_what_is_like_nothing_gets_no_guess(filled: SqliteStore, typed: str) -> None:
    assert filled.nearly(typed, NAMES) == []


def test_an_account_that_is_no_longer_watched_has_no_invoices_to_find(filled: SqliteStore) -> None:
    filled.sync_accounts([SHOP], NOON)
    assert filled.numbered("7514880", ("shop",)) == []
    assert filled.nearly("751488", ("shop",)) == []


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("MÜLLER", ["Müller & Söhne"]),
        ("strasse", ["Straßenbau 50%_GmbH"]),
        ("%_g", ["Straßenbau 50%_GmbH"]),
        ("gmbh", ["Example GmbH", "Straßenbau 50%_GmbH"]),
        ("gone", []),
    ],
)
def test_a_client_is_found_by_any_part_of_the_name(
    filled: SqliteStore, part: str, expected: list[str]
) -> None:
    assert filled.clients(part, 9) == expected
    assert filled.clients(part, 1) == expected[:1]


def test_a_misspelt_client_is_compared_with_names_that_begin_or_end_like_it(
    filled: SqliteStore,
) -> None:
    assert "Example GmbH" in filled.clients_like("Exmaple GmbH")
