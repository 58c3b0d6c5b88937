"""An invoice with a figure that cannot be read is watched without it, and named for a person."""

from pathlib import Path

import pytest

from providers.base import Provider, Unreadable
from providers.voxel import SPEC
from providers.voxel.parse import read
from state.model import Account, Direction, Standing
from tests.providers.server import Connect, StartServer
from tests.providers.transcript import agrees, transcript

HERE = Path(__file__).parent
ACCOUNT = Account("acme", "voxel", Direction.PAYABLE, "#billing", "America/New_York")
ODD_WORDS = ("a lot", "", " ", "NaN", "1e999999999", "--5", "1.2.3", "0.001", "\u0663\u0664")


def _line(body: bytes, loopback: StartServer, connect: Connect) -> Provider:
    url = loopback(lambda _: (200, {}, body)).url
    return SPEC.connect(connect("voxel", url, secrets={"key": "k", "secret": "s"}))


def _invoice(number: str, **amounts: str) -> str:
    told = "".join(f'<{name} units="USD">{words}</{name}>' for name, words in amounts.items())
    return f'<invoice id="{number}" date_due="2026-11-05T00:00:00-0500">{told}</invoice>'


def _list(*invoices: str) -> bytes:
    return f'<rsp stat="ok"><invoices>{"".join(invoices)}</invoices></rsp>'.encode()


def test_each_odd_shape_is_kept_and_named(loopback: StartServer, connect: Connect) -> None:
    body = (HERE / "payloads/odd/list.xml").read_bytes()
    provider = _line(body, loopback, connect)
    assert agrees(transcript(provider.read(provider.fetch())), HERE / "expected/odd.txt")


@pytest.mark.parametrize("words", ODD_WORDS)
def test_without_a_readable_amount_due_nobody_knows_where_it_stands(words: str) -> None:
    ((invoice,), (odd,)) = read(_list(_invoice("5", amount="80", amount_due=words)), ACCOUNT)
    assert (invoice.standing, invoice.open, odd.row) == (Standing.UNKNOWN, None, "5")
    assert invoice.is_owed


@pytest.mark.parametrize("words", [words for words in ODD_WORDS if words])
@pytest.mark.parametrize("due", ["0", "0.00", "-1"])
@pytest.mark.parametrize("name", ["amount", "amount_paid", "amount_credited"])
def test_an_unknown_amount_closes_nothing(name: str, due: str, words: str) -> None:
    amounts = {"amount": "80", "amount_credited": "80", "amount_paid": "0", "amount_due": due}
    ((invoice,), (odd,)) = read(_list(_invoice("5", **{**amounts, name: words})), ACCOUNT)
    assert (invoice.standing, odd.row) == (Standing.UNKNOWN, "5")


@pytest.mark.parametrize("count", [1, 2])
def test_a_short_list_without_a_known_amount_is_still_watched(
    count: int, loopback: StartServer, connect: Connect
) -> None:
    rows = [_invoice(str(number), amount="a", amount_due="b") for number in range(1, count + 1)]
    provider = _line(_list(*rows), loopback, connect)
    snapshot = provider.read(provider.fetch())
    assert [invoice.open for invoice in snapshot.invoices] == [None] * count
    assert len(snapshot.unread) == count


def test_a_list_in_which_no_amount_can_be_read_is_unreadable(
    loopback: StartServer, connect: Connect
) -> None:
    """They write in another way now; to reopen all that was ever paid would help nobody."""
    rows = [_invoice(str(number), amount="a", amount_due="b") for number in range(1, 4)]
    provider = _line(_list(*rows), loopback, connect)
    with pytest.raises(Unreadable, match=r"^acme: no amount due could be read; the first: amount:"):
        provider.read(provider.fetch())
