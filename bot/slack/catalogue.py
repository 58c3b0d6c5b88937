"""The texts of a language other than English: one gettext catalogue each, read once.

English is the text in the code itself; every other language has its file in `texts/`,
`de.po` for German. Translators need nothing but that file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "texts"
SOURCE = "en"  # the language of the texts in the code


@dataclass(frozen=True, slots=True)
class Texts:
    """What each English text is called in one language."""

    single: Mapping[str, str]
    plural: Mapping[str, tuple[str, ...]]  # by the English singular, one for each form
    form: Callable[[int], int]  # which of them a number wants


ENGLISH = Texts({}, {}, lambda number: int(number != 1))


def languages() -> list[str]:
    """The languages there are texts in."""
    return sorted([SOURCE, *(path.stem for path in FOLDER.glob("*.po"))])


@lru_cache
def texts(language: str) -> Texts:
    """The texts of one of the languages."""
    if language == SOURCE:
        return ENGLISH
    catalogue = load(language)
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        match message.id, message.string:
            case str(text), str(said) if text and said and not message.fuzzy:
                single[text] = said
            case (str(text), _), (_, _, *_) as forms if all(forms) and not message.fuzzy:
                plural[text] = tuple(forms)
    return Texts(single, plural, c2py(catalogue.plural_expr))


def load(language: str) -> Catalog:
    """The whole catalogue of a language, with what its translators noted."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)
