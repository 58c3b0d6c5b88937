"""Amounts as bands and edges: each amount counts once if it is asked for, else not at all."""

import json
import sqlite3
from bisect import bisect_left
from contextlib import closing
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from state.search import Amounts
from state.searching.sizes import Sizes, sizes
from state.tallies import BANDS, UNKNOWN_BAND

CENTS = st.one_of(st.integers(-100, 200_000), st.integers(0, 2**62), st.sampled_from(BANDS[1:]))
ENDS = st.one_of(st.none(), CENTS)


def in_dollars(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-2)


def sized(over: int | None, under: int | None) -> Sizes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("CREATE TABLE owed_month_bands (currency TEXT)")
        return sizes(connection, Amounts(in_dollars(over), in_dollars(under), "USD"))


def counted(found: Sizes, amount: int) -> int:
    """How often an amount counts: in its band, and in the edges."""
    bands = [band for _, band in json.loads(found.bands)]
    times = bands.count(BANDS[bisect_left(BANDS, amount) - 1])
    edges: list[tuple[str, int, int, int]] = json.loads(found.edges)
    return times + sum(sign for _, above, upto, sign in edges if above < amount <= upto)


@given(ENDS, ENDS, st.lists(CENTS, min_size=1))
@example(33_333, None, [30_000, 30_001, 33_333, 33_334, 40_000, 40_001])
@example(None, 33_333, [30_000, 30_001, 33_332, 33_333, 40_000])
@example(31_000, 39_000, [30_500, 31_000, 31_001, 38_999, 39_000, 39_500])
@example(40_000, 30_000, [29_999, 30_001, 35_000, 40_001])
def test_an_amount_counts_once_if_it_is_asked_for(
    over: int | None, under: int | None, amounts: list[int]
) -> None:
    found = sized(over, under)
    for amount in [*amounts, *(end + by for end in (over, under) if end for by in (-1, 0, 1))]:
        is_over = over is None or amount > over
        is_under = under is None or amount < under
        assert counted(found, amount) == (is_over and is_under)


@given(ENDS, ENDS)
def test_no_edge_is_wider_than_half_of_its_band_unless_the_whole_range_is_read(
    over: int | None, under: int | None
) -> None:
    found = sized(over, under)
    if not json.loads(found.bands):
        return
    for _, above, upto, _ in json.loads(found.edges):
        first = BANDS[bisect_left(BANDS, above + 1) - 1]
        rest = [end for end in BANDS if end > first][:1]
        assert all(2 * (upto - above) <= end - first for end in rest)


def test_what_is_unknown_is_always_among_them() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("CREATE TABLE owed_month_bands (currency TEXT)")
        connection.execute("INSERT INTO owed_month_bands VALUES ('EUR')")
        found = sizes(connection, Amounts(over=Decimal(1)))
    assert ["EUR", UNKNOWN_BAND] in json.loads(found.bands)
