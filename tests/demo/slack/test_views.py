"""Stacks of modals and Home tabs by themselves: what is refused, and what stays."""

from datetime import UTC, datetime

import pytest

from bot.demo.slack import Faults, SlackError
from bot.demo.slack.feed import Feed
from bot.demo.slack.views import Views
from bot.demo.slack.workspace import Workspace
from tests.demo.slack.shapes import actions, home, modal, section, text_input

ADA, BEN = "U01ADA", "U02BEN"


@pytest.fixture
def views() -> Views:
    return Views(Workspace(lambda: datetime(2026, 11, 20, tzinfo=UTC)), Feed(), Faults())


def test_three_modals_lie_on_each_other_and_no_fourth(views: Views) -> None:
    first = views.open(ADA, modal())
    second = views.push(ADA, modal())
    third = views.push(ADA, modal())
    assert (third["root_view_id"], third["previous_view_id"]) == (first["id"], second["id"])
    with pytest.raises(SlackError, match="push_limit_reached"):
        views.push(ADA, modal())
    with pytest.raises(SlackError, match="not_found"):
        views.push(BEN, modal())  # who has none open can have none pushed
    views.close(ADA, third["id"])
    assert [one["id"] for one in views.stack(ADA)] == [first["id"], second["id"]]


def test_an_external_id_is_given_once(views: Views) -> None:
    views.open(ADA, modal(external_id="mine"))
    with pytest.raises(SlackError, match="duplicate_external_id"):
        views.open(BEN, modal(external_id="mine"))
    changed = views.update("", "mine", "", modal(section("new"), external_id="mine"))
    assert changed["blocks"][0]["text"]["text"] == "new"
    views.clear(ADA)
    views.open(BEN, modal(external_id="mine"))
    with pytest.raises(SlackError, match="not_found"):
        views.update("", "theirs", "", modal())


def test_a_home_tab_is_not_published_over_one_that_was_not_seen(views: Views) -> None:
    first = views.publish(ADA, "", home())
    second = views.publish(ADA, first["hash"], home(section("new")))
    assert (second["id"], second["hash"] != first["hash"]) == (first["id"], True)
    with pytest.raises(SlackError, match="hash_conflict"):
        views.publish(ADA, first["hash"], home())
    views.publish(ADA, "", home())  # who does not ask is not told
    with pytest.raises(SlackError, match="hash_conflict"):
        views.update(first["id"], "", second["hash"], home())
    with pytest.raises(SlackError, match="user_not_found"):
        views.publish("U0", "", home())


def test_a_view_of_250_kilobytes_is_too_large(views: Views) -> None:
    blocks = [section("x" * 3000, block_id=f"b{number}") for number in range(100)]
    with pytest.raises(SlackError, match="view_too_large"):
        views.open(ADA, modal(*blocks))


def test_an_unchanged_view_keeps_the_identifiers_it_was_given(views: Views) -> None:
    first = views.publish(ADA, "", home(section("one")))["blocks"]
    assert views.publish(ADA, "", home(section("one")))["blocks"] == first
    changed = views.publish(ADA, "", home(section("two")))["blocks"]
    assert changed[0]["block_id"] != first[0]["block_id"]
    assert views.publish(BEN, "", home(section("one")))["blocks"] != first


def test_what_a_changed_view_says_as_before_goes_by_the_same_name(views: Views) -> None:
    press = {"type": "button", "text": {"type": "plain_text", "text": "Press"}}
    first = views.publish(ADA, "", home(section("one"), actions(press)))["blocks"]
    drawn = [section("new"), section("one"), actions(press), section("one")]
    changed = views.publish(ADA, "", home(*drawn))["blocks"]
    assert changed[1:3] == first
    assert len({block["block_id"] for block in changed}) == 4
    named = views.publish(ADA, "", home(section(block_id=first[0]["block_id"]), *drawn))["blocks"]
    assert len({block["block_id"] for block in named}) == 5


def test_what_was_chosen_stays_when_a_view_is_drawn_anew(views: Views) -> None:
    view = views.open(ADA, modal(text_input("note")))
    chosen = {"values": {"note": {"typed": {"type": "plain_text_input", "value": "PO 4711"}}}}
    view["state"] = chosen
    changed = views.update(view["id"], "", "", modal(section(), text_input("note")))
    assert changed["state"] == chosen
