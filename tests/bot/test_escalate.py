"""Who hears of an invoice that nobody takes on, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.around import Around, Chain
from bot.remind import decide
from bot.slack.render.answer_who import OnCall
from state.model import CareState, Escalation, InvoiceView
from state.rules.suspension import Suspension
from state.store import Reminder
from tests.builders import NOW, acknowledged, around, invoice, rules, view

FOUR_HOURS = timedelta(hours=4)
TWO = OnCall(("U01ADA", "U02BEN"), "<!subteam^S01>", "@finance-oncall")
CHAIN = Chain(FOUR_HOURS, "#finance-leads", TWO)
CALLED = around(chain=CHAIN)
LATE = view(invoice(due="2026-11-19"))
MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def calls(reminder: Reminder) -> list[str]:
    return [
        f"{draft.kind} {draft.channel} {draft.details['level']} {draft.details['mention']}"
        for draft in reminder.drafts
        if draft.what == "escalated"
    ]


def after(found: InvoiceView, by: Around, now: datetime) -> tuple[InvoiceView, Reminder]:
    reminder = decide(found, by, now)
    return replace(found, escalation=reminder.escalation), reminder


def test_an_overdue_invoice_starts_the_clock_and_nobody_is_called_yet():
    _, reminder = after(LATE, CALLED, MORNING)
    assert calls(reminder) == []
    assert reminder.escalation == Escalation(MORNING, 0)
    assert reminder.next_step_at == MORNING + FOUR_HOURS


def test_first_a_mention_then_a_direct_message_to_each_then_the_last_channel():
    found, heard, now = LATE, [], MORNING
    for _ in range(5):
        found, reminder = after(found, CALLED, now)
        heard.append(calls(reminder))
        assert reminder.next_step_at is not None
        now = reminder.next_step_at
    assert heard == [
        [],
        ["reply #billing 1 <!subteam^S01>"],
        ["alert U01ADA 2 <!subteam^S01>", "alert U02BEN 2 <!subteam^S01>"],
        [],  # the office is closed
        ["alert #finance-leads 3 <!subteam^S01>"],
    ]


def test_with_nobody_on_call_the_last_channel_follows_the_mention():
    nobody = around(chain=replace(CHAIN, oncall=OnCall((), "", "@finance-oncall")))
    begun, now = replace(LATE, escalation=Escalation(MORNING, 0)), MORNING + FOUR_HOURS
    mentioned, first = after(begun, nobody, now)
    _, last = after(mentioned, nobody, now + FOUR_HOURS)
    assert [calls(first), calls(last)] == [["reply #billing 1 "], ["alert #finance-leads 3 "]]
    assert last.next_step_at == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def test_every_call_has_a_key_of_its_own():
    found, keys, now = LATE, [], MORNING
    for _ in range(4):
        found, reminder = after(found, CALLED, now)
        keys += [draft.key for draft in reminder.drafts if draft.what == "escalated"]
        now += FOUR_HOURS
    assert len(set(keys)) == len(keys)


def test_what_is_not_overdue_calls_nobody():
    reminder = decide(view(invoice(due="2026-11-20")), CALLED, MORNING)
    assert (calls(reminder), reminder.escalation) == ([], None)


def test_whoever_was_asked_to_take_it_on_is_called_instead():
    care = replace(acknowledged(None), state=CareState.ASSIGNED, holder="U03CLEO")
    asked = replace(LATE, care=care, escalation=Escalation(MORNING, 1))
    _, reminder = after(asked, CALLED, MORNING + FOUR_HOURS)
    assert calls(reminder) == ["alert U03CLEO 2 <@U03CLEO>"]


def test_as_long_as_nobody_knows_who_is_on_call_the_call_waits_and_is_not_lost():
    unknown = around(chain=replace(CHAIN, oncall=None))
    climbing = replace(LATE, escalation=Escalation(MORNING, 0))
    now = MORNING + FOUR_HOURS
    _, reminder = after(climbing, unknown, now)
    assert (calls(reminder), reminder.escalation) == ([], Escalation(MORNING, 0))
    assert reminder.next_step_at == now + timedelta(minutes=1)


def test_a_broken_promise_calls_people_at_once():
    care = replace(acknowledged(NOW), state=CareState.PROMISED)
    _, reminder = after(replace(LATE, care=care), CALLED, NOW)
    assert calls(reminder) == ["reply #billing 1 <!subteam^S01>"]
    assert reminder.escalation == Escalation(NOW, 1)


def test_what_comes_back_gets_its_time_before_anybody_is_called_again():
    _, reminder = after(replace(LATE, care=acknowledged(NOW)), CALLED, NOW)
    assert (calls(reminder), reminder.escalation) == ([], Escalation(NOW, 0))
    assert reminder.next_step_at == NOW + FOUR_HOURS


def test_when_services_stop_people_are_called_anew():
    stops = Suspension(suspend_after=10, terminate_after=None, zone="UTC")
    told = view(invoice(due="2026-11-10"))
    done = replace(told, escalation=Escalation(NOW - timedelta(days=8), 3))
    _, reminder = after(done, around(rules(suspension=stops), chain=CHAIN), NOW)
    assert reminder.escalation == Escalation(NOW, 0)


def test_after_the_last_level_it_is_quiet_until_things_get_worse():
    done = replace(LATE, escalation=Escalation(NOW, 3))
    _, reminder = after(done, CALLED, NOW + timedelta(days=1))
    assert (calls(reminder), reminder.escalation) == ([], Escalation(NOW, 3))


def test_a_calendar_that_could_not_be_asked_is_named():
    doubtful = replace(CHAIN, oncall=replace(TWO, stale_since=NOW))
    climbing = replace(LATE, escalation=Escalation(MORNING, 0))
    _, reminder = after(climbing, around(chain=doubtful), MORNING + FOUR_HOURS)
    told = [draft.details for draft in reminder.drafts if draft.what == "escalated"]
    assert [one["stale"] for one in told] == [NOW.isoformat()]
