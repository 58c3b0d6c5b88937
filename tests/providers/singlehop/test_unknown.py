"""An invoice with a figure that cannot be read is watched without it, and named for a person."""

from pathlib import Path

import pytest

from providers.base import Provider, Unreadable
from state.model import Standing
from tests.providers.server import Request, Response
from tests.providers.singlehop.conftest import Line
from tests.providers.singlehop.leap import Leap, as_json
from tests.providers.transcript import agrees, transcript

HERE = Path(__file__).parent
ODD_AMOUNTS: tuple[object, ...] = (
    "a lot",
    "",
    " ",
    None,
    True,
    {},
    [],
    {"0": "5"},
    "NaN",
    "1e999",
    "0.001",
    "\u0663",
)


def _odd(request: Request) -> Response:
    if "/view/" not in request.path:
        return 200, {}, (HERE / "payloads/odd/list.json").read_bytes()
    details = {"id_number": request.path.rpartition("/")[2], "amount_unpaid": "100.00"}
    return as_json({"success": True, "data": {"services": None, "details": details}})


def test_each_odd_shape_is_kept_and_named(line: Line) -> None:
    provider = line(_odd)
    assert agrees(transcript(provider.read(provider.fetch())), HERE / "expected/odd.txt")


@pytest.mark.parametrize("words", ODD_AMOUNTS)
@pytest.mark.parametrize(
    ("name", "paid", "standing"),
    [
        ("amount_unpaid", False, Standing.OPEN),
        ("amount_unpaid", True, Standing.UNKNOWN),
        ("amount", False, Standing.UNKNOWN),
        ("amount", True, Standing.UNKNOWN),
    ],
)
def test_an_unknown_amount_closes_nothing(
    name: str, paid: object, standing: Standing, words: object, leap: Leap, provider: Provider
) -> None:
    leap.add("5", paid=paid, amount="80", amount_unpaid="0")
    leap.invoices["5"][name] = words
    snapshot = provider.read(provider.fetch())
    assert [invoice.standing for invoice in snapshot.invoices] == [standing]
    assert [odd.row for odd in snapshot.unread] == ["5"]


@pytest.mark.parametrize("paid", ["maybe", "", None, 2, {}])
def test_an_unknown_word_for_paid_closes_nothing(
    paid: object, leap: Leap, provider: Provider
) -> None:
    leap.add("5", paid=paid, amount_unpaid="0.00")
    snapshot = provider.read(provider.fetch())
    assert [invoice.standing for invoice in snapshot.invoices] == [Standing.UNKNOWN]
    assert [odd.row for odd in snapshot.unread] == ["5"]


def test_a_row_that_is_put_right_while_pages_are_read_is_no_longer_named(
    leap: Leap, line: Line
) -> None:
    """The second page brings the last rows of the first once more."""
    for number in range(100, 202):
        leap.add(str(number))
    leap.invoices["197"]["amount_unpaid"] = "in a moment"

    def answer(request: Request) -> Response:
        if len(leap.lists) == 1:
            leap.invoices["197"]["amount_unpaid"] = "100.00"
        return leap(request)

    provider = line(answer)
    snapshot = provider.read(provider.fetch())
    assert (len(snapshot.invoices), snapshot.unread) == (102, ())


def test_a_short_list_without_a_known_amount_is_still_watched(
    leap: Leap, provider: Provider
) -> None:
    leap.add("5", amount_unpaid="a")
    leap.add("6", amount_unpaid="b")
    assert [invoice.open for invoice in provider.read(provider.fetch()).invoices] == [None, None]


def test_a_list_in_which_no_amount_can_be_read_is_unreadable(
    leap: Leap, provider: Provider
) -> None:
    """They write in another way now; that is a fault of the check and not of each invoice."""
    for number in "567":
        leap.add(number, amount_unpaid="a")
    answer = provider.fetch()
    with pytest.raises(Unreadable, match=r"^acme: no open amount could be read; the first: amount"):
        provider.read(answer)


def test_an_odd_date_in_a_view_does_not_hide_that_it_is_paid(
    leap: Leap, provider: Provider
) -> None:
    leap.add("5")
    (known,) = provider.read(provider.fetch()).invoices
    leap.kinds["5"] = "paid"
    leap.invoices["5"] |= {"due": "on the Monday after next", "amount_unpaid": "0.00"}
    found = provider.lookup([known])["5"]
    assert found is not None
    assert (found.standing, found.due) == (Standing.PAID, known.due)
