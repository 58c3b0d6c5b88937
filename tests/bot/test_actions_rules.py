"""Every rule of care, one after the other: what it keeps, what it says, whom it declines."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.actions import rules
from bot.actions.rules import Verdict
from state.messages import Kind
from state.model import Care, CareState, InvoiceView, Standing
from state.store import Decision, Declined
from tests.bot.stock import NOW, VPS
from tests.builders import invoice, view

ADA, BEN, CLEO = "U01ADA", "U02BEN", "U03CLEO"
LATER = NOW + timedelta(minutes=2)
UNTIL = NOW + timedelta(days=3)
DAY = date(2026, 11, 27)
Decide = Callable[..., Verdict]


def acknowledge(found: InvoiceView, by: str, at: datetime, note: str | None = None) -> Verdict:
    return rules.acknowledge(found, by, at, UNTIL, note, "button")


def snooze(found: InvoiceView, by: str, at: datetime, note: str | None = None) -> Verdict:
    return rules.snooze(found, by, at, UNTIL, note, "button")


def promise(found: InvoiceView, by: str, at: datetime, note: str | None = None) -> Verdict:
    return rules.promise(found, by, at, DAY, UNTIL, note, "button")


def waiting(found: InvoiceView, by: str, at: datetime, note: str | None = None) -> Verdict:
    return rules.waiting(found, by, at, UNTIL, note, "button")


def dispute(found: InvoiceView, by: str, at: datetime, note: str | None = None) -> Verdict:
    return rules.dispute(found, by, at, UNTIL, note, "button")


def mute(found: InvoiceView, by: str, at: datetime, note: str | None = None) -> Verdict:
    return rules.mute(found, by, at, UNTIL, note, "button")


def assign(found: InvoiceView, by: str, at: datetime, note: str | None = None) -> Verdict:
    return rules.assign(found, by, at, CLEO, note, "button")


ALL: dict[CareState, Decide] = {
    CareState.ACKNOWLEDGED: acknowledge,
    CareState.SNOOZED: snooze,
    CareState.PROMISED: promise,
    CareState.WAITING: waiting,
    CareState.DISPUTED: dispute,
    CareState.MUTED: mute,
    CareState.ASSIGNED: assign,
}
each = pytest.mark.parametrize("state", ALL)


def open_view(care: Care | None = None, standing: Standing = Standing.OPEN) -> InvoiceView:
    return view(invoice("acme-vps/7", standing=standing), VPS, care)


def decided(verdict: Verdict) -> Decision:
    assert isinstance(verdict, Decision)
    return verdict


def declined(verdict: Verdict) -> str:
    assert isinstance(verdict, Declined)
    return verdict.reason


def held(state: CareState, by: str = ADA, note: str | None = None) -> Care:
    """What Ada decided two minutes ago."""
    care = decided(ALL[state](open_view(), by, NOW, note)).care
    assert care
    return care


@each
def test_a_decision_records_who_when_why_and_from_where(state: CareState) -> None:
    made = decided(ALL[state](open_view(), ADA, NOW, "PO 4711"))
    assert made.care
    assert (made.care.state, made.care.by, made.care.at) == (state, ADA, NOW)
    assert (made.care.note, made.care.source) == ("PO 4711", "button")
    assert (made.kind, made.actor, made.at) == (state.value, ADA, NOW)
    assert made.details["source"] == "button"
    assert made.details["note"] == "PO 4711"


@each
def test_a_decision_redraws_the_message_and_adds_a_line_to_its_thread(state: CareState) -> None:
    redraw, line = decided(ALL[state](open_view(), ADA, NOW)).drafts
    assert (redraw.kind, line.kind, line.what) == (Kind.UPDATE, Kind.REPLY, state.value)
    assert line.key == f"acme-vps/7:{state.value}:{NOW.isoformat()}"
    assert line.details["by"] == ADA
    assert "source" not in line.details


@each
def test_the_reminder_pass_looks_at_what_was_decided_at_once(state: CareState) -> None:
    assert decided(ALL[state](open_view(), ADA, NOW)).next_step_at == NOW


@pytest.mark.parametrize("state", [each for each in ALL if each is not CareState.ASSIGNED])
def test_only_an_assignment_lets_reminders_go_on(state: CareState) -> None:
    assert held(state).silences(LATER)
    assert not held(state).silences(UNTIL)
    assert not held(CareState.ASSIGNED).silences(LATER)


def test_a_promise_keeps_its_day() -> None:
    made = decided(promise(open_view(), ADA, NOW))
    assert made.care
    assert (made.care.day, made.care.until) == (DAY, UNTIL)
    assert made.drafts[1].details["day"] == "2026-11-27"


@each
def test_who_loses_the_race_for_the_same_thing_is_told_who_has_it(state: CareState) -> None:
    reason = declined(ALL[state](open_view(held(state)), BEN, LATER))
    assert "already" in reason
    assert f"by <@{ADA}>" in reason
    assert reason.endswith(", 2 minutes ago.")


@each
def test_a_double_click_is_told_that_it_was_oneself(state: CareState) -> None:
    reason = declined(ALL[state](open_view(held(state)), ADA, LATER))
    assert "by you" in reason


@each
def test_one_may_add_a_note_to_what_one_decided_oneself(state: CareState) -> None:
    made = decided(ALL[state](open_view(held(state)), ADA, LATER, "PO 4711"))
    assert made.care
    assert made.care.note == "PO 4711"


@each
@pytest.mark.parametrize("before", ALL)
def test_a_different_decision_takes_the_place_of_the_one_before(
    state: CareState, before: CareState
) -> None:
    if state is before:
        return
    made = decided(ALL[state](open_view(held(before)), BEN, LATER))
    assert made.care
    assert made.kind == state.value
    keeps = state is CareState.ASSIGNED and before is not CareState.ACKNOWLEDGED
    assert made.care.state is (before if keeps else state)


@each
@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing.PAID, "already paid"),
        (Standing.VOID, "is void"),
        (Standing.PENDING, "payment under way"),
    ],
)
@pytest.mark.parametrize("before", [None, CareState.SNOOZED])
def test_what_is_finished_cannot_be_decided_about(
    state: CareState, standing: Standing, words: str, before: CareState | None
) -> None:
    found = open_view(held(before) if before else None, standing)
    assert words in declined(ALL[state](found, BEN, LATER))
    assert words in declined(rules.unacknowledge(found, BEN, LATER, "button"))


@each
def test_a_vanished_invoice_is_still_owed_and_may_be_decided_about(state: CareState) -> None:
    decided(ALL[state](open_view(standing=Standing.UNKNOWN), ADA, NOW))


@each
def test_everything_can_be_given_back(state: CareState) -> None:
    made = decided(rules.unacknowledge(open_view(held(state)), BEN, LATER, "command"))
    assert made.care is None
    assert made.next_step_at == LATER
    assert made.drafts[1].details == {"by": BEN, "state": state.value}


@pytest.mark.parametrize("state", [each for each in ALL if each is not CareState.ASSIGNED])
def test_a_moment_that_has_passed_is_declined_with_the_reason(state: CareState) -> None:
    assert "has passed already" in declined(ALL[state](open_view(), ADA, UNTIL))
    decided(ALL[state](open_view(), ADA, UNTIL - timedelta(seconds=1)))


@pytest.mark.parametrize("state", [each for each in ALL if each is not CareState.ASSIGNED])
def test_what_has_ended_may_be_decided_anew_by_anybody(state: CareState) -> None:
    ended = replace(held(state), until=LATER)
    decided(ALL[state](open_view(ended), BEN, LATER))
    assert "nobody has taken it on" in declined(
        rules.unacknowledge(open_view(ended), BEN, LATER, "button")
    )


def test_another_end_is_another_snooze_whoever_names_it() -> None:
    found = open_view(held(CareState.SNOOZED))
    for hours, wanted in ((-2, Decision), (-0.5, Declined), (0.5, Declined), (2, Decision)):
        end = UNTIL + timedelta(hours=hours)
        assert isinstance(rules.snooze(found, BEN, LATER, end, None, "button"), wanted)


def test_another_day_is_another_promise() -> None:
    found = open_view(held(CareState.PROMISED))
    later = rules.promise(found, BEN, LATER, DAY + timedelta(days=1), UNTIL, None, "modal")
    assert decided(later).care


def test_the_usual_time_asked_for_again_is_the_same_acknowledgement() -> None:
    found, span = open_view(held(CareState.ACKNOWLEDGED)), timedelta(days=3)
    tomorrow = NOW + timedelta(days=1)
    again = rules.acknowledge(found, ADA, tomorrow, tomorrow + span, None, "button")
    assert "by you" in declined(again)
    longer = rules.acknowledge(found, ADA, tomorrow, tomorrow + 2 * span, None, "modal")
    assert decided(longer).care
    theirs = rules.acknowledge(found, BEN, tomorrow, tomorrow + 2 * span, None, "modal")
    assert f"by <@{ADA}>" in declined(theirs)


def test_whoever_was_asked_keeps_the_invoice_when_others_put_it_off() -> None:
    asked = held(CareState.ASSIGNED)
    made = decided(snooze(open_view(asked), BEN, LATER))
    assert made.care
    assert (made.care.by, made.care.held_by) == (BEN, CLEO)
    own = decided(promise(open_view(asked), CLEO, LATER))
    assert own.care
    assert (own.care.holder, own.care.held_by) == (None, CLEO)
    taken = decided(acknowledge(open_view(asked), BEN, LATER))
    assert taken.care
    assert taken.care.held_by == BEN


def test_a_promise_goes_on_while_somebody_else_is_asked_to_see_to_it() -> None:
    made = decided(assign(open_view(held(CareState.PROMISED)), BEN, LATER))
    assert made.care == replace(held(CareState.PROMISED), holder=CLEO)
    assert made.kind == "assigned"
    assert made.details == {"by": BEN, "holder": CLEO, "source": "button"}
    again = assign(open_view(made.care), BEN, LATER)
    assert declined(again) == f"`acme-vps/7` is with <@{CLEO}> already."


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("care", [None, held(CareState.PROMISED)])
def test_a_note_changes_nothing_but_the_history(standing: Standing, care: Care | None) -> None:
    made = decided(rules.remark(open_view(care, standing), BEN, LATER, "asked them", "command"))
    assert (made.care, made.kind, made.next_step_at) == (care, "noted", None)
    assert made.details == {"by": BEN, "note": "asked them", "source": "command"}
    assert [(draft.kind, draft.what) for draft in made.drafts] == [(Kind.REPLY, "noted")]


def test_a_note_on_what_goes_on_under_another_number_is_sent_there() -> None:
    """Seed 10027747: it was kept where nobody looks, since its message shows the other one."""
    seen = open_view()
    moved = replace(seen.invoice, standing=Standing.VOID, their_status="renumbered as 907")
    made = rules.remark(replace(seen, invoice=moved), BEN, LATER, "asked them", "form")
    assert declined(made) == "`acme-vps/7` is `acme-vps/907` by now; add the note there."
