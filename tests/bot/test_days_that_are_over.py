"""Who names a day that is over is told so, and which days can be named; nothing is decided."""

from datetime import date
from pathlib import Path

import pytest

from bot.demo.world import World
from bot.slack.commands import Misunderstood, parse
from bot.slack.deeds import Ack, Dispute, Snooze
from bot.slack.language import speaking
from tests.stories.house import house

OVER = ["yesterday", "on yesterday", "last fri", "last week", "3d ago", "2 weeks ago", "a week ago"]


def furnish(world: World) -> None:
    world.add_account("nyc-voxel", "voxel").add("7001", "24.00", due=date(2026, 11, 30))


@pytest.mark.parametrize("day", [*OVER, "the day before yesterday"])
@pytest.mark.parametrize("verb", ["promise", "snooze", "mute"])
def test_a_time_that_is_over_by_its_words_is_refused(verb: str, day: str) -> None:
    found = parse(f"{verb} 7514880 {day}")
    assert isinstance(found, Misunderstood)
    assert "is over; name" in found.hint
    assert f"`/invoices {verb} acme-vps/7514880 2026-12-01`" in found.hint
    assert ("`today`" in found.hint) == (verb == "promise")


def test_it_is_refused_also_before_the_invoice_and_behind_until() -> None:
    for line in ("promise yesterday 7514880", "snooze last fri 7514880", "ack 7 until yesterday"):
        found = parse(line)
        assert isinstance(found, Misunderstood), line
        assert "is over" in found.hint


def test_the_words_of_a_note_are_no_time() -> None:
    assert isinstance(parse("dispute 7 for last month we paid"), Dispute)
    assert isinstance(parse("ack 7 called them yesterday"), Ack)
    found = parse("snooze 7 3d called 2 weeks ago")
    assert isinstance(found, Snooze)
    assert found.note == "called 2 weeks ago"


def test_it_is_said_in_german_too() -> None:
    with speaking("de"):
        found = parse("promise 7514880 yesterday")
    assert isinstance(found, Misunderstood)
    assert found.hint.startswith("dieser Tag ist vorbei; bitte heute oder einen späteren nennen")


def test_in_slack_nothing_is_promised_for_a_day_that_is_over(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.check()
        for day, told in (("yesterday", "that day is over"), ("2026-11-19", "has passed already")):
            answer = home.order("Ada", f"promise nyc-voxel/7001 {day}")
            assert told in answer
            assert "`today`, `fri`, `1 dec`" in answer
        assert "Promised" not in home.order("Ada", "show nyc-voxel/7001")
