"""`help` is one screen, teaches every word there is, and teaches nothing that does not work."""

import re

import pytest

from bot.slack.commands import Misunderstood, Show, parse
from bot.slack.render.answer_help import help_page
from bot.slack.words import TAUGHT
from tests.bot.slack.block_kit import faults

SCREEN = help_page()
SHOWN = str(SCREEN.blocks[0]["text"]["text"])
TYPED = re.findall(r"`([^`]+)`", SHOWN)


def test_help_is_one_screen() -> None:
    assert faults(SCREEN) == []
    assert len(SHOWN.splitlines()) <= 24
    assert [block["type"] for block in SCREEN.blocks] == ["section", "context"]


@pytest.mark.parametrize("word", TAUGHT)
def test_every_word_that_is_taught_stands_on_the_screen(word: str) -> None:
    said_by = {"waiting": "paid", "after": "before", "help": "What you can ask"}  # its sibling
    assert said_by.get(word, word) in SHOWN


@pytest.mark.parametrize("typed", TYPED)
def test_what_stands_on_the_screen_can_be_typed(typed: str) -> None:
    command = parse(typed.removeprefix("/invoices").strip().replace("@user", "<@U02BEN>"))
    alone = typed in ("unack", "unmute")  # they are named beside what has a key
    assert alone or not isinstance(command, Misunderstood)
    assert alone or not isinstance(command, Show) or "7514880" in command.key


def test_with_another_command_nothing_else_is_different() -> None:
    assert help_page(command="/bills").text == SCREEN.text.replace("/invoices", "/bills")
