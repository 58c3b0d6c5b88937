"""What cannot be understood is answered in German, with commands as they must be typed."""

import re
from collections.abc import Iterator

import pytest

from bot.slack.commands import Misunderstood, parse
from bot.slack.language import speaking
from bot.slack.render import replies
from bot.slack.render.answer_help import misunderstood

STUCK = [
    *("show", "why", "ack", "unack", "snooze", "promise 7514880", "mute", "unmute"),
    *("note", "note 7514880", "assign", "assign 7514880 to somebody", "check acme-vps shop"),
    *("unclaimed mine", "due 7d before fri", "over 5 USD under 9 EUR", "before noon"),
    *("due 9999", "client", "over lots"),
]
ENGLISH = re.compile(r"\b(say|the|which|what|name|until|nobody|somebody|pick|one|days|for)\b")


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with speaking("de"):
        yield


@pytest.mark.parametrize("typed", STUCK)
def test_a_hint_is_german_around_commands_that_stay_as_they_are(typed: str) -> None:
    found = parse(typed)
    assert isinstance(found, Misunderstood)
    assert re.search(r"`/invoices [a-z]+|Währungen|weglassen", found.hint)
    assert ENGLISH.findall(re.sub(r"`[^`]*`", "", found.hint)) == []


def test_a_hint_names_the_command_of_the_house() -> None:
    found = parse("snooze")
    assert isinstance(found, Misunderstood)
    told = misunderstood(found, command="/rechnungen").text
    assert told == (
        "Nicht verstanden: „snooze“: bitte eine Rechnung nennen: "
        "`/rechnungen snooze acme-vps/7514880 3d`."
    )


def test_what_listeners_say_by_themselves_is_german() -> None:
    said = [
        *(replies.sorry(), replies.stale(), replies.twice(), replies.a_moment()),
        *(replies.checking(None), replies.checking("acme-vps"), replies.none_here()),
        *(replies.not_in_time("/invoices help"), replies.lists_owed("/invoices")),
        replies.empty(),
    ]
    english = re.compile(r"\b(this|the|and|you|which|please|every)\b", re.IGNORECASE)
    assert [words for words in said if english.search(re.sub(r"`[^`]*`", "", words))] == []
