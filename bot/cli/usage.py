"""What is wrong with the words that were typed, as people say it."""

import re
from typing import Any

import typer
from typer.core import TyperGroup

from bot.config.faults import nearest


class PlainWords(TyperGroup):
    """The commands, whose parameters are refused in plain words with a hint."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 -- as typer declares it
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = plain(error.message)
            raise


def plain(words: str) -> str:
    """Say what typer says of a value without its Python, and what was meant perhaps.

    >>> plain("Value error, 'overdu' is not one of 'overdue', 'open'.")
    "'overdu' is not one of 'overdue', 'open'; did you mean overdue?"
    >>> plain("Input should be a valid integer, unable to parse string as an integer")
    'must be a whole number'
    """
    words = words.removeprefix("Value error, ").removesuffix(".")
    words = words.replace("Input should be ", "must be ")
    if words.startswith("must be a valid integer"):
        return "must be a whole number"
    typed, known, choices = words.partition(" is not one of ")
    return words + nearest(typed.strip("'"), re.findall(r"'([^']+)'", choices)) if known else words
