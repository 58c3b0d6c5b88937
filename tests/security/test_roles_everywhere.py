"""No way leads past [roles]: searched over everything that can be typed, pressed, chosen, sent.

Whatever somebody without a right tries, the database is the same afterwards, to the byte.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from bot.slack.asked import Asked, Place
from bot.slack.deeds import Ack
from tests.security.gate import ADA, BEN, CLEO, Gate, gate
from tests.security.ways import ANY, WAYS, Way, button, command, form

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
SEARCH = settings(max_examples=40, deadline=None, suppress_health_check=QUIET)


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Gate]:
    """Only Ada may take care of invoices, only Cleo may manage, Ben may nothing."""
    with gate(tmp_path) as made:
        yield made


@pytest.mark.parametrize("kind", WAYS)
def test_whatever_somebody_without_a_right_tries_changes_nothing(closed: Gate, kind: str):
    before = closed.state()

    @SEARCH
    @given(WAYS[kind])
    def tried(way: Way) -> None:
        assert closed.send(way.payload(closed, BEN)).status < 500
        assert closed.state() == before

    tried()
    assert closed.slack.calls["auth.test"] > 0, "it was heard"


@SEARCH
@given(st.lists(st.tuples(st.sampled_from([ADA, BEN, CLEO]), ANY), min_size=2, max_size=6))
def test_between_what_others_do_somebody_without_a_right_changes_nothing(
    closed: Gate, steps: list[tuple[str, Way]]
):
    for user, way in steps:
        before = closed.state()
        closed.send(way.payload(closed, user))
        assert user != BEN or closed.state() == before


@SEARCH
@given(ANY)
def test_what_somebody_may_do_somebody_else_may_not_do_by_sending_it_again(closed: Gate, way: Way):
    body = way.payload(closed, CLEO)
    closed.send(body)
    before = closed.state()
    again = {**body, **({"user_id": BEN} if "user_id" in body else {"user": {"id": BEN}})}
    closed.send(again)
    closed.send({**again, "trigger_id": f"{body['trigger_id']}.again"})
    assert closed.state() == before


MANAGED = (
    command("mute shop 3d"),
    command("unmute nyc-voxel"),
    command("dispute 7514881 not ordered"),
    form("dispute", "acme-vps/7514881", "2026-12-01", "not ordered", ADA),
    button("announce_storm", "shop|2026-11-20T12:00:00+00:00"),
    button("hush_storm", "shop|2026-11-20T12:00:00+00:00"),
)


@pytest.mark.parametrize("way", MANAGED, ids=repr)
def test_who_may_only_take_care_manages_nothing(closed: Gate, way: Way):
    closed.send(command("mute nyc-voxel 3d").payload(closed, CLEO))
    before = closed.state()
    closed.send(way.payload(closed, ADA))
    assert closed.state() == before


@pytest.mark.parametrize("kind", ["command", "button", "bulk", "home", "menu", "form"])
def test_who_has_the_right_does_change_something_by_each_way(closed: Gate, kind: str):
    """Or the searches above would find nothing because nothing is done at all."""
    assert changes(closed, kind, CLEO), kind


def test_an_old_message_is_adopted_by_who_may_click_and_by_nobody_else(closed: Gate):
    assert changes(closed, "adopted message", CLEO)


def changes(closed: Gate, kind: str, user: str) -> bool:
    """Whether something of this kind changes something when this person sends it."""
    before = closed.state()

    def changed(way: Way) -> bool:
        closed.send(way.payload(closed, user))
        return closed.state() != before

    try:
        find(WAYS[kind], changed, settings=settings(SEARCH, phases=[Phase.generate]))
    except NoSuchExample:
        return False
    return True


def test_what_a_former_process_has_written_down_is_judged_when_it_is_carried_out(closed: Gate):
    before = closed.state()
    asked = Asked("trigger:1", BEN, "button", Place("C01BILLING"), Ack("acme-vps/7514881"))
    closed.listening.handlers.take(asked)
    closed.listening.resume()
    closed.quiet()
    assert closed.state() == before
    assert closed.refused() == [BEN]
    assert closed.slack.ephemerals(BEN)[-1]["text"].startswith("Only <@U01ADA> and <@U03CLEO> may")


def test_a_command_that_slack_delivers_twice_is_refused_twice(closed: Gate):
    body = command("mute shop 3d").payload(closed, BEN)
    before = closed.state()
    assert closed.send(body).status == closed.send(body).status == 200
    assert closed.state() == before
