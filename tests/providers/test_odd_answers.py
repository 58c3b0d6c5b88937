"""Whatever a provider sends, its reader gives invoices or says why not: a ValueError."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from providers.phpjson import document
from providers.singlehop import parse as singlehop
from providers.voxel import parse as voxel
from providers.whmcs import parse as whmcs
from state.model import Account, Direction
from tests.providers.singlehop.leap import Leap
from tests.providers.whmcs.known import known
from tests.providers.whmcs.shop import row

ACCOUNT = Account("acme", "x", Direction.PAYABLE, "#billing", "America/Chicago", "USD")
SHOP = whmcs.Shop(ACCOUNT, "https://shop.test/invoice/")

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["", "0", "-1", "1e9", "0000-00-00", "99999999999", "\ud800", "٣", "NaN"])
    | st.floats(allow_nan=False, allow_infinity=False)
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


Json = object  # a JSON value
Path = tuple[str | int, ...]


def _members(value: Json) -> list[tuple[str | int, Json]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _paths(value: Json, here: Path = ()) -> list[Path]:
    found = [here] if here else []
    for name, inner in _members(value):
        found += _paths(inner, (*here, name))
    return found


def _odd(good: dict[str, Any], data: st.DataObject) -> bytes:
    """A good answer with one value replaced by any other."""
    path = data.draw(st.sampled_from(_paths(good)), label="where")
    copy = json.loads(json.dumps(good))
    place = copy
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = data.draw(JSON, label="what")
    return json.dumps(copy).encode()


def _refused(read: Callable[[], object]) -> str:
    """The reason if a reader refuses; anything but ValueError is a fault of ours."""
    try:
        read()
    except ValueError as error:
        return str(error) or pytest.fail("it refuses without a reason")
    return ""


PAGE = {
    "result": "success",
    "totalresults": 2,
    "startnumber": 0,
    "numreturned": 2,
    "invoices": {"invoice": [row(7), row(8, status="Collections")]},
}
VIEW = {
    "result": "success",
    "invoiceid": 7,
    "balance": "4.00",
    "items": {"item": [{"id": 1, "description": "VPS", "amount": "10.00"}]},
    "transactions": "",
    **{name: row(7)[name] for name in ("date", "duedate", "total", "status", "invoicenum")},
}


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whmcs_with_one_thing_odd(data: st.DataObject) -> None:
    page, view = _odd(PAGE, data), _odd(VIEW, data)
    _refused(lambda: whmcs.facts(document(page)))
    _refused(lambda: whmcs.refusal(document(page)))
    parts = [("GetInvoices Unpaid 0", page), ("GetInvoice 7", view)]
    _refused(lambda: whmcs.read(parts, SHOP))
    _refused(lambda: whmcs.detailed(known(), document(view), ACCOUNT))


def _leap() -> tuple[dict[str, Any], dict[str, Any]]:
    leap = Leap()
    leap.add("7")
    leap.add("8", paid="TRUE")
    return leap._list("unpaid", "0", "100"), leap._view("7")


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_singlehop_with_one_thing_odd(data: st.DataObject) -> None:
    good_page, good_view = _leap()
    page, view = _odd(good_page, data), _odd(good_view, data)
    _refused(lambda: singlehop.facts(document(page)))
    _refused(lambda: singlehop.refusal(document(page)))
    _refused(lambda: singlehop.read([("list unpaid 0", page), ("view 7", view)], ACCOUNT))
    _refused(lambda: singlehop.confirmed(known(), document(view), ACCOUNT))


VOXEL = b"""<rsp stat="ok"><invoices>
<invoice id="7" date_due="2026-11-05T00:00:00-0500">
<date_issued>2026-11-05T00:41:12-0500</date_issued>
<amount units="USD">149</amount><amount_credited units="USD">0</amount_credited>
<amount_paid units="USD">0</amount_paid><amount_due units="USD">149</amount_due>
<invoice_items><invoice_item id="1">
<service id="2" type="vrap"><description>x</description></service>
<amount units="USD">149.00</amount></invoice_item></invoice_items></invoice></invoices></rsp>"""

WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12
)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_voxel_with_one_thing_odd(data: st.DataObject) -> None:
    root = etree.fromstring(VOXEL)
    element = data.draw(st.sampled_from(list(root.iter())), label="where")
    match data.draw(st.sampled_from(["text", "tag", "attribute", "gone"])):
        case "text":
            element.text = data.draw(WORDS)
        case "tag":
            element.tag = data.draw(st.sampled_from(["invoice", "amount", "odd", "rsp"]))
        case "attribute":
            name = data.draw(st.sampled_from(["id", "units", "date_due", "stat", "type"]))
            element.set(name, data.draw(WORDS))
        case _:
            if (parent := element.getparent()) is not None:
                parent.remove(element)
    body = etree.tostring(root, encoding="utf-8")
    _refused(lambda: voxel.refusal(voxel.document(body)))
    _refused(lambda: voxel.read(body, ACCOUNT))


@settings(max_examples=200, deadline=None)
@given(cut=st.integers(0, len(VOXEL) - 1))
def test_a_cut_answer_of_voxel_is_never_a_list(cut: int) -> None:
    assert _refused(lambda: voxel.read(VOXEL[:cut], ACCOUNT))


@pytest.mark.parametrize("good", [PAGE, *_leap()], ids=["whmcs", "list", "view"])
def test_a_cut_answer_in_json_is_never_an_answer(good: dict[str, Any]) -> None:
    body = json.dumps(good).encode()
    for cut in range(len(body)):
        assert _refused(lambda cut=cut: document(body[:cut]))  # type: ignore[misc]
