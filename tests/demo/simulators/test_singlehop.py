from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.demo.world import World

BASIC = ("leap-user", "demo-password")


def get(http: httpx.Client, path: str) -> dict[str, Any]:
    reply = http.get(f"/chi-leap/billing/{path}", auth=BASIC)
    assert reply.status_code == 200
    body: dict[str, Any] = reply.json()
    return body


def numbers(http: httpx.Client, path: str) -> list[str]:
    return [row["id"] for row in get(http, path)["data"]["invoices"]]


@pytest.mark.parametrize("auth", [None, ("leap-user", "other"), ("other", "demo-password")])
def test_wrong_credentials_are_refused_with_401(
    http: httpx.Client, auth: tuple[str, str] | None
) -> None:
    reply = http.get("/chi-leap/billing/list", auth=auth)
    assert reply.status_code == 401
    assert reply.json()["success"] is False


def test_a_broken_authorization_header_is_refused(http: httpx.Client) -> None:
    headers = {"Authorization": "Basic %%%"}
    assert http.get("/chi-leap/billing/list", headers=headers).status_code == 401


def test_a_password_with_a_colon_is_understood(world: World, http: httpx.Client) -> None:
    world.account("chi-leap").credentials["password"] = "demo:with:colons"
    auth = ("leap-user", "demo:with:colons")
    assert http.get("/chi-leap/billing/list", auth=auth).status_code == 200


@pytest.mark.usefixtures("stocked")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("list", ["7001", "7002", "7003"]),
        ("list/", ["7001", "7002", "7003"]),
        ("list/all/1/1", ["7002"]),
        ("list/unpaid/0/100", ["7001"]),
        ("list/paid", ["7002"]),
        ("list/disregarded", ["7003"]),
    ],
)
def test_the_path_says_what_is_listed(http: httpx.Client, path: str, expected: list[str]) -> None:
    assert numbers(http, path) == expected
    assert get(http, path)["data"]["total"] == 3


@pytest.mark.usefixtures("stocked")
def test_a_row_has_text_amounts_and_unix_times(http: httpx.Client) -> None:
    zone = ZoneInfo("America/Chicago")
    row = get(http, "list/unpaid")["data"]["invoices"][0]
    assert (row["amount"], row["amount_unpaid"], row["paid"]) == ("12.50", "12.50", False)
    assert row["datepaid"] == "0"
    assert datetime.fromtimestamp(int(row["due"]), zone) == datetime(2026, 11, 24, tzinfo=zone)
    assert int(row["overdue"]) - int(row["due"]) == 3 * 86_400


@pytest.mark.usefixtures("stocked")
def test_large_amounts_have_thousands_separators(http: httpx.Client) -> None:
    (row,) = get(http, "list/paid")["data"]["invoices"]
    assert (row["amount"], row["amount_unpaid"], row["paid"]) == ("1,249.00", "0.00", True)
    assert int(row["datepaid"]) > 0


def test_pages_have_a_hundred_rows_unless_told_otherwise(world: World, http: httpx.Client) -> None:
    for number in range(1, 131):
        world.account("chi-leap").add(number, "1.00", due=date(2026, 12, 1))
    assert len(numbers(http, "list")) == 100
    assert numbers(http, "list/all/100/100") == [str(number) for number in range(101, 131)]
    assert numbers(http, "list/all/130/100") == []


def test_the_view_shows_lines_and_what_is_unpaid(world: World, http: httpx.Client) -> None:
    account = world.account("chi-leap")
    account.add(
        104512, "1249", due=date(2026, 12, 11), description="server", extras=[("IPs", "20")]
    )
    account.pay(104512, "1000")
    data = get(http, "view/104512/")["data"]
    lines = [(s["description"], s["cost"], s["unpaid"]) for s in data["services"]]
    assert lines == [("server", "1,229.00", "229.00"), ("IPs", "20.00", "20.00")]
    details = data["details"]
    assert (details["id_number"], details["amount_unpaid"]) == ("104512", "249.00")
    assert (details["due"], details["summary"]["payments"]) == ("2026-12-11", 1)
    assert details["credits"] == {}


def test_aged_sums_are_about_the_whole_account(world: World, http: httpx.Client) -> None:
    account = world.account("chi-leap")
    account.add(1, "10.00", due=date(2026, 12, 11))
    account.add(2, "20.00", due=date(2026, 10, 1))
    aged = get(http, "view/1")["data"]["details"]["aged"]
    assert aged["aged_current"] == {"0": "10.00"}
    assert aged["aged_thirty_sixty"] == {"0": "20.00"}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("view/999", "Invoice not found"),
        ("list/all/one/two", "Invalid arguments"),
        ("credits", "No Such Command"),
    ],
)
def test_what_cannot_be_answered_is_no_success(http: httpx.Client, path: str, message: str) -> None:
    body = get(http, path)
    assert (body["success"], body["message"]) == (False, message)


def test_paying_is_not_possible(stocked: World, http: httpx.Client) -> None:
    form = {"invoiceid": "7001", "methodid": "1"}
    reply = http.post("/chi-leap/billing/pay", auth=BASIC, data=form)
    assert reply.json()["success"] is False
    assert stocked.account("chi-leap").bill(7001).open > 0
