import json
import threading
import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.clock import system_clock
from bot.slack.asked import Asked
from bot.slack.http import Door
from bot.slack.render.answer_help import note
from bot.slack.render.message import Message
from bot.slack.render.replies import a_moment, stale, twice
from tests.bot.bench import KEY, SECRET, Bench, said, settle


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "3 overdue"),
        ("overdue", "3 invoices overdue"),
        ("show 7514881", "invoice acme-vps/7514881."),
        ("accounts", "3 accounts, 1 failing"),
        ("help", "What you can ask Duewatch"),
        ("client 'Tuva &lt;Bank&gt;'", "shop/18"),
        ("overdu", "did you mean `/invoices overdue`"),
    ],
)
def test_a_question_is_answered_in_the_acknowledgement_for_one_person(
    bench: Bench, typed: str, words: str
) -> None:
    assert words in said(bench.send(bench.command(typed)))
    assert bench.wall.posts == []


def test_a_command_without_any_text_field_is_the_bare_command(bench: Bench) -> None:
    body = bench.command("")
    del body["text"]
    assert "3 overdue" in said(bench.send(body))


def test_taking_on_by_command_is_recorded_before_it_is_confirmed(bench: Bench) -> None:
    body = bench.command("ack 7514881 asked <@U01ADA|ada> &amp; Ben")
    assert "You have taken on `acme-vps/7514881`" in said(bench.send(body))
    found = bench.stock.store.invoice(KEY)
    assert found
    assert found.care
    assert (found.care.by, found.care.note) == ("U02BEN", "asked @ada & Ben")


def test_a_command_delivered_twice_is_carried_out_once(bench: Bench) -> None:
    body = bench.command("ack 7514881")
    bench.send(body)
    assert said(bench.send(body)) == twice()
    assert bench.kinds() == ["appeared", "acknowledged"]


def test_giving_back_by_command_works(bench: Bench) -> None:
    bench.send(bench.command("ack 7514881"))
    assert "open to everybody" in said(bench.send(bench.command("unack 7514881")))
    assert bench.kinds() == ["appeared", "acknowledged", "unacknowledged"]


def test_a_check_is_acknowledged_at_once_and_its_result_follows(bench: Bench) -> None:
    go = threading.Event()

    def slow(account: str | None, say: Callable[[Message], None]) -> Message:
        say(note("half of it"))
        assert go.wait(60)
        return note(f"checked {account}")

    assert bench.send(bench.command("check shop"), check=slow).body == ""
    begun, half = bench.wall.wait_for(2)
    assert (begun["text"], half["text"]) == ("Checking `shop` …", "half of it")
    go.set()
    *_, result = bench.wall.wait_for(3)
    assert result["text"] == "checked shop"
    assert result["response_type"] == "ephemeral"


def test_a_check_of_everything_says_so(bench: Bench) -> None:
    bench.send(bench.command("check"))
    assert bench.wall.wait_for(2)[0]["text"] == "Checking every account …"
    assert bench.checked == [None]


def test_a_check_delivered_twice_runs_once(bench: Bench) -> None:
    body = bench.command("check shop")
    for _ in range(2):
        bench.send(body)
        bench.wall.wait_for(2)
    bench.send(bench.command("check"))
    bench.wall.wait_for(4)
    assert bench.checked == ["shop", None]


def test_an_answer_that_takes_long_follows_its_acknowledgement(bench: Bench) -> None:
    bench.patience = 0.1
    go = threading.Event()

    def slow(*_: object) -> Message:
        assert go.wait(60)
        return note("found at last")

    assert bench.send(bench.command("overdue"), answer=slow).body == ""
    assert bench.wall.wait_for()[0]["text"] == a_moment()
    go.set()
    assert bench.wall.wait_for(2)[1]["text"] == "found at last"


def test_a_decision_that_takes_long_is_made_once_and_told(bench: Bench) -> None:
    bench.patience = 0.1
    go = threading.Event()

    def slow(asked: Asked) -> str | None:
        assert go.wait(60)
        return bench.handlers.carry_out(asked)

    assert said(bench.send(bench.command("ack 7514881"), carry_out=slow)) == a_moment()
    go.set()
    assert "You have taken on" in bench.wall.wait_for()[0]["text"]
    assert bench.kinds() == ["appeared", "acknowledged"]


def test_a_click_is_acknowledged_and_the_person_told_in_private(bench: Bench) -> None:
    response = bench.send(bench.click("acknowledge"))
    assert (response.status, response.body) == (200, "")
    (told,) = bench.wall.wait_for()
    assert "You have taken on `acme-vps/7514881`" in told["text"]
    assert told["response_type"] == "ephemeral"
    assert told["replace_original"] is False
    assert bench.kinds() == ["appeared", "acknowledged"]


def test_two_people_clicking_are_both_answered(bench: Bench) -> None:
    bench.send(bench.click("acknowledge"))
    bench.wall.wait_for()
    second = bench.click("acknowledge") | {"user": {"id": "U01ADA"}}
    bench.send(second)
    told = bench.wall.wait_for(2)[1]
    assert "already acknowledged by <@U02BEN> until" in told["text"]
    assert told["text"].endswith(", just now.")


def test_a_click_delivered_twice_is_acknowledged_twice_and_done_once(bench: Bench) -> None:
    body = bench.click("acknowledge")
    assert bench.send(body).status == 200
    bench.wall.wait_for()
    assert bench.send(body).status == 200
    bench.send(bench.click("unacknowledge"))
    told = bench.wall.wait_for(2)
    assert len(told) == 2
    assert "open to everybody" in told[1]["text"]
    assert bench.kinds() == ["appeared", "acknowledged", "unacknowledged"]


@pytest.mark.parametrize("value", ["acme-vps/404", "not a key", "", None])
def test_a_button_of_an_invoice_nobody_knows_is_answered_kindly(
    bench: Bench, value: str | None
) -> None:
    assert bench.send(bench.click("acknowledge", value)).status == 200
    assert "I know no invoice" in bench.wall.wait_for()[0]["text"]
    assert bench.failures == []


def test_a_button_of_another_version_is_answered_kindly(bench: Bench) -> None:
    assert bench.send(bench.click("pay_now")).status == 200
    assert stale() in bench.wall.wait_for()[0]["text"]


def test_the_link_button_is_only_acknowledged(bench: Bench) -> None:
    assert bench.send(bench.click("open_invoice")).status == 200
    assert bench.send(bench.click("acknowledge")).status == 200
    assert len(bench.wall.wait_for()) == 1


def test_opening_the_home_tab_draws_it_once_a_delivery(bench: Bench) -> None:
    body = bench.opened()
    assert bench.send(body).status == 200
    bench.wall.wait_for()
    assert bench.send(body).status == 200
    bench.send(bench.opened("messages"))
    bench.send(bench.opened())
    bench.wall.wait_for(2)
    (path, published), _ = bench.wall.posts
    assert path == "/api/views.publish"
    view = published["view"]
    assert published["user_id"] == "U02BEN"
    assert (json.loads(view) if isinstance(view, str) else view)["type"] == "home"


def test_only_its_own_coming_into_a_channel_concerns_the_bot(bench: Bench) -> None:
    body = bench.came("U0BOT")
    bench.send(body)
    settle(lambda: bench.joined == ["C02ACME"])
    bench.send(body)
    bench.send(bench.came("U01ADA"))
    bench.send(bench.came("U0BOT", "C03OPS"))
    settle(lambda: len(bench.joined) > 1)
    assert bench.joined == ["C02ACME", "C03OPS"]


def door(bench: Bench) -> Door:
    return Door(bench.app(), SECRET, system_clock)


def signed(body: str) -> dict[str, str]:
    moment = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=moment, body=body)
    assert signature
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-signature": signature,
        "x-slack-request-timestamp": moment,
    }


def test_the_same_listeners_answer_signed_requests(bench: Bench) -> None:
    body = urlencode(bench.command("overdue"))
    status, answer, _ = door(bench).answer(body.encode(), signed(body))
    assert status == 200
    assert "3 invoices overdue" in json.loads(answer)["text"]
    click = urlencode({"payload": json.dumps(bench.click("acknowledge"))})
    assert door(bench).answer(click.encode(), signed(click))[0] == 200
    bench.wall.wait_for()
    assert bench.kinds() == ["appeared", "acknowledged"]


def test_a_request_with_a_wrong_signature_reaches_nobody(bench: Bench) -> None:
    body = urlencode(bench.command("ack 7514881"))
    headers = signed(body) | {"x-slack-signature": "v0=" + "0" * 64}
    assert door(bench).answer(body.encode(), headers)[0] == 401
    assert bench.kinds() == ["appeared"]


@pytest.mark.parametrize(
    ("typed", "words", "kind"),
    [
        ("snooze 7514881 3d", "is snoozed. It comes back", "snoozed"),
        ("promise 7514881 2026-12-01", "will be paid on Tue 1 Dec 2026.", "promised"),
        ("paid 7514881", "is paid; I wait for the provider", "waiting"),
        ("dispute 7514881 &lt;twice&gt;", "is disputed.", "disputed"),
        ("assign 7514881 <@U01ADA|ada> yours", "is with <@U01ADA> now.", "assigned"),
        ("assign 7514881 me", "is with you now.", "assigned"),
        ("mute 7514881 7d", "is muted.", "muted"),
        ("note 7514881 asked <@U01ADA|ada>", "Noted at `acme-vps/7514881`.", "noted"),
    ],
)
def test_a_decision_by_command_is_recorded_before_it_is_confirmed(
    bench: Bench, typed: str, words: str, kind: str
) -> None:
    assert words in said(bench.send(bench.command(typed)))
    assert bench.kinds() == ["appeared", kind]


def test_an_account_is_muted_by_command(bench: Bench) -> None:
    assert "The reminders of `shop` wait" in said(bench.send(bench.command("mute shop 7d")))
    assert "reminders go on" in said(bench.send(bench.command("unmute shop")))


def test_the_button_of_a_message_gives_back_whatever_was_decided(bench: Bench) -> None:
    bench.send(bench.command("snooze 7514881 3d"))
    bench.send(bench.click("unacknowledge"))
    assert "open to everybody" in bench.wall.wait_for()[0]["text"]
    assert bench.kinds() == ["appeared", "snoozed", "unacknowledged"]


@pytest.mark.parametrize(("button", "answer"), [("announce_storm", "yes"), ("hush_storm", "no")])
def test_the_question_about_a_storm_is_answered_once_a_delivery(
    bench: Bench, button: str, answer: str
) -> None:
    body = bench.click(button, "shop|2026-11-20T12:00:00+00:00")
    assert bench.send(body).status == 200
    assert bench.send(body).status == 200
    [told] = bench.wall.wait_for()
    assert f"said {answer} to shop|2026-11-20T12:00:00+00:00" in told["text"]


def test_who_and_why_are_answered_by_those_who_know(bench: Bench) -> None:
    who = said(bench.send(bench.command("who is on call?"), who=lambda: note("it is Ada")))
    assert who == "it is Ada"
    why = said(bench.send(bench.command("why 7514881"), why=lambda key: note(f"for {key}")))
    assert why == "for 7514881"
