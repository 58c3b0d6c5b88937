"""The short cuts of the values: what is remembered, and how frozen values are made."""

from collections.abc import Callable
from decimal import Decimal
from inspect import unwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers import values
from providers.remembered import Remembered
from providers.values import calendar_date, currency, whole

NEW_YORK = "America/New_York"

SPELLINGS: st.SearchStrategy[object] = (
    st.sampled_from(["", "0", "1", 0, 1, True, False, 1.0, None, [], {}, Decimal(1), "1795154400"])
    | st.sampled_from(
        [" usd ", "USD", "JPY", "12.50", "012.5", "-0.00", "2026-01-31", "0000-00-00"]
    )
    | st.text(max_size=45)
    | st.from_regex(r"\A-?\d{1,4}(\.\d{0,3})?\Z")
)


def _said(read: Callable[[], object]) -> str:
    try:
        return repr(read())
    except ValueError as error:
        return f"refused: {error}"


@settings(max_examples=500, deadline=None)
@given(st.lists(SPELLINGS, min_size=1, max_size=8), st.sampled_from(["USD", "jpy", "KWD", "?"]))
def test_what_is_remembered_is_what_would_be_read_anew(spelled: list[object], code: str) -> None:
    for value in spelled * 2:
        assert _said(lambda v=value: values.money(v, code)) == _said(  # type: ignore[misc]
            lambda v=value: unwrap(values.money)(v, code)  # type: ignore[misc]
        )
        assert _said(lambda v=value: currency(v)) == _said(lambda v=value: unwrap(currency)(v))  # type: ignore[misc]
        assert _said(lambda v=value: calendar_date(v, NEW_YORK)) == _said(  # type: ignore[misc]
            lambda v=value: unwrap(calendar_date)(v, NEW_YORK)  # type: ignore[misc]
        )


PLAIN = st.from_regex(r"\A[+-]?\d{0,17}(\.\d{0,4})?\Z") | st.from_regex(
    r"\A\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d(Z|-0500)?)?\Z"
)


@settings(max_examples=500, deadline=None)
@given(PLAIN | st.text(max_size=20), st.sampled_from(["USD", "JPY", "KWD"]))
def test_a_space_around_it_changes_nothing_but_the_way_it_is_read(spelled: str, code: str) -> None:
    """What is written as usual is read by a shorter way, which a space around it closes."""
    ways: list[Callable[[object], object]] = [
        lambda value: unwrap(values.money)(value, code),
        whole,
        lambda value: unwrap(calendar_date)(value, NEW_YORK),
        values.text,
    ]
    for read in ways:
        plain, padded = (_said(lambda r=read, v=v: r(v)) for v in (spelled, f" {spelled} "))  # type: ignore[misc]
        assert plain == padded or (plain.startswith("refused") and padded.startswith("refused"))


def test_only_texts_are_remembered() -> None:
    seen: list[str] = []

    def read(said: str) -> int:
        seen.append(said)
        return whole(said)

    numbers = Remembered(read)
    assert [numbers["7"], numbers["7"], numbers["8"]] == [7, 7, 8]
    for other in (7, True, None, ["7"], ("7", 7)):
        with pytest.raises(TypeError):
            numbers[other]  # type: ignore[index]
    for _ in range(2):
        with pytest.raises(ValueError, match="is not a whole number"):
            numbers["soon"]
    assert seen == ["7", "8", "soon", "soon"]
