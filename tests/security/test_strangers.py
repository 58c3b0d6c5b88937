"""Payloads for another app or from another workspace are acknowledged and go no further."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.demo.slack import APP_TOKEN, BOT_TOKEN, LocalSlack
from bot.demo.slack.seed import APP_ID, TEAM_ID
from bot.slack.bolt import new_app
from bot.slack.calls import Calls
from bot.slack.listening.arrived import origin
from bot.slack.ours import Home, NotKnownYet, Ours
from bot.slack.socket import Socket
from tests.security.gate import ADA, OPEN, Gate, Payload, gate, words

HERE = Home(TEAM_ID, "E01ACME", APP_ID)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Gate]:
    with gate(tmp_path, OPEN) as made:
        yield made


def event(team: str, **more: object) -> Payload:
    return {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": team,
        "api_app_id": APP_ID,
        "event": {"type": "app_home_opened", "user": ADA, "tab": "home", "channel": "D1"},
        **more,
    }


def kinds(door: Gate) -> dict[str, Payload]:
    """One payload of each kind that would do something, all from our own workspace."""
    held = {"day": {"selected_date": "2026-12-01"}, "note": {"value": "x"}}
    return {
        "command": door.command(ADA, "ack 7514881"),
        "question": door.command(ADA, "overdue"),
        "button": door.press(ADA, "acknowledge", "acme-vps/7514881"),
        "menu": door.choose(ADA, "snooze", "3d|acme-vps/7514881"),
        "form": door.of(
            ADA, type="view_submission", view=door.view("care", "snooze", "7514881", held)
        ),
        "global shortcut": door.of(ADA, type="shortcut", callback_id="find_invoice"),
        "message shortcut": door.of(
            ADA, type="message_action", callback_id="care_for_invoice", message={"ts": "1.2"}
        ),
        "event": event(TEAM_ID),
    }


KINDS = (
    *("command", "question", "button", "menu", "form"),
    *("global shortcut", "message shortcut", "event"),
)


def elsewhere(body: Payload) -> Payload:
    """The same from another workspace."""
    moved = {**body}
    if "team" in body:
        moved["team"] = {"id": "T02OTHER"}
    if "team_id" in body:
        moved["team_id"] = "T02OTHER"
    return moved


@pytest.mark.parametrize("kind", KINDS)
def test_a_payload_of_another_workspace_does_nothing_and_is_told_nothing(door: Gate, kind: str):
    before, calls = door.state(), set(door.slack.calls)
    response = door.send(elsewhere(kinds(door)[kind]))
    assert (response.status, words(response)) == (200, "")
    assert door.state() == before
    assert set(door.slack.calls) - calls <= {"auth.test", "bots.info"}, "nobody was told anything"


@pytest.mark.parametrize("kind", KINDS)
def test_a_payload_for_another_app_does_nothing_and_is_told_nothing(door: Gate, kind: str):
    before, calls = door.state(), set(door.slack.calls)
    response = door.send({**kinds(door)[kind], "api_app_id": "A02OTHER"})
    assert (response.status, words(response)) == (200, "")
    assert door.state() == before
    assert set(door.slack.calls) - calls <= {"auth.test", "bots.info"}


@pytest.mark.parametrize("kind", ["command", "button", "menu", "form"])
def test_the_same_from_our_own_workspace_is_done(door: Gate, kind: str):
    before = door.state()
    assert door.send(kinds(door)[kind]).status == 200
    assert door.state() != before


def test_strangers_are_reported_once_and_with_what_to_do(door: Gate):
    with capture_logs() as said:
        for _ in range(3):
            door.send(elsewhere(door.command(ADA, "open")))
    (line,) = [one for one in said if one["event"] == "foreign_payload_ignored"]
    assert (line["team"], line["app"]) == ("T02OTHER", APP_ID)
    assert "SLACK_APP_TOKEN" in line["hint"]


@pytest.mark.parametrize(
    ("payload", "ours"),
    [
        ({"team_id": TEAM_ID}, True),
        ({"team": {"id": TEAM_ID}}, True),
        ({"team": {"id": TEAM_ID}, "enterprise": {"id": "E02"}}, True),
        ({"team": {"id": "T02"}, "enterprise": {"id": "E01ACME"}}, False),
        ({"team": None, "enterprise": {"id": "E01ACME"}}, True),
        ({"team": None, "enterprise": {"id": "E02"}}, False),
        ({"team": None, "enterprise_id": "E01ACME"}, True),
        ({"team": None, "enterprise": None}, False),
        ({}, False),
        ({"team_id": "T02", "authorizations": [{"team_id": TEAM_ID}]}, True),
        ({"team_id": TEAM_ID, "authorizations": [{"team_id": "T02"}]}, False),
        ({"team_id": "T02", "authorizations": []}, False),
        ({"team": {"id": "T02"}, "view": {"app_installed_team_id": TEAM_ID}}, True),
        ({"team": {"id": TEAM_ID}, "view": {"app_installed_team_id": "T02"}}, False),
        ({"team_id": TEAM_ID.lower()}, False),
    ],
)
def test_the_workspace_that_counts_is_the_one_with_the_app(payload: Payload, ours: bool):
    assert HERE.sent(origin({"api_app_id": APP_ID, **payload})) is ours


def test_a_payload_without_an_app_is_not_ours():
    assert not HERE.sent(origin({"team_id": TEAM_ID}))


def test_what_slack_does_not_say_of_our_own_token_is_not_compared():
    assert Home(None, None, None).sent(origin({"team_id": "T09"}))
    assert not Home("T01", None, None).sent(origin({"enterprise_id": "E01"}))


def test_where_the_token_belongs_is_asked_once():
    with LocalSlack.start() as slack:
        ours = Ours(Calls(BOT_TOKEN, slack.api_url, timeout=30))
        assert ours.learn() == ours.learn() == Home(TEAM_ID, None, APP_ID)
        assert (slack.calls["auth.test"], slack.calls["bots.info"]) == (1, 1)


def test_while_slack_does_not_say_nobody_is_believed():
    with LocalSlack.start() as slack:
        ours = Ours(Calls(BOT_TOKEN, slack.api_url, timeout=30))
        slack.faults.methods = frozenset({"auth.test", "bots.info"})
        for count in ("server_errors", "lose_replies"):
            setattr(slack.faults, count, 1)
            with pytest.raises(NotKnownYet):
                ours.learn()
        slack.faults.refuse["bots.info"] = "missing_scope"
        assert ours.learn() == Home(TEAM_ID, None, None), "it is asked again; one scope is lacking"


def test_socket_mode_connects_when_slack_has_said_where_the_token_belongs():
    with LocalSlack.start() as slack:
        slack.faults.refuse["auth.test"] = "internal_error"
        ours = Ours(Calls(BOT_TOKEN, slack.api_url, timeout=30))
        app = new_app(ours, slack.api_url, None)
        socket = Socket(app, APP_TOKEN, ours, retry=0.01)
        with capture_logs() as said:
            socket.start()
            slack.wait_for(lambda: slack.calls["auth.test"] > 2)
            assert not slack.connected
            slack.faults.refuse.clear()
            slack.wait_for(lambda: slack.connected)
        socket.stop()
    assert {one["event"] for one in said} == {"slack_unreachable", "slack_connected"}


@pytest.mark.parametrize("method", ["auth.test", "bots.info"])
def test_before_slack_has_said_it_a_payload_waits_for_its_redelivery(door: Gate, method: str):
    """Simulated: while auth.test failed Bolt acknowledged what nobody had written down."""
    before = door.state()
    door.slack.faults.refuse[method] = "internal_error"
    with capture_logs():
        assert door.send(door.command(ADA, "ack 7514881")).status == 503
    assert door.state() == before
    door.slack.faults.refuse.clear()
    assert door.send(door.command(ADA, "ack 7514881")).status == 200
    assert door.state() != before
