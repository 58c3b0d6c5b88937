"""What LEAP's answers can look like: spellings, credits, and what is the account's own."""

import ssl
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from moneyed import Money

from providers.base import AuthRejected, Provider, Unreadable
from providers.trust import tls
from state.model import Invoice, Line, Standing
from tests.providers.server import Request, Response
from tests.providers.singlehop.conftest import Line as Connected
from tests.providers.singlehop.leap import Leap, as_json

USD = "USD"


def _only(provider: Provider) -> Invoice:
    snapshot = provider.read(provider.fetch())
    (invoice,) = snapshot.invoices
    assert snapshot.unread == ()
    return invoice


@pytest.mark.parametrize("later", ["1795413600", 1795413600, True, "TRUE", 0, "", None, "1"])
def test_the_date_from_which_it_is_overdue_is_no_flag(
    later: object, leap: Leap, provider: Provider
) -> None:
    leap.add("5", overdue=later)
    invoice = _only(provider)
    assert (invoice.standing, invoice.due) == (Standing.OPEN, date(2026, 11, 20))
    assert not invoice.is_overdue(date(2026, 11, 20))


@pytest.mark.parametrize(
    ("paid", "standing"),
    [
        *((no, Standing.OPEN) for no in (False, "FALSE", "false", "0", 0)),
        # In a list of unpaid invoices with an open amount: it contradicts itself.
        *((yes, Standing.UNKNOWN) for yes in (True, "TRUE", "true", "1", 1)),
    ],
)
def test_paid_may_be_spelled_in_many_ways(
    paid: object, standing: Standing, leap: Leap, provider: Provider
) -> None:
    leap.add("5", paid=paid)
    assert _only(provider).standing is standing


@pytest.mark.parametrize("no", [False, "FALSE", "false", "0", 0])
def test_a_failure_may_be_spelled_in_many_ways(no: object, line: Connected) -> None:
    with pytest.raises(Unreadable, match="success=false"):
        line(lambda _: as_json({"success": no, "data": {"invoices": []}})).fetch()


@pytest.mark.parametrize("data", [None, False, "", [], {}, 0])
@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"message": "No Such Command"}, "No Such Command"),
        ({"error": "The database rests"}, "The database rests"),
        ({"errors": "Try later"}, "Try later"),
        ({"errors": ["Try later"], "message": {}}, "no reason given"),
        ({}, "no reason given"),
    ],
)
def test_a_failure_says_its_reason_wherever_that_stands(
    data: object, more: dict[str, Any], reason: str, line: Connected
) -> None:
    with pytest.raises(Unreadable, match=reason):
        line(lambda _: as_json({"success": False, "data": data, **more})).fetch()


@pytest.mark.parametrize("shape", ["list", "keyed by id", "keyed by place"])
def test_every_way_of_writing_a_list_gives_the_same_invoices(
    shape: str, leap: Leap, line: Connected
) -> None:
    leap.add("5")
    leap.add("6")

    def answer(request: Request) -> Response:
        if "/view/" in request.path:
            return leap(request)
        found = leap._list("unpaid", "0", "100")
        rows = found["data"]["invoices"]
        if shape == "keyed by id":
            found["data"]["invoices"] = {row["id"]: row for row in rows}
        elif shape == "keyed by place":
            found["data"]["invoices"] = {str(place): row for place, row in enumerate(rows)}
        return as_json(found)

    provider = line(answer)
    snapshot = provider.read(provider.fetch())
    assert [invoice.key.number for invoice in snapshot.invoices] == ["5", "6"]


def test_zeros_before_a_number_belong_to_it(leap: Leap, provider: Provider) -> None:
    leap.add("000123")
    assert _only(provider).key.number == "000123"
    assert leap.views == ["000123"]


@pytest.mark.parametrize(
    ("spelled", "amount"),
    [("1,249.00", "1249"), ("249", "249"), (249, "249"), (40.5, "40.5"), ("40.50", "40.5")],
)
def test_amounts_come_as_numbers_texts_and_with_separators(
    spelled: object, amount: str, leap: Leap, provider: Provider
) -> None:
    leap.add("5", amount=spelled, amount_unpaid=spelled)
    invoice = _only(provider)
    assert invoice.total == invoice.open == Money(amount, USD)


@pytest.mark.parametrize("nothing", [0, "0", None, "", {}, []])
def test_no_date_is_spelled_in_many_ways(nothing: object, leap: Leap, provider: Provider) -> None:
    leap.add("5", created=nothing, due=nothing)
    invoice = _only(provider)
    assert (invoice.issued, invoice.due) == (None, None)


@pytest.mark.parametrize("moment", [1795154400, "1795154400", " 1795154400 "])
def test_a_time_is_the_same_as_a_number_and_as_a_text(
    moment: object, leap: Leap, provider: Provider
) -> None:
    leap.add("5", due=moment)
    assert _only(provider).due == date(2026, 11, 20)


def _viewed(leap: Leap, line: Connected, **details: object) -> Invoice:
    """The invoice as read where its view says more."""
    leap.add("5")

    def answer(request: Request) -> Response:
        if "/list/" in request.path:
            return leap(request)
        view = leap._view("5")
        view["data"]["details"] |= details
        return as_json(view)

    return _only(line(answer))


def test_what_is_said_of_the_account_is_no_fact_of_the_invoice(leap: Leap, line: Connected) -> None:
    plain = _viewed(leap, line)
    told = _viewed(
        leap,
        line,
        aged={"aged_current": {"0": "7.00"}, "aged_onetwenty_plus": "9,999.00"},
        summary={
            "payments": "3",
            "prior_balance": "812.00",
            "account_balance": "912.00",
            "unpaid_balance": {"0": "1.00"},
        },
        taxes={},
    )
    assert told == plain
    assert told.open == Money("100.00", USD)


NO_CREDITS: list[object] = [{}, [], "", None, {"credit": {}}, {"credit": []}]
CREDIT = {"credit_id": "51", "reason": "Outage", "amount": "-90.00", "value": "-60.00"}


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        *((nothing, ()) for nothing in NO_CREDITS),
        ({"credit": CREDIT}, (Line("Credit: Outage", Money("-60.00", USD)),)),
        ({"credit": {**CREDIT, "value": "60"}}, (Line("Credit: Outage", Money("-60.00", USD)),)),
        (
            {"credit": [CREDIT, {**CREDIT, "reason": {}, "value": {}}]},
            (Line("Credit: Outage", Money("-60.00", USD)), Line("Credit", None)),
        ),
        ({"credit": {"0": CREDIT}}, (Line("Credit: Outage", Money("-60.00", USD)),)),
        ([CREDIT], (Line("Credit: Outage", Money("-60.00", USD)),)),
        ({"odd": 5}, (Line("Credits that could not be read"),)),
        ("sixty", (Line("Credits that could not be read"),)),
    ],
)
def test_credits_are_lines_below_zero_and_an_odd_one_spoils_nothing(
    written: object, lines: tuple[Line, ...], leap: Leap, line: Connected
) -> None:
    plain = Line("Server of 5", Money("100.00", USD))
    invoice = _viewed(leap, line, credits=written)
    assert invoice.lines == (plain, *lines)
    assert invoice.description == "Server of 5"  # a credit is no further position


def test_a_look_up_shows_credits_too(leap: Leap, line: Connected) -> None:
    invoice = _viewed(leap, line)

    def answer(_: Request) -> Response:
        view = leap._view("5")
        view["data"]["details"] |= {"credits": {"credit": CREDIT}, "amount_unpaid": "0.00"}
        return as_json(view)

    found = line(answer).lookup([replace(invoice, lines=())])["5"]
    assert found is not None
    assert found.standing is Standing.PAID
    assert found.lines[-1] == Line("Credit: Outage", Money("-60.00", USD))


def test_certificates_and_the_names_in_them_are_checked() -> None:
    context = tls(None)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_login_is_tried_once(status: int, line: Connected) -> None:
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return status, {}, b""

    with pytest.raises(AuthRejected):
        line(answer).fetch()
    assert len(asked) == 1
