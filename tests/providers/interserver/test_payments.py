"""Payments and refunds: never invoices, but they say how much of one is still open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money

from providers.interserver.parse import Reading, read_rows
from state.model import Account, Direction, Invoice, Standing

ACCOUNT = Account("acme", "interserver", Direction.PAYABLE, "#billing", "America/New_York")


def row(number: object, **fields: object) -> dict[str, object]:
    known: dict[str, object] = {
        "id": str(number),
        "description": "VPS slices",
        "amount": "12.00",
        "type": "1",
        "date": "2026-11-01 23:30:00",
        "extra": "88",
        "paid": "0",
        "due_date": "2026-11-15 23:30:00",
        "deleted": "0",
        "currency": "USD",
        **fields,
    }
    return {f"invoices_{name}": value for name, value in known.items() if value is not ...}


def moved(number: object, amount: str, names: object = 7001, **fields: object) -> dict[str, object]:
    """A payment by PayPal, as they write it: not paid itself, and due on no day."""
    known: dict[str, object] = {
        "type": "10",
        "due_date": "0000-00-00 00:00:00",
        "amount": amount,
        "extra": str(names),
        **fields,
    }
    return row(number, **known)


def read(*rows: object) -> Reading:
    return read_rows(rows, "vps", ACCOUNT)


def left(*moves: object) -> Invoice:
    reading = read(row(7001), *moves)
    assert reading.unread == ()
    (invoice,) = reading.invoices
    assert (invoice.standing, invoice.total) == (Standing.OPEN, Money(12, "USD"))
    return invoice


@pytest.mark.parametrize("kind", [*range(10, 23), 99])
def test_a_payment_by_any_method_lowers_what_is_open(kind: int) -> None:
    assert left(moved(1, "5.00", type=str(kind))).open == Money(7, "USD")


def test_the_invoice_shows_what_was_paid_and_how() -> None:
    paid, back = moved(1, "5.00", type="11"), moved(2, "1.50", type="2", date="2026-11-03 10:00:00")
    assert [(line.description, line.amount) for line in left(paid, back).lines] == [
        ("VPS slices", Money(12, "USD")),
        ("paid by credit card on 2026-11-01", Money("-5.00", "USD")),
        ("refunded on 2026-11-03", Money("1.50", "USD")),
    ]
    assert left(moved(1, "5.00", names=9)).lines == ()


@pytest.mark.parametrize(
    ("moves", "still"),
    [
        ([moved(1, "2.00"), moved(2, "3.00")], 7),
        ([moved(1, "5.00"), moved(1, "5.00")], 7),
        ([moved(1, "5.00", names=9)], 12),
        ([moved(1, "5.00", names=88)], 12),
        ([moved(1, "5.00", deleted="1")], 12),
        ([moved(1, "5.00", deleted=...)], 7),
        ([moved(1, "5.00", paid="1")], 7),
        ([moved(1, "5.00", extra=...)], 12),
        ([moved(1, "12.00"), moved(2, "12.00", type="2")], 12),
        ([moved(1, "12.00"), moved(2, "12.00", names=1, type="2")], 12),
        ([moved(1, "12.00"), moved(2, "-2.00", type="2")], 2),
        ([moved(1, "5.00", names=9), moved(2, "4.00", names=1, type="2")], 12),
        ([moved(2, "4.00", type="2")], 12),
    ],
    ids=[
        "two payments",
        "one payment listed twice",
        "a payment for another invoice",
        "a payment that names the order and not the invoice",
        "a deleted payment",
        "an older server without the deleted column",
        "a payment marked as paid",
        "a payment that names nothing",
        "a payment that went back",
        "a refund that names the payment",
        "a refund written as a negative amount",
        "a refund of another invoice's payment",
        "a refund of nothing",
    ],
)
def test_what_is_open_is_the_total_less_what_stayed(moves: list[object], still: int) -> None:
    assert left(*moves).open == Money(still, "USD")


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [moved(2, "1.00", names=1, type="2"), row(7001), moved(1, "5.00")]
    assert read(*rows).invoices[0].open == read(*rows[::-1]).invoices[0].open == Money(8, "USD")


@pytest.mark.parametrize("amounts", [["12.00"], ["12.01"], ["6.00", "7.00"]])
def test_payments_alone_never_close_an_invoice_that_they_call_unpaid(amounts: list[str]) -> None:
    reading = read(row(7001), *(moved(n, amount) for n, amount in enumerate(amounts, 1)))
    (invoice,), (odd,) = reading.invoices, reading.unread
    assert (invoice.standing, invoice.open) == (Standing.OPEN, Money(12, "USD"))
    assert len(invoice.lines) == 1 + len(amounts)
    assert odd.row == "7001"
    assert odd.reason == "payments cover it, and still it is called unpaid; ask InterServer"


@pytest.mark.parametrize(
    ("payment", "reason"),
    [
        (moved(1, "five"), "payment 1 is not counted: 'five' is not an amount"),
        (moved(1, "5.00", currency="EUR"), "payment 1 is not counted: it is in EUR, the invoice"),
        (moved("", "x"), "a payment is not counted: 'x' is not an amount"),
        (moved(1, "5.00", date="long ago"), "payment 1 is not counted: 'long ago' is not a date"),
    ],
)
def test_a_payment_that_cannot_be_read_is_not_counted_and_told(
    payment: object, reason: str
) -> None:
    reading = read(row(7001), payment, moved(2, "2.00"))
    (invoice,), (odd,) = reading.invoices, reading.unread
    assert invoice.open == Money(10, "USD")
    assert odd.reason.startswith(reason)


@pytest.mark.parametrize("fields", [{"paid": "1"}, {"deleted": "1"}, {"amount": "0.00"}])
def test_what_is_closed_owes_nothing_whatever_was_paid(fields: dict[str, object]) -> None:
    reading = read(row(7001, **fields), moved(1, "5.00"), moved(2, "junk"))
    (invoice,) = reading.invoices
    assert invoice.is_closed
    assert invoice.open is not None
    assert invoice.open.amount == 0
    assert reading.unread == ()


def test_an_unknown_amount_stays_unknown_whatever_was_paid() -> None:
    reading = read(row(7001, amount="free"), moved(1, "5.00"))
    assert reading.invoices[0].open is None


@pytest.mark.parametrize("kind", ["0", "3", "9", "-1"])
def test_a_kind_of_row_that_nobody_described_is_put_aside(kind: str) -> None:
    reading = read(row(7001), row(1, type=kind))
    assert [(odd.row, odd.reason) for odd in reading.unread] == [
        ("1", f"invoices_type: {kind} is unknown")
    ]


amounts = st.decimals("-20", "20", places=2)
moves = st.builds(
    moved,
    st.integers(1, 6),
    amounts.map(str),
    names=st.sampled_from([7001, 1, 2, 9]),
    type=st.sampled_from(["2", "10", "11", "15"]),
    deleted=st.sampled_from(["0", "1", ...]),
)


@given(st.lists(moves, max_size=8))
def test_something_is_always_open_of_what_they_call_unpaid(rows: list[object]) -> None:
    (invoice,) = read(row(7001), *rows).invoices
    assert invoice.standing is Standing.OPEN
    assert invoice.open is not None
    assert 0 < invoice.open.amount <= 12
