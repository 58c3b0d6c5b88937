"""What is kept of an answer is counted, and what is remembered of texts stays small."""

from dataclasses import replace

import pytest

from providers.branches import LONGEST, MOST_NAMES, MOST_NODES, Branches, TooLong
from providers.remembered import LONG, MANY, SHORT, Remembered, remembering
from providers.room import Room, TooMuch
from tests.builders import invoice


def test_an_invoice_is_counted_with_its_words_and_no_longer_with_those_it_replaces() -> None:
    room = Room(2_000)
    short = invoice("acme/1", "1.00 USD")
    long = replace(short, client="x" * 1_000)
    room.invoice(short)
    for _ in range(5):
        room.invoice(long, short)
        room.invoice(short, long)
    with pytest.raises(TooMuch, match="more than all invoices"):
        room.invoice(replace(short, client="\U0001f4a3" * 400))


def test_texts_of_usual_length_are_remembered_and_longer_ones_are_not() -> None:
    asked: list[object] = []

    @remembering(8)
    def shown(value: object) -> str:
        asked.append(value)
        return str(value)

    for value in ("x" * SHORT, "x" * (SHORT + 1), 7):
        assert [shown(value), shown(value)] == [str(value)] * 2
    assert asked == ["x" * SHORT, *["x" * (SHORT + 1)] * 2, 7, 7]


def test_what_is_remembered_of_a_list_stays_small() -> None:
    lengths = Remembered[str, int](len)
    assert [lengths["x" * (LONG + 1)], len(lengths)] == [LONG + 1, 0]
    assert [lengths["x" * LONG], len(lengths)] == [LONG, 1]
    for number in range(2, MANY + 1):
        assert lengths[str(number)] == len(str(number))
    assert len(lengths) == MANY
    assert lengths["one more"] == len("one more")
    assert list(lengths) == ["one more"]


def branches(body: bytes) -> Branches:
    return Branches(body, 2, lambda node: node.tag == "all")


def test_a_long_document_is_read_branch_by_branch() -> None:
    found = branches(b"<all>" + b"<one a='1'><b>words</b></one>" * 30_000 + b"</all>")
    assert {node.findtext("b") for node in found} == {"words"}
    assert found.left_out == 30_000
    assert (found.root.tag, len(found.root)) == ("all", 0)


@pytest.mark.parametrize(
    "within",
    [
        b"<one>" + b"<b/>" * MOST_NODES + b"</one>",
        b"<one>" + b"x" * (LONGEST + 40_000) + b"</one>",
        b"".join(b"<n%d/>" % number for number in range(MOST_NAMES)),
    ],
    ids=["a branch of many leaves", "a branch of endless words", "a name of its own for each"],
)
def test_a_branch_that_would_fill_the_memory_is_refused(within: bytes) -> None:
    with pytest.raises(TooLong, match="far too"):
        list(branches(b"<all>" + within + b"</all>"))
