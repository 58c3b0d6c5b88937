"""Rows are read in two ways, a quick and a careful one, which always agree."""

from collections.abc import Callable
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from providers.singlehop.rows import Rows
from state.model import Account, Direction
from tests.providers.singlehop.leap import Leap

ACCOUNT = Account("acme", "singlehop", Direction.PAYABLE, "#b", "America/Chicago", "USD")


def row(number: str = "7", **changes: object) -> dict[str, Any]:
    leap = Leap()
    leap.add(number)
    return leap.invoices[number] | changes


ODD = st.sampled_from(
    [
        *(None, True, False, 0, 1, 7, -1, "", " ", "0", "1", "7", "007", " 7 ", "../pay", "7.0"),
        *(
            "TRUE",
            "FALSE",
            "false",
            "no",
            [],
            {},
            [7],
            {"a": 1},
            "1,249.00",
            "12.5",
            "1e3",
            "-0.00",
        ),
        *("1795154400", 1795154400, "0000000000", "0123456789", "2026-11-20", "11/20/2026"),
        *("\u0661\u0667\u0669\u0665\u0661\u0665\u0664\u0664\u0660\u0660", "9" * 11, "x" * 50),
    ]
) | st.text(max_size=8)
FIELDS = sorted(row())
ROWS = st.builds(
    lambda odd, gone: {k: v for k, v in row(**odd).items() if k not in gone},
    st.dictionaries(st.sampled_from([name for name in FIELDS if name != "id"]), ODD, max_size=3),
    st.sets(st.sampled_from(FIELDS), max_size=1),
) | st.builds(lambda odd: row() | {"id": odd}, ODD)


def _outcome(
    read: Callable[[dict[str, Any], list[str]], object], said: dict[str, Any]
) -> tuple[str, list[str]]:
    odd: list[str] = []
    try:
        return repr(read(said, odd)), odd
    except ValueError as error:
        return f"refused: {error}", odd


@settings(max_examples=400, deadline=None)
@given(said=st.lists(ROWS, min_size=1, max_size=6))
@example(said=[row(due=0), row(due=False), row(created={}), row(created=[])])
def test_a_row_means_the_same_read_quickly_and_carefully(said: list[dict[str, Any]]) -> None:
    rows = Rows(ACCOUNT)  # it remembers
    quick = [_outcome(rows.read, one) for one in said]
    assert quick == [_outcome(rows.careful, one) for one in said]


def test_usual_rows_take_the_quick_way() -> None:
    rows = Rows(ACCOUNT)
    for usual in (row(), row("000123"), row(paid="FALSE"), row(amount="1,249.00")):
        assert repr(rows._usual(usual)) == repr(rows.careful(usual, []))
