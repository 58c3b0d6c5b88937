from datetime import date, timedelta
from itertools import count

import pytest
from moneyed import Money

from providers.base import (
    Unreadable,
)
from providers.whmcs import SPEC
from providers.whmcs.client import Whmcs
from state.model import Coverage, Standing
from tests.providers.server import Connect, Request, Response, StartServer
from tests.providers.whmcs.conftest import Clock
from tests.providers.whmcs.shop import SECRETS, Shop, as_json, row


def _numbers(provider: Whmcs) -> list[str]:
    return [invoice.key.number for invoice in provider.read(provider.fetch()).invoices]


def test_it_introduces_itself_as_receivable() -> None:
    assert (SPEC.name, SPEC.direction.value, SPEC.url) == ("whmcs", "receivable", None)
    assert {option.name: option.required for option in SPEC.options} == {
        "identifier": True,
        "secret": True,
        "accesskey": False,
    }


def test_a_list_of_several_pages_is_read_whole(shop: Shop, provider: Whmcs) -> None:
    for number in range(1, 251):
        shop.add(number)
    shop.add(900, status="Collections")
    shop.add(901, status="Paid")
    snapshot = provider.read(provider.fetch())
    assert len(snapshot.invoices) == 251
    assert snapshot.coverage is Coverage.OPEN_ONLY
    assert shop.listed == 5


def test_credentials_travel_in_the_body_only(loopback: StartServer, connect: Connect) -> None:
    server = loopback(Shop())
    Whmcs(connect("whmcs", f"{server.url}/billing/", secrets=SECRETS)).fetch()
    for request in server.requests:
        assert (request.method, request.path) == ("POST", "/billing/includes/api.php")
        assert request.query == {}
        assert request.form["responsetype"] == "json"
        assert {name: request.form[name] for name in SECRETS} == SECRETS


def test_an_address_that_names_the_api_itself_is_understood(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(Shop())
    Whmcs(connect("whmcs", f"{server.url}/includes/api.php", secrets=SECRETS)).fetch()
    assert server.requests[0].path == "/includes/api.php"


def test_without_an_access_key_none_is_sent(loopback: StartServer, connect: Connect) -> None:
    server = loopback(Shop())
    pair = {name: SECRETS[name] for name in ("identifier", "secret")}
    Whmcs(connect("whmcs", server.url, secrets=pair)).fetch()
    assert all("accesskey" not in request.form for request in server.requests)


def test_the_open_balance_of_a_partly_paid_invoice_is_exact(shop: Shop, provider: Whmcs) -> None:
    shop.add(7, total="1200.10", balance="450.05")
    (invoice,) = provider.read(provider.fetch()).invoices
    assert invoice.open == Money("450.05", "USD")
    assert invoice.total == Money("1200.10", "USD")
    assert invoice.due == date(2026, 11, 15)


def test_an_unchanged_poll_asks_for_lists_only_and_says_the_same(
    shop: Shop, provider: Whmcs
) -> None:
    for number in range(1, 121):
        shop.add(number)
    first = provider.fetch()
    shop.viewed.clear()
    second = provider.fetch()
    assert second.digest == first.digest
    assert shop.viewed == []


def test_only_new_and_changed_rows_are_asked_for(shop: Shop, provider: Whmcs) -> None:
    shop.add(1)
    shop.add(2)
    before = provider.fetch()
    shop.viewed.clear()
    shop.invoices[2]["duedate"] = "2026-12-01"
    shop.add(3)
    after = provider.fetch()
    assert shop.viewed == [2, 3]
    assert after.digest != before.digest


def test_a_payment_that_the_row_does_not_show_is_seen_within_a_day(
    shop: Shop, provider: Whmcs, clock: Clock
) -> None:
    for number in range(1, 41):
        shop.add(number)
    provider.fetch()
    for number in range(1, 41):
        shop.invoices[number]["balance"] = "4.00"
    shop.viewed.clear()
    clock.time += timedelta(hours=18)
    provider.fetch()
    assert 0 < len(shop.viewed) < 40  # spread over half a day, not all at once
    clock.time += timedelta(hours=6)
    invoices = provider.read(provider.fetch()).invoices
    assert {invoice.open for invoice in invoices} == {Money("4.00", "USD")}


def test_an_invoice_paid_while_we_read_is_paid(loopback: StartServer, connect: Connect) -> None:
    shop = Shop()
    shop.add(7)

    def answer(request: Request) -> Response:
        if request.form["action"] == "GetInvoice":
            shop.invoices[7] |= {"status": "Paid", "balance": "0.00"}
        return shop(request)

    provider = Whmcs(connect("whmcs", loopback(answer).url, secrets=SECRETS))
    (invoice,) = provider.read(provider.fetch()).invoices
    assert (invoice.standing, invoice.open) == (Standing.PAID, Money(0, "USD"))


def test_an_invoice_deleted_while_we_read_has_an_unknown_open_amount(
    loopback: StartServer, connect: Connect
) -> None:
    shop = Shop()
    shop.add(7)

    def answer(request: Request) -> Response:
        if request.form["action"] == "GetInvoice":
            shop.invoices.clear()
        return shop(request)

    provider = Whmcs(connect("whmcs", loopback(answer).url, secrets=SECRETS))
    (invoice,) = provider.read(provider.fetch()).invoices
    assert (invoice.standing, invoice.open) == (Standing.OPEN, None)


def test_an_invoice_that_changes_status_between_two_lists_is_not_doubled(
    loopback: StartServer, connect: Connect
) -> None:
    shop = Shop()
    shop.add(7)

    def answer(request: Request) -> Response:
        if request.form.get("status") == "Payment Pending":
            shop.invoices[7]["status"] = "Payment Pending"
        return shop(request)

    provider = Whmcs(connect("whmcs", loopback(answer).url, secrets=SECRETS))
    (invoice,) = provider.read(provider.fetch()).invoices
    assert invoice.standing is Standing.PENDING


@pytest.mark.parametrize("seed", range(5))
def test_a_list_that_shrinks_while_it_is_read_loses_no_row_that_stays(
    seed: int, loopback: StartServer, connect: Connect
) -> None:
    shop = Shop()
    for number in range(1, 451):
        shop.add(number)
    paid = count(1 + seed, 40)

    def answer(request: Request) -> Response:
        if request.form.get("status") == "Unpaid" and request.form["limitstart"] != "0":
            for _ in range(3):
                shop.invoices[next(paid)]["status"] = "Paid"
        return shop(request)

    provider = Whmcs(connect("whmcs", loopback(answer).url, secrets=SECRETS))
    found = set(_numbers(provider))
    stays = {n for n, invoice in shop.invoices.items() if invoice["status"] == "Unpaid"}
    assert len(stays) < 450
    assert {str(number) for number in stays} <= found


def test_fewer_rows_than_the_total_is_a_fault(loopback: StartServer, connect: Connect) -> None:
    page = {"totalresults": 9, "startnumber": 0, "numreturned": 2}
    rows = {"invoices": {"invoice": [row(1), row(2)]}}
    server = loopback(lambda _: as_json(200, {"result": "success", **page, **rows}))
    with pytest.raises(Unreadable, match="the Unpaid invoices are incomplete"):
        Whmcs(connect("whmcs", server.url, secrets=SECRETS)).fetch()
    assert len(server.requests) < 20


def test_a_list_without_end_is_given_up(loopback: StartServer, connect: Connect) -> None:
    def answer(request: Request) -> Response:
        start = int(request.form["limitstart"])
        rows = [{"id": number} for number in range(start + 1, start + 101)]
        page = {"totalresults": 10**9, "startnumber": start, "numreturned": 100}
        return as_json(200, {"result": "success", **page, "invoices": {"invoice": rows}})

    provider = Whmcs(connect("whmcs", loopback(answer).url, secrets=SECRETS))
    with pytest.raises(Unreadable, match="more than 30,000 rows"):
        provider.fetch()
