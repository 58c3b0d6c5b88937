import hashlib
from datetime import date

import httpx
import pytest
from lxml import etree

from bot.demo.world import World

STAMP = "2026-11-20T09:00:00+0000"
LIST = "voxel.billing.invoices.list"
# by `md5sum`: demo-secret, then key, method and timestamp, each followed by its value
KNOWN = "f7385bbbd5539340cd6bbe655d8ca229"


def sign(signing: str = "demo-secret", **parameters: str) -> dict[str, str]:
    plain = signing + "".join(f"{name}{parameters[name]}" for name in sorted(parameters))
    return {**parameters, "api_sig": hashlib.md5(plain.encode()).hexdigest()}  # noqa: S324


def call(http: httpx.Client, **changes: str) -> etree._Element:
    sent = {"method": LIST, "key": "demo-key", "timestamp": STAMP, **changes}
    return root(http.get("/nyc-voxel/version/1.0/", params=sign(**sent)))


def root(reply: httpx.Response) -> etree._Element:
    assert reply.status_code == 200
    return etree.fromstring(reply.content)


def code(answer: etree._Element) -> str | None:
    assert answer.get("stat") == "fail"
    return answer.find("err").get("code")  # type: ignore[no-any-return]


@pytest.mark.usefixtures("stocked")
def test_a_signed_call_is_answered_by_query_and_by_form_on_every_path(http: httpx.Client) -> None:
    sent = sign(method=LIST, key="demo-key", timestamp=STAMP, verbosity="normal")
    for path in ("/nyc-voxel", "/nyc-voxel/", "/nyc-voxel/version/1.0/"):
        assert root(http.get(path, params=sent)).get("stat") == "ok"
        assert root(http.post(path, data=sent)).get("stat") == "ok"


def test_a_signature_computed_elsewhere_is_accepted(http: httpx.Client) -> None:
    sent = {"method": LIST, "key": "demo-key", "timestamp": STAMP, "api_sig": KNOWN}
    assert root(http.get("/nyc-voxel/", params=sent)).get("stat") == "ok"


@pytest.mark.parametrize(
    "change",
    [
        {"api_sig": "0" * 32},
        {"key": "other-key"},
        {"verbosity": "extended"},
        {"timestamp": "yesterday"},
        {"timestamp": "2026-11-20T09:00:00 0000"},
    ],
)
def test_anything_changed_after_signing_is_refused(
    http: httpx.Client, change: dict[str, str]
) -> None:
    sent = sign(method=LIST, key="demo-key", timestamp=STAMP) | change
    assert code(root(http.get("/nyc-voxel/", params=sent))) == "1"


def test_a_wrong_secret_is_refused_and_the_error_echoes_what_was_sent(http: httpx.Client) -> None:
    sent = sign("other", method=LIST, key="demo-key", timestamp=STAMP)
    answer = root(http.post("/nyc-voxel/", data=sent))
    assert code(answer) == "1"
    assert "YOUR_SECRETkeydemo-key" in (answer.findtext("string_to_sign") or "")


def test_an_unsigned_time_is_refused_even_with_a_right_signature(http: httpx.Client) -> None:
    assert code(call(http, timestamp="2026-11-20 09:00")) == "1"


def test_no_other_method_may_be_called(http: httpx.Client) -> None:
    assert code(call(http, method="voxel.billing.invoices.pay")) == "9"


def test_the_list_shows_amounts_with_units_and_dates_with_offsets(
    world: World, http: httpx.Client
) -> None:
    account = world.account("nyc-voxel")
    account.add(55, "149", issued=date(2026, 1, 28), due=date(2026, 2, 4))
    account.add(56, "74.35", issued=date(2026, 7, 1), due=date(2026, 7, 15))
    account.pay(56, "50")
    first, second = call(http).findall("invoices/invoice")
    assert first.get("date_due") == "2026-02-04T00:00:00-0500"
    assert second.get("date_due") == "2026-07-15T00:00:00-0400"
    assert (first.findtext("amount"), first.findtext("amount_due")) == ("149", "149")
    assert (second.findtext("amount"), second.findtext("amount_due")) == ("74.35", "24.35")
    assert second.find("amount_paid").get("units") == "USD"
    assert second.find("invoice_items/invoice_item/discount").get("units") == "unknown"


def test_further_lines_are_items_inside_the_first_item(world: World, http: httpx.Client) -> None:
    world.account("nyc-voxel").add(
        55, "110", due=date(2026, 12, 1), description="edge", extras=[("transfer", "10")]
    )
    (item,) = call(http).findall("invoices/invoice/invoice_items/invoice_item")
    assert item.findtext("amount") == "100.00"
    assert item.findtext("invoice_items/invoice_item/amount") == "10.00"


@pytest.mark.usefixtures("stocked")
def test_paid_and_credited_invoices_stay_listed_with_nothing_due(http: httpx.Client) -> None:
    rows = call(http).findall("invoices/invoice")
    told = [(r.get("id"), r.findtext("amount_due"), r.findtext("amount_credited")) for r in rows]
    assert told == [("7001", "12.50", "0"), ("7002", "0", "0"), ("7003", "0", "30")]


@pytest.mark.usefixtures("stocked")
def test_compact_leaves_out_items_and_contact(http: httpx.Client) -> None:
    invoice = call(http, verbosity="compact").find("invoices/invoice")
    assert invoice.find("invoice_items") is None
    assert invoice.find("billing_contact") is None


def test_an_account_without_invoices_has_an_empty_list(http: httpx.Client) -> None:
    answer = call(http)
    assert answer.get("stat") == "ok"
    assert len(answer.find("invoices")) == 0
