"""What the views say of the account: aging, balances and credits, as notes of the snapshot."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from moneyed import Money

from providers.base import Provider
from providers.singlehop.client import SingleHop
from providers.singlehop.notes import MOST_CREDITS
from state.model import Line, Snapshot
from tests.providers.conftest import NOW
from tests.providers.server import Connect, Request, Response, StartServer
from tests.providers.singlehop.conftest import Line as Connected
from tests.providers.singlehop.leap import PASSWORD, USERNAME, Leap, as_json
from tests.providers.singlehop.wire import WIRE


class Telling(Leap):
    """A portal whose views say more: `told` to all, `own` by number."""

    told: dict[str, Any]
    own: dict[str, dict[str, Any]]
    refused: set[str]

    def _view(self, number: str) -> dict[str, Any]:
        if number in self.refused:
            return {"success": False, "data": None}
        view = super()._view(number)
        if view["data"]:
            view["data"]["details"] |= {**self.told, **self.own.get(number, {})}
        return view


@pytest.fixture
def telling() -> Telling:
    portal = Telling()
    portal.told, portal.own, portal.refused = {}, {}, set()
    portal.add("5")
    portal.add("6")
    return portal


@pytest.fixture
def provider(telling: Telling, line: Connected) -> Provider:
    return line(telling)


def _read(provider: Provider) -> Snapshot:
    return provider.read(provider.fetch())


def _usd(amount: str) -> Money:
    return Money(amount, "USD")


def test_the_payloads_tell_of_the_account(line: Connected) -> None:
    provider = line(WIRE.ok)  # type: ignore[arg-type]  # two servers, one shape
    assert _read(provider).notes == (
        Line("Aging: not yet due", _usd("1309.00")),
        Line("Aging: 1 to 30 days", _usd("812.00")),
        Line("Past due balance", _usd("812.00")),
        Line("Account balance", _usd("2121.00")),
        Line("Credit not used on unpaid invoices", _usd("-51.50")),
    )


AGED = {
    "aged_onetwenty_plus": "6,000.00",
    "aged_current": {"0": "1.00"},
    "aged_zero_thirty": ["2.00"],
    "aged_thirty_sixty": 3,
    "aged_sixty_ninety": 4.5,
    "aged_ninety_onetwenty": "0.00",
}


def test_aging_is_told_once_in_its_order_and_without_zeros(
    telling: Telling, provider: Provider
) -> None:
    telling.told = {"aged": AGED}
    assert _read(provider).notes == (
        Line("Aging: not yet due", _usd("1.00")),
        Line("Aging: 1 to 30 days", _usd("2.00")),
        Line("Aging: 31 to 60 days", _usd("3.00")),
        Line("Aging: 61 to 90 days", _usd("4.50")),
        Line("Aging: more than 120 days", _usd("6000.00")),
    )


@pytest.mark.parametrize(
    "aged",
    [
        *(None, "", [], {}, "words", 7, ["7.00"]),
        {"aged_current": {}},
        {"aged_current": {"0": "7.00", "1": "8.00"}, "aged_zero_thirty": [[]], "other": "7.00"},
        {"aged_current": "0.00", "aged_zero_thirty": 0},
    ],
)
def test_no_aging_and_shapes_that_nobody_described_are_no_notes(
    aged: object, telling: Telling, provider: Provider
) -> None:
    telling.told = {"aged": aged}
    snapshot = _read(provider)
    assert (len(snapshot.invoices), snapshot.notes, snapshot.unread) == (2, (), ())


@pytest.mark.parametrize("odd", ["a lot", "$7.00", True, "1e9", "7.001", "0.0.0"])
def test_an_odd_figure_is_named_once_and_fails_nothing(
    odd: object, telling: Telling, provider: Provider
) -> None:
    telling.told = {"aged": {"aged_current": odd, "aged_zero_thirty": "8.00"}}
    snapshot = _read(provider)
    assert len(snapshot.invoices) == 2
    assert snapshot.notes == (Line("Aging: 1 to 30 days", _usd("8.00")),)
    (unread,) = snapshot.unread
    assert unread.row == "account"
    assert unread.reason.startswith("Aging: not yet due: ")


def test_balances_of_the_account_are_notes(telling: Telling, provider: Provider) -> None:
    telling.told = {"summary": {"prior_balance": "0.00", "account_balance": "-12.50"}}
    assert _read(provider).notes == (Line("Account balance", _usd("-12.50")),)


@pytest.fixture
def later(loopback: StartServer, connect: Connect, telling: Telling) -> Provider:
    """A provider whose clock goes on by a minute whenever it is read."""
    plain = connect(
        "singlehop",
        loopback(telling).url,
        texts={"username": USERNAME},
        secrets={"password": PASSWORD},
    )
    minutes = count()
    return SingleHop(replace(plain, now=lambda: NOW + timedelta(minutes=next(minutes))))


def test_the_newest_view_tells_how_the_account_stands(telling: Telling, later: Provider) -> None:
    telling.told = {"aged": {"aged_current": "200.00"}}
    before = later.fetch()
    telling.invoices["5"]["amount_unpaid"] = "40.00"
    telling.told = {"aged": {"aged_current": "140.00"}}
    after = later.fetch()
    assert telling.views == ["5", "6", "5"]
    assert after.digest != before.digest
    assert later.read(after).notes == (Line("Aging: not yet due", _usd("140.00")),)
    assert later.fetch().digest == after.digest


def test_an_invoice_that_leaves_the_list_makes_one_view_new(
    telling: Telling, later: Provider
) -> None:
    telling.add("7")
    telling.told = {"aged": {"aged_current": "300.00"}}
    later.fetch()
    telling.kinds["7"] = "paid"
    telling.told = {"aged": {"aged_current": "200.00"}}
    telling.views.clear()
    found = [_read(later).notes for _ in range(2)]
    assert telling.views == ["5"]
    assert found == [(Line("Aging: not yet due", _usd("200.00")),)] * 2


def test_a_view_that_is_refused_each_time_leaves_the_answer_the_same(
    telling: Telling, later: Provider
) -> None:
    telling.refused = {"5"}
    assert later.fetch().digest == later.fetch().digest
    assert telling.views == ["5", "6", "5"]


def _credit(number: object, amount: str, value: str, reason: object = "Outage") -> dict[str, Any]:
    return {"credit_id": number, "amount": amount, "value": value, "reason": reason}


def _given(*members: dict[str, Any]) -> dict[str, Any]:
    return {"credits": {"credit": list(members)}}


def test_what_unpaid_invoices_leave_of_a_credit_is_a_note(
    telling: Telling, provider: Provider
) -> None:
    telling.own = {
        "5": _given(_credit("51", "-90.00", "-60.00"), _credit(7, "10.00", "10.00")),
        "6": _given(_credit("51", "-90.00", "20.00"), _credit("9", "5", "0", {})),
    }
    assert _read(provider).notes == (
        Line("Credit not used on unpaid invoices", _usd("-5")),
        Line("Credit not used on unpaid invoices: Outage", _usd("-10.00")),
    )


def test_a_credit_that_makes_no_sense_is_no_note(telling: Telling, provider: Provider) -> None:
    telling.own = {
        "5": _given(
            _credit("51", "a lot", "1"),
            _credit("52", "9", "some"),
            _credit({}, "9", "1"),
            _credit("", "9", "1"),
            {"credit_id": "53"},
        ),
        "6": {"credits": "sixty"},
    }
    snapshot = _read(provider)
    assert (snapshot.notes, snapshot.unread) == ((), ())


def test_notes_are_few(telling: Telling, provider: Provider) -> None:
    telling.own = {"5": _given(*(_credit(str(n), "2", "1", str(n)) for n in range(500, 0, -1)))}
    found = _read(provider).notes
    assert [note.description.rpartition(": ")[2] for note in found] == [
        str(number) for number in range(1, MOST_CREDITS + 1)
    ]


def test_a_view_that_is_odd_tells_nothing_of_the_account(line: Connected, telling: Telling) -> None:
    telling.told = {"aged": {"aged_current": "7.00"}}

    def answer(request: Request) -> Response:
        if "/view/" not in request.path:
            return telling(request)
        view = telling._view("5")
        view["data"]["details"]["id_number"] = "another"
        return as_json(view)

    snapshot = _read(line(answer))
    assert snapshot.notes == ()
    assert [odd.reason for odd in snapshot.unread] == [
        "positions: the view is that of another invoice"
    ] * 2
