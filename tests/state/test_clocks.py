"""The clock that calls people: a check may start it, and never stops it by accident."""

from dataclasses import replace

from state.database import SqliteStore
from state.model import Care, CareState, Escalation, InvoiceView
from state.store import Decision, Reminder
from tests.state.builders import DAY, HOUR, MINUTE, NOON, invoice, money, record

KEY = invoice().key
STARTED = {"7": Escalation(NOON)}


def view(store: SqliteStore) -> InvoiceView:
    found = store.invoice(KEY)
    assert found is not None
    return found


def test_what_comes_overdue_is_looked_at_at_once_and_its_clock_runs(store: SqliteStore) -> None:
    record(store, invoice(), steps={"7": NOON + 5 * DAY}, escalations=STARTED)
    assert view(store).escalation == Escalation(NOON)
    assert [one.invoice.key for one in store.due_steps(NOON, 10)] == [KEY]


def test_a_change_of_words_does_not_put_off_the_next_call(store: SqliteStore) -> None:
    record(store, invoice(), escalations=STARTED)
    called = Reminder(KEY, [], NOON + 4 * HOUR, escalation=Escalation(NOON, 1))
    store.commit_reminders([called], NOON)
    later = NOON + HOUR
    record(store, invoice(description="renamed"), at=later, steps={"7": NOON + 5 * DAY})
    assert view(store).escalation == Escalation(NOON, 1)
    assert view(store).next_step_at == later, "the pass finds out when the next call is due"


def test_a_later_due_date_ends_it(store: SqliteStore) -> None:
    record(store, invoice(), escalations=STARTED)
    step = NOON + 5 * DAY
    record(
        store,
        replace(invoice(), due=None),
        at=NOON + HOUR,
        steps={"7": step},
        escalations={"7": None},
    )
    assert (view(store).escalation, view(store).next_step_at) == (None, step)


def test_nobody_is_called_for_what_somebody_has_taken_on(store: SqliteStore) -> None:
    record(store, invoice())
    taken = Care(CareState.ACKNOWLEDGED, "U1", NOON)
    store.decide(KEY, lambda _: Decision(taken, "acknowledged", "U1", NOON))
    cheaper = invoice(amount="2.00 USD", total=money("12.50 USD"))
    record(store, cheaper, at=NOON + MINUTE, escalations={"7": Escalation(NOON + MINUTE)})
    assert view(store).care == taken
    assert view(store).escalation is None
