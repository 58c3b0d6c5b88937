"""However a server spells the credential it repeats, the words are without it."""

import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.redaction import basic, redacted

SECRET = "s&<cr>+/%=\"'t \\ é#?"


@pytest.mark.parametrize(
    "spelled",
    [
        SECRET,
        html.escape(SECRET),
        html.escape(SECRET, quote=False),
        html.escape(html.escape(SECRET)),
        html.escape(SECRET).replace("&#x27;", "&#039;"),
        html.escape(SECRET).replace("&#x27;", "&apos;").replace("é", "&eacute;"),
        quote(SECRET, safe=""),
        quote(SECRET),
        quote(SECRET, safe="").lower(),
        quote_plus(SECRET),
        json.dumps(SECRET)[1:-1],
        json.dumps(SECRET, ensure_ascii=False)[1:-1].replace("/", "\\/"),
    ],
)
def test_each_spelling_of_a_credential_is_hidden(spelled: str) -> None:
    assert redacted(f"key {spelled} is wrong", [SECRET]) == "key *** is wrong"


ESCAPES: list[Callable[[str], str]] = [
    str,
    html.escape,
    quote_plus,
    lambda secret: quote(secret, safe=""),
    lambda secret: json.dumps(secret)[1:-1],
]


@given(
    secret=st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF), min_size=1, max_size=30),
    escape=st.sampled_from(ESCAPES),
)
def test_any_credential_is_hidden_in_any_escape(secret: str, escape: Callable[[str], str]) -> None:
    assert redacted(escape(secret), [secret]) == "***"


def test_a_credential_within_another_does_not_save_the_rest_of_it() -> None:
    assert redacted("abcdef and abc", ["abc", "abcdef"]) == "*** and ***"


def test_a_basic_login_is_hidden_as_it_was_sent() -> None:
    assert redacted("Authorization: Basic dTpw", [basic("u", "p")]) == "Authorization: Basic ***"


def test_empty_credentials_and_other_words_change_nothing() -> None:
    assert redacted("nothing to hide", ["", "secret"]) == "nothing to hide"
