import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from state import agenda, queries
from state.changes import diff
from state.database import SqliteStore
from state.model import Direction, Invoice, InvoiceKey, InvoiceView, Standing
from state.people import mutes
from state.queue import outbox
from state.store import (
    CheckResult,
    Question,
)
from tests.state.builders import DAY, HOUR, NOON, account, invoice, lease, paid, record, snapshot
from tests.state.plans import plans

SHOP = account("shop", provider="whmcs", direction=Direction.RECEIVABLE)


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    store.sync_accounts([account(), SHOP], NOON)
    record(
        store,
        invoice("acme/1", due="2026-12-03"),
        invoice("acme/2", due=None),
        invoice("acme/3", due="2026-12-01", standing=Standing.PENDING),
        invoice("acme/4", due="2026-12-02", standing=Standing.UNKNOWN),
        invoice("acme/5", due="2026-12-01"),
    )
    record(
        store,
        invoice("acme/1", due="2026-12-03"),
        invoice("acme/2", due=None),
        invoice("acme/3", due="2026-12-01", standing=Standing.PENDING),
        invoice("acme/4", due="2026-12-02", standing=Standing.UNKNOWN),
        paid(invoice("acme/5", due="2026-12-01")),
        at=NOON + HOUR,
    )
    listed = [
        invoice("shop/1", due="2026-12-02", client="Müller & Söhne"),
        invoice("shop/2", due="2026-12-01", client="50% Off_Ltd"),
    ]
    changes = diff({}, snapshot(*listed), {})
    result = CheckResult(NOON, NOON + DAY, "shop", changes)
    assert store.commit_check(lease(store, name="shop"), result)
    return store


def keys(views: list[InvoiceView]) -> list[str]:
    return [str(view.invoice.key) for view in views]


ALL = ["acme/3", "acme/5", "shop/2", "acme/4", "shop/1", "acme/1", "acme/2"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"owed_only": False}, ALL),
        ({}, ["shop/2", "acme/4", "shop/1", "acme/1", "acme/2"]),
        ({"accounts": ("acme",)}, ["acme/4", "acme/1", "acme/2"]),
        ({"accounts": ("acme", "shop", "none"), "owed_only": False}, ALL),
        ({"accounts": ()}, []),
        ({"provider": "whmcs"}, ["shop/2", "shop/1"]),
        ({"direction": Direction.PAYABLE}, ["acme/4", "acme/1", "acme/2"]),
        ({"direction": "receivable", "accounts": ("acme",)}, []),
        ({"client": "MÜLLER"}, ["shop/1"]),
        ({"client": "50%"}, ["shop/2"]),
        ({"client": "_"}, ["shop/2"]),
        ({"client": "nobody"}, []),
        ({"keys": (InvoiceKey("acme", "1"), InvoiceKey("shop", "2"))}, ["shop/2", "acme/1"]),
        ({"keys": (InvoiceKey("acme", "5"),)}, []),
        ({"keys": (InvoiceKey("acme", "5"),), "owed_only": False}, ["acme/5"]),
        ({"keys": ()}, []),
    ],
)
def test_a_question_gets_exactly_these_in_this_order(
    filled: SqliteStore, question: dict[str, Any], expected: list[str]
) -> None:
    assert keys(filled.invoices(Question(**question))) == expected


def test_any_number_of_keys_may_be_asked_for(filled: SqliteStore) -> None:
    wanted = tuple(InvoiceKey("acme", str(number)) for number in range(300_000))
    assert keys(filled.invoices(Question(keys=wanted))) == ["acme/4", "acme/1", "acme/2"]


def test_a_view_brings_its_account_and_when_it_was_seen(filled: SqliteStore) -> None:
    view = filled.invoice(InvoiceKey("acme", "1"))
    assert view is not None
    assert (view.account, view.care) == (account(), None)
    assert (view.first_seen, view.last_seen) == (NOON, NOON + HOUR)
    assert filled.invoice(InvoiceKey("acme", "99")) is None
    assert filled.invoice(InvoiceKey("nobody", "1")) is None


def test_accounts_come_by_name(filled: SqliteStore) -> None:
    assert [view.account for view in filled.account_views()] == [account(), SHOP]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda c: agenda.anything_due(c, NOON), "COVERING INDEX accounts_due"),
        (queries.pending, "COVERING INDEX outbox_waiting"),
        (lambda c: outbox.ready_channels(c, NOON), "COVERING INDEX outbox_waiting"),
        (lambda c: agenda.due_steps(c, NOON, 9), "INDEX invoices_step"),
        (lambda c: agenda.due_steps(c, NOON, 9), "INDEX care_wakes"),
        (lambda c: queries.timeline(c, InvoiceKey("a", "7"), 9), "INDEX events_of"),
        (lambda c: queries.views(c, Question()), "INDEX invoices_of_account"),
        (lambda c: queries.oldest_owed(c, "acme"), "COVERING INDEX invoices_of_account (account=?"),
        (lambda c: queries.said(c, InvoiceKey("a", "7"), 9), "INDEX outbox_of (account=?"),
        (lambda c: queries.said(c, InvoiceKey("a", "7"), 9), "INDEX members_of (account=?"),
        (lambda c: queries.appeared(c, "acme", NOON), "PRIMARY KEY (account=?)"),
        (agenda.next_event, "SEARCH invoices USING COVERING INDEX invoices_step"),
        (agenda.next_event, "SEARCH care USING COVERING INDEX care_wakes"),
        (agenda.next_event, "COVERING INDEX outbox_waiting"),
        (lambda c: agenda.late(c, NOON), "COVERING INDEX invoices_step (next_step_at<?)"),
        (lambda c: mutes.any_over(c, NOON), "INDEX accounts_muted"),
        (lambda c: queries.known(c, "acme"), "PRIMARY KEY"),
        (lambda c: queries.view(c, InvoiceKey("a", "7")), "PRIMARY KEY"),
    ],
)
def test_what_is_asked_all_the_time_is_answered_by_an_index(
    store: SqliteStore, ask: Callable[[sqlite3.Connection], object], index: str
) -> None:
    assert index in plans(store, ask)


def test_an_invoice_of_another_account_with_the_same_number_is_another_invoice(
    filled: SqliteStore,
) -> None:
    one, other = (filled.invoice(InvoiceKey(name, "1")) for name in ("acme", "shop"))
    assert one is not None
    assert other is not None
    assert isinstance(one.invoice, Invoice)
    assert one.invoice != other.invoice
