import base64
import logging
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from traceback import format_exception

import pytest
from moneyed import Money

from providers.base import (
    AuthRejected,
    Provider,
    ProviderError,
    RateLimited,
    Unreachable,
    Unreadable,
)
from providers.singlehop.client import SingleHop
from providers.singlehop.parse import facts
from state.model import Coverage, Invoice, InvoiceKey, Standing
from tests.providers.conftest import NOW
from tests.providers.server import Connect, Loopback, Request, Response, StartServer
from tests.providers.singlehop.conftest import Line
from tests.providers.singlehop.leap import PASSWORD, USERNAME, Leap, as_json
from tests.providers.singlehop.wire import WIRE
from tests.providers.transcript import agrees, transcript

HERE = Path(__file__).parent


def _known(number: str, *, total: str = "100.00") -> Invoice:
    amount = Money(total, "USD")
    return Invoice(
        InvoiceKey("acme", number), Standing.OPEN, "unpaid", amount, amount, None, date(2026, 11, 1)
    )


def test_the_payloads_say_what_the_file_beside_them_says(line: Line) -> None:
    provider = line(WIRE.ok)  # type: ignore[arg-type]  # two servers, one shape
    written = transcript(provider.read(provider.fetch()))
    assert agrees(written, HERE / "expected" / "ok.txt")


@pytest.mark.parametrize("file", sorted((HERE / "payloads/empty").iterdir()), ids=lambda p: p.stem)
def test_every_shape_of_an_empty_list_is_empty(file: Path, line: Line) -> None:
    provider = line(lambda _: (200, {}, file.read_bytes()))
    assert provider.read(provider.fetch()).invoices == ()


@pytest.mark.parametrize("file", sorted((HERE / "payloads/broken").iterdir()), ids=lambda p: p.stem)
def test_a_broken_answer_is_unreadable_and_never_an_empty_list(file: Path, line: Line) -> None:
    provider = line(lambda _: (200, {}, file.read_bytes()))
    with pytest.raises(Unreadable, match=r"^acme: "):
        provider.read(provider.fetch())


def test_a_small_list_takes_one_request(leap: Leap, provider: Provider) -> None:
    for number in ("5", "6"):
        leap.add(number)
    leap.add("4", kind="paid")
    snapshot = provider.read(provider.fetch())
    assert [invoice.key.number for invoice in snapshot.invoices] == ["5", "6"]
    assert snapshot.coverage is Coverage.OPEN_ONLY
    assert leap.lists == ["/billing/list/unpaid/0/100"]


@pytest.mark.parametrize("most_rows", [1_000, 100, 60])
def test_a_list_of_several_pages_is_read_whole(
    most_rows: int, leap: Leap, provider: Provider
) -> None:
    leap.most_rows = most_rows
    for number in range(250):
        leap.add(str(number))
    for number in range(900, 940):
        leap.add(str(number), kind="paid")
    assert len(provider.read(provider.fetch()).invoices) == 250


def test_a_list_that_changes_while_it_is_read_loses_no_row_that_stays(line: Line) -> None:
    leap = Leap()
    for number in range(420):
        leap.add(str(number))

    def answer(request: Request) -> Response:
        if request.path.startswith("/billing/list/unpaid/") and "/0/" not in request.path:
            for number in range(len(leap.lists), 420, 101):
                leap.kinds[str(number)] = "paid"
        return leap(request)

    provider = line(answer)
    found = {invoice.key.number for invoice in provider.read(provider.fetch()).invoices}
    stays = {number for number, kind in leap.kinds.items() if kind == "unpaid"}
    assert len(stays) < 420
    assert stays <= found


def test_a_list_without_end_is_given_up(line: Line) -> None:
    def answer(request: Request) -> Response:
        start = int(request.path.split("/")[4])
        rows = [{"id": str(number)} for number in range(start, start + 100)]
        return as_json({"success": True, "data": {"total": 10**9, "invoices": rows}})

    with pytest.raises(Unreadable, match="more than 30,000 rows"):
        line(answer).fetch()


def test_an_unchanged_poll_asks_for_the_list_only_and_says_the_same(
    leap: Leap, provider: Provider
) -> None:
    leap.add("5")
    leap.add("6")
    first = provider.fetch()
    leap.views.clear()
    assert provider.fetch().digest == first.digest
    assert leap.views == []
    leap.invoices["6"]["amount_unpaid"] = "40.00"
    assert provider.fetch().digest != first.digest
    assert leap.views == ["6"]


def test_views_are_read_again_within_a_day(
    loopback: StartServer, connect: Connect, leap: Leap
) -> None:
    leap.add("5")
    time = [NOW]
    plain = connect(
        "singlehop",
        loopback(leap).url,
        texts={"username": USERNAME},
        secrets={"password": PASSWORD},
    )
    provider = SingleHop(replace(plain, now=lambda: time[0]))
    provider.fetch()
    time[0] += timedelta(hours=11)
    provider.fetch()
    assert leap.views == ["5"]
    time[0] += timedelta(hours=13)
    provider.fetch()
    assert leap.views == ["5", "5"]


def test_a_due_date_is_the_date_in_chicago(leap: Leap, provider: Provider) -> None:
    leap.add("5", due="1795154400")  # 06:00 UTC, midnight in Chicago
    leap.add("6", due="1795154399")
    one, other = provider.read(provider.fetch()).invoices
    assert (one.due, other.due) == (date(2026, 11, 20), date(2026, 11, 19))


def test_a_vanished_invoice_is_paid_only_when_its_view_says_so(
    leap: Leap, provider: Provider
) -> None:
    leap.add("5", kind="paid", amount_unpaid="0.00")
    leap.add("6", amount_unpaid="40.00")
    leap.add("7", kind="disregarded")
    leap.add("8", amount_unpaid="soon")
    found = provider.lookup([_known(number) for number in "56789"])
    standings = {number: invoice and invoice.standing for number, invoice in found.items()}
    assert standings == {
        "5": Standing.PAID,
        "6": Standing.OPEN,
        "7": Standing.VOID,
        "9": None,  # they say that there is no such invoice; about 8 they said nothing
    }


def test_the_lookup_keeps_the_total_and_updates_the_rest(leap: Leap, provider: Provider) -> None:
    leap.add("6", amount_unpaid="40.00", due="12/24/2026")
    found = provider.lookup([_known("6")])["6"]
    assert found is not None
    assert (found.total, found.open) == (Money("100.00", "USD"), Money("40.00", "USD"))
    assert (found.due, found.description) == (date(2026, 12, 24), "Server of 6")


def test_the_disregarded_are_asked_for_only_when_something_is_still_open(
    leap: Leap, provider: Provider
) -> None:
    leap.add("5", kind="paid", amount_unpaid="0.00")
    provider.lookup([_known("5")])
    assert leap.lists == []


@pytest.mark.parametrize(
    "word", ["Invalid login", "Authentication failed", "Permission denied", "wrong password"]
)
def test_a_refused_login_with_status_200_is_a_refused_login(word: str, line: Line) -> None:
    provider = line(lambda _: as_json({"success": "FALSE", "data": word}))
    with pytest.raises(AuthRejected, match="check username and password"):
        provider.fetch()
    with pytest.raises(AuthRejected):
        provider.lookup([_known("5")])


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (401, {"WWW-Authenticate": "Basic"}, AuthRejected),
        (403, {}, AuthRejected),
        (500, {}, Unreachable),
        (502, {}, Unreachable),
        (429, {"Retry-After": "30"}, RateLimited),
        (302, {"Location": "https://elsewhere.example/"}, Unreadable),
        (404, {}, Unreadable),
    ],
)
def test_each_way_to_fail_has_its_error(
    status: int, headers: dict[str, str], kind: type[ProviderError], line: Line
) -> None:
    with pytest.raises(kind, match=r"^acme"):
        line(lambda _: (status, headers, b"<html>sorry</html>")).fetch()


def test_the_login_travels_in_its_header_only(
    loopback: StartServer, connect: Connect, leap: Leap
) -> None:
    leap.add("5")
    server: Loopback = loopback(leap)
    login = {"texts": {"username": USERNAME}, "secrets": {"password": PASSWORD}}
    SingleHop(connect("singlehop", f"{server.url}/", **login)).fetch()
    assert [request.path for request in server.requests] == [
        "/billing/list/unpaid/0/100",
        "/billing/view/5",
    ]
    assert all(request.method == "GET" and request.query == {} for request in server.requests)


@pytest.mark.parametrize(
    "path", ["/billing/pay", "/billing/view/../pay", "/billing/view/", "/server/list/0/100"]
)
def test_nothing_but_lists_and_views_can_be_asked_for(path: str, connect: Connect) -> None:
    with pytest.raises(ValueError, match="is not one of the reading operations"):
        SingleHop(connect("singlehop", "http://127.0.0.1:9/"))._get(path)


def test_an_id_that_would_lead_elsewhere_is_never_part_of_an_address() -> None:
    rows = [{"id": "../pay"}, {"id": "5?x=1"}, {"id": "7"}, {"id": True}, {"id": {}}, 3]
    page = facts({"success": True, "data": {"invoices": rows}})
    assert [row.number for row in page.rows] == [None, None, "7", None, None, None]


def _echo(request: Request) -> Response:
    words = f"Oops {request.headers['authorization']} {PASSWORD} {'x' * 160}{PASSWORD}"
    return as_json({"success": False, "message": words})


def test_no_credential_appears_in_errors_or_logs(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ProviderError) as raised:
        line(_echo).fetch()
    said = f"{format_exception(raised.value)} {raised.value!r} {caplog.text}"
    packed = base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()
    assert not [secret for secret in (packed, PASSWORD, PASSWORD[:12]) if secret in said]
