"""The bot's own trouble reaches people on another way than Slack."""

import contextlib
import io
import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from structlog.testing import capture_logs

from bot import log
from bot.upkeep.alarm import MOST, PAUSE, Alarm, together, trouble_with
from providers.base import Secret
from tests.bot.wall import Wall

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
PATH = "hook-9f8e7d6c5b"  # whoever knows it can write there


class Hands:
    """An alarm at a loopback server, on a clock moved by hand."""

    def __init__(self, *urls: str) -> None:
        self.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        self.alarm = Alarm([address(url) for url in urls], lambda: self.now)


def address(url: str) -> Secret:
    return Secret(lambda: url)


def to(wall: Wall, path: str = PATH) -> str:
    return wall.url.replace("http://", "json://") + f"/{path}"


def missing() -> str:
    raise ValueError("the environment variable ALARM_MAIL is not set")


@pytest.fixture
def talkative() -> Iterator[io.StringIO]:
    """What `duewatch run` writes at its most talkative."""
    printed = io.StringIO()
    with contextlib.redirect_stderr(printed):
        log.configure("DEBUG")
    yield printed
    structlog.reset_defaults()


def test_an_alarm_arrives_with_its_words(wall: Wall):
    hands = Hands(to(wall))
    hands.alarm.raise_("3 messages did not go out.")
    (told,) = wall.wait_for(1)
    assert (told["title"], told["message"]) == ("Duewatch", "3 messages did not go out.")
    assert wall.posts[0][0] == f"/{PATH}"
    assert hands.alarm.stop(5)


def test_every_address_is_notified_though_one_does_not_work(wall: Wall):
    hands = Hands("carrier-pigeon://loft", "json://127.0.0.1:9/nobody", to(wall))
    with capture_logs() as said:
        hands.alarm.raise_("trouble")
        wall.wait_for(1)
        assert hands.alarm.stop(5)
    assert [
        (one["address"], one["reason"]) for one in said if one["event"] == "alarm_not_sent"
    ] == [
        (1, "the address is not one that apprise knows"),
        (2, "it was not taken"),
    ]


def test_an_address_that_answers_with_an_error_has_not_taken_it(wall: Wall):
    wall.status = 500
    hands = Hands(to(wall))
    with capture_logs() as said:
        hands.alarm.raise_("trouble")
        assert hands.alarm.stop(5)
    assert said[-1]["reason"] == "it was not taken"


def test_an_address_that_is_not_there_is_named_by_its_variable():
    hands = Hands()
    hands.alarm.addresses = [Secret(missing)]
    with capture_logs() as said:
        hands.alarm.raise_("trouble")
        assert hands.alarm.stop(5)
    assert said[-1]["reason"] == "the environment variable ALARM_MAIL is not set"


def test_a_crash_while_sending_is_told_by_its_kind_and_never_by_its_words():
    def broken() -> str:
        raise RuntimeError(f"cannot write to json://127.0.0.1/{PATH}")

    hands = Hands()
    hands.alarm.addresses = [Secret(broken)]
    with capture_logs() as said:
        hands.alarm.raise_("trouble")
        assert hands.alarm.stop(5)
    assert said[-1]["reason"] == "it crashed: RuntimeError"
    assert PATH not in str(said)


def test_an_address_never_stands_in_a_log(
    wall: Wall, caplog: pytest.LogCaptureFixture, talkative: io.StringIO
):
    caplog.set_level(logging.DEBUG)
    urls = (to(wall), f"json://127.0.0.1:9/{PATH}", f"carrier-pigeon://{PATH}", f"mailto://{PATH}")
    hands = Hands(*urls)
    hands.alarm.raise_("trouble")
    wall.wait_for(1)
    assert hands.alarm.stop(5)
    assert talkative.getvalue().count("alarm_not_sent") == 3
    assert PATH not in caplog.text + talkative.getvalue()
    assert PATH not in repr(hands.alarm)


def test_the_one_who_raises_it_does_not_wait_for_a_slow_address():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hands = Hands(f"json://127.0.0.1:{silent.getsockname()[1]}")
        hands.alarm.raise_("trouble")
        assert not hands.alarm.stop(0.2), "it was on its way still"


def test_alarms_that_follow_each_other_quickly_are_one(wall: Wall):
    hands = Hands(to(wall))
    for number in range(9):
        hands.alarm.raise_(f"message {number} was refused")
    hands.alarm.raise_("message 8 was refused")
    (first,) = wall.wait_for(1)
    assert first["message"] == "message 0 was refused"
    hands.now += PAUSE - timedelta(seconds=1)
    hands.alarm.send_gathered()
    hands.now += timedelta(seconds=1)
    hands.alarm.send_gathered()
    second = wall.wait_for(2)[1]["message"]
    assert second.splitlines() == [
        *(f"message {number} was refused" for number in range(1, MOST + 1)),
        "... and 3 more; the log has them all",
    ]
    hands.alarm.send_gathered()
    assert hands.alarm.stop(5)
    assert len(wall.posts) == 2


def test_what_was_gathered_is_told_before_the_end_and_nothing_after_it(wall: Wall):
    hands = Hands(to(wall))
    hands.alarm.raise_("first")
    hands.alarm.raise_("second")
    assert hands.alarm.stop(5)
    assert [body["message"] for _, body in wall.posts] == ["first", "second"]
    hands.alarm.raise_("too late")
    assert hands.alarm.stop(5)
    assert len(wall.posts) == 2


def test_without_an_address_it_is_in_the_log_alone():
    with capture_logs() as said:
        hands = Hands()
        hands.alarm.raise_("trouble")
        assert hands.alarm.stop(5)
    assert [(one["event"], one["text"]) for one in said] == [("alarm", "trouble")]


def test_one_alarm_alone_is_told_as_it_is():
    assert together(["trouble", "trouble"]) == "trouble"


def test_an_address_can_be_judged_without_writing_to_it(wall: Wall):
    assert trouble_with(address(to(wall))) is None
    assert trouble_with(address("carrier-pigeon://loft")) is not None
    assert wall.posts == []
