"""Which reminder is due for an invoice whose step has come."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.remind import decide, rises
from state.messages import (
    Kind,
)
from state.model import Stage, Standing
from state.reminders import Ladder, Rhythm, stages
from tests.builders import NOW, acknowledged, invoice, view

LADDER = Ladder(before=(7, 3, 0), after=(1, 7), repeat=7, max_repeats=2)
RHYTHM = Rhythm("UTC", time(9))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def said(due: str | None, now: datetime, **more: object) -> list[str]:
    reminder = decide(view(invoice(due=due), **more), LADDER, RHYTHM, now)  # type: ignore[arg-type]
    return [f"{d.kind}:{d.what}:{d.stage}" for d in reminder.drafts]


def test_a_step_redraws_the_message_and_adds_a_line():
    assert said("2026-12-01", at("2026-11-24T09:00")) == ["update:update:None", "reply:stage:-7"]


def test_after_a_gap_only_the_highest_step_is_said():
    assert said("2026-11-01", at("2026-11-20T12:00")) == ["update:update:None", "reply:stage:14"]


def test_before_the_hour_nothing_is_said_yet():
    assert said("2026-12-01", at("2026-11-24T08:59")) == []


def test_nothing_is_said_without_a_due_date():
    reminder = decide(view(invoice(due=None)), LADDER, RHYTHM, NOW)
    assert (reminder.drafts, reminder.next_step_at) == ((), None)


@pytest.mark.parametrize("standing", [Standing.PAID, Standing.VOID, Standing.PENDING])
def test_nothing_is_said_about_what_nobody_owes(standing: Standing):
    reminder = decide(view(invoice(standing=standing, due="2026-11-01")), LADDER, RHYTHM, NOW)
    assert (reminder.drafts, reminder.next_step_at) == ((), None)


def test_an_acknowledged_invoice_is_left_alone_until_the_acknowledgement_ends():
    until = NOW + timedelta(days=3)
    reminder = decide(
        view(invoice(due="2026-10-01"), care=acknowledged(until)), LADDER, RHYTHM, NOW
    )
    assert [d.what for d in reminder.drafts] == ["update"], "only redrawn, so that it stays true"
    assert reminder.next_step_at == until
    assert not reminder.ends_care


def test_an_acknowledged_invoice_is_redrawn_when_a_step_passes():
    care = acknowledged(NOW + timedelta(days=30))
    reminder = decide(view(invoice(due="2026-12-01"), care=care), LADDER, RHYTHM, NOW)
    assert reminder.next_step_at == at("2026-11-24T09:00")


def test_an_expired_acknowledgement_comes_back_once_and_loudly():
    reminder = decide(view(invoice(), care=acknowledged(NOW)), LADDER, RHYTHM, NOW)
    assert reminder.ends_care
    assert [d.what for d in reminder.drafts] == ["update", "ack_expired"]
    assert reminder.drafts[1].broadcast
    assert reminder.next_step_at == at("2026-11-24T09:00")


def test_the_key_of_a_step_names_invoice_step_due_date_and_channel():
    reminder = decide(view(invoice(due="2026-11-20")), LADDER, RHYTHM, NOW)
    assert reminder.drafts[1].key == "acme/7:due:2026-11-20:#billing"
    moved = decide(view(invoice(due="2026-11-19")), LADDER, RHYTHM, NOW)
    assert moved.drafts[1].key == "acme/7:after-1:2026-11-19:#billing"


def test_only_a_graver_step_is_shown_in_the_channel():
    assert [s.code for s in stages(LADDER) if rises(s, LADDER)] == ["due", "after-1"]
    assert rises(Stage(3), Ladder((), (3,)))


@given(st.integers(-40, 400), st.integers(0, 23))
def test_a_step_is_said_exactly_when_one_is_reached_and_the_next_lies_ahead(days: int, hour: int):
    now = at("2026-12-01T00:00") + timedelta(days=days, hours=hour)
    reminder = decide(view(invoice(due="2026-12-01")), LADDER, RHYTHM, now)
    lines = [d for d in reminder.drafts if d.kind is Kind.REPLY]
    passed = [s for s in stages(LADDER) if at("2026-12-01T09:00") + timedelta(s.offset) <= now]
    assert [d.stage for d in lines] == [max(passed).offset] if passed else lines == []
    assert reminder.next_step_at is None or reminder.next_step_at > now
