"""Any order of clicks, polls and expiries, on a real database: what people decided holds."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.actions import rules
from bot.actions.rules import Verdict
from state.database import open_store
from state.model import (
    Amended,
    Appeared,
    Care,
    CareState,
    Change,
    InvoiceKey,
    InvoiceView,
    Reopened,
    Settled,
    Standing,
)
from state.store import CheckResult, Decision, Reminder
from tests.bot.stock import LEASE, NOW, VPS, bill
from tests.builders import money

PEOPLE = ("U01ADA", "U02BEN", "U03CLEO")
KEY = InvoiceKey("acme-vps", "7")
OWED = (Standing.OPEN, Standing.UNKNOWN)
# "I have it", "it is paid", "we do not owe it": who says so first has said it
CLAIMS = (CareState.ACKNOWLEDGED, CareState.WAITING, CareState.DISPUTED)

Rule = Callable[[InvoiceView], Verdict]

persons = st.sampled_from(PEOPLE)
hours = st.integers(-5, 200)
notes = st.sampled_from([None, "PO 4711", "asked them"])
silencing = st.sampled_from([each for each in CareState if each is not CareState.ASSIGNED])


def wanted(state: CareState, by: str, at: datetime, until: datetime, note: str | None) -> Rule:
    """The rule that a click leads to."""
    if state is CareState.PROMISED:
        return lambda view: rules.promise(view, by, at, until.date(), until, note, "button")
    plain = {
        CareState.ACKNOWLEDGED: rules.acknowledge,
        CareState.SNOOZED: rules.snooze,
        CareState.WAITING: rules.waiting,
        CareState.DISPUTED: rules.dispute,
        CareState.MUTED: rules.mute,
    }[state]
    return lambda view: plain(view, by, at, until, note, "button")


class CareMachine(RuleBasedStateMachine):
    """One invoice, three people, a provider and a clock."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(self.folder / "duewatch.db")
        self.now = NOW
        self.store.sync_accounts([VPS], NOW - timedelta(days=1))
        self.accepted: list[tuple[str, str]] = []
        self.polled([Appeared(bill(7, "12.50 USD", "2026-11-16"))])

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def view(self) -> InvoiceView:
        found = self.store.invoice(KEY)
        assert found
        return found

    def polled(self, changes: list[Change]) -> None:
        self.now += timedelta(minutes=1)
        lease = self.store.claim_account("acme-vps", self.now, LEASE)
        assert lease
        result = CheckResult(self.now, self.now + LEASE, f"digest {self.now}", changes)
        assert self.store.commit_check(lease, result)

    def amended(self, **facts: object) -> None:
        before = self.view().invoice
        after = replace(before, **facts)  # type: ignore[arg-type]
        if before != after:
            self.polled([Amended(before, after)])

    def in_force(self) -> Care | None:
        return rules.in_force(self.view(), self.now)

    # people
    @rule(state=silencing, by=persons, hours=hours, note=notes)
    def decides(self, state: CareState, by: str, hours: int, note: str | None) -> None:
        self.now += timedelta(seconds=1)
        before, held = self.view(), self.in_force()
        until = self.now + timedelta(hours=hours)
        made = self.store.decide(KEY, wanted(state, by, self.now, until, note))
        care = self.view().care
        if isinstance(made, Decision):
            assert before.invoice.standing in OWED
            assert hours > 0
            assert care
            assert (care.state, care.by, care.until, care.note) == (state, by, until, note)
            assert care.silences(self.now)
            theirs = held is not None and held.state is state and held.by != by
            assert not (theirs and state in CLAIMS)
            self.accepted.append((state.value, by))
        else:
            assert care == before.care
            already = held is not None and held.state is state
            assert already or hours <= 0 or before.invoice.standing not in OWED

    @rule(by=persons, holder=persons, note=notes)
    def assigns(self, by: str, holder: str, note: str | None) -> None:
        self.now += timedelta(seconds=1)
        before, held = self.view(), self.in_force()
        made = self.store.decide(
            KEY, lambda view: rules.assign(view, by, self.now, holder, note, "command")
        )
        care = self.view().care
        if isinstance(made, Decision):
            assert care
            assert care.held_by == holder
            goes_on = held is not None and held.silences(self.now)
            goes_on = goes_on and held is not None and held.state is not CareState.ACKNOWLEDGED
            assert care.silences(self.now) == goes_on
            self.accepted.append(("assigned", by))
        else:
            assert care == before.care
            assert (held and held.held_by == holder) or before.invoice.standing not in OWED

    @rule(by=persons)
    def gives_back(self, by: str) -> None:
        self.now += timedelta(seconds=1)
        before, held = self.view(), self.in_force()
        made = self.store.decide(
            KEY, lambda view: rules.unacknowledge(view, by, self.now, "button")
        )
        assert isinstance(made, Decision) == bool(held and before.invoice.standing in OWED)
        if isinstance(made, Decision):
            assert self.view().care is None
            self.accepted.append(("unacknowledged", by))

    @rule(by=persons)
    def adds_a_note(self, by: str) -> None:
        self.now += timedelta(seconds=1)
        before = self.view()
        made = self.store.decide(
            KEY, lambda view: rules.remark(view, by, self.now, "called them", "command")
        )
        assert isinstance(made, Decision)
        assert self.view() == before
        self.accepted.append(("noted", by))

    # the clock
    @rule(hours=st.integers(1, 120))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_reminder_pass_ends_what_is_over(self) -> None:
        care = self.view().care
        over = care is not None and care.until is not None and care.until <= self.now
        self.now += timedelta(seconds=1)
        self.store.commit_reminders([Reminder(KEY, (), None, ends_care=True)], self.now)
        left = self.view().care
        if not over or self.view().invoice.is_closed:
            assert left == (None if self.view().invoice.is_closed else care)
        elif care is not None and care.holder is not None:  # whoever was asked is still asked
            assert left is not None
            assert (left.state, left.held_by) == (CareState.ASSIGNED, care.holder)
        else:
            assert left is None

    # the provider
    @precondition(lambda self: self.view().invoice.is_owed)
    @rule(cents=st.integers(100, 9_999))
    def the_amount_changes(self, cents: int) -> None:
        before = self.view()
        amount = money(f"{cents / 100:.2f} USD")
        self.amended(open=amount, total=amount)
        assert amount is not None
        assert before.invoice.open is not None
        grew = amount > before.invoice.open
        assert self.view().care == (None if grew else before.care)

    @rule(days=st.integers(-20, 60))
    def the_due_date_changes(self, days: int) -> None:
        before = self.view()
        if not before.invoice.is_closed:
            self.amended(due=date(2026, 11, 16) + timedelta(days=days))
            assert self.view().care == before.care

    @precondition(lambda self: not self.view().invoice.is_closed)
    @rule(standing=st.sampled_from([Standing.OPEN, Standing.PENDING, Standing.UNKNOWN]))
    def the_standing_changes(self, standing: Standing) -> None:
        before = self.view()
        self.amended(standing=standing, their_status=f"{standing} it is")
        assert self.view().care == before.care

    @precondition(lambda self: not self.view().invoice.is_closed)
    @rule(standing=st.sampled_from([Standing.PAID, Standing.VOID]))
    def it_is_settled(self, standing: Standing) -> None:
        before = self.view().invoice
        self.polled([Settled(before, replace(before, standing=standing))])

    @precondition(lambda self: self.view().invoice.is_closed)
    @rule()
    def it_is_reopened(self) -> None:
        before = self.view().invoice
        self.polled([Reopened(before, replace(before, standing=Standing.OPEN))])
        assert self.view().care is None

    @invariant()
    def nothing_silences_what_is_settled(self) -> None:
        if hasattr(self, "store") and self.view().invoice.is_closed:
            assert self.view().care is None

    @invariant()
    def no_decision_is_lost(self) -> None:
        if hasattr(self, "store"):
            timeline = self.store.timeline(KEY, 1_000)
            told = [(event.kind, event.actor) for event in timeline if event.actor in PEOPLE]
            assert told == self.accepted

    @invariant()
    def the_last_word_is_the_one_that_holds(self) -> None:
        if not hasattr(self, "store") or (care := self.view().care) is None:
            return
        kind, by = next(one for one in reversed(self.accepted) if one[0] != "noted")
        assert kind != "unacknowledged"
        assert kind in (care.state.value, "assigned")
        assert by == care.by or kind == "assigned"

    @invariant()
    def every_decision_has_its_line_in_the_thread(self) -> None:
        if hasattr(self, "store"):
            said = [item.draft.what for item in self.store.said(KEY, 1_000)]
            lines = [what for what in said if what != "update"]
            assert lines == [kind for kind, _ in self.accepted]


def test_in_any_order_of_clicks_polls_and_expiries_the_last_word_holds() -> None:
    run_state_machine_as_test(
        CareMachine, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
    )
