"""Without a socket, whether Slack is within reach is asked, and not more often than needed."""

from bot.slack.calls import Calls
from bot.slack.reach import AGAIN_SECONDS, Reach
from tests.bot.slack.voice import BOT, refusal
from tests.bot.slack.wire import answer, drop, wire

GOOD = answer({"ok": True, "team_id": "T01"})


class Passing:
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_slack_is_in_reach_while_it_answers_to_our_token() -> None:
    passing = Passing()
    with wire(GOOD, drop, refusal("token_revoked"), GOOD) as said:
        reach = Reach(Calls(BOT, said.url, 5), passing)
        told = []
        for _ in range(4):
            told.append(reach.connected)
            passing.now += AGAIN_SECONDS
    assert told == [True, False, False, True]
    assert said.methods == ["auth.test"] * 4


def test_slack_is_asked_once_however_often_health_is_asked_for() -> None:
    passing = Passing()
    with wire(GOOD) as said:
        reach = Reach(Calls(BOT, said.url, 5), passing)
        for _ in range(29):
            assert reach.connected
            passing.now += 1
    assert said.methods == ["auth.test"]
