"""Answers with figures: acknowledged at once, told once, and in the right order."""

import threading

import pytest
from slack_bolt import BoltRequest

from bot.slack.asked import Asked, Inquiry, Place
from bot.slack.deeds import Unack
from bot.slack.render.answer_help import note
from bot.slack.render.message import Message
from bot.slack.render.replies import a_moment, making_the_file, sorry, twice
from bot.slack.reply import Reply
from state.clicks import NotNow, Taken
from tests.bot.bench import KEY, Bench, said, settle
from tests.bot.stock import NOW
from tests.bot.wall import Payload

NEWEST = ("data_table", "data_visualization")


def is_rich(told: Payload) -> bool:
    return any(block["type"] in NEWEST for block in told["blocks"])


def delivered(body: Payload) -> BoltRequest:
    return BoltRequest(mode="socket_mode", body=body)


def answered(bench: Bench) -> bool:
    return bench.clicks.waiting() == []


@pytest.mark.parametrize("typed", ["summary", "aging payable", "cash 14d", "cash"])
def test_figures_are_acknowledged_first_and_follow_through_the_response_url(
    bench: Bench, typed: str
) -> None:
    response = bench.send(bench.command(typed))
    assert (response.status, response.body) == (200, "")
    [told] = bench.wall.wait_for()
    [(path, _)] = bench.wall.posts
    assert path == "/respond/1"
    assert told["response_type"] == "ephemeral"
    assert is_rich(told)
    settle(lambda: answered(bench))


def test_that_the_newest_blocks_are_refused_is_found_out_once(bench: Bench) -> None:
    bench.wall.refused["/respond/1"] = "invalid_blocks"
    app = bench.app()
    for turn in (1, 2):
        app.dispatch(delivered(bench.command("aging")))
        settle(lambda: answered(bench))
        told = [post for path, post in bench.wall.posts if path == f"/respond/{turn}"]
        assert is_rich(told[0]) is (turn == 1)
        assert not any(is_rich(one) for one in told[1:])


def test_an_answer_that_is_slow_is_announced_and_told_after_that(bench: Bench) -> None:
    bench.patience = 0.05
    go = threading.Event()

    def slow(_asked: Inquiry, _user: str) -> Reply:
        assert go.wait(60)
        return Reply(note("found at last"))

    assert bench.send(bench.command("summary"), reply=slow).body == ""
    bench.wall.wait_for()
    go.set()
    told = [body["text"] for body in bench.wall.wait_for(2)]
    assert told == [a_moment(), "found at last"]


def test_that_a_file_is_being_made_is_said_before_it_is_sent(bench: Bench) -> None:
    bench.wall.refused["/api/conversations.open"] = "missing_scope"
    bench.send(bench.command("export overdue"))
    settle(lambda: answered(bench))
    first, *_, last = [body.get("text", "") for _, body in bench.wall.posts]
    assert first == making_the_file()
    assert last.startswith("❌ I made `invoices-overdue-2026-11-20-")


def test_figures_asked_for_twice_by_one_delivery_are_told_once(bench: Bench) -> None:
    body = bench.command("aging")
    bench.send(body)
    settle(lambda: answered(bench))
    assert said(bench.send(body)) == twice()
    assert len(bench.wall.posts) == 1


def test_a_fault_is_recorded_told_and_not_tried_for_ever(bench: Bench) -> None:
    def broken(_asked: Inquiry, _user: str) -> Reply:
        raise RuntimeError("no figures")

    bench.send(bench.command("cash"), reply=broken)
    settle(lambda: answered(bench))
    assert bench.wall.wait_for()[0]["text"] == sorry()
    assert [str(one) for one in bench.failures] == ["no figures"]


def test_a_full_disk_keeps_nobody_from_an_answer(bench: Bench) -> None:
    def full(_asked: Asked) -> Taken:
        raise NotNow("no space left on device")

    assert bench.send(bench.command("aging"), take=full, answered=full).body == ""
    assert "by days past due" in bench.wall.wait_for()[0]["text"]
    settle(lambda: len(bench.failures) == 2)  # recorded, and nobody is told of it
    assert len(bench.wall.posts) == 1


def test_a_button_may_ask_for_figures_too(bench: Bench) -> None:
    assert bench.send(bench.click("page_figures", "1|aging payable")).body == ""
    assert "by days past due (payable)" in bench.wall.wait_for()[0]["text"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "3 overdue"),
        ("overdue payable", "overdue (payable)"),
        ("show 7514880", "acme-vps/7514880"),
        ("who", "who is on call"),
        ("why 7514880", "why 7514880"),
        ("check shop", "checked shop"),
    ],
)
def test_every_question_that_was_not_answered_in_time_is_answered_after_a_restart(
    bench: Bench, typed: str, words: str
) -> None:
    place = Place("C01BILLING", f"{bench.wall.url}/respond/9")
    bench.clicks.take(Asked("trigger:1", "U02BEN", "command", place, Inquiry(typed, NOW)))
    bench.app()
    assert bench.listening
    bench.listening.resume()
    assert words in bench.wall.wait_for()[0]["text"]
    settle(lambda: answered(bench))


def test_a_question_that_takes_too_long_is_on_the_disk_before_slack_is_answered(
    bench: Bench,
) -> None:
    bench.patience = 0.05
    go = threading.Event()

    def slow(*_: object) -> Message:
        assert go.wait(60)
        return note("found at last")

    bench.send(bench.command("overdue payable"), answer=slow)
    [asked] = bench.clicks.waiting()
    assert asked.order == Inquiry("overdue payable", NOW)
    go.set()
    assert bench.wall.wait_for(2)[1]["text"] == "found at last"
    settle(lambda: answered(bench))


def test_a_question_that_was_only_written_down_is_answered_at_the_next_start(bench: Bench) -> None:
    place = Place("C01BILLING", f"{bench.wall.url}/respond/9")
    asked = Asked("trigger:1", "U02BEN", "command", place, Inquiry("summary", NOW))
    bench.clicks.take(asked)  # and then it was killed
    bench.app()
    assert bench.listening
    bench.listening.resume()
    assert "8 open invoices" in bench.wall.wait_for()[0]["text"]
    settle(lambda: answered(bench))


def test_when_it_is_being_stopped_a_question_is_kept_for_the_next_start(bench: Bench) -> None:
    app = bench.app()
    assert bench.listening
    bench.listening.stop()
    assert app.dispatch(delivered(bench.command("summary"))).status == 200
    assert bench.wall.posts == []
    [asked] = bench.clicks.waiting()
    assert asked.order == Inquiry("summary", NOW)


def test_what_was_carried_out_and_not_told_is_told_once_at_the_next_start(bench: Bench) -> None:
    app = bench.app()
    app.dispatch(delivered(bench.command("ack 7514881")))
    assert bench.listening
    bench.listening.stop()
    assert bench.clicks.untold() == [], "its acknowledgement said it"
    place = Place("C01BILLING", f"{bench.wall.url}/respond/9")
    asked = Asked("trigger:7", "U02BEN", "button", place, Unack(str(KEY)))
    bench.clicks.take(asked)
    bench.clicks.carry_out(asked)  # and then it was killed
    for _ in range(2):
        bench.app()
        bench.listening.resume()
        bench.listening.stop()
    [told] = bench.wall.wait_for()
    assert "is open to everybody" in told["text"]
