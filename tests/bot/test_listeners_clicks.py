"""Lists, pages, menus and forms; and what was asked for survives whatever happens to us."""

import json

import pytest
from slack_bolt import BoltRequest

from bot.slack.asked import Asked, Place
from bot.slack.commands import Query
from bot.slack.deeds import Ack
from bot.slack.listening.arrived import carried
from bot.slack.render.answer_help import note
from bot.slack.render.message import Message
from bot.slack.render.replies import sorry, stale
from state.clicks import Click, NotNow, Taken
from tests.bot.bench import KEY, Bench, said
from tests.bot.stock import NOW


def test_a_list_is_taken_on_as_a_whole_and_counted(bench: Bench) -> None:
    keys = ["acme-vps/7514881", "acme-vps/7514880", "shop/18", "shop/404"]
    bench.send(bench.click("acknowledge_all", json.dumps(keys)))
    [told] = bench.wall.wait_for()
    assert told["text"].startswith("You have taken on 2 invoices; 2 invoices stayed as before:")
    assert "already acknowledged by <@U01ADA>" in told["text"]
    assert "I know no invoice `shop/404`" in told["text"]
    assert bench.kinds() == ["appeared", "acknowledged"]


def test_the_button_below_a_list_carries_what_is_free_and_asks_first(bench: Bench) -> None:
    answer = json.loads(bench.send(bench.command("open")).body)
    rows = [block for block in answer["blocks"] if block["type"] == "actions"]
    button = rows[-1]["elements"][-1]
    carried = json.loads(button["value"])
    assert "acme-vps/7514880" not in carried, "Ada has it"
    assert button["text"]["text"] == f"Acknowledge these {len(carried)}…"
    assert button["confirm"]["title"]["text"] == f"Take on {len(carried)} invoices?"


def test_a_page_is_turned_in_the_place_of_the_one_before(bench: Bench) -> None:
    pages: list[tuple[str, int]] = []

    def answer(query: Query, _user: str, page: int) -> Message:
        pages.append((str(query), page))
        return note(f"page {page}")

    bench.send(bench.click("page_next", "2|overdue payable"), answer=answer)
    [shown] = bench.wall.wait_for()
    assert (shown["text"], shown["replace_original"]) == ("page 2", True)
    assert pages == [("overdue payable", 2)]


@pytest.mark.parametrize("value", ["2|ack 7514881", "x|open", "", "|"])
def test_a_page_button_can_only_ask(bench: Bench, value: str) -> None:
    bench.send(bench.click("page_next", value))
    assert stale() in bench.wall.wait_for()[0]["text"]
    assert bench.kinds() == ["appeared"]


def test_what_was_written_down_and_not_done_is_done_at_the_next_start(bench: Bench) -> None:
    place = Place("C01BILLING", f"{bench.wall.url}/respond/9")
    asked = Asked("trigger:1:2", "U02BEN", "button", place, Ack(str(KEY)))
    bench.clicks.take(asked)  # and then it was killed
    bench.app()
    assert bench.listening
    bench.listening.resume()
    [told] = bench.wall.wait_for()
    assert "You have taken on `acme-vps/7514881`" in told["text"]
    bench.listening.stop()
    bench.app()
    bench.listening.resume()
    bench.listening.stop()
    assert bench.kinds() == ["appeared", "acknowledged"]
    assert len(bench.wall.posts) == 1


def test_an_answer_that_comes_too_late_for_its_url_is_whispered(bench: Bench) -> None:
    place = Place("C01BILLING", "http://127.0.0.1:1/expired")
    bench.clicks.take(Asked("trigger:1:2", "U02BEN", "button", place, Ack(str(KEY))))
    bench.app()
    assert bench.listening
    bench.listening.resume()
    bench.wall.wait_for()
    assert bench.wall.posts[0][0] == "/api/chat.postEphemeral"


def test_what_another_version_wrote_down_is_given_up(bench: Bench) -> None:
    store = bench.stock.store
    for number, payload in enumerate(["not json", "{}", '{"order": {"deed": "pay"}}']):
        store.take_click(Click(f"trigger:{number}", payload), NOW)
    assert bench.clicks.waiting() == []
    assert store.waiting_clicks() == []


def test_a_form_that_came_too_late_says_what_to_type(bench: Bench) -> None:
    bench.wall.refused["/api/views.open"] = "expired_trigger_id"
    bench.send(bench.choice("more", f"promise|{KEY}"))
    told = bench.wall.wait_for(2)[1]
    assert "You can type `/invoices promise acme-vps/7514881 fri` instead." in told["text"]


def test_a_menu_of_another_version_is_answered_kindly(bench: Bench) -> None:
    for turn, (menu, value) in enumerate([("more", "sell|x/1"), ("snooze", "soon|x/1")], 1):
        assert bench.send(bench.choice(menu, value)).status == 200
        assert stale() in bench.wall.wait_for(turn)[-1]["text"]


def test_a_form_of_another_version_is_answered_kindly(bench: Bench) -> None:
    body = bench.submission("note", str(KEY), {"note": "x"})
    for turn, change in enumerate([{"callback_id": "survey"}, {"private_metadata": "odd"}], 1):
        assert (
            bench.send({**body, "trigger_id": str(turn), "view": body["view"] | change}).status
            == 200
        )
    assert stale() in bench.wall.wait_for()[0]["text"]
    assert bench.kinds() == ["appeared"]


def test_an_answer_with_no_place_of_its_own_is_a_direct_message(bench: Bench) -> None:
    body = bench.submission("note", str(KEY), {"note": "x"})
    body["view"]["private_metadata"] = carried("note", str(KEY), Place(), "shortcut")
    bench.send(body)
    bench.wall.wait_for(2)
    assert [path for path, _ in bench.wall.posts] == [
        "/api/conversations.open",
        "/api/chat.postMessage",
    ]
    assert bench.kinds() == ["appeared", "noted"]


def test_what_cannot_be_written_down_is_not_acknowledged(bench: Bench) -> None:
    def full(_: Asked) -> Taken:
        raise OSError("no space left on device")

    assert bench.send(bench.click("acknowledge"), take=full).status != 200
    assert sorry() in bench.wall.wait_for()[0]["text"]
    assert said(bench.send(bench.command("ack 7514881"), take=full)) == sorry()
    assert bench.kinds() == ["appeared"]


def test_when_it_is_being_stopped_a_click_is_kept_for_the_next_start(bench: Bench) -> None:
    app = bench.app()
    assert bench.listening
    bench.listening.stop()
    body = bench.click("acknowledge")
    assert app.dispatch(BoltRequest(mode="socket_mode", body=body)).status == 200
    assert bench.kinds() == ["appeared"]
    assert [asked.order for asked in bench.clicks.waiting()] == [Ack(str(KEY))]


@pytest.mark.parametrize("kind", ["button", "command"])
def test_what_the_disk_does_not_take_is_done_and_told_once_it_does(bench: Bench, kind: str) -> None:
    """Simulated: it was acknowledged, failed on a full disk, and waited for the next start."""
    is_full = [True, True, False]

    def carry_out(asked: Asked) -> str | None:
        if is_full.pop(0):
            raise NotNow("the disk is full")
        return bench.clicks.carry_out(asked)

    body = bench.click("acknowledge") if kind == "button" else bench.command(f"ack {KEY}")
    acknowledged = bench.send(body, carry_out=carry_out)
    assert acknowledged.status == 200
    assert "acknowledged" not in bench.kinds()
    listening = bench.listening
    assert listening
    while is_full:
        listening.again()
    [told] = bench.wall.wait_for()
    assert "You have taken on" in told["text"]
    assert bench.kinds() == ["appeared", "acknowledged"]
    assert len(bench.failures) == 1, "it is recorded once"
    listening.again()
    assert bench.kinds() == ["appeared", "acknowledged"]


def test_a_form_that_is_sent_again_since_nobody_answered_in_time_counts_once(bench: Bench) -> None:
    first = bench.submission("note", str(KEY), {"note": "wire sent"})
    again = bench.submission("note", str(KEY), {"note": "wire sent"})
    assert first["trigger_id"] != again["trigger_id"]
    bench.send(first)
    bench.wall.wait_for()
    assert bench.send(again).status == 200
    assert bench.kinds() == ["appeared", "noted"]


def test_a_form_that_is_sent_again_with_other_words_counts_as_well(bench: Bench) -> None:
    bench.send(bench.submission("note", str(KEY), {"note": "wire sent"}))
    bench.send(bench.submission("note", str(KEY), {"note": "wire sent on Monday"}))
    bench.wall.wait_for(2)
    assert bench.kinds() == ["appeared", "noted", "noted"]


def test_the_same_words_in_another_form_in_its_place_count_as_well(bench: Bench) -> None:
    bench.send(bench.submission("note", str(KEY), {"note": "not ours"}))
    bench.send(bench.submission("dispute", str(KEY), {"note": "not ours"}))
    bench.wall.wait_for(2)
    assert bench.kinds() == ["appeared", "noted", "disputed"]


def test_the_same_words_in_a_form_that_was_opened_anew_are_meant_twice(bench: Bench) -> None:
    first = bench.submission("note", str(KEY), {"note": "called them"})
    anew = bench.submission("note", str(KEY), {"note": "called them"})
    bench.send(first)
    bench.send({**anew, "view": {**anew["view"], "id": "V2"}})
    bench.wall.wait_for(2)
    assert bench.kinds() == ["appeared", "noted", "noted"]
