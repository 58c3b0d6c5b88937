from datetime import date
from typing import Any

import httpx
import pytest

from bot.demo.world import World

PAIR = {"identifier": "demo-identifier", "secret": "demo-secret"}


def post(http: httpx.Client, action: str, **fields: str) -> httpx.Response:
    form = {"action": action, "responsetype": "json", **PAIR, **fields}
    return http.post("/shop/includes/api.php", data=form)


def ask(http: httpx.Client, action: str, **fields: str) -> dict[str, Any]:
    reply = post(http, action, **fields)
    assert reply.status_code == 200
    body: dict[str, Any] = reply.json()
    return body


def numbers(body: dict[str, Any]) -> list[int]:
    return [row["id"] for row in body["invoices"]["invoice"]]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"identifier": "other"}, "Invalid or missing credentials"),
        ({"secret": "other"}, "Authentication Failed"),
        ({"secret": ""}, "Authentication Failed"),
    ],
)
def test_wrong_credentials_are_refused_with_403(
    http: httpx.Client, fields: dict[str, str], message: str
) -> None:
    reply = post(http, "GetInvoices", **fields)
    assert (reply.status_code, reply.json()) == (403, {"result": "error", "message": message})


def test_the_pair_may_come_under_the_old_names(http: httpx.Client) -> None:
    form = {
        "action": "GetInvoices",
        "responsetype": "json",
        "username": PAIR["identifier"],
        "password": PAIR["secret"],
    }
    assert http.post("/shop/includes/api.php", data=form).json()["result"] == "success"


def test_an_installation_with_an_access_key_wants_it(world: World, http: httpx.Client) -> None:
    world.account("shop").credentials["accesskey"] = "demo(key)+1"
    reply = post(http, "GetInvoices")
    assert (reply.status_code, reply.json()["message"]) == (403, "Invalid IP 127.0.0.1")
    assert post(http, "GetInvoices", accesskey="demo(key)+1").status_code == 200


@pytest.mark.parametrize(
    ("action", "status", "message"),
    [
        ("", 400, "Empty action request"),
        (
            "UpdateInvoice",
            403,
            'Invalid Permissions: API action "updateinvoice" is not allowed',
        ),
        ("Nope", 400, 'Invalid API Action: "nope" is not a valid API action'),
    ],
)
def test_other_actions_are_refused(
    http: httpx.Client, action: str, status: int, message: str
) -> None:
    reply = post(http, action)
    assert (reply.status_code, reply.json()["message"]) == (status, message)


def test_any_other_page_is_the_client_area(http: httpx.Client) -> None:
    reply = http.post("/shop/api.php", data=PAIR)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")


@pytest.mark.usefixtures("stocked")
def test_the_answer_is_not_json_unless_it_is_asked_for(http: httpx.Client) -> None:
    reply = http.post("/shop/includes/api.php", data={"action": "GetInvoices", **PAIR})
    assert reply.text.startswith("result=success;totalresults=3;")


@pytest.mark.usefixtures("stocked")
def test_a_row_has_text_money_a_client_and_a_currency_but_no_balance(http: httpx.Client) -> None:
    row = ask(http, "GetInvoices", status="Unpaid")["invoices"]["invoice"][0]
    assert (row["id"], row["total"], row["status"]) == (7001, "12.50", "Unpaid")
    assert (row["companyname"], row["currencysuffix"]) == ("Kestrel & Sons", " EUR")
    assert (row["duedate"], row["datepaid"]) == ("2026-11-24", "0000-00-00 00:00:00")
    assert "balance" not in row


@pytest.mark.usefixtures("stocked")
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Unpaid", [7001]),
        ("unpaid", [7001]),
        ("Paid", [7002]),
        ("Cancelled", [7003]),
        ("", [7003, 7002, 7001]),
    ],
)
def test_lists_are_filtered_by_status_and_the_newest_comes_first(
    http: httpx.Client, status: str, expected: list[int]
) -> None:
    assert numbers(ask(http, "GetInvoices", status=status)) == expected


def test_overdue_is_a_filter_and_its_rows_say_unpaid(world: World, http: httpx.Client) -> None:
    account = world.account("shop")
    account.add(1, "5.00", due=date(2026, 11, 19))
    account.add(2, "5.00", due=date(2026, 11, 20))
    body = ask(http, "GetInvoices", status="Overdue")
    assert [(r["id"], r["status"]) for r in body["invoices"]["invoice"]] == [(1, "Unpaid")]


def test_a_status_of_the_provider_is_listed_under_its_own_word(
    stocked: World, http: httpx.Client
) -> None:
    stocked.account("shop").mark(7001, "Payment Pending")
    assert numbers(ask(http, "GetInvoices", status="Payment Pending")) == [7001]
    assert ask(http, "GetInvoices", status="Unpaid")["numreturned"] == 0
    stocked.account("shop").pay(7001)
    assert numbers(ask(http, "GetInvoices", status="Paid")) == [7002, 7001]


@pytest.fixture
def many(world: World) -> World:
    for number in range(1, 61):
        world.account("shop").add(number, f"{61 - number}.00", due=date(2026, 12, 1))
    return world


@pytest.mark.usefixtures("many")
def test_a_page_has_25_rows_unless_more_are_asked_for(http: httpx.Client) -> None:
    body = ask(http, "GetInvoices")
    counts = (body["totalresults"], body["startnumber"], body["numreturned"])
    assert counts == (60, 0, 25)
    assert ask(http, "GetInvoices", limitnum="50")["numreturned"] == 50
    assert ask(http, "GetInvoices", limitnum="0")["numreturned"] == 25


@pytest.mark.usefixtures("many")
def test_pages_join_in_the_order_asked_for(http: httpx.Client) -> None:
    found: list[int] = []
    while len(found) < 60:
        order = {"orderby": "id", "order": "asc"}
        start = {"limitstart": str(len(found)), "limitnum": "17"}
        found += numbers(ask(http, "GetInvoices", **order, **start))
    assert found == list(range(1, 61))
    dearest = ask(http, "GetInvoices", orderby="total", order="desc", limitnum="2")
    assert numbers(dearest) == [1, 2]


def test_a_server_clamps_a_page_that_is_too_big(many: World, http: httpx.Client) -> None:
    many.account("shop").page_cap = 10
    body = ask(http, "GetInvoices", limitnum="1000")
    assert (body["numreturned"], body["totalresults"]) == (10, 60)


@pytest.mark.usefixtures("many")
def test_an_empty_list_is_an_empty_array_and_past_the_end_it_is_null(http: httpx.Client) -> None:
    assert ask(http, "GetInvoices", status="Paid")["invoices"] == []
    assert ask(http, "GetInvoices", limitstart="60")["invoices"] is None


def test_invoices_of_one_client_can_be_asked_for(world: World, http: httpx.Client) -> None:
    account = world.account("shop")
    account.add(1, "5.00", due=date(2026, 12, 1), client="Atlas")
    account.add(2, "5.00", due=date(2026, 12, 1), client="Pixelwerk")
    user = ask(http, "GetInvoices")["invoices"]["invoice"][0]["userid"]
    assert numbers(ask(http, "GetInvoices", userid=str(user))) == [2]


def test_one_invoice_shows_balance_items_and_transactions(world: World, http: httpx.Client) -> None:
    account = world.account("shop")
    account.add(5, "46.80", due=date(2026, 12, 1), description="Hosting", extras=[("DNS", "6.80")])
    fresh = ask(http, "GetInvoice", invoiceid="5")
    assert (fresh["invoiceid"], fresh["balance"], fresh["transactions"]) == (5, "46.80", "")
    account.pay(5, "20")
    body = ask(http, "GetInvoice", invoiceid="5")
    assert (body["total"], body["balance"], body["status"]) == ("46.80", "26.80", "Unpaid")
    lines = [(item["description"], item["amount"]) for item in body["items"]["item"]]
    assert lines == [("Hosting", "40.00"), ("DNS", "6.80")]
    assert [row["amountin"] for row in body["transactions"]["transaction"]] == ["20.00"]


def test_a_deleted_invoice_is_not_found_with_status_200(stocked: World, http: httpx.Client) -> None:
    stocked.account("shop").delete(7001)
    reply = post(http, "GetInvoice", invoiceid="7001")
    assert reply.status_code == 200
    assert reply.json() == {"result": "error", "message": "Invoice ID Not Found"}
