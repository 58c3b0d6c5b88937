"""Answers about one invoice, accounts, people and rules, as a German team reads them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.language import speaking
from bot.slack.render.answer_invoice import Dossier, dossier
from bot.slack.render.message import Message
from state.model import CareState
from tests.bot.asking import PICTURED, Ask
from tests.bot.slack.block_kit import faults
from tests.bot.slack.golden_files import picture
from tests.bot.slack.render.test_hostile import hostile, require_only_our_markup
from tests.bot.slack.samples import NOW, TODAY, payable, view
from tests.bot.why_samples import EVENTS, event, messages

PICTURES = Path(__file__).parent / "pictures" / "de"


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with speaking("de"):
        yield


def require_picture(name: str, message: Message) -> None:
    """`PICTURES=write` draws them anew; read what changed before keeping it."""
    drawn, path = picture(message), PICTURES / f"{name}.txt"
    if os.environ.get("PICTURES") == "write":
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")
    assert faults(message) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *PICTURED.items(),
        ("unknown", "show 75148"),
        ("stuck", "overdue over lots"),
        ("misspelt", "ovrdue"),
    ],
)
def test_an_answer_looks_like_its_german_picture(ask: Ask, name: str, typed: str) -> None:
    require_picture(name, ask(typed))


@pytest.mark.parametrize("name", ["who", "why", "history"])
def test_what_is_told_of_people_rules_and_the_past_looks_like_its_picture(name: str) -> None:
    require_picture(name, messages()[name])


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([*(kind for kind, _ in EVENTS), "a_later_kind"]),  # kinds are our own words
    st.dictionaries(
        st.sampled_from(
            ["open", "due", "standing", "note", "until", "day", "holder", "state", "by"]
        )
        | hostile,
        hostile | st.sampled_from([state.value for state in CareState]),
        max_size=6,
    ),
)
def test_a_history_of_hostile_words_is_harmless(kind: str, details: dict[str, str]) -> None:
    message = dossier(Dossier(view(payable()), TODAY, [event(kind, details)], [], NOW))
    assert faults(message) == []
    require_only_our_markup(message.text)
