"""Rows of the table, row by row: what becomes an invoice, what is put aside, and why."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moneyed import Money

from providers.interserver.operations import full
from providers.interserver.parse import Reading, read_rows, rows, session_of
from state.model import Account, Direction, Standing

ACCOUNT = Account("acme", "interserver", Direction.PAYABLE, "#billing", "America/New_York")


def charge(**fields: object) -> dict[str, object]:
    known: dict[str, object] = {
        "id": "7001",
        "description": "VPS slices",
        "amount": "12.00",
        "type": "1",
        "date": "2026-11-01 23:30:00",
        "extra": "88",
        "paid": "0",
        "module": "vps",
        "due_date": "2026-11-15 23:30:00",
        "service": "42",
        "deleted": "0",
        "currency": "USD",
        **fields,
    }
    return {f"invoices_{name}": value for name, value in known.items() if value is not ...}


def read(*rows: object, account: Account = ACCOUNT) -> Reading:
    return read_rows(rows, "vps", account)


def test_a_charge_becomes_an_invoice() -> None:
    (invoice,) = read(charge()).invoices
    assert str(invoice.key) == "acme/7001"
    assert (invoice.standing, invoice.their_status) == (Standing.OPEN, "unpaid")
    assert invoice.total == invoice.open == Money(12, "USD")
    assert (invoice.issued, invoice.due) == (date(2026, 11, 1), date(2026, 11, 15))
    assert (invoice.description, invoice.service, invoice.module) == ("VPS slices", "vps42", "vps")
    assert invoice.url is None


@pytest.mark.parametrize("kind", ["2", "10", "11", "12", "15", "22", "99"])
def test_refunds_and_payments_are_no_invoices(kind: str) -> None:
    assert read(charge(type=kind)) == Reading((), ())


@pytest.mark.parametrize(
    ("paid", "deleted", "standing", "status"),
    [
        ("0", "0", Standing.OPEN, "unpaid"),
        ("0", ..., Standing.OPEN, "unpaid"),
        ("0", None, Standing.OPEN, "unpaid"),
        ("1", "0", Standing.PAID, "paid"),
        ("1", "1", Standing.PAID, "paid"),
        ("0", "1", Standing.VOID, "deleted"),
        ("2", "0", Standing.UNKNOWN, "paid=2"),
    ],
)
def test_the_flags_say_where_an_invoice_stands(
    paid: str, deleted: object, standing: Standing, status: str
) -> None:
    (invoice,) = read(charge(paid=paid, deleted=deleted)).invoices
    assert (invoice.standing, invoice.their_status) == (standing, status)
    assert invoice.open == Money(0 if invoice.is_closed else 12, "USD")


@pytest.mark.parametrize("amount", ["0", "0.00", "-5.00"])
def test_nobody_owes_a_charge_of_zero_or_less(amount: str) -> None:
    (invoice,) = read(charge(amount=amount)).invoices
    assert (invoice.standing, invoice.their_status) == (Standing.VOID, "nothing to pay")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (charge(type=...), "invoices_type is missing"),
        (charge(type="charge"), "invoices_type: 'charge' is not a whole number"),
        (charge(paid=...), "invoices_paid is missing"),
        (charge(paid=None), "invoices_paid is missing"),
        (charge(paid="no"), "invoices_paid: 'no' is not a whole number"),
        (charge(deleted="maybe"), "invoices_deleted: 'maybe' is not a whole number"),
        (charge(id="0"), "invoices_id: not the number of an invoice"),
        (charge(id="-4"), "invoices_id: not the number of an invoice"),
        (charge(id=["7001"]), "invoices_id: a list is not a whole number"),
        ("just words", "not a row of fields"),
        (None, "not a row of fields"),
    ],
)
def test_a_strange_row_is_put_aside_and_the_others_are_read(row: object, reason: str) -> None:
    reading = read(charge(id="1"), row, charge(id="3"))
    assert [invoice.key.number for invoice in reading.invoices] == ["1", "3"]
    assert [odd.reason for odd in reading.unread] == [reason]


def test_a_row_without_a_number_is_named_by_its_place() -> None:
    assert read(charge(), charge(id=...)).unread[0].row == "vps row 2"


@pytest.mark.parametrize("amount", ["12,00", "free", "", None, ..., "1e3", "12.005"])
def test_an_unreadable_amount_is_unknown_and_the_invoice_still_listed(amount: object) -> None:
    reading = read(charge(amount=amount))
    (invoice,), (odd,) = reading.invoices, reading.unread
    assert (invoice.total, invoice.open) == (None, None)
    assert odd.row == "7001"
    assert odd.reason.startswith("amount unknown: ")


def test_an_unreadable_date_is_unknown_and_the_invoice_still_listed() -> None:
    reading = read(charge(due_date="mid November"))
    assert reading.invoices[0].due is None
    assert reading.unread[0].reason == "invoices_due_date: 'mid November' is not a date"


def test_no_due_date_is_no_oddity() -> None:
    reading = read(charge(due_date="0000-00-00 00:00:00"))
    assert (reading.invoices[0].due, reading.unread) == (None, ())


def test_the_currency_is_theirs_else_the_accounts_else_dollars() -> None:
    euro = Account("acme", "interserver", Direction.PAYABLE, "#b", "Europe/Berlin", "EUR")
    assert read(charge(currency="cad")).invoices[0].total == Money(12, "CAD")
    assert read(charge(currency="")).invoices[0].total == Money(12, "USD")
    assert read(charge(currency=...), account=euro).invoices[0].total == Money(12, "EUR")
    reading = read(charge(currency="gold"))
    assert reading.invoices[0].total is None
    assert "'gold' is not a currency code" in reading.unread[0].reason


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Café hosting", "Café hosting"),
        ("CafÃ© hosting", "Café hosting"),
        ("Ã©Ã¨ and €", "Ã©Ã¨ and €"),
        ("plain", "plain"),
        ("100 % Ã", "100 % Ã"),
        ("<b>bold</b> & more\x07\n", "<b>bold</b> & more"),
    ],
)
def test_utf_8_sent_as_latin_1_is_repaired_only_where_it_is_that(sent: str, shown: str) -> None:
    assert read(charge(description=sent)).invoices[0].description == shown


@pytest.mark.parametrize("service", ["0", "", None, ..., ["4"]])
def test_an_invoice_for_no_service_names_none(service: object) -> None:
    assert read(charge(service=service)).invoices[0].service is None


def test_the_same_row_twice_is_one_invoice() -> None:
    assert len(read(charge(), charge()).invoices) == 1


def test_two_rows_that_contradict_each_other_are_both_put_aside() -> None:
    reading = read(charge(paid="0"), charge(paid="1"), charge(id="2"))
    assert [invoice.key.number for invoice in reading.invoices] == ["2"]
    assert [(odd.row, odd.reason) for odd in reading.unread] == [
        ("7001", "listed twice with different contents")
    ]


@pytest.mark.parametrize("decoded", [None, "", "false", "0", {"invoices_id": "7"}, {"a": None}])
def test_what_is_no_list_is_not_an_empty_one(decoded: object) -> None:
    with pytest.raises(ValueError, match="not a list of invoices"):
        rows(decoded)


def test_rows_by_number_are_rows() -> None:
    assert rows({"7": {"id": "7"}, "8": {"id": "8"}}) == [{"id": "7"}, {"id": "8"}]
    assert rows([]) == []


@pytest.mark.parametrize("refused", [None, "", " ", "0", "false", "FALSE", "null", [], {}])
def test_a_refused_login_gives_no_session(refused: object) -> None:
    assert session_of(refused) is None


def test_a_session_is_any_other_word() -> None:
    assert session_of(" 00ab ") == "00ab"


fields = st.none() | st.text(max_size=12) | st.integers() | st.lists(st.none(), max_size=1)
names = st.sampled_from([name for name in charge() if name != "invoices_currency"])


@settings(deadline=None)
@given(st.dictionaries(names, fields), st.decimals("0.01", "99999", places=2))
def test_any_row_is_an_invoice_a_payment_or_put_aside(
    damage: dict[str, object], amount: Decimal
) -> None:
    reading = read({**charge(amount=f"{amount}"), **damage})
    assert len(reading.invoices) <= 1
    for invoice in reading.invoices:
        assert invoice.key.number.isdecimal()
        assert (
            invoice.total is None or "invoices_amount" in damage or invoice.total.amount == amount
        )
        assert invoice.standing is not Standing.PAID or "invoices_paid" in damage
    if not reading.invoices and not reading.unread:
        assert "invoices_type" in damage


@pytest.mark.parametrize(
    ("module", "title"),
    [("quickservers", "Rapid Deploy Servers"), ("floating_ips", "Floating IPs"), ("new", "new")],
)
def test_modules_are_asked_by_key_and_shown_by_the_name_people_use(module: str, title: str) -> None:
    (invoice,) = read_rows([charge(description="")], module, ACCOUNT).invoices
    assert (invoice.module, invoice.description) == (module, title)
    assert invoice.service == f"{module}42"
    assert module == "new" or full(module) == f"api_{module}_get_client_invoices"
