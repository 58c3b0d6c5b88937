"""Every language says everything: no text is missing, none is left over, none is half done.

After a text was added, changed or taken away, `TEXTS=write` brings the catalogues up to date;
what is new in them is empty until somebody translates it, and this test says which it is.
"""

import os

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from bot.slack.catalogue import FOLDER, SOURCE, languages, load
from tests.bot.slack.texts.gathered import WIDTH, gathered, markup, places, read_in_the_code

TRANSLATED = [language for language in languages() if language != SOURCE]
TEXTS = gathered()


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(message: Message) -> list[str]:
    """What a text is called: once, or once for each kind of number."""
    said = message.string
    return [said or ""] if isinstance(said, str) or said is None else [*said]


def pairs() -> list[tuple[str, str, str]]:
    """Each text with each of its translations; a text that counts has several."""
    found = []
    for language in TRANSLATED:
        for message in messages(load(language)):
            text = message.id if isinstance(message.id, str) else message.id[1]
            found += [(language, text, said) for said in forms(message)]
    return found


def brought_up_to_date(language: str) -> None:
    catalogue = load(language)
    catalogue.update(TEXTS, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with (FOLDER / f"{language}.po").open("wb") as file:
        write_po(file, catalogue, width=WIDTH, include_lineno=False, ignore_obsolete=True)


if os.environ.get("TEXTS") == "write":
    for one in TRANSLATED:
        brought_up_to_date(one)


def test_german_is_among_the_languages() -> None:
    assert languages() == ["de", "en"]


def test_babel_finds_every_text_that_python_reads_in_the_code() -> None:
    read = {text for _path, text in read_in_the_code()}
    found = {message.id for message in messages(TEXTS)}
    assert read - found == set(), "lift these out of the call or the f-string they stand in"
    assert found - read == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_text_and_no_other(language: str) -> None:
    there = {message.id for message in messages(load(language))}
    wanted = {message.id for message in messages(TEXTS)}
    assert wanted - there == set(), "missing: TEXTS=write adds them"
    assert there - wanted == set(), "left over: TEXTS=write takes them out"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_for_good(language: str) -> None:
    catalogue = load(language)
    unsure = [message.id for message in messages(catalogue) if message.fuzzy]
    empty = [message.id for message in messages(catalogue) if not all(forms(message))]
    assert (unsure, empty) == ([], [])


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_text_that_counts_has_a_form_for_every_kind_of_number(language: str) -> None:
    catalogue = load(language)
    counted = [message for message in messages(catalogue) if not isinstance(message.id, str)]
    assert counted
    wrong = [one.id for one in counted if len(forms(one)) != catalogue.num_plurals]
    assert wrong == []


def test_a_translation_has_the_same_named_places() -> None:
    assert [pair for pair in pairs() if places(pair[1]) != places(pair[2])] == []


def test_a_translation_has_the_same_markup() -> None:
    assert [pair for pair in pairs() if markup(pair[1]) != markup(pair[2])] == []


def test_a_translation_begins_and_ends_as_its_text_does() -> None:
    """Sentences stay sentences, phrases stay phrases, and the spaces around them stay."""

    def edges(text: str) -> tuple[bool, bool, bool]:
        return text[:1].isspace(), text[-1:].isspace(), text.endswith((".", "?"))

    assert [pair for pair in pairs() if edges(pair[1]) != edges(pair[2])] == []


def test_no_text_was_left_in_english() -> None:
    same = {text for _language, text, said in pairs() if text == said}
    assert same == set()
