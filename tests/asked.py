"""What is typed behind `python -m tests...`: NAME=number, as make hands it on."""

from collections.abc import Iterable, Sequence


def numbers(words: Sequence[str], names: Iterable[str]) -> dict[str, int]:
    """`SEED=3 JOBS=2` as numbers by name; ValueError says what is known of a word that is not."""
    known, asked = tuple(names), {}
    for word in words:
        name, _, value = word.partition("=")
        if name not in known or not value.isdecimal():
            raise ValueError(f"{word!r} is none of {', '.join(known)} with a whole number")
        asked[name] = int(value)
    return asked
