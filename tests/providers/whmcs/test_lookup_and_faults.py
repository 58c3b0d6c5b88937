import logging
from collections.abc import Callable
from traceback import format_exception

import pytest
from moneyed import Money

from providers.base import (
    AuthRejected,
    ProviderError,
    RateLimited,
    Unreachable,
    Unreadable,
)
from providers.whmcs.client import Whmcs
from state.model import Invoice, Standing
from tests.providers.server import Connect, Request, Response, StartServer
from tests.providers.whmcs.known import known
from tests.providers.whmcs.shop import SECRETS, Shop, as_json


@pytest.mark.parametrize(
    ("changes", "standing", "still_open"),
    [
        ({"status": "Paid", "balance": "0.00"}, Standing.PAID, "0"),
        ({"status": "Cancelled"}, Standing.VOID, "0"),
        ({"status": "Refunded"}, Standing.VOID, "0"),
        ({"status": "Draft"}, Standing.VOID, "0"),
        ({"status": "Unpaid", "balance": "3.50"}, Standing.OPEN, "3.50"),
        ({"status": "Unpaid", "balance": "0.00"}, Standing.PAID, "0"),
        ({"status": "Payment Pending"}, Standing.PENDING, "10.00"),
        ({"status": "Something New"}, Standing.UNKNOWN, "10.00"),
    ],
)
def test_a_vanished_invoice_is_looked_up_by_its_number(
    changes: dict[str, str], standing: Standing, still_open: str, shop: Shop, provider: Whmcs
) -> None:
    shop.add(7, **changes)
    found = provider.lookup([known("7")])["7"]
    assert isinstance(found, Invoice)
    assert (found.standing, found.open) == (standing, Money(still_open, "USD"))
    assert found.client == "Ann Example"


def test_an_invoice_that_is_not_there_any_more_is_told_from_one_without_an_answer(
    shop: Shop, provider: Whmcs
) -> None:
    shop.add(8, balance="what?")
    shop.add(9, status="Paid", balance="0.00")
    found = provider.lookup([known("7"), known("8"), known("9")])
    assert found["7"] is None
    assert "8" not in found
    assert found["9"] is not None


def test_a_refusal_during_a_lookup_is_raised(loopback: StartServer, connect: Connect) -> None:
    server = loopback(
        lambda _: as_json(403, {"result": "error", "message": "Authentication Failed"})
    )
    with pytest.raises(AuthRejected):
        Whmcs(connect("whmcs", server.url, secrets=SECRETS)).lookup([known()])


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (500, {}, Unreachable),
        (503, {}, Unreachable),
        (429, {"Retry-After": "120"}, RateLimited),
        (302, {"Location": "https://elsewhere.example/login"}, Unreadable),
        (404, {}, Unreadable),
        (401, {}, AuthRejected),
    ],
)
def test_each_way_to_fail_has_its_error(
    status: int,
    headers: dict[str, str],
    kind: type[ProviderError],
    loopback: StartServer,
    connect: Connect,
) -> None:
    server = loopback(lambda _: (status, headers, b"<html>sorry</html>"))
    with pytest.raises(kind) as raised:
        Whmcs(connect("whmcs", server.url, secrets=SECRETS)).fetch()
    assert str(raised.value).startswith("acme")


def test_nothing_but_reading_operations_can_be_called(provider: Whmcs) -> None:
    with pytest.raises(ValueError, match="DeleteInvoice is not one of the reading operations"):
        provider._send("DeleteInvoice", {"invoiceid": "7"})


def _echo(request: Request) -> Response:
    message = f"Something failed near {request.body.decode()} {request.form}"
    return as_json(200, {"result": "error", "message": message[:190] + "x" * 120 + message})


def _echoing_page(request: Request) -> Response:
    return 200, {}, f"<html><title>{request.form['secret']}</title></html>".encode()


@pytest.mark.parametrize("answer", [_echo, _echoing_page, Shop()])
def test_no_credential_appears_in_errors_or_logs(
    answer: Callable[[Request], Response],
    loopback: StartServer,
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = {name: f"{name}-very&secret" for name in SECRETS}
    connection = connect("whmcs", loopback(answer).url, secrets=wrong)
    with pytest.raises(ProviderError) as raised:
        Whmcs(connection).fetch()
    said = f"{format_exception(raised.value)} {raised.value!r} {connection!r} {caplog.text}"
    assert "very" not in said


def test_details_of_another_invoice_are_refused(loopback: StartServer, connect: Connect) -> None:
    view = {"result": "success", "invoiceid": 8, "total": "1", "balance": "0", "status": "Paid"}
    server = loopback(lambda _: as_json(200, view))
    provider = Whmcs(connect("whmcs", server.url, secrets=SECRETS))
    assert provider.lookup([known("7")]) == {}  # no answer about 7: it is not paid by mistake
