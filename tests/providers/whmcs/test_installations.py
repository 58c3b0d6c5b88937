"""Installations of every age and build: how they write lists, numbers and currencies."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from moneyed import Money

from providers.base import Provider, Unreadable
from providers.whmcs import SPEC
from providers.whmcs.client import ALLOWED, STATUSES
from state.model import Invoice, Snapshot, Standing
from tests.providers.server import Connect, Handler, Loopback, Request, Response, StartServer
from tests.providers.whmcs.shop import SECRETS, Shop, as_json, row


class Old(Shop):
    """A version that knows no `orderby`: the newest invoice comes first, whatever one asks."""

    def _list(self, form: dict[str, str]) -> dict[str, Any]:
        start, limit = int(form["limitstart"]), int(form["limitnum"])
        found = [
            self.invoices[number]
            for number in sorted(self.invoices, reverse=True)
            if self.invoices[number]["status"] == form["status"]
        ]
        page = found[start : start + limit]
        counts = {"totalresults": len(found), "startnumber": start, "numreturned": len(page)}
        return {"result": "success", **counts, "invoices": {"invoice": page} if page else []}


@pytest.fixture
def server(shop: Shop, loopback: StartServer) -> Loopback:
    return loopback(shop)


@pytest.fixture
def line(server: Loopback, connect: Connect) -> Provider:
    return SPEC.connect(connect("whmcs", server.url, secrets=SECRETS))


def _read(connect: Connect, server: Loopback, currency: str | None = None) -> Snapshot:
    provider = SPEC.connect(connect("whmcs", server.url, currency=currency, secrets=SECRETS))
    return provider.read(provider.fetch())


def _listing(invoices: object, number: int = 2, *, counts: type = int) -> Handler:
    """An installation that writes its list of unpaid invoices in its own way."""

    def answer(request: Request) -> Response:
        form = request.form
        if form["action"] == "GetInvoice":
            view = {"invoiceid": form["invoiceid"], "status": "Unpaid", "items": ""}
            return as_json(200, {"result": "success", "total": 10, "balance": "10.00", **view})
        mine = form["status"] == "Unpaid"
        said = counts(number if mine else 0)
        page = {"totalresults": said, "startnumber": counts(0), "numreturned": said}
        return as_json(200, {"result": "success", **page, "invoices": invoices if mine else ""})

    return answer


ONE, OTHER = row(7), row(8, id="8", userid="3")


@pytest.mark.parametrize("counts", [int, str])
@pytest.mark.parametrize(
    "invoices",
    [
        {"invoice": [ONE, OTHER]},
        {"invoice": {"0": ONE, "1": OTHER}},
        {"0": ONE, "1": OTHER},
        {"1": ONE, "10": OTHER},
        [ONE, OTHER],
    ],
)
def test_every_way_of_writing_a_list_gives_the_same_invoices(
    invoices: object, counts: type, loopback: StartServer, connect: Connect
) -> None:
    snapshot = _read(connect, loopback(_listing(invoices, counts=counts)))
    assert [invoice.key.number for invoice in snapshot.invoices] == ["7", "8"]
    assert {invoice.open for invoice in snapshot.invoices} == {Money("10.00", "USD")}
    assert snapshot.unread == ()


@pytest.mark.parametrize("invoices", [{"invoice": ONE}, ONE, {"invoice": {"7": ONE}}])
def test_a_single_invoice_may_stand_without_a_list(
    invoices: object, loopback: StartServer, connect: Connect
) -> None:
    (invoice,) = _read(connect, loopback(_listing(invoices, 1))).invoices
    assert invoice.key.number == "7"


@pytest.mark.parametrize(
    ("total", "amount"), [("12.50", "12.50"), (12, "12"), (12.5, "12.5"), ("1,012.50", "1012.50")]
)
def test_an_amount_is_the_same_as_a_number_and_as_a_text(
    total: object, amount: str, loopback: StartServer, connect: Connect
) -> None:
    rows = [row(7, total=total, status="Payment Pending")]
    (invoice,) = _read(connect, loopback(_listing(rows, 1))).invoices
    assert invoice.total == Money("10.00", "USD")  # as the details say it
    (listed,) = _without_details(rows, loopback, connect).invoices
    assert listed.total == Money(amount, "USD")


def _without_details(
    rows: list[dict[str, Any]], loopback: StartServer, connect: Connect, currency: str | None = None
) -> Snapshot:
    """What the rows alone say: each invoice is gone when its details are asked for."""
    listing = _listing(rows, len(rows))

    def answer(request: Request) -> Response:
        if request.form["action"] == "GetInvoice":
            return as_json(200, {"result": "error", "message": "Invoice ID Not Found"})
        return listing(request)

    return _read(connect, loopback(answer), currency)


@pytest.mark.parametrize("total", ["$5.95 USD", "15.00OMR", "", None, "0x10", "1e3", [], "NaN"])
def test_an_amount_with_signs_or_none_at_all_is_unknown_and_never_zero(
    total: object, loopback: StartServer, connect: Connect
) -> None:
    snapshot = _without_details([row(7, total=total), row(8)], loopback, connect)
    odd, good = snapshot.invoices
    assert (odd.key.number, odd.standing, odd.total, odd.open) == ("7", Standing.OPEN, None, None)
    assert good.total == Money("10.00", "USD")
    assert [(unread.row, unread.reason[:7]) for unread in snapshot.unread] == [("7", "total: ")]


def _unnamed(number: int, **more: object) -> dict[str, Any]:
    """A row of a version that does not name the currency."""
    return {k: v for k, v in row(number, **more).items() if k != "currencycode"}


def test_without_a_currency_code_the_accounts_setting_counts(
    loopback: StartServer, connect: Connect
) -> None:
    rows = [_unnamed(7), row(8), row(9, currencycode=" "), row(10, currencycode=" gbp ")]
    snapshot = _without_details(rows, loopback, connect, "EUR")
    assert [str(invoice.total and invoice.total.currency) for invoice in snapshot.invoices] == [
        *("EUR", "USD", "EUR", "GBP")
    ]


def test_without_a_currency_anywhere_the_amount_is_unknown_and_the_setting_named(
    loopback: StartServer, connect: Connect
) -> None:
    rows = [_unnamed(7, currencysuffix=" USD", currencyprefix="$"), row(8)]
    snapshot = _without_details(rows, loopback, connect)
    (odd,) = snapshot.unread
    assert (odd.row, snapshot.invoices[0].total, len(snapshot.invoices)) == ("7", None, 2)
    assert "set `currency` of the account" in odd.reason
    with pytest.raises(Unreadable, match="set `currency` of the account"):
        _without_details([_unnamed(7)], loopback, connect)


def test_the_list_of_currencies_is_never_asked_for() -> None:
    assert {"GetInvoices", "GetInvoice"} == ALLOWED


def test_the_number_printed_on_an_invoice_is_not_its_key(shop: Shop, line: Provider) -> None:
    shop.add(7, invoicenum="2026-0311")
    (invoice,) = line.read(line.fetch()).invoices
    assert (invoice.key.number, invoice.label) == ("7", "2026-0311")


@pytest.mark.parametrize("zero", ["0000-00-00", "0000-00-00 00:00:00", "", None])
def test_a_date_of_zeros_is_no_date(zero: object, shop: Shop, line: Provider) -> None:
    shop.add(7, duedate=zero, datepaid="0000-00-00 00:00:00")
    (invoice,) = line.read(line.fetch()).invoices
    assert (invoice.issued, invoice.due) == (date(2026, 11, 1), None)


@pytest.mark.parametrize("total", ["0.00", 0, "-5.00"])
def test_nobody_owes_an_invoice_of_nothing(total: object, shop: Shop, line: Provider) -> None:
    shop.add(7, total=total)
    (invoice,) = line.read(line.fetch()).invoices
    assert invoice.standing is Standing.VOID


def test_words_of_clients_stay_words(shop: Shop, line: Provider) -> None:
    shop.add(7, companyname="Quist &amp; Co &lt;!channel&gt;\u202e\n", notes="<@U1>")
    shop.add(8, companyname=" ", firstname="Zo\u00eb", lastname="&amp;amp;")
    shop.add(9, companyname=None, firstname="", lastname="")
    one, other, nameless = line.read(line.fetch()).invoices
    assert one.client == "Quist & Co <!channel>"
    assert other.client == "Zo\u00eb &amp;"  # unescaped once, as it was escaped once
    assert nameless.client is None


def test_each_list_is_asked_for_in_order_in_pages_of_a_hundred_and_as_json(
    server: Loopback, line: Provider
) -> None:
    line.fetch()
    asked = [request.form for request in server.requests]
    assert [form["status"] for form in asked] == list(STATUSES)
    assert "Overdue" not in STATUSES  # its rows are among the unpaid ones
    for form in asked:
        assert (form["limitstart"], form["limitnum"], form["responsetype"]) == ("0", "100", "json")
        assert (form["orderby"], form["order"]) == ("id", "asc")
        assert form["secret"] == SECRETS["secret"]  # as it is, no MD5 of it


def test_an_overdue_invoice_is_listed_once(shop: Shop, line: Provider) -> None:
    shop.add(7, duedate="2026-01-01")
    (invoice,) = line.read(line.fetch()).invoices
    assert invoice.standing is Standing.OPEN
    assert invoice.is_overdue(date(2026, 1, 2))
    assert not invoice.is_overdue(date(2026, 1, 1))


def test_a_full_last_page_is_followed_by_no_request(
    shop: Shop, server: Loopback, line: Provider
) -> None:
    for number in range(1, 101):
        shop.add(number)
    line.fetch()
    lists = [r for r in server.requests if r.form.get("status") == "Unpaid"]
    assert len(lists) == 1


def test_an_installation_that_sends_shorter_pages_is_read_to_the_end(
    shop: Shop, loopback: StartServer, connect: Connect
) -> None:
    for number in range(1, 131):
        shop.add(number)

    def clamped(request: Request) -> Response:
        if "limitnum" not in request.form:
            return shop(request)
        shorter = request.body.replace(b"limitnum=100", b"limitnum=25")
        return shop(Request(request.method, request.path, {}, request.headers, shorter))

    assert len(_read(connect, loopback(clamped)).invoices) == 130


def test_an_older_version_without_an_order_is_read_whole(
    loopback: StartServer, connect: Connect
) -> None:
    shop = Old()
    for number in range(1, 251):
        shop.add(number)
    assert len(_read(connect, loopback(shop)).invoices) == 250


def _change(shop: Shop, paid: Iterator[int], new: Iterator[int]) -> None:
    shop.invoices[next(paid)]["status"] = "Paid"
    shop.add(next(new))


@pytest.mark.parametrize("kind", [Shop, Old])
@pytest.mark.parametrize("seed", range(3))
def test_a_list_that_shrinks_and_grows_while_it_is_read_loses_no_row_that_stays(
    kind: type[Shop], seed: int, loopback: StartServer, connect: Connect
) -> None:
    shop = kind()
    for number in range(1, 451):
        shop.add(number)
    paid, new, asked = count(1 + seed, 40), count(451), count()

    def answer(request: Request) -> Response:
        if request.form.get("status") == "Unpaid" and 0 < next(asked) < 8:
            _change(shop, paid, new)
        return shop(request)

    found = {invoice.key.number for invoice in _read(connect, loopback(answer)).invoices}
    stays = {n for n, invoice in shop.invoices.items() if invoice["status"] == "Unpaid" and n < 451}
    assert len(stays) < 450
    assert {str(number) for number in stays} <= found


def test_what_is_paid_while_lists_are_read_is_paid_only_when_its_details_say_so(
    shop: Shop, line: Provider
) -> None:
    shop.add(7)
    (before,) = line.read(line.fetch()).invoices
    shop.invoices[7] |= {"status": "Paid", "balance": "0.00"}
    assert line.read(line.fetch()).invoices == ()  # absent, which proves nothing
    found = line.lookup([before])["7"]
    assert isinstance(found, Invoice)
    assert found.standing is Standing.PAID
