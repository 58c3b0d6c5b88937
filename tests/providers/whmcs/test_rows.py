"""Rows are read in two ways, a quick and a careful one, which always agree."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from providers.whmcs.rows import Rows
from tests.providers.whmcs.known import ACCOUNT
from tests.providers.whmcs.shop import row

ODD = st.sampled_from(
    [
        *(
            None,
            True,
            False,
            0,
            1,
            7,
            -1,
            10**18,
            "",
            " ",
            "0",
            "1",
            "7",
            "007",
            " 7 ",
            "-1",
            "7.0",
        ),
        *("\u0667", "\uff17", [], {}, [7], {"a": 1}, "1,000.50", "12.5", "1e3", "NaN", "-0.00"),
        *("2026-11-01", "2026-02-30", "0000-00-00", "1795154400", "usd", " USD", "XXXX", "JPY"),
        *(
            "Paid",
            " unpaid ",
            "Draft",
            "draft\u200b",
            "\u00dcberf\u00e4llig",
            "A &amp; B",
            "&lt;!channel&gt;",
        ),
        *(
            "two  words",
            "\u202eturned",
            "\ud800",
            "x" * 200,
            "&amp;" * 500,
            "Unpaid" + "\u200b" * 90,
        ),
    ]
) | st.text(max_size=8)
FIELDS = sorted(row(7))
ROWS = st.builds(
    lambda odd, gone: {k: v for k, v in (row(7) | odd).items() if k not in gone},
    st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=3),
    st.sets(st.sampled_from(FIELDS), max_size=1),
)


Read = Callable[[dict[str, Any], list[str]], object]


def _outcome(read: Read, said: dict[str, Any]) -> str:
    odd: list[str] = []
    try:
        return repr((read(said, odd), odd))
    except ValueError as error:
        return f"refused: {error}"


@settings(max_examples=400, deadline=None)
@given(said=st.lists(ROWS, min_size=1, max_size=6), setting=st.sampled_from([None, "EUR"]))
@example(said=[row(7, date=0), row(8, date=False)], setting=None)
@example(said=[row(1), row(7, id=True), row(7, total=1), row(7, total=True)], setting=None)
def test_a_row_means_the_same_read_quickly_and_carefully(
    said: list[dict[str, Any]], setting: str | None
) -> None:
    rows = Rows(replace(ACCOUNT, currency=setting), "https://shop.test/")  # it remembers
    assert [_outcome(rows.read, one) for one in said] == [
        _outcome(rows.careful, one) for one in said
    ]


def test_usual_rows_take_the_quick_way() -> None:
    rows = Rows(ACCOUNT, "https://shop.test/")
    for usual in (row(7), row(7, id="8"), row(9, companyname="A &amp; B", invoicenum="2026-1")):
        odd: list[str] = []
        assert repr(rows._usual(usual)) == repr(rows.careful(usual, odd))
        assert odd == []
