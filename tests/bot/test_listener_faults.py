import threading

from bot.slack.listeners import NotTold
from bot.slack.render.message import Message
from bot.slack.render.replies import a_moment, sorry
from tests.bot.bench import Bench, said, settle


def broken(*_: object) -> Message:
    raise RuntimeError("a fault of ours")


def broken_words(*_: object) -> str:
    raise RuntimeError("a fault of ours")


def test_a_fault_of_an_answer_that_takes_long_is_told(bench: Bench) -> None:
    bench.patience = 0.1
    go = threading.Event()

    def slow(*_: object) -> Message:
        assert go.wait(60)
        raise TimeoutError

    assert bench.send(bench.command("overdue"), answer=slow).body == ""
    assert bench.wall.wait_for()[0]["text"] == a_moment()
    go.set()
    assert bench.wall.wait_for(2)[1]["text"] == sorry()


def test_a_fault_in_an_answer_is_recorded_and_told(bench: Bench) -> None:
    assert said(bench.send(bench.command("overdue"), answer=broken)) == sorry()
    assert [str(error) for error in bench.failures] == ["a fault of ours"]


def test_a_fault_while_taking_on_by_command_is_told_instead_of_a_time_out(bench: Bench) -> None:
    assert said(bench.send(bench.command("ack 7514881"), carry_out=broken_words)) == sorry()
    assert bench.kinds() == ["appeared"]


def test_a_fault_after_a_click_never_costs_the_acknowledgement(bench: Bench) -> None:
    for turn in range(1, 31):
        response = bench.send(bench.click("acknowledge"), carry_out=broken_words)
        assert response.status == 200, "Bolt answers 404 when no acknowledgement came"
        assert bench.wall.wait_for(turn)[-1]["text"] == sorry()
    assert len(bench.failures) == 30


def test_a_fault_of_a_check_is_told(bench: Bench) -> None:
    bench.send(bench.command("check"), check=broken)
    assert bench.wall.wait_for(2)[1]["text"] == sorry()


def test_a_fault_of_the_home_tab_is_recorded(bench: Bench) -> None:
    assert bench.send(bench.opened(), home=broken).status == 200
    settle(lambda: len(bench.failures) == 1)


def test_a_click_counts_although_its_answer_could_not_be_shown(bench: Bench) -> None:
    bench.wall.status = 404
    bench.send(bench.click("acknowledge"))
    settle(lambda: len(bench.failures) == 1)
    assert isinstance(bench.failures[0], NotTold)
    assert bench.kinds() == ["appeared", "acknowledged"]


def test_a_click_whose_response_url_does_not_work_is_answered_in_the_channel(bench: Bench) -> None:
    unreachable = bench.click("acknowledge") | {"response_url": "http://127.0.0.1:1/respond"}
    assert bench.send(unreachable).status == 200
    [told] = bench.wall.wait_for()
    assert bench.wall.posts[0][0] == "/api/chat.postEphemeral"
    assert (told["channel"], told["user"]) == ("C01BILLING", "U02BEN")
    assert bench.kinds() == ["appeared", "acknowledged"]


def test_a_click_on_the_home_tab_is_answered_there(bench: Bench) -> None:
    body = bench.click("acknowledge")
    del body["response_url"], body["channel"], body["message"]
    body["view"] = {"type": "home", "id": "V1"}
    assert bench.send(body).status == 200
    [published] = bench.wall.wait_for()
    assert bench.wall.posts[0][0] == "/api/views.publish"
    assert "You have taken on `acme-vps/7514881`" in str(published["view"])
    assert bench.kinds() == ["appeared", "acknowledged"]
    assert bench.failures == []
