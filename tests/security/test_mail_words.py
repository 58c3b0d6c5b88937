"""An alarm may quote a provider; a mail that is HTML shows the words and is not made of them."""

import html
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.upkeep.alarm import Alarm
from providers.base import Secret
from tests.bot.wall import Wall

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WORDS = "acme: <script>alert(1)</script> <b>paid</b> <img src> **in full**"


@pytest.fixture
def wall() -> Iterator[Wall]:
    made = Wall()
    yield made
    made.stop()


def test_words_of_an_alarm_are_no_markup_of_a_mail(wall: Wall):
    url = f"{wall.url.replace('http://', 'json://')}/hook?format=html"
    alarm = Alarm([Secret(lambda: url)], lambda: NOW)
    alarm.raise_(WORDS)
    (told,) = wall.wait_for(1)
    for tag in ("<script", "<img", "<b>", "<strong>"):
        assert tag not in told["message"]
    shown = html.unescape(told["message"]).replace("\u00a0", " ")
    assert WORDS in shown
    assert alarm.stop(5)
