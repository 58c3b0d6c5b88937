"""A list says the same whether its invoices are cut out of it or read as a tree."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from providers.voxel import alike
from providers.voxel.alike import cut
from providers.voxel.parse import listed, parsed, written

START, END = '<rsp stat="ok"><invoices>', "</invoices></rsp>"
AMOUNTS = ("amount", "amount_credited", "amount_paid", "amount_due", "amount_tax")

# Texts that mean something to XML, to the patterns, or to neither.
WORDS = st.sampled_from(
    [
        *("", " ", "149", "0", "249.50", "a lot", "mark1", "x" * 90, "\n  ", "\t", "\u00e9"),
        *("&amp;", "a &lt; b", "&#65;", "<!-- c -->", "<![CDATA[5]]>", "<?go?>", '="5"', "'", '"'),
        *("<b/>", "<amount>7</amount>", "]", "\x7f", "=", "xmlns", "\r\n", "\u20ac"),
    ]
)
VALUES = st.sampled_from(["", "USD", "EUR", "unknown", "5", "a  b", "&quot;", "&#10;", ">", "\t"])


def element(name: str, words: str, units: str) -> str:
    return f'<{name} units="{units}">{words}</{name}>'


POSITIONS = st.recursive(
    st.just(""),
    lambda inner: st.builds(
        lambda within, words, value, more: (
            f'<invoice_item id="1"><service id="{value}" type="vrap"><description>{words}'
            f"</description></service>{element('amount', words, value)}"
            f"<invoice_items>{within}</invoice_items></invoice_item>{more}"
        ),
        inner,
        WORDS,
        VALUES,
        inner,
    ),
    max_leaves=3,
)


@st.composite
def invoices(draw: st.DrawFn) -> str:
    names = draw(st.permutations(AMOUNTS))[: draw(st.integers(3, 5))]
    own = "".join(element(name, draw(WORDS), draw(VALUES)) for name in names)
    comment = draw(st.sampled_from(["", "<comment/>", "<comment>{}</comment>"])).format(draw(WORDS))
    number = draw(st.sampled_from(['id="5" ', "id='5' ", "", 'id = "7"', "xmlns:a='a' "]))
    due = draw(st.sampled_from(['date_due="{}"', 'date_due="{}" ', 'a="{}"'])).format(draw(VALUES))
    items = f"<invoice_items>{draw(POSITIONS)}</invoice_items>"
    whole = f"<invoice {number}{due}>{comment}{own}{items}</invoice>{draw(WORDS)}"
    return draw(st.sampled_from([whole, whole, whole, whole, f"<invoice {number}{due}/>"]))


def _outcome(read: object, body: bytes) -> object:
    try:
        return read(body)  # type: ignore[operator]
    except ValueError as error:
        return str(error)


@settings(max_examples=600, deadline=None)
@given(
    kinds=st.lists(invoices(), min_size=1, max_size=4),
    order=st.lists(st.integers(0, 3), min_size=1, max_size=12),
    around=st.sampled_from([("", ""), ("...", "<other/>"), ("<!--", "-->"), ("", "<invoice/>")]),
)
@example(kinds=['<invoice id="1"><a></invoice>'], order=[0], around=("", "</a></invoice>"))
@example(
    kinds=['<invoice id="1"><invoice id="2"></invoice>', '<invoice id="3"></invoice>'],
    order=[0, 1, 1],
    around=("", "</invoice>"),
)
def test_what_is_cut_out_says_what_the_tree_says(
    kinds: list[str], order: list[int], around: tuple[str, str]
) -> None:
    rows = "".join(kinds[index % len(kinds)] for index in order)
    body = f"{START}{around[0]}{rows}{around[1]}{END}".encode()
    assert _outcome(lambda body: list(listed(body)), body) == _outcome(parsed, body)


def _usual(number: int, comment: str = "") -> str:
    own = "".join(element(name, str(number), "USD") for name in AMOUNTS)
    return (
        f'<invoice date_due="2026-11-05" id="{number}"><comment>{comment}</comment>{own}</invoice>'
    )


def _list(*rows: str) -> bytes:
    return f"<?xml version='1.0' encoding='utf-8'?>\n{START}{''.join(rows)}{END}".encode()


def test_invoices_that_are_alike_are_cut_out_and_odd_ones_stay_in_their_place() -> None:
    rows = [_usual(number) for number in range(1, 101)]
    rows[50] = _usual(51, "rack &amp; power")
    body = _list(*rows)
    shortened = cut(body, written)
    assert shortened is not None
    assert [place for place, row in enumerate(shortened.rows) if row is None] == [0, 50]
    assert [row[0] for row in listed(body)] == [str(number) for number in range(1, 101)]
    assert list(listed(body))[50][3] == "rack & power"


@pytest.mark.parametrize(
    "unusual",
    [
        *("<!-- hidden -->", "<?hidden?>", "<![CDATA[hidden]]>", '<x xmlns="other"/>'),
        *('<x xml:id="a"/>', "\u00e9"),
    ],
)
def test_whatever_could_change_what_a_tag_means_goes_the_long_way(unusual: str) -> None:
    body = _list(*map(_usual, range(1, 4)), unusual)
    assert cut(body, written) is None
    assert len(list(listed(body))) == 3


def test_no_more_kinds_than_a_few_are_worth_a_pattern() -> None:
    rows = [_usual(number, "<b/>" * (number % 40)) for number in range(1, 121)]
    shortened = cut(_list(*rows), written)
    assert shortened is not None
    assert len(rows) - shortened.rows.count(None) == 2 * alike.MAX_KINDS
    assert [row[0] for row in listed(_list(*rows))] == [str(number) for number in range(1, 121)]
