"""Which reminder is due for an invoice whose step has come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.around import Around, Chain
from bot.remind import HELD, decide
from bot.rules import Route
from state.changes import NO_LONGER_LISTED
from state.messages import Kind
from state.model import Care, CareState, Mute, Standing
from state.rules.ladder import stages
from state.rules.suspension import Suspension
from state.store import Reminder
from tests.builders import NOW, OFFICE, acknowledged, around, invoice, rules, view

AROUND = around()
THREE_DAYS = Suspension(suspend_after=3, terminate_after=10, zone="UTC")
NO_GRACE = Suspension(suspend_after=0, terminate_after=None, zone="UTC")
SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(reminder: Reminder) -> list[str]:
    return [
        f"{d.kind}:{d.what}{'' if d.stage is None else f':{d.stage}'}{'!' if d.broadcast else ''}"
        for d in reminder.drafts
    ]


def said(due: str | None, now: datetime, by: Around = AROUND) -> list[str]:
    return told(decide(view(invoice(due=due)), by, now))


def test_a_step_redraws_the_message_and_adds_a_line():
    assert said("2026-12-01", at("2026-11-24T09:00")) == ["update:update", "reply:stage:-7"]


def test_after_a_gap_only_the_highest_step_is_said():
    assert said("2026-11-01", at("2026-11-20T12:00")) == ["update:update", "reply:stage:14"]


def test_before_the_hour_nothing_is_said_yet():
    assert said("2026-12-01", at("2026-11-24T08:59")) == []


def test_a_step_found_after_hours_waits_until_people_are_back():
    reminder = decide(view(invoice(due="2026-12-01")), AROUND, at("2026-11-24T23:00"))
    assert (told(reminder), reminder.next_step_at) == ([], at("2026-11-25T09:00"))


def test_nothing_is_said_without_a_due_date():
    reminder = decide(view(invoice(due=None)), AROUND, NOW)
    assert (told(reminder), reminder.next_step_at) == ([], None)


@pytest.mark.parametrize("standing", [Standing.PAID, Standing.VOID, Standing.PENDING])
def test_nothing_is_said_about_what_nobody_owes(standing: Standing):
    reminder = decide(view(invoice(standing=standing, due="2026-11-01")), AROUND, NOW)
    assert (reminder.drafts, reminder.next_step_at) == ((), None)


def test_nobody_is_reminded_of_what_is_no_longer_listed():
    gone = replace(invoice(standing=Standing.UNKNOWN), their_status=NO_LONGER_LISTED)
    reminder = decide(view(gone), AROUND, at("2026-12-02T09:00"))
    assert (reminder.drafts, reminder.next_step_at) == ((), None)


def test_a_decision_about_what_is_no_longer_listed_still_ends_aloud_and_calls_nobody():
    gone = replace(invoice(standing=Standing.UNKNOWN), their_status=NO_LONGER_LISTED)
    care = replace(acknowledged(NOW), state=CareState.PROMISED, day=at("2026-11-19").date())
    calling = around(chain=Chain(timedelta(days=1), "#finance"))
    reminder = decide(view(gone, care=care), calling, NOW)
    assert told(reminder)[1].startswith("reply:promise_broken")
    assert len(reminder.drafts) == 2
    assert (reminder.next_step_at, reminder.escalation) == (None, None)


def test_an_acknowledged_invoice_is_left_alone_until_the_acknowledgement_ends():
    until = NOW + timedelta(days=3)
    reminder = decide(view(invoice(due="2026-10-01"), care=acknowledged(until)), AROUND, NOW)
    assert told(reminder) == ["update:update"], "only redrawn, so that it stays true"
    assert reminder.next_step_at == until
    assert not reminder.ends_care


def test_an_acknowledged_invoice_is_redrawn_when_a_step_passes():
    care = acknowledged(NOW + timedelta(days=30))
    reminder = decide(view(invoice(due="2026-12-01"), care=care), AROUND, NOW)
    assert reminder.next_step_at == at("2026-11-24T09:00")


@pytest.mark.parametrize("state", sorted({*CareState} - {CareState.PROMISED, CareState.ASSIGNED}))
def test_whatever_runs_out_comes_back_once_and_loudly_and_says_whose_it_was(state: CareState):
    care = Care(state, "U01ADA", NOW, NOW, "PO 4711", holder="U02BEN")
    reminder = decide(view(invoice(), care=care), AROUND, NOW)
    assert reminder.ends_care
    assert told(reminder) == ["update:update", "reply:woke!"]
    assert reminder.drafts[1].details == {"state": state.value, "by": "U02BEN", "note": "PO 4711"}
    assert reminder.next_step_at == at("2026-11-24T09:00")


def test_what_ran_out_in_the_night_comes_back_in_the_morning():
    care = acknowledged(at("2026-11-20T02:00"))
    reminder = decide(view(invoice(), care=care), AROUND, at("2026-11-20T02:00"))
    assert (told(reminder), reminder.ends_care) == ([], False)
    assert reminder.next_step_at == at("2026-11-20T09:00")


def test_a_broken_promise_comes_back_one_step_higher_and_uses_that_step_up():
    care = replace(acknowledged(NOW), state=CareState.PROMISED, day=at("2026-11-19").date())
    late = view(invoice(due="2026-11-18"), care=care)  # it stands at one day after
    reminder = decide(late, AROUND, NOW)
    assert told(reminder) == ["update:update", "reply:promise_broken:7!"]
    assert reminder.drafts[1].key == "acme/7:after-7:2026-11-18:#billing"
    assert reminder.drafts[1].details == {"by": "U01ADA", "day": "2026-11-19"}
    on_its_day = decide(view(late.invoice), AROUND, at("2026-11-25T09:00"))
    assert on_its_day.drafts[1].key == reminder.drafts[1].key, "so it is not said again"


def test_whoever_was_asked_to_take_it_on_is_reminded_all_the_same():
    care = replace(acknowledged(None), state=CareState.ASSIGNED, holder="U02BEN")
    reminder = decide(view(invoice(due="2026-11-19"), care=care), AROUND, NOW)
    assert told(reminder) == ["update:update", "reply:stage:1!"]


def test_the_key_of_a_step_names_invoice_step_due_date_and_channel():
    reminder = decide(view(invoice(due="2026-11-20")), AROUND, NOW)
    assert reminder.drafts[1].key == "acme/7:due:2026-11-20:#billing"
    moved = decide(view(invoice(due="2026-11-19")), AROUND, NOW)
    assert moved.drafts[1].key == "acme/7:after-1:2026-11-19:#billing"


def test_a_graver_step_is_also_said_where_its_route_leads_and_names_whom_to_wake():
    leads = Route("critical", "#leads", mention="@finance-leads")
    there = around(rules(suspension=THREE_DAYS), grave=leads)
    reminder = decide(view(invoice(due="2026-11-18")), there, NOW)
    assert told(reminder) == ["update:update", "reply:stage:2", "alert:stage:2"]
    assert [d.channel for d in reminder.drafts] == ["#billing", "#billing", "#leads"]
    assert reminder.drafts[2].key == "acme/7:after-2:2026-11-18:#leads"
    called = [d.details.get("mention") for d in reminder.drafts[1:]]
    assert called == [None, "@finance-leads"], "once, where the route leads"


def test_a_muted_account_is_silent_until_its_mute_ends():
    until = NOW + timedelta(days=5)
    muted = replace(view(invoice(due="2026-11-01")), mute=Mute(until, "U01ADA", NOW))
    reminder = decide(muted, AROUND, NOW)
    assert told(reminder) == []
    assert reminder.next_step_at == at("2026-11-22T09:00"), "the next step would be in two days"
    assert told(decide(muted, AROUND, until)) == ["update:update", "reply:stage:21"]


def test_while_its_account_cannot_be_checked_a_reminder_waits_for_fresh_facts():
    blind = replace(view(invoice(due="2026-11-19")), failing_since=NOW - timedelta(hours=1))
    reminder = decide(blind, AROUND, NOW)
    assert (told(reminder), reminder.next_step_at) == ([], NOW + HELD)


def test_while_another_invoice_has_stopped_the_services_the_others_wait():
    reminder = decide(view(invoice(due="2026-11-19")), around(suspended_by="acme/1"), NOW)
    assert (told(reminder), reminder.next_step_at) == ([], NOW + HELD)


@pytest.mark.parametrize("held", ["failing", "muted", "small"])
def test_nothing_holds_back_what_is_about_to_be_switched_off(held: str):
    late = view(invoice(due="2026-11-18"))
    if held == "failing":
        late = replace(late, failing_since=NOW)
    if held == "muted":
        late = replace(late, mute=Mute(NOW + timedelta(days=9), "U01ADA", NOW))
    soon = around(rules(suspension=THREE_DAYS, quiet=held == "small"))
    assert told(decide(late, soon, NOW))[:2] == ["update:update", "reply:stage:2"]


def test_a_small_amount_is_not_spoken_of():
    reminder = decide(view(invoice(due="2026-11-01")), around(rules(quiet=True)), NOW)
    assert (told(reminder), reminder.next_step_at) == ([], None)


def test_a_step_on_a_weekend_waits_for_monday():
    office = around(rules(hours=OFFICE))
    assert said("2026-11-21", SATURDAY, office) == []
    assert said("2026-11-21", at("2026-11-23T09:00"), office) == ["update:update", "reply:stage:1!"]


def test_a_weekend_before_a_host_without_grace_is_warned_of_on_friday():
    office = around(rules(hours=OFFICE, suspension=NO_GRACE))
    friday = at("2026-11-20T09:00")
    assert said("2026-11-22", friday, office) == ["update:update", "reply:stage:-1!"]


def test_what_stops_before_monday_is_said_on_saturday_if_nobody_was_there_on_friday():
    office = around(rules(hours=OFFICE, suspension=NO_GRACE))
    assert said("2026-11-22", SATURDAY, office) == ["update:update", "reply:stage:-1!"]


def test_the_step_at_which_services_stop_says_that_other_reminders_wait_for_it():
    reminder = decide(view(invoice(due="2026-11-16")), around(rules(suspension=THREE_DAYS)), NOW)
    assert reminder.drafts[1].details["holds"] == "others"


@given(st.integers(-40, 400), st.integers(9, 17))
def test_a_step_is_said_exactly_when_one_is_reached_and_the_next_lies_ahead(days: int, hour: int):
    now = at("2026-12-01T00:00") + timedelta(days=days, hours=hour)
    reminder = decide(view(invoice(due="2026-12-01")), AROUND, now)
    lines = [d for d in reminder.drafts if d.kind is Kind.REPLY]
    passed = [s for s in stages(rules()) if at("2026-12-01T09:00") + timedelta(s.offset) <= now]
    assert [d.stage for d in lines] == [max(passed).offset] if passed else lines == []
    assert reminder.next_step_at is None or reminder.next_step_at > now


def test_after_an_outage_the_step_is_shown_if_it_is_graver_than_what_people_were_told():
    down_since = at("2026-11-15T09:00")
    missed = replace(view(invoice(due="2026-11-18")), next_step_at=down_since)
    assert told(decide(missed, AROUND, at("2026-11-26T12:00")))[1] == "reply:stage:7!"
    known = replace(missed, next_step_at=at("2026-11-25T09:00"))
    assert told(decide(known, AROUND, at("2026-11-26T12:00")))[1] == "reply:stage:7"


def test_what_was_held_back_is_shown_when_it_may_be_said_again():
    blind = replace(
        view(invoice(due="2026-11-18")),
        failing_since=at("2026-11-17T12:00"),
        next_step_at=at("2026-11-18T09:00"),
    )
    first = decide(blind, AROUND, at("2026-11-18T09:00"))
    assert first.held_since == at("2026-11-18T09:00")
    again = replace(blind, held_since=first.held_since, next_step_at=first.next_step_at)
    second = decide(again, AROUND, at("2026-11-18T09:30"))
    assert second.held_since == first.held_since, "the first step that was held back counts"
    seeing = replace(again, failing_since=None, held_since=second.held_since)
    said_at_last = decide(seeing, AROUND, at("2026-11-19T10:00"))
    assert told(said_at_last)[1] == "reply:stage:1!"
    assert said_at_last.held_since is None
