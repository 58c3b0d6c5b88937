from datetime import date
from typing import Any

from state.model import Account, Direction, InvoiceView, Standing
from state.totals import NO_CURRENCY, Total, totals
from tests.state.builders import NOON, account, invoice, money

TODAY = date(2026, 12, 1)


def view(key: str, amount: str | None, of: Account | None = None, **other: Any) -> InvoiceView:
    return InvoiceView(invoice(key, amount, **other), of or account(), None, NOON, NOON)


def today(_: Account) -> date:
    return TODAY


def test_what_is_owed_is_summed_by_direction_and_currency() -> None:
    shop = account("shop", direction=Direction.RECEIVABLE)
    views = [
        view("shop/1", "100.00 USD", shop, due="2026-12-24"),
        view("acme/1", "1.10 USD", due="2026-11-30"),
        view("acme/2", "2.20 USD", due="2026-12-01"),
        view("acme/3", "5.00 EUR", due=None),
    ]
    assert totals(views, today) == [
        Total(Direction.PAYABLE, "EUR", money("5.00 EUR"), money("0 EUR"), 1, 0),
        Total(Direction.PAYABLE, "USD", money("3.30 USD"), money("1.10 USD"), 2, 0),
        Total(Direction.RECEIVABLE, "USD", money("100.00 USD"), money("0 USD"), 1, 0),
    ]


def test_an_unknown_amount_is_counted_and_not_summed() -> None:
    views = [
        view("acme/1", "1.00 USD", due="2026-11-01"),
        view("acme/2", "9.00 USD", due="2026-11-01", open=None),
    ]
    assert totals(views, today) == [
        Total(Direction.PAYABLE, "USD", money("1.00 USD"), money("1.00 USD"), 2, 1)
    ]


def test_invoices_of_unknown_amount_stand_in_no_others_way() -> None:
    views = [
        view("acme/1", "9.00 USD", due="2026-11-01", open=None),
        view("acme/2", "1.00 USD", due="2026-11-01"),
        view("acme/3", "9.00 USD", due="2026-11-01", open=None),
        view("acme/4", "2.00 USD", due="2026-11-01"),
    ]
    assert totals(views, today) == [
        Total(Direction.PAYABLE, "USD", money("3.00 USD"), money("3.00 USD"), 4, 2)
    ]


def test_an_unknown_amount_counts_in_the_accounts_currency_or_in_none() -> None:
    euros = account("euros", currency="EUR")
    found = totals([view("acme/1", None), view("euros/1", None, euros)], today)
    assert [(total.currency, total.count, total.unknown) for total in found] == [
        ("EUR", 1, 1),
        (NO_CURRENCY, 1, 1),
    ]


def test_what_nobody_has_to_pay_is_left_out() -> None:
    standings = (Standing.PAID, Standing.VOID, Standing.PENDING)
    assert totals([view("acme/1", "1.00 USD", standing=one) for one in standings], today) == []


def test_each_account_has_its_own_today() -> None:
    early = account("early", timezone="America/Los_Angeles")
    views = [
        view("acme/1", "1.00 USD", due="2026-11-30"),
        view("early/1", "2.00 USD", early, due="2026-11-30"),
    ]
    [total] = totals(views, lambda one: date(2026, 11, 30) if one == early else TODAY)
    assert total.overdue == money("1.00 USD")


def test_no_invoices_have_no_totals() -> None:
    assert totals([], today) == []
