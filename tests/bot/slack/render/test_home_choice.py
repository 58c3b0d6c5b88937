"""What somebody chose to see: written down and read again, whatever is in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.render.home_choice import ALL, WHENS, Choice, chosen, read, written
from state.model import Direction

CHOICES = st.builds(
    Choice,
    st.sampled_from(WHENS),
    st.sampled_from([None, *Direction]),
    st.none() | st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
)


@given(CHOICES)
def test_what_is_kept_is_what_was_chosen(choice: Choice) -> None:
    assert read(written(choice)) == choice


@given(st.text())
def test_whatever_another_version_wrote_is_read_as_some_choice(text: str) -> None:
    assert read(text) == Choice()


@pytest.mark.parametrize("text", ["[]", '"x"', '{"when": 7}', '{"direction": "sideways"}', "null"])
def test_what_cannot_be_understood_is_no_choice(text: str) -> None:
    assert read(text) == Choice()


@given(CHOICES, st.text(), st.text())
def test_what_nobody_knows_changes_nothing_but_an_account(
    choice: Choice, what: str, value: str
) -> None:
    if what not in ("when", "direction", "account", "everything", "mine", "needing"):
        assert chosen(choice, what, value) == choice


def test_a_filter_begins_on_the_first_page_and_a_page_keeps_the_filters() -> None:
    filtered = Choice(direction=Direction.PAYABLE, mine=2, needing=3)
    assert chosen(filtered, "needing", "4") == Choice(
        direction=Direction.PAYABLE, mine=2, needing=4
    )
    assert chosen(filtered, "when", "open") == Choice(WHENS[2], Direction.PAYABLE)
    assert chosen(filtered, "direction", ALL) == Choice()
    assert chosen(filtered, "everything", ALL) == Choice()
    assert chosen(Choice(account="acme"), "account", ALL) == Choice()
