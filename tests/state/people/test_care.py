"""What people agreed to about an invoice, what ends it, and escalation beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest

from state.database import SqliteStore
from state.messages import Kind
from state.model import Care, CareState, Escalation, Invoice, InvoiceView, Standing
from state.store import Decision, Declined, Reminder
from tests.state.builders import DAY, HOUR, NOON, draft, invoice, money, paid, record

KEY = invoice().key
GRAVE = Escalation(NOON - DAY, 2)


def care(state: CareState = CareState.ACKNOWLEDGED, **other: Any) -> Care:
    return replace(Care(state, "U1", NOON), **other)


def decide(store: SqliteStore, new: Care | None, kind: str = "acknowledged") -> None:
    store.decide(KEY, lambda _: Decision(new, kind, "U1", NOON))


def escalate(store: SqliteStore, to: Escalation | None = GRAVE) -> None:
    store.commit_reminders([Reminder(KEY, [], NOON + DAY, escalation=to)], NOON)


def view(store: SqliteStore) -> InvoiceView:
    found = store.invoice(KEY)
    assert found is not None
    return found


def kinds(store: SqliteStore) -> list[str]:
    return [event.kind for event in store.timeline(KEY)]


@pytest.mark.parametrize("state", CareState)
def test_every_decision_comes_back_as_it_was_made(store: SqliteStore, state: CareState) -> None:
    record(store, invoice())
    made = care(
        state,
        until=NOON + DAY,
        note="after the 1st, \N{SNOWMAN}",
        holder="U2",
        day=date(2026, 12, 1),
        source="modal",
    )
    decide(store, made)
    assert view(store).care == made
    assert made.held_by == "U2"


def test_one_that_says_little_comes_back_as_well(store: SqliteStore) -> None:
    record(store, invoice())
    decide(store, care())
    assert view(store).care == care()
    assert care().held_by == "U1"


def test_care_survives_a_restart_and_polls_that_do_not_ask_for_more(store: SqliteStore) -> None:
    record(store, invoice())
    made = care(CareState.PROMISED, until=NOON + 9 * DAY, day=date(2026, 11, 28), source="button")
    decide(store, made)
    store.take_over()
    for hour, amount in enumerate(["12.50 USD", "9.00 USD", None, "40.00 USD"], 1):
        record(store, invoice(amount=amount, description=str(hour)), at=NOON + hour * HOUR)
        assert view(store).care == made, amount


@pytest.mark.parametrize("amount", ["12.51 USD", "12.50 EUR", "1 JPY"])
def test_an_invoice_that_asks_for_more_is_looked_at_again(store: SqliteStore, amount: str) -> None:
    record(store, invoice(), steps={"7": NOON + 9 * DAY})
    decide(store, care(until=NOON + 8 * DAY, holder="U2"))
    record(store, invoice(amount=amount), at=NOON + HOUR)
    assert view(store).care is None
    assert kinds(store) == ["appeared", "acknowledged", "amended", "care_ended"]
    event = store.timeline(KEY)[-1]
    assert event.details == {"reason": "amount", "state": "acknowledged", "by": "U2"}
    assert (event.actor, event.at) == ("duewatch", NOON + HOUR)
    assert [one.invoice.key for one in store.due_steps(NOON + HOUR, 10)] == [KEY]


def test_who_is_to_be_called_for_more_is_asked_before_the_step_a_check_names(
    store: SqliteStore,
) -> None:
    record(store, invoice())
    decide(store, care())
    more = invoice(amount="99.00 USD")
    record(store, more, at=NOON + HOUR, steps={"7": NOON + DAY})
    assert view(store).next_step_at == NOON + HOUR
    assert view(store).escalation == Escalation(NOON + HOUR), "as far as it was told now"


def test_an_invoice_nobody_took_on_may_ask_for_more_and_nothing_ends(store: SqliteStore) -> None:
    record(store, invoice())
    record(store, invoice(amount="99.00 USD"), at=NOON + HOUR)
    assert kinds(store) == ["appeared", "amended"]


def test_an_escalation_is_kept_until_a_reminder_says_otherwise(store: SqliteStore) -> None:
    record(store, invoice())
    assert view(store).escalation is None
    escalate(store)
    assert view(store).escalation == GRAVE
    record(store, invoice(description="Another"), at=NOON + HOUR)
    assert view(store).escalation == GRAVE
    escalate(store, replace(GRAVE, level=3))
    assert view(store).escalation == replace(GRAVE, level=3)
    escalate(store, None)
    assert view(store).escalation is None


@pytest.mark.parametrize("state", CareState)
def test_care_that_silences_ends_the_escalation(store: SqliteStore, state: CareState) -> None:
    record(store, invoice())
    escalate(store)
    decide(store, care(state))
    silences = state is not CareState.ASSIGNED
    assert view(store).escalation == (None if silences else GRAVE)


def test_a_note_changes_neither_care_nor_its_end_nor_the_escalation(store: SqliteStore) -> None:
    record(store, invoice())
    decide(store, care(CareState.ASSIGNED, holder="U2", until=NOON + DAY))
    escalate(store)
    before = view(store)
    said = draft("acme/7:note", kind=Kind.REPLY, what="note")
    store.decide(KEY, lambda now: Decision(now.care, "note", "U3", NOON, {"note": "?"}, [said]))
    assert view(store) == before
    assert kinds(store)[-1] == "note"
    assert store.due_steps(NOON + DAY, 10) == [before]


@pytest.mark.parametrize(
    "then", [paid(invoice()), invoice(standing=Standing.VOID), None], ids=["paid", "void", "gone"]
)
def test_nothing_escalates_once_it_is_closed_or_gone(
    store: SqliteStore, then: Invoice | None
) -> None:
    other = invoice("acme/8")
    record(store, invoice(), other)
    escalate(store)
    record(store, *([then] if then else []), other, at=NOON + HOUR)
    assert view(store).escalation is None


def test_a_reminder_does_not_escalate_what_was_taken_on_meanwhile(store: SqliteStore) -> None:
    record(store, invoice())
    decide(store, care(until=NOON + DAY))
    escalate(store)
    assert view(store).escalation is None


def test_care_that_ran_out_may_wake_later_and_does_not_come_due_before(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON + 9 * DAY})
    decide(store, care(CareState.SNOOZED, until=NOON + HOUR))
    night, morning = NOON + HOUR, NOON + 20 * HOUR
    assert len(store.due_steps(night, 10)) == 1
    store.commit_reminders([Reminder(KEY, [], morning)], night)
    assert store.due_steps(morning - HOUR, 10) == []
    assert store.next_event() == morning
    [due] = store.due_steps(morning, 10)
    assert due.care == care(CareState.SNOOZED, until=NOON + HOUR)
    store.commit_reminders([Reminder(KEY, [], None, ends_care=True)], morning)
    assert view(store).care is None


def test_care_that_ran_out_while_a_payment_was_under_way_still_ends(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON + HOUR})
    decide(store, care(until=NOON + HOUR))
    record(store, invoice(standing=Standing.PENDING), at=NOON + HOUR)
    store.commit_reminders([Reminder(KEY, [], None)], NOON + 2 * HOUR)
    record(store, invoice(), at=NOON + 3 * HOUR)
    assert len(store.due_steps(NOON + 3 * HOUR, 10)) == 1


@pytest.mark.parametrize(
    ("made", "kind", "details"),
    [
        (care(note="soon"), "woke", {"state": "acknowledged", "note": "soon"}),
        (care(CareState.WAITING), "woke", {"state": "waiting"}),
        (
            care(CareState.PROMISED, day=date(2026, 11, 28)),
            "promise_broken",
            {"state": "promised", "day": "2026-11-28"},
        ),
    ],
)
def test_the_history_tells_why_an_invoice_came_back(
    store: SqliteStore, made: Care, kind: str, details: dict[str, str]
) -> None:
    record(store, invoice())
    decide(store, replace(made, until=NOON + HOUR))
    store.commit_reminders([Reminder(KEY, [], None, ends_care=True)], NOON + HOUR)
    event = store.timeline(KEY)[-1]
    assert (event.kind, event.actor) == (kind, "duewatch")
    assert event.details == {"by": "U1", "since": NOON.isoformat()} | details


def test_a_broken_promise_escalates_at_once(store: SqliteStore) -> None:
    record(store, invoice())
    decide(store, care(CareState.PROMISED, until=NOON + HOUR))
    up = Escalation(NOON + HOUR, 1)
    reminder = Reminder(KEY, [], NOON + DAY, ends_care=True, escalation=up)
    store.commit_reminders([reminder], NOON + HOUR)
    assert (view(store).care, view(store).escalation) == (None, up)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda store: decide(store, None, "unacknowledged"),
        lambda store: decide(store, care(CareState.DISPUTED), "disputed"),
        lambda store: record(store, invoice(due="2027-01-31"), at=NOON + HOUR),
    ],
    ids=["given back", "disputed", "due later"],
)
def test_a_reminder_decided_from_what_is_no_longer_so_is_decided_again(
    store: SqliteStore, meanwhile: Callable[[SqliteStore], None]
) -> None:
    record(store, invoice(), steps={"7": NOON})
    decide(store, care())
    stale = view(store)
    meanwhile(store)
    line = draft("acme/7:stage", kind=Kind.REPLY, what="stage", stage=0)
    reminder = Reminder(KEY, [line], NOON + 9 * DAY, escalation=GRAVE, seen=stale)
    store.commit_reminders([reminder], NOON + HOUR)
    assert store.pending() == 0
    assert view(store).escalation is None
    [again] = store.due_steps(NOON + HOUR, 10)
    store.commit_reminders([replace(reminder, escalation=None, seen=again)], NOON + HOUR)
    assert store.pending() == 1
    assert store.due_steps(NOON + DAY, 10) == []


def test_a_reminder_of_what_has_vanished_meanwhile_is_not_decided_again(store: SqliteStore) -> None:
    record(store, invoice(), invoice("acme/8"), steps={"7": NOON})
    stale = view(store)
    record(store, invoice("acme/8"), at=NOON + HOUR)
    store.commit_reminders([Reminder(KEY, [], NOON + DAY, seen=stale)], NOON + HOUR)
    assert store.due_steps(NOON + 9 * DAY, 10) == []


def test_of_two_who_click_at_once_one_wins_and_the_other_hears_of_it(store: SqliteStore) -> None:
    record(store, invoice())
    start = Barrier(8)
    answers: list[Decision | Declined] = []

    def click(person: str) -> None:
        def rule(now: InvoiceView) -> Decision | Declined:
            if now.care is not None:
                return Declined(f"{now.care.by} was quicker")
            taken = Care(CareState.ACKNOWLEDGED, person, NOON)
            return Decision(taken, "acknowledged", person, NOON)

        start.wait()
        answers.append(store.decide(KEY, rule))

    people = [Thread(target=click, args=(f"U{number}",)) for number in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    [winner] = [one for one in answers if isinstance(one, Decision)]
    assert view(store).care == winner.care
    assert [one for one in answers if one != winner] == [
        Declined(f"{winner.actor} was quicker")
    ] * 7
    assert kinds(store) == ["appeared", "acknowledged"]


def test_who_clicks_after_the_payment_finds_it_paid(store: SqliteStore) -> None:
    record(store, invoice())
    decide(store, care())
    record(store, replace(paid(invoice()), total=money("12.50 USD")), at=NOON + HOUR)
    seen: list[Standing] = []

    def rule(now: InvoiceView) -> Declined:
        seen.append(now.invoice.standing)
        return Declined("it is paid")

    assert store.decide(KEY, rule) == Declined("it is paid")
    assert (seen, view(store).care) == ([Standing.PAID], None)


def test_when_a_pause_is_over_whoever_was_asked_to_see_to_it_is_still_asked(
    store: SqliteStore,
) -> None:
    record(store, invoice())
    decide(store, care(CareState.SNOOZED, until=NOON + HOUR, holder="U2"))
    store.commit_reminders([Reminder(KEY, (), None, ends_care=True)], NOON + HOUR)
    left = view(store).care
    assert left is not None
    assert (left.state, left.held_by, left.until) == (CareState.ASSIGNED, "U2", None)
