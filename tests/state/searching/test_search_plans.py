"""No question walks through the invoices: each costs what it shows, however many there are."""

import sqlite3
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from state import clients, numbers
from state.database import SqliteStore
from state.model import CareState, Direction, Standing
from state.search import Amounts, Held, Search, Window
from state.searching import finding
from tests.state.builders import NOON, account, invoice, record
from tests.state.plans import plans

WINDOWS = {"Europe/Berlin": Window(date(2026, 11, 20), None, date(2026, 11, 27))}
Ask = Callable[[sqlite3.Connection], object]


def searching(page: int = 1, **filters: object) -> Ask:
    wanted = Search(WINDOWS, **filters)  # type: ignore[arg-type]
    return lambda connection: finding.search(connection, wanted, page)


QUESTIONS: dict[str, tuple[Ask, str]] = {
    "everything": (searching(), "SEARCH i USING COVERING INDEX invoices_owed (due=?)"),
    "undated": (searching(3), "SEARCH i USING COVERING INDEX invoices_owed (due=?)"),
    "one direction": (
        searching(direction=Direction.PAYABLE),
        "COVERING INDEX invoices_owed (due=?",
    ),
    "an account": (searching(accounts=("bolt",)), "INDEX invoices_of_account (account=?)"),
    "all accounts": (searching(accounts=("acme", "bolt")), "COVERING INDEX invoices_owed (due=?"),
    "clients": (searching(clients=("a", "b")), "INDEX invoices_of_client (client=?)"),
    "over an amount": (
        searching(amounts=Amounts(over=Decimal(137), currency="USD")),
        "COVERING INDEX invoices_by_amount (open_currency=? AND open>? AND open<?)",
    ),
    "nobody's": (searching(held=Held(nobody=True)), "COVERING INDEX invoices_owed (due=?"),
    "somebody's": (searching(held=Held(people=frozenset({"U1"}))), "INDEX care_held"),
    "decided so": (
        searching(held=Held(frozenset({CareState.SNOOZED, CareState.MUTED}))),
        "INDEX care_in",
    ),
    "unclear": (
        searching(standing=Standing.UNKNOWN),
        "SEARCH c USING PRIMARY KEY (due>? AND due<?)",
    ),
    "a number": (lambda c: numbers.called(c, "ré/7", ("acme",)), "INDEX invoices_label"),
    "a key": (lambda c: numbers.called(c, "acme/7", ("acme",)), "INDEX invoices_number"),
    "near": (lambda c: numbers.nearly(c, "acme/8", ("acme",)), "INDEX invoices_number"),
    "a client": (lambda c: clients.called(c, "müller", 9), "INDEX invoices_of_client"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_walks_through_the_invoices(store: SqliteStore, name: str) -> None:
    store.sync_accounts([account(), account("bolt")], NOON)
    record(store, invoice("acme/7", "150.00 USD", due="2026-11-25"), invoice("acme/9", due=None))
    ask, index = QUESTIONS[name]
    told = plans(store, ask)
    assert index in told
    for walk in ("SCAN i;", "SCAN i ", "SCAN invoices", "SCAN outbox", "SCAN events"):
        assert walk not in f"{told};"
