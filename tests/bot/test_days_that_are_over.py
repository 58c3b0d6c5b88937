"""Who names a day that is over is told so, and which days can be named; nothing is decided."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.demo.world import World
from bot.slack.commands import Misunderstood, parse
from bot.slack.deeds import Ack, Dispute, Mute, Snooze
from bot.slack.language import speaking
from bot.slack.moments import After
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
    example = "acme-vps" if verb == "mute" else "acme-vps/7514880"
    assert f"`/invoices {verb} {example} 2026-12-01`" in found.hint
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


@pytest.mark.parametrize("end", ["for 0d", "for 99999d", "until 2026-13-45", "until 30.02.2027"])
def test_an_end_that_is_none_is_no_note(end: str) -> None:
    found = parse(f"ack 7514880 {end}")
    assert isinstance(found, Misunderstood)
    assert "say until when: `/invoices ack acme-vps/7514880 until 2026-12-01`" in found.hint
    assert isinstance(parse("ack 7514880 for 5p change"), Ack)


@pytest.mark.parametrize("note", ["until yesterday", "for 0d", "until last week", "ago or so"])
def test_what_is_printed_is_read_as_the_same_whatever_its_note_begins_with(note: str) -> None:
    for deed in (Ack("7", note), Dispute("7", note), Snooze("7", After(timedelta(3)), note)):
        assert parse(str(deed)) == deed
    assert parse(str(Mute("yesterday", After(timedelta(3))))) == Mute(
        "yesterday", After(timedelta(3))
    )


def test_whoever_mutes_is_told_how_an_account_is_named() -> None:
    for line, told in (("mute", "mute acme-vps 7d"), ("mute shop", "mute acme-vps 2026-12-01")):
        found = parse(line)
        assert isinstance(found, Misunderstood)
        assert f"`/invoices {told}`" in found.hint


def test_nothing_is_put_off_for_more_than_ten_years(tmp_path: Path):
    with house(tmp_path, furnish) as home:
        home.check()
        for words in (
            "promise nyc-voxel/7001 2099-01-01",
            "snooze nyc-voxel/7001 2099-01-01",
            "mute nyc-voxel 2099-01-01",
        ):
            assert "more than ten years away" in home.order("Ada", words)
        assert "will be paid" in home.order("Ada", "promise nyc-voxel/7001 2030-01-01")
