"""What Voxel's list can look like: positions within positions, units, dates; and its requests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest
from moneyed import Money

from providers.base import Provider, Unreachable, Unreadable
from providers.voxel import SPEC
from providers.voxel.client import signature
from providers.voxel.parse import read
from state.model import Account, Direction, Invoice
from tests.providers.server import Connect, Request, Response, StartServer

SECRETS = {"key": "key of+tests", "secret": "secret of&tests"}
ACCOUNT = Account("acme", "voxel", Direction.PAYABLE, "#billing", "America/New_York")
AMOUNTS = '<amount units="USD">149</amount><amount_due units="USD">149</amount_due>'

Line = Callable[[Callable[[Request], Response]], Provider]


@pytest.fixture
def line(loopback: StartServer, connect: Connect) -> Line:
    """A provider that talks to a server written as one function."""

    def make(answer: Callable[[Request], Response]) -> Provider:
        return SPEC.connect(connect("voxel", loopback(answer).url, secrets=SECRETS))

    return make


def _list(*invoices: str) -> bytes:
    return f'<rsp stat="ok"><invoices>{"".join(invoices)}</invoices></rsp>'.encode()


def _invoice(inner: str = AMOUNTS, due: str = "2026-11-05T00:00:00-0500") -> str:
    return f'<invoice id="5" date_due="{due}">{inner}</invoice>'


def _one(inner: str, account: Account = ACCOUNT) -> Invoice:
    (invoice,), unread = read(_list(_invoice(inner)), account)
    assert unread == ()
    return invoice


def _position(number: int, amount: str, within: str = "") -> str:
    service = (
        f'<service id="{number}" type="vrap"><description>Item {number}</description></service>'
    )
    owed = f'<amount units="USD">{amount}</amount><amount_due units="USD">{amount}</amount_due>'
    return f'<invoice_item id="{number}">{service}{owed}{_positions(within)}</invoice_item>'


def _positions(inner: str) -> str:
    return f"<invoice_items>{inner}</invoice_items>" if inner else "<invoice_items/>"


def test_positions_within_positions_are_lines_and_never_invoices_or_totals() -> None:
    nested = _position(1, "100.00", _position(2, "30.00", _position(3, "19.00")))
    invoice = _one(_positions(nested) + AMOUNTS)  # before the invoice's own amounts
    assert (invoice.key.number, invoice.total) == ("5", Money("149", "USD"))
    assert [line.description for line in invoice.lines] == ["Item 1", "Item 2", "Item 3"]
    assert [line.amount for line in invoice.lines] == [Money(n, "USD") for n in (100, 30, 19)]
    assert (invoice.description, invoice.service) == ("Item 1 and 2 more", "vrap 1")


def test_amounts_of_positions_never_stand_in_for_missing_ones_of_the_invoice() -> None:
    (invoice,), (odd,) = read(_list(_invoice(_positions(_position(1, "149.00")))), ACCOUNT)
    assert (invoice.total, invoice.open) == (None, None)
    assert odd.reason == "amount is missing; amount_due is missing"


@pytest.mark.parametrize("spelled", ["149", "149.0", "149.00", " 149.000 "])
def test_whole_and_decimal_amounts_are_the_same(spelled: str) -> None:
    invoice = _one(AMOUNTS.replace(">149<", f">{spelled}<"))
    assert invoice.total == invoice.open == Money(149, "USD")


def test_an_unknown_unit_of_a_discount_spoils_nothing() -> None:
    discount = '<discount units="unknown">0.00</discount>'
    inner = _position(1, "149.00").replace("</invoice_item>", f"{discount}</invoice_item>")
    assert _one(AMOUNTS + _positions(inner)).lines[0].amount == Money(149, "USD")


@pytest.mark.parametrize("units", ["", ' units=""', ' units="unknown"'])
def test_amounts_without_a_currency_need_the_accounts_setting(units: str) -> None:
    inner = AMOUNTS.replace(' units="USD"', units)
    _, (odd,) = read(_list(_invoice(inner)), ACCOUNT)
    assert odd.reason.startswith("amount: it names no currency; set `currency` of the account")
    assert _one(inner, replace(ACCOUNT, currency="EUR")).total == Money(149, "EUR")


@pytest.mark.parametrize("units", ["USDX", "$", "us dollars"])
def test_a_currency_that_does_not_exist_is_not_replaced_by_a_setting(units: str) -> None:
    inner = AMOUNTS.replace("USD", units)
    _, (odd,) = read(_list(_invoice(inner)), replace(ACCOUNT, currency="EUR"))
    assert "is not a currency code" in odd.reason


def test_the_day_it_is_due_is_not_yet_overdue_although_midnight_has_passed() -> None:
    issued = "<date_issued>2026-11-05T00:41:12-0500</date_issued>"
    invoice = _one(issued + AMOUNTS)
    assert (invoice.issued, invoice.due) == (date(2026, 11, 5), date(2026, 11, 5))
    assert not invoice.is_overdue(date(2026, 11, 5))
    assert invoice.is_overdue(date(2026, 11, 6))


def test_words_between_invoices_mean_nothing() -> None:
    found, unread = read(_list("...", _invoice(), "\n  more\n"), ACCOUNT)
    assert (len(found), unread) == (1, ())


@pytest.mark.parametrize("body", [b'<rsp stat="ok"/>', b'<rsp stat="ok"></rsp>'])
def test_a_success_without_anything_in_it_is_no_empty_list(body: bytes, line: Line) -> None:
    provider = line(lambda _: (200, {}, body))
    with pytest.raises(Unreadable, match="invoices is missing"):
        provider.read(provider.fetch())


def test_a_failure_without_a_reason_is_a_clear_error(line: Line) -> None:
    with pytest.raises(Unreadable, match="error without a code"):
        line(lambda _: (200, {}, b'<rsp stat="fail"/>')).fetch()


def test_what_is_signed_is_sorted_and_raw_and_what_is_sent_is_encoded(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (200, {}, _list()))
    SPEC.connect(connect("voxel", server.url, secrets=SECRETS)).fetch()
    body = server.requests[0].body
    sent = dict(parse_qsl(body.decode()))
    signed = {name: value for name, value in sent.items() if name != "api_sig"}
    assert sent["api_sig"] == signature(SECRETS["secret"], dict(reversed(signed.items())))
    assert b"%2B0000" in body  # a bare plus would arrive as a space
    assert b"key+of%2Btests" in body
    assert "" not in sent.values()  # clients do not agree on how to sign an empty one


def test_a_service_that_is_gone_is_unreachable_and_nothing_worse(
    loopback: StartServer, connect: Connect
) -> None:
    server = loopback(lambda _: (200, {}, b""))
    without_tls = server.url.replace("http:", "https:")
    for url in ("http://127.0.0.1:9/", without_tls):
        with pytest.raises(Unreachable, match=r"^acme: 127\.0\.0\.1 cannot be reached"):
            SPEC.connect(connect("voxel", url, secrets=SECRETS)).fetch()
