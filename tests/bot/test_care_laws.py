"""Any order of polls, clicks, waiting, restarts and faults of Slack: care and reminders hold."""

from collections import Counter
from contextlib import ExitStack
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.compose import CALLS
from state.changes import has_vanished
from state.model import Care, CareState, InvoiceKey, Mute, Standing
from tests.replay.company import KEYS, NAMES, TODAY, Company
from tests.replay.house import in_memory
from tests.replay.slow_chat import Mood
from tests.soak.quiet import quiet

PEOPLE = ("U01ADA", "U02BEN", "U03CLEO")
BACK = ("woke", "promise_broken")
ASSIGNED = CareState.ASSIGNED  # whoever was asked is still asked when a pause is over

keys = st.sampled_from(KEYS)
people = st.sampled_from(PEOPLE)
days = st.integers(1, 12)


class CareLaws(RuleBasedStateMachine):
    """The company, and what we believe of its invoices ourselves."""

    @initialize()
    def begin(self) -> None:
        self.stack = ExitStack()
        self.stack.enter_context(quiet())
        self.company = Company(self.stack.enter_context(in_memory()))
        self.believed: dict[InvoiceKey, Care | None] = dict.fromkeys(KEYS)
        self.woken: Counter[InvoiceKey] = Counter()
        self.read = len(self.company.house.chat.heard)

    def teardown(self) -> None:
        if hasattr(self, "company"):
            self.company.house.chat.moods.clear()
            self.company.house.stop()
            self.stack.close()

    # people
    @rule(
        key=keys,
        who=people,
        days=days,
        deed=st.sampled_from(
            ["acknowledge", "snooze", "promise", "waiting", "dispute", "assign", "unacknowledge"]
        ),
    )
    def somebody_decides(self, key: InvoiceKey, who: str, days: int, deed: str) -> None:
        company, reference = self.company, str(key)
        desk, before = company.desk, company.view(key)
        company.clock.now += timedelta(seconds=1)
        until = company.clock.now + timedelta(days=days)
        match deed:
            case "acknowledge":
                desk.acknowledge(reference, who, "on it", "button", until)
            case "snooze":
                desk.snooze(reference, who, until, None, "menu")
            case "promise":
                desk.promise(reference, who, until.date(), None, "command")
            case "waiting":
                desk.waiting(reference, who, None, "button", until)
            case "dispute":
                desk.dispute(reference, who, "not ours", "modal", until)
            case "assign":
                desk.assign(reference, who, PEOPLE[days % 3], None, "command")
            case _:
                desk.unacknowledge(reference, who, "button")
        care = company.view(key).care
        if care != before.care:
            assert before.invoice.is_owed
            assert care is None or company.clock.now == care.at or before.care
        self.believed[key] = care
        company.house.turn()

    @rule(name=st.sampled_from(NAMES), who=people, days=days)
    def somebody_mutes_an_account(self, name: str, who: str, days: int) -> None:
        now = self.company.clock.now
        until = now + timedelta(days=days)
        self.company.house.core.store.mute(name, Mute(until, who, now), now)
        self.company.house.turn()

    @rule(name=st.sampled_from(NAMES))
    def somebody_ends_a_mute(self, name: str) -> None:
        self.company.house.core.store.mute(name, None, self.company.clock.now)
        self.company.house.turn()

    # the provider
    @rule(key=keys, amount=st.sampled_from(["20.00 USD", "40.00 USD", "90.00 USD"]))
    def the_amount_changes(self, key: InvoiceKey, amount: str) -> None:
        before = self.company.view(key).invoice
        listed = self.company.books[key.account].invoices.get(key.number)
        if listed is None or not listed.is_owed:
            return
        self.company.amend(key, amount=amount)
        self.poll()
        after = self.company.view(key).invoice
        if before.open and after.open and after.open > before.open:
            self.believed[key] = None

    @rule(key=keys, days=st.integers(-25, 40))
    def the_due_date_changes(self, key: InvoiceKey, days: int) -> None:
        if key.number in self.company.books[key.account].invoices:
            self.company.amend(key, due=TODAY + timedelta(days=days))
            self.poll()

    @rule(key=keys, standing=st.sampled_from([Standing.PAID, Standing.VOID]))
    def it_is_settled(self, key: InvoiceKey, standing: Standing) -> None:
        books = self.company.books[key.account]
        if key.number in books.invoices:
            books.settle(key.number, standing)
            self.poll()

    @rule(key=keys, standing=st.sampled_from([Standing.OPEN, Standing.PENDING]))
    def it_is_open_again_or_a_payment_is_under_way(
        self, key: InvoiceKey, standing: Standing
    ) -> None:
        self.company.relist(key, standing)
        self.poll()

    @rule(key=keys)
    def it_is_no_longer_listed(self, key: InvoiceKey) -> None:
        self.company.unlist(key)
        self.poll()

    @rule(name=st.sampled_from(NAMES), down=st.booleans())
    def the_provider_fails_or_answers(self, name: str, down: bool) -> None:
        self.company.books[name].down = down
        self.poll()

    def poll(self) -> None:
        self.company.poll()
        for key in KEYS:
            if self.company.view(key).invoice.is_closed:
                self.believed[key] = None

    # Slack, the machine, time
    @rule(moods=st.lists(st.sampled_from(Mood), min_size=1, max_size=4))
    def slack_has_a_bad_moment(self, moods: list[Mood]) -> None:
        self.company.house.chat.moods.extend(moods)

    @rule()
    def the_bot_is_restarted(self) -> None:
        self.company.restart()

    @rule(hours=st.sampled_from([0.2, 1, 8, 24, 48, 24 * 7]))
    def time_passes(self, hours: float) -> None:
        self.company.live_until(self.company.clock.now + timedelta(hours=hours))

    @rule(hours=st.sampled_from([1, 8, 24, 72, 24 * 7, 24 * 30]))
    def time_passes_without_the_bot(self, hours: int) -> None:
        self.company.house.stop()
        self.company.clock.now += timedelta(hours=hours)
        self.company.house.start()
        self.company.house.turn()

    # what is foretold
    @precondition(lambda self: not self.company.house.chat.moods)
    @rule(key=keys)
    def what_is_foretold_comes(self, key: InvoiceKey) -> None:
        company = self.company
        company.live_until(company.clock.now + timedelta(minutes=3))  # all is said that waits
        coming = company.explainer().explain(company.view(key)).coming
        before = len(company.news(key))
        end = coming.at if coming else company.clock.now + timedelta(days=12)
        company.live_until(end)
        news = company.news(key)[before:]
        if coming is None:
            assert [(one.draft.key, one.created_at) for one in news] == []
        else:
            first = news[0]
            assert (first.draft.key, first.draft.channel) == (
                coming.draft.key,
                coming.draft.channel,
            )
            assert first.created_at == coming.at

    # laws
    @invariant()
    def the_last_decision_in_force_holds(self) -> None:
        for key, believed in self.believed.items():
            care = self.company.view(key).care
            if care is None and believed is not None and self.ended_by_the_provider(key, believed):
                self.believed[key] = None
            elif care != believed:
                assert believed is not None
                assert care is None or (care.state, care.holder) == (ASSIGNED, believed.holder)
                assert believed.until is not None
                assert believed.until <= self.company.clock.now, "only what runs out ends by itself"
                self.woken[key] += 1
                self.believed[key] = care

    def ended_by_the_provider(self, key: InvoiceKey, care: Care) -> bool:
        """True if it is paid, or more is asked for; that may be read long after it was written."""
        events = self.company.house.core.store.timeline(key)
        raised = any(one.kind == "care_ended" and one.at >= care.at for one in events)
        return raised or self.company.view(key).invoice.is_closed

    @invariant()
    def what_runs_out_says_so_once(self) -> None:
        for key in KEYS:
            back = [one for one in self.company.news(key) if one.draft.what in BACK]
            assert len(back) == self.woken[key]

    @invariant()
    def nobody_is_called_in_vain(self) -> None:
        heard = self.company.house.chat.heard
        fresh, self.read = heard[self.read :], len(heard)
        for one in fresh:
            if one.draft.what in CALLS and one.names_one:
                key = InvoiceKey(one.draft.account, one.draft.number or "")
                care = self.believed[key]
                assert self.company.view(key).invoice.is_owed
                gone = has_vanished(self.company.view(key).invoice)
                assert not gone or one.draft.what in BACK
                assert care is None or not care.silences(one.at)

    @invariant()
    def nothing_is_said_twice(self) -> None:
        chat = self.company.house.chat
        steps = [one.draft for one in chat.heard if one.draft.stage is not None]
        said = [
            (one.account, one.number, one.stage, one.due, one.channel)
            for one in steps
            if one.what != "new"
        ]
        assert chat.doubled == []
        assert max(Counter(said).values(), default=0) <= 1

    @invariant()
    def nothing_that_can_be_done_is_left(self) -> None:
        house = self.company.house
        house.turn()  # what follows a message that has to wait may wait for the next tick
        coming = house.core.store.next_event()
        assert coming is None or coming > house.clock.now or house.chat.moods


def test_whatever_happens_care_and_reminders_hold() -> None:
    run_state_machine_as_test(
        CareLaws,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
