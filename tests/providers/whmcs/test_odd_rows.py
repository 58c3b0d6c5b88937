"""An invoice of which a figure makes no sense is watched all the same, and named."""

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from moneyed import Money

from providers.base import Unreadable
from providers.conformance import wire
from providers.whmcs import SPEC
from providers.whmcs.client import Whmcs
from providers.whmcs.parse import detailed
from state.model import Invoice, Snapshot, Standing
from tests.providers.server import Connect, StartServer
from tests.providers.transcript import agrees, transcript
from tests.providers.whmcs.known import ACCOUNT, known
from tests.providers.whmcs.shop import SECRETS, Shop
from tests.providers.whmcs.wire import odd_installation

HERE = Path(__file__).parent
SHAPES = sorted((HERE / "payloads/odd").iterdir())
WITHOUT_A_FIGURE = {
    "bad_total": "total",
    "bad_due_date": "due",
    "bad_issue_date": "issued",
    "bad_balance_in_details": "open",
    "no_balance_in_details": "open",
    "unknown_currency": "total",
}


def _read(shape: Path | str, loopback: StartServer, connect: Connect) -> Snapshot:
    file = HERE / "payloads/odd" / f"{shape}.json" if isinstance(shape, str) else shape
    respond = odd_installation(file)
    server = loopback(lambda request: respond(wire.Request(**asdict(request))))
    line = SPEC.connect(connect("whmcs", server.url, account="shop", secrets=SECRETS))
    return line.read(line.fetch())


def _odd(snapshot: Snapshot) -> Invoice:
    (found,) = [invoice for invoice in snapshot.invoices if invoice.key.number == "102"]
    return found


def _told(shape: Path, snapshot: Snapshot) -> str:
    """What became of the odd invoice, without the good ones and the server's address."""
    good = ("shop/101", "shop/103", "account ")
    blocks = transcript(snapshot).split("\n\n")
    kept = "\n\n".join(block for block in blocks if not block.startswith(good))
    lines = (line for line in kept.splitlines() if not line.startswith("  link: "))
    return f"== {shape.stem}\n" + "\n".join(lines).strip() + "\n"


def test_what_becomes_of_each_odd_shape_is_written_in_the_file_beside_them(
    loopback: StartServer, connect: Connect
) -> None:
    told = [_told(shape, _read(shape, loopback, connect)) for shape in SHAPES]
    assert agrees("\n".join(told), HERE / "expected" / "odd.txt")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.stem)
def test_an_odd_row_is_named_spoils_no_other_and_is_never_closed(
    shape: Path, loopback: StartServer, connect: Connect
) -> None:
    snapshot = _read(shape, loopback, connect)
    read = {invoice.key.number: invoice for invoice in snapshot.invoices}
    assert {read["101"].open, read["103"].open} == {Money("10.00", "USD")}
    assert snapshot.unread != ()
    assert "102" not in read or read["102"].standing is Standing.OPEN


@pytest.mark.parametrize(("shape", "figure"), WITHOUT_A_FIGURE.items())
def test_a_figure_that_makes_no_sense_is_unknown_and_its_invoice_still_watched(
    shape: str, figure: str, loopback: StartServer, connect: Connect
) -> None:
    snapshot = _read(shape, loopback, connect)
    assert getattr(_odd(snapshot), figure) is None
    assert {odd.row for odd in snapshot.unread} == {"102"}


def test_nothing_open_of_an_unknown_amount_is_no_evidence_of_payment(
    loopback: StartServer, connect: Connect
) -> None:
    for shape in ("bad_total_and_nothing_open", "bad_total_in_details_alone"):
        odd = _odd(_read(shape, loopback, connect))
        assert (odd.standing, odd.open) == (Standing.OPEN, None)


def test_what_the_row_could_not_say_the_details_may(
    loopback: StartServer, connect: Connect
) -> None:
    snapshot = _read("bad_total_in_the_row_alone", loopback, connect)
    invoice = _odd(snapshot)
    assert (invoice.total, invoice.open) == (Money("12.50", "USD"), Money("12.50", "USD"))
    assert [odd.reason for odd in snapshot.unread] == ["total: '12,50 euros' is not an amount"]


@pytest.mark.parametrize("shape", ["no_id", "id_is_a_word"])
def test_a_row_without_a_usable_id_is_only_named(
    shape: str, loopback: StartServer, connect: Connect
) -> None:
    snapshot = _read(shape, loopback, connect)
    assert [invoice.key.number for invoice in snapshot.invoices] == ["101", "103"]
    assert [odd.row for odd in snapshot.unread] == ["Unpaid 0, row 2"]


@pytest.mark.parametrize("missing", ["total", "currencycode"])
def test_a_list_in_which_not_one_row_names_an_amount_is_no_list(
    missing: str, shop: Shop, provider: Whmcs
) -> None:
    """A renamed field or a missing setting is a fault to report, not many unknown amounts."""
    for number in (7, 8):
        shop.add(number, total="", balance="") if missing == "total" else shop.add(
            number, currencycode=""
        )
    with pytest.raises(Unreadable, match="not one row names an amount; the first: "):
        provider.read(provider.fetch())
    shop.add(9)
    assert len(provider.read(provider.fetch()).invoices) == 3


def test_a_lookup_believes_a_closing_word_and_no_open_one_with_an_odd_amount(
    shop: Shop, provider: Whmcs
) -> None:
    shop.add(7, status="Paid", total="ten", balance="none")
    shop.add(8, status="Unpaid", balance="none")
    found = provider.lookup([known("7"), known("8")])
    assert "8" not in found  # no answer; it is asked for again
    paid = found["7"]
    assert isinstance(paid, Invoice)
    assert (paid.standing, paid.open) == (Standing.PAID, Money(0, "USD"))
    assert paid.total == known().total


def test_a_closing_word_counts_though_no_amount_was_ever_known(shop: Shop, provider: Whmcs) -> None:
    shop.add(7, status="Cancelled", total="ten", balance="none")
    never_understood = replace(known("7"), total=None, open=None)
    found = provider.lookup([never_understood])["7"]
    assert isinstance(found, Invoice)
    assert (found.standing, found.total, found.open) == (Standing.VOID, None, None)


def test_details_that_name_no_date_leave_those_of_the_row() -> None:
    before = replace(known("7"), issued=date(2026, 11, 1), due=date(2026, 11, 15))
    said = {"invoiceid": 7, "status": "Unpaid", "total": "10.00", "balance": "4.00"}
    after, odd = detailed(before, said | {"duedate": "0000-00-00"}, ACCOUNT)
    assert (after.issued, after.due, odd) == (date(2026, 11, 1), None, [])


def test_an_odd_figure_is_named_again_by_an_unchanged_poll(shop: Shop, provider: Whmcs) -> None:
    shop.add(7, duedate="soon")
    first, second = (provider.read(provider.fetch()) for _ in range(2))
    assert first.unread == second.unread != ()
    assert shop.viewed == [7]
